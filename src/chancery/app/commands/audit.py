# SPDX-License-Identifier: EUPL-1.2
"""`chancery audit verify|checkpoint`: proves that nobody changed the log, and gives a checkpoint to keep elsewhere."""

import argparse
import asyncio
from pathlib import Path

from chancery.app.options import add_config, read_settings
from chancery.app.wiring import open_platform
from chancery.kit.errors import ChanceryError
from chancery.modules.audit import module as audit
from chancery.modules.audit.model import Verification
from chancery.platform.config.settings import Settings

_MOST_SHOWN = 50


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the two forms."""
    forms = parser.add_subparsers(dest="form", required=True)
    verify = forms.add_parser(
        "verify", help="recompute the whole log; exit status 1 when anything was changed"
    )
    verify.add_argument(
        "--checkpoint",
        type=Path,
        metavar="FILE",
        help="a checkpoint kept elsewhere, which the log must continue",
    )
    add_config(verify)
    checkpoint = forms.add_parser("checkpoint", help="print the newest signed checkpoint")
    add_config(checkpoint)


def run(arguments: argparse.Namespace) -> None:
    """Verify, or print the checkpoint."""
    settings = read_settings(arguments).settings
    try:
        if arguments.form == "checkpoint":
            print(asyncio.run(_newest(settings)), end="")
            return
        witness = arguments.checkpoint.read_text(encoding="utf-8") if arguments.checkpoint else None
        found = asyncio.run(_verify(settings, witness))
    except (ChanceryError, OSError) as error:
        raise SystemExit(f"The log could not be read: {error}") from error
    _report(found)


def _report(found: Verification) -> None:
    for problem in found.problems[:_MOST_SHOWN]:
        print(problem)
    if len(found.problems) > _MOST_SHOWN:
        print(f"… and {len(found.problems) - _MOST_SHOWN} more")
    unsealed = found.entries - found.sealed
    print(
        f"{found.entries} entries, {found.checkpoints} checkpoints, root {found.root.hex()};"
        f" {unsealed} entries not sealed yet."
    )
    if found.problems:
        raise SystemExit(1)
    print("The log is sound.")


async def _verify(settings: Settings, witness: str | None) -> Verification:
    platform = await open_platform(settings)
    try:
        return await audit.verify(
            database=platform.database,
            keyring=platform.keyring,
            server_name=settings.server.name,
            witness=witness,
        )
    finally:
        await platform.close()


async def _newest(settings: Settings) -> str:
    platform = await open_platform(settings)
    try:
        note = await audit.newest_checkpoint(database=platform.database)
    finally:
        await platform.close()
    if note is None:
        raise SystemExit("There is no checkpoint yet.")
    return note
