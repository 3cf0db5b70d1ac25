# SPDX-License-Identifier: EUPL-1.2
"""`chancery demo reset`: puts the demo agency back to its beginning."""

import argparse
import asyncio

from chancery.app.demo.data import LANGUAGES
from chancery.app.demo.people import PASSWORD
from chancery.app.demo.reset import CannotReset, reset
from chancery.app.options import add_config, read_settings
from chancery.kit.errors import ChanceryError


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the one form."""
    forms = parser.add_subparsers(dest="form", required=True)
    restore = forms.add_parser("reset", help="erase the demo agency with all its chats and seed it again")
    restore.add_argument("--language", choices=LANGUAGES, default="en", help="language of the agency")
    add_config(restore)


def run(arguments: argparse.Namespace) -> None:
    """Reset the demo."""
    settings = read_settings(arguments).settings
    try:
        asyncio.run(reset(settings, arguments.language))
    except (CannotReset, ChanceryError) as error:
        raise SystemExit(f"The demo was not reset: {error}.") from error
    print(f"The demo agency is as new. Everybody's password is: {PASSWORD}")
