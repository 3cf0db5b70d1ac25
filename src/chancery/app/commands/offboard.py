# SPDX-License-Identifier: EUPL-1.2
"""`chancery offboard USER`: lets a person go, or shows what that would do."""

import argparse
import asyncio
from collections.abc import Iterator

import msgspec

from chancery.app.options import add_config, read_settings
from chancery.app.served import is_served
from chancery.app.server import running
from chancery.app.wiring import application, build_modules, open_platform
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UserId
from chancery.modules.offboarding.schemas import OffboardingPlan, OffboardingRecord, plan_view, record_view
from chancery.platform.config.settings import Settings

View = OffboardingPlan | OffboardingRecord


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config(parser)
    parser.add_argument("user", metavar="USER", help="user name, or whole user id")
    parser.add_argument("--successor", metavar="USER", help="who takes over what has nobody else")
    parser.add_argument("--dry-run", action="store_true", help="change nothing, show what would happen")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> None:
    """Offboard, and print the record."""
    settings = read_settings(arguments).settings
    # Without a bus between processes the running server would go on to take the tokens that it remembers.
    if not arguments.dry_run and not settings.bus.url and is_served(settings):
        raise SystemExit("Nobody was offboarded: the server is running. Ask it by its API, or stop it first.")
    successor = _user_id(arguments.successor, settings) if arguments.successor else None
    user_id = _user_id(arguments.user, settings)
    try:
        view = asyncio.run(_offboard(settings, user_id, successor, dry=arguments.dry_run))
    except ChanceryError as error:
        raise SystemExit(f"Nobody was offboarded: {error.message}.") from error
    if arguments.json:
        print(msgspec.json.format(msgspec.json.encode(view), indent=2).decode())
        return
    print("\n".join(_lines(view)))


def _user_id(text: str, settings: Settings) -> UserId:
    return UserId(text if text.startswith("@") else f"@{text}:{settings.server.name}")


async def _offboard(settings: Settings, user_id: UserId, successor: UserId | None, *, dry: bool) -> View:
    platform = await open_platform(settings)
    modules = build_modules(platform)
    offboarding = modules.offboarding.offboarding
    if dry:
        try:
            return plan_view(await offboarding.plan(user_id, successor), {})
        finally:
            await platform.close()
    # What follows from a closed login elsewhere (keys, pushers) is done before the modules have stopped.
    async with running(application(platform, modules)):
        return record_view(await offboarding.run(user_id, successor), {})


def _lines(view: View) -> Iterator[str]:
    has_left = isinstance(view, OffboardingRecord)
    yield f"{view.name} ({view.user_id}) {'has left' if has_left else 'would leave'}."
    yield f"  {len(view.devices)} devices signed out"
    for post in view.posts:
        yield f"  post: {post.title}, {post.unit_name}{_to(post.successor, 'acts for it')}"
    for team in view.teams:
        yield f"  team: {team.name}{_to(team.successor, 'owns it')}"
    for object_ in view.administers:
        yield f"  no longer administers {object_}"
    for guest in view.sponsored:
        yield f"  from outside: {guest.name}{_to(guest.successor, 'answers for them') or ': up for review'}"
    orphaned = [room for room in view.rooms if room.orphaned]
    yield f"  {len(view.rooms)} rooms, {len(orphaned)} of which nobody else may administer"
    for room in orphaned:
        yield f"  room: {room.name or room.room_id}{_to(room.heir, 'administers it') or ': nobody takes over'}"
    if isinstance(view, OffboardingRecord):
        yield f"Record: {view.id}"


def _to(person: str | None, what: str) -> str:
    return f" ({person} {what})" if person else ""
