# SPDX-License-Identifier: EUPL-1.2
"""The command line: `chancery COMMAND`."""

import argparse
import importlib
import sys
from collections.abc import Sequence

from chancery import __version__
from chancery.app.commands import COMMANDS, MODULES


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; only that command's module is imported."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="chancery", description="The secure super app for public office.")
    parser.add_argument("--version", action="version", version=f"chancery {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    chosen = next((word for word in words if not word.startswith("-")), None)
    for name, summary in COMMANDS.items():
        child = commands.add_parser(name, help=summary, description=summary.capitalize() + ".")
        if name == chosen:
            command = importlib.import_module(f"chancery.app.commands.{MODULES.get(name, name)}")
            command.configure(child)
            child.set_defaults(run=command.run)
    arguments = parser.parse_args(words)
    arguments.run(arguments)


if __name__ == "__main__":
    main()
