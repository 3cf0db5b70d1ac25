# SPDX-License-Identifier: EUPL-1.2
"""The option that most commands share: which configuration they read."""

import argparse
from pathlib import Path

from chancery.platform.config.errors import ConfigError
from chancery.platform.config.load import Loaded, load
from chancery.platform.config.settings import Settings
from chancery.platform.config.together import check


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


def check_settings(settings: Settings) -> None:
    """End the program with an explanation when options of the command line broke what held before."""
    try:
        check(settings)
    except ConfigError as error:
        raise SystemExit(error.explain()) from error
