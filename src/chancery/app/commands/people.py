# SPDX-License-Identifier: EUPL-1.2
"""`chancery people list|show|add`: the directory for scripts."""

import argparse
import asyncio

import msgspec

from chancery.app.options import add_config, read_settings
from chancery.app.served import is_served
from chancery.app.server import running
from chancery.app.wiring import Modules, application, build_modules, open_platform
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UnitId, UserId
from chancery.modules.org.contract import PersonCard, PersonSummary
from chancery.modules.provisioning.contract import (
    DesiredAppointment,
    DesiredPerson,
    DesiredPost,
    DesiredState,
    Source,
)
from chancery.platform.config.settings import Settings

_SYSTEM = UserId("system")
_PAGE = 500


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the forms."""
    forms = parser.add_subparsers(dest="form", required=True)
    listing = forms.add_parser("list", help="people by name")
    listing.add_argument(
        "query", nargs="?", metavar="WORDS", help="beginnings of words of name, post or unit"
    )
    listing.add_argument("--unit", metavar="UNIT", help="only those in this unit or below it")
    show = forms.add_parser("show", help="one person's card")
    show.add_argument("user", metavar="USER", help="user name, or whole user id")
    add = forms.add_parser("add", help="add a person with a post")
    add.add_argument("user", metavar="USER", help="user name")
    add.add_argument("--name", required=True, help="full name")
    add.add_argument("--unit", metavar="UNIT", required=True, help="id of the unit")
    add.add_argument("--post", metavar="TITLE", required=True, help="title of the post")
    add.add_argument("--head", action="store_true", help="the post is the unit's head")
    add.add_argument("--email", help="e-mail address")
    for form in (listing, show, add):
        add_config(form)
        form.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> None:
    """Do it, and print the outcome."""
    settings = read_settings(arguments).settings
    if arguments.form == "add" and not settings.bus.url and is_served(settings):
        raise SystemExit("Nobody was added: the server is running. Ask it by its API, or stop it first.")
    try:
        found = asyncio.run(_work(settings, arguments))
    except ChanceryError as error:
        raise SystemExit(f"Nothing was done: {error.message}.") from error
    if arguments.json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    elif isinstance(found, PersonCard):
        print("\n".join(_card(found)))
    else:
        print("\n".join(f"{one.user_id}  {one.name}, {one.post}, {one.unit_name}" for one in found))


async def _work(settings: Settings, arguments: argparse.Namespace) -> PersonCard | list[PersonSummary]:
    platform = await open_platform(settings)
    modules = build_modules(platform)
    if arguments.form == "add":
        async with running(application(platform, modules)):
            return await _add(modules, settings, arguments)
    try:
        if arguments.form == "show":
            return await modules.org.directory.access_person(_SYSTEM, _user_id(arguments.user, settings))
        return await _list(modules, arguments)
    finally:
        await platform.close()


def _user_id(text: str, settings: Settings) -> UserId:
    return UserId(text if text.startswith("@") else f"@{text}:{settings.server.name}")


async def _list(modules: Modules, arguments: argparse.Namespace) -> list[PersonSummary]:
    unit_id = UnitId(arguments.unit) if arguments.unit else None
    found: list[PersonSummary] = []
    cursor: str | None = None
    while True:
        page = await modules.org.directory.list_people(
            _SYSTEM, query=arguments.query, unit_id=unit_id, cursor=cursor, limit=_PAGE
        )
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


async def _add(modules: Modules, settings: Settings, arguments: argparse.Namespace) -> PersonCard:
    """Add a person by the core that imports use, as a source of their own in that unit."""
    login, unit = arguments.user.lower(), UnitId(arguments.unit)
    wanted = DesiredState(
        people=[DesiredPerson(external_id=login, login=login, name=arguments.name, email=arguments.email)],
        posts=[
            DesiredPost(
                external_id="head" if arguments.head else f"{login}:{arguments.post}",
                unit=None,
                title=arguments.post,
                kind="head" if arguments.head else "specialist",
            )
        ],
        appointments=[
            DesiredAppointment(person=login, post="head" if arguments.head else f"{login}:{arguments.post}")
        ],
        states_posts=False,
    )
    if await modules.accounts.upkeep.facts([_user_id(login, settings)]):
        raise SystemExit("Nobody was added: there is a person with this user name, or there was.")
    if unit not in {one.id for one in await modules.org.staffing.units()}:
        raise SystemExit("Nobody was added: there is no such unit.")
    source = Source(f"hand:{unit}", unit)
    outcome = await modules.provisioning.provisioning.sync(source, wanted, actor="system")
    faults = [problem.message for problem in outcome.problems if problem.severity == "error"]
    if faults:
        raise SystemExit(f"Nobody was added: {'; '.join(faults)}.")
    return await modules.org.directory.access_person(_SYSTEM, _user_id(login, settings))


def _card(card: PersonCard) -> list[str]:
    posts = [
        f"  post: {post.title}, {post.unit_name}{' (acting)' if post.acting else ''}" for post in card.posts
    ]
    reach = [card.email, card.room, *card.phones]
    return [f"{card.name} ({card.user_id})", *posts, *(f"  {one}" for one in reach if one)]
