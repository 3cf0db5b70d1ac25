# SPDX-License-Identifier: EUPL-1.2
"""Seeds the demo agency into an empty database, with a clock that starts in the past and ends now."""

import msgspec

from chancery.app.application import Application
from chancery.app.demo.data import Language, load
from chancery.app.demo.people import PASSWORD, PeopleSeeder
from chancery.app.demo.rooms import RoomSeeder
from chancery.app.demo.script import working_moment
from chancery.app.server import running
from chancery.app.wiring import application, build_modules, open_platform
from chancery.kit.clock import system_clock
from chancery.modules.org.model import Agency
from chancery.modules.org.schemas import DemoLogin
from chancery.modules.org.store.tree import TreeStore
from chancery.platform.config.settings import Settings
from chancery.platform.db.port import Database

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_BEGAN_DAYS = 8
_BEGAN_HOUR = 9


class PlayedClock:
    """Stands where the seeding has got to; it never goes back."""

    def __init__(self, start: int) -> None:
        self._now = start

    def __call__(self) -> int:
        return self._now

    def move(self, moment: int) -> None:
        """Go on to a moment."""
        self._now = max(self._now, moment)


async def has_agency(database: Database) -> bool:
    """Tell whether somebody lives in this database."""
    return await TreeStore(database).find_agency() is not None


async def is_demo(database: Database) -> bool:
    """Tell whether this database holds the demo agency."""
    agency = await TreeStore(database).find_agency()
    return agency is not None and agency.demo is not None


async def seed(settings: Settings, language: Language) -> None:
    """Fill an empty database with the demo agency; takes about a second."""
    now = system_clock()
    began = working_moment(now, _BEGAN_DAYS, _BEGAN_HOUR, 0)
    clock = PlayedClock(began)
    platform = await open_platform(settings, clock)
    modules = build_modules(platform)
    async with running(application(platform, modules)):
        data, name = load(language), settings.server.name
        await PeopleSeeder(data, modules, platform.database, clock, name).run()
        rooms = RoomSeeder(data, modules, server_name=name, now=now, move_clock=clock.move)
        await rooms.run(began)


async def build_demo(settings: Settings, language: Language) -> tuple[Application, list[str]]:
    """Build the application as `chancery serve --demo` runs it, and return what its user should read.

    An empty database is seeded first. The seeding has a clock of its own, so it gets modules of its own, which are gone
    before the served ones are built.
    """
    platform = await open_platform(settings)
    agency = await TreeStore(platform.database).find_agency()
    if agency is None:
        await platform.close()
        await seed(settings, language)
        platform = await open_platform(settings)
        agency = await TreeStore(platform.database).find_agency()
    notes = _notes(agency, is_local=settings.server.bind in _LOOPBACK)
    return application(platform, build_modules(platform)), notes


def _notes(agency: Agency | None, *, is_local: bool) -> list[str]:
    if agency is None or agency.demo is None:
        return ["This database holds an agency already; the demo was not seeded."]
    logins = msgspec.json.decode(agency.demo, type=list[DemoLogin])
    width = max(len(login.user) for login in logins)
    lines = [f"  {login.user:{width}}  {login.name}, {login.post}" for login in logins]
    if not is_local:
        lines.append(
            "Attention: everybody who reaches this address can sign in. The demo is no place for real work."
        )
    return [f"{agency.name}. Everybody's password is {PASSWORD}; try:", *lines]
