# SPDX-License-Identifier: EUPL-1.2
"""`chancery config show|reference`."""

import argparse

from chancery.app.options import add_config, read_settings
from chancery.platform.config.reference import effective_json, effective_toml, reference


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the two forms."""
    forms = parser.add_subparsers(dest="form", required=True)
    show = forms.add_parser(
        "show", help="print the effective values and where each comes from; passwords are masked"
    )
    add_config(show)
    show.add_argument("--format", choices=("toml", "json"), default="toml")
    forms.add_parser("reference", help="print the reference of all settings as Markdown")


def run(arguments: argparse.Namespace) -> None:
    """Print what is asked for."""
    if arguments.form == "reference":
        print(reference(), end="")
        return
    loaded = read_settings(arguments)
    print(effective_json(loaded) if arguments.format == "json" else effective_toml(loaded))
