# SPDX-License-Identifier: EUPL-1.2
"""The option that most commands share: which configuration they read."""

import argparse
from pathlib import Path

from chancery.platform.config.load import ConfigError, Loaded, load


def add_config(parser: argparse.ArgumentParser) -> None:
    """Declare `--config`."""
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="TOML file (default: ./chancery.toml if there)"
    )


def read_settings(arguments: argparse.Namespace) -> Loaded:
    """Return the settings; ends the program with an explanation when they are wrong."""
    try:
        return load(arguments.config)
    except ConfigError as error:
        raise SystemExit(error.explain()) from error
