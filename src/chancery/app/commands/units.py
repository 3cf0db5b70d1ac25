# SPDX-License-Identifier: EUPL-1.2
"""`chancery units list|add|move`: the tree for scripts."""

import argparse
import asyncio
from collections.abc import Iterator, Sequence

import msgspec

from chancery.app.options import add_config, read_settings
from chancery.app.served import is_served
from chancery.app.wiring import Platform, build_modules, open_platform
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UnitId, new_id
from chancery.modules.org.contract import UnitPlace
from chancery.modules.org.errors import OtherAgency, RootUnit, UnitNotFound
from chancery.modules.org.service.staffing import StoredStaffing
from chancery.platform.config.settings import Settings
from chancery.platform.db.port import Write


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the forms."""
    forms = parser.add_subparsers(dest="form", required=True)
    listing = forms.add_parser("list", help="the tree, parents before children")
    add = forms.add_parser("add", help="add a unit below another one")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--parent", metavar="UNIT", required=True, help="id of the unit above")
    add.add_argument("--kind", default="department", help="department, division, office …")
    move = forms.add_parser("move", help="put a unit with all below it under another one")
    move.add_argument("unit", metavar="UNIT")
    move.add_argument("--parent", metavar="UNIT", required=True, help="id of the unit above")
    for form in (listing, add, move):
        add_config(form)
        form.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> None:
    """Do it, and print the tree, or the unit that was added or moved."""
    settings = read_settings(arguments).settings
    if arguments.form != "list" and not settings.bus.url and is_served(settings):
        raise SystemExit("Nothing was done: the server is running. Ask it by its API, or stop it first.")
    try:
        units = asyncio.run(_work(settings, arguments))
    except ChanceryError as error:
        raise SystemExit(f"Nothing was done: {error.message}.") from error
    if arguments.json:
        print(msgspec.json.format(msgspec.json.encode(units), indent=2).decode())
        return
    print(
        "\n".join(_drawn(units) if arguments.form == "list" else (f"{one.id}  {one.name}" for one in units))
    )


async def _work(settings: Settings, arguments: argparse.Namespace) -> Sequence[UnitPlace]:
    platform = await open_platform(settings)
    try:
        staffing = build_modules(platform).org.staffing
        if arguments.form == "list":
            return await staffing.units()
        return [await _change(platform, staffing, arguments)]
    finally:
        await platform.close()


async def _change(platform: Platform, staffing: StoredStaffing, arguments: argparse.Namespace) -> UnitPlace:
    units = {str(unit.id): unit for unit in await staffing.units()}
    parent = _named(units, arguments.parent)
    write = Write()
    if arguments.form == "add":
        place = 1 + max((one.place for one in units.values() if one.parent_id == parent.id), default=0)
        unit = UnitPlace(
            UnitId(new_id("unit")), parent.agency_id, parent.id, arguments.name, arguments.kind, place
        )
        staffing.add_unit(write, unit, actor="system")
    else:
        unit = _named(units, arguments.unit)
        if unit.parent_id is None:
            raise RootUnit("the root of an agency cannot be moved")
        if unit.agency_id != parent.agency_id:
            raise OtherAgency("a unit is moved within its agency only")
        await staffing.move_unit(write, unit.id, parent.id, actor="system")
    await platform.database.commit(write)
    return next(one for one in await staffing.units() if one.id == unit.id)


def _named(units: dict[str, UnitPlace], unit_id: str) -> UnitPlace:
    if unit_id not in units:
        raise UnitNotFound(f"there is no unit {unit_id}")
    return units[unit_id]


def _drawn(units: Sequence[UnitPlace]) -> Iterator[str]:
    """Yield the tree, each unit below and right of the one above it."""
    children: dict[str | None, list[UnitPlace]] = {}
    for unit in units:
        children.setdefault(unit.parent_id, []).append(unit)
    waiting = [(unit, 0) for unit in reversed(children.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        yield f"{'  ' * depth}{unit.name}  {unit.id}"
        waiting += [(one, depth + 1) for one in reversed(children.get(unit.id, []))]
