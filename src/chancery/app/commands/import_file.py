# SPDX-License-Identifier: EUPL-1.2
"""`chancery import FILE`: people and units of a CSV or XLSX file, or what they would change."""

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from chancery.app.options import add_config, read_settings
from chancery.app.served import is_served
from chancery.app.server import running
from chancery.app.wiring import Modules, application, build_modules, open_platform
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UnitId
from chancery.modules.provisioning.contract import Change, Consent, Problem
from chancery.modules.provisioning.errors import LeavingRefused, RunRefused
from chancery.modules.provisioning.schemas import ImportView, run_view
from chancery.modules.provisioning.service.imports import Order
from chancery.platform.config.settings import Settings

_MOST = 10_000_000
_MOST_SHOWN = 50


class ImportReport(msgspec.Struct, frozen=True):
    """What the file is, and what was or would be done."""

    run: ImportView
    changes: Sequence[Change]
    problems: Sequence[Problem]


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="CSV or XLSX file with a line of headings")
    parser.add_argument(
        "--unit", metavar="UNIT", help="id of the unit it is for (default: the agency's root)"
    )
    parser.add_argument(
        "--source", default="people", metavar="NAME", help="which list it is (default: people)"
    )
    parser.add_argument(
        "--complete", action="store_true", help="the file is the whole list: who is missing leaves"
    )
    parser.add_argument("--dry-run", action="store_true", help="change nothing, show what would happen")
    parser.add_argument("--good-lines", action="store_true", help="apply the lines without errors")
    parser.add_argument(
        "--leaving", type=int, metavar="N", help="let N people leave when the run asks for it"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, with every change and problem")


def run(arguments: argparse.Namespace) -> None:
    """Import, and print the outcome; exit status 1 when nothing was applied."""
    settings = read_settings(arguments).settings
    if not settings.bus.url and is_served(settings):
        raise SystemExit("Nothing was imported: the server is running. Use its console, or stop it first.")
    try:
        report, refusal = asyncio.run(_import(settings, arguments))
    except (ChanceryError, OSError) as error:
        raise SystemExit(f"Nothing was imported: {error}.") from error
    if arguments.json:
        print(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
    else:
        print("\n".join(_lines(report)))
    if refusal is not None:
        raise SystemExit(f"Nothing was imported: {refusal}.")


async def _import(settings: Settings, arguments: argparse.Namespace) -> tuple[ImportReport, str | None]:
    platform = await open_platform(settings)
    modules = build_modules(platform)
    async with running(application(platform, modules)):
        order = Order(
            root=UnitId(arguments.unit or await _root(modules)),
            name=arguments.file.name,
            content=await asyncio.to_thread(arguments.file.read_bytes),
            label=arguments.source,
            complete=arguments.complete,
        )
        found = await modules.provisioning.imports.preview(order, actor="system")
        return await _apply(modules, found.run.id, arguments)


async def _root(modules: Modules) -> str:
    units = await modules.org.staffing.units()
    root = next((unit.id for unit in units if unit.parent_id is None), None)
    if root is None:
        raise SystemExit("Nothing was imported: there is no agency yet. Found one with `chancery init`.")
    return root


async def _apply(
    modules: Modules, run_id: str, arguments: argparse.Namespace
) -> tuple[ImportReport, str | None]:
    door, refusal = modules.provisioning.provisioning, None
    changes = await door.changes(run_id, kind=None, after=0, limit=_MOST)
    if arguments.dry_run:
        state = await modules.provisioning.imports.give_up(run_id, actor="system")
    else:
        try:
            consent = Consent(good_lines=arguments.good_lines, leaving=arguments.leaving)
            state = await door.apply(run_id, actor="system", consent=consent)
        except (RunRefused, LeavingRefused) as error:
            refusal = error.message
            state = await modules.provisioning.imports.give_up(run_id, actor="system")
    problems = await door.problems(run_id, after=0, limit=_MOST)
    return ImportReport(run_view(state), changes, problems), refusal


def _lines(report: ImportReport) -> Iterator[str]:
    for problem in report.problems[:_MOST_SHOWN]:
        where = f"line {problem.line}" if problem.line else "whole file"
        yield f"{where}: {problem.severity}: {problem.message}"
    if len(report.problems) > _MOST_SHOWN:
        yield f"… and {len(report.problems) - _MOST_SHOWN} more problems (--json shows all)"
    for change in report.changes[:_MOST_SHOWN]:
        yield f"{change.kind}: {change.label}{_fields(change)}"
    if len(report.changes) > _MOST_SHOWN:
        yield f"… and {len(report.changes) - _MOST_SHOWN} more changes (--json shows all)"
    counts = ", ".join(f"{count} {kind}" for kind, count in report.run.counts.items()) or "nothing to do"
    yield f"{counts}; {report.run.done} done, {report.run.failed} failed. Record: {report.run.id}"


def _fields(change: Change) -> str:
    shown = [f"{one.name} {one.before} → {one.after}" for one in change.fields if one.before is not None]
    return f" ({'; '.join(shown)})" if shown else ""
