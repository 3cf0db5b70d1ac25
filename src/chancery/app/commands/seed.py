# SPDX-License-Identifier: EUPL-1.2
"""`chancery seed`: made-up people and units in any number, by the core that imports use; for measuring."""

import argparse
import asyncio
import time
from dataclasses import asdict, dataclass

import msgspec

from chancery.app.demo.crowd import crowd
from chancery.app.options import add_config, read_settings
from chancery.app.served import is_served
from chancery.app.server import running
from chancery.app.wiring import Modules, application, build_modules, open_platform
from chancery.kit.errors import ChanceryError
from chancery.modules.provisioning.contract import Source
from chancery.platform.config.settings import Settings


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was done, and what it took."""

    people: int
    units: int
    changes: int
    failed: int
    seconds: float
    cpu_seconds: float


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config(parser)
    parser.add_argument("--people", type=int, default=100_000, help="how many people (default: 100000)")
    parser.add_argument("--units", type=int, default=6_000, help="how many units (default: 6000)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> None:
    """Seed, and print what it took."""
    settings = read_settings(arguments).settings
    if not 1 <= arguments.units <= arguments.people:
        raise SystemExit("Nothing was seeded: every unit needs a person.")
    if is_served(settings):
        raise SystemExit("Nothing was seeded: the server is running. Stop it first.")
    try:
        seeded = asyncio.run(_seed(settings, arguments.people, arguments.units))
    except ChanceryError as error:
        raise SystemExit(f"Nothing was seeded: {error.message}.") from error
    if arguments.json:
        print(msgspec.json.encode(asdict(seeded)).decode())
        return
    print(
        f"{seeded.people} people in {seeded.units} units: {seeded.changes} changes, {seeded.failed} failed,"
        f" {seeded.seconds:.1f} s, {seeded.cpu_seconds:.1f} s of CPU."
    )


async def _seed(settings: Settings, people: int, units: int) -> Seeded:
    platform = await open_platform(settings)
    modules = build_modules(platform)
    async with running(application(platform, modules)):
        return await _timed(modules, people, units)


async def _timed(modules: Modules, people: int, units: int) -> Seeded:
    root = next((one.id for one in await modules.org.staffing.units() if one.parent_id is None), None)
    if root is None:
        raise SystemExit("Nothing was seeded: there is no agency yet. Found one with `chancery init`.")
    began, cpu = time.monotonic(), time.process_time()
    source = Source(f"seed:{root}", root)
    outcome = await modules.provisioning.provisioning.sync(source, crowd(people, units), actor="system")
    seconds, spent = time.monotonic() - began, time.process_time() - cpu
    run = outcome.run
    return Seeded(people, units, run.done if run else 0, run.failed if run else 0, seconds, spent)
