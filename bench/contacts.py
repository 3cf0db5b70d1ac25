# SPDX-License-Identifier: EUPL-1.2
"""`python -m bench.contacts [--people N] [--units N]`: what it costs to decide who may write to whom in a large agency.

Seeds the agency of `bench.relations` on SQLite, then asks one question after another in one process: first with nobody
on the red list, then with some people on it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from bench.large_agency import Seeded, Size, seed
from bench.relations import figures
from chancery.app import wiring
from chancery.kit.ids import DeviceId, SessionId, UserId
from chancery.modules.org.model import RedListing
from chancery.modules.org.store.red_list import RedListStore
from chancery.platform.config.settings import default_settings
from chancery.platform.db.port import Write
from chancery.platform.http.request import Caller

ROUNDS = 400
FEW_ROUNDS = 20
PAGE = 50
LISTED = 200
DAY_MS = 86_400_000


class Decisions:
    """Questions about other people every time."""

    def __init__(self, modules: wiring.Modules, seeded: Seeded) -> None:
        self._contacts = modules.policies.contacts
        self._red_list = modules.org.red_list
        self._people = seeded.people
        self._dice = random.Random(1)

    def all(self) -> dict[str, tuple[Callable[[], Awaitable[object]], int]]:
        """Return the questions with how often each is asked."""
        return {
            "one person may be invited": (self._one, ROUNDS),
            f"{PAGE} people, a page of the directory": (self._page, FEW_ROUNDS),
            "who is hidden from a person": (self._hidden, ROUNDS),
        }

    async def _one(self) -> None:
        await self._contacts.require(self._caller(), [self._person()], "invite")

    async def _page(self) -> None:
        await self._contacts.require(
            self._caller(), [self._person() for _ in range(PAGE)], "start_direct_chat"
        )

    async def _hidden(self) -> None:
        await self._red_list.hidden_from(self._person())

    def _caller(self) -> Caller:
        return Caller(self._person(), DeviceId("BENCH"), SessionId("bench"))

    def _person(self) -> UserId:
        """Return one of those who are not on the list."""
        return self._people[self._dice.randrange(LISTED + 1, len(self._people) - 1)]


async def measure(folder: Path, size: Size) -> None:
    """Seed, then print a figure for each question, twice."""
    settings = default_settings()
    storage = msgspec.structs.replace(settings.storage, data=folder)
    platform = await wiring.open_platform(msgspec.structs.replace(settings, storage=storage))
    try:
        modules = wiring.build_modules(platform)
        seeded = await seed(platform.database, modules.org.editor, platform.clock, size)
        print(f"{len(seeded.people):,} people, nobody on the red list")
        await _print(Decisions(modules, seeded))
        await _list(platform, seeded)
        print(f"{LISTED} people on the red list")
        await _print(Decisions(modules, seeded))
    finally:
        await platform.close()


async def _list(platform: wiring.Platform, seeded: Seeded) -> None:
    store, write, now = RedListStore(platform.database), Write(), platform.clock()
    for person in seeded.people[1 : LISTED + 1]:
        store.put(write, RedListing(person, "bench", seeded.people[0], now, now + DAY_MS))
    await platform.database.commit(write)


async def _print(decisions: Decisions) -> None:
    for name, (question, rounds) in decisions.all().items():
        print(f"  {name}: {await figures(question, rounds)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.contacts")
    parser.add_argument("--people", type=int, default=Size.people)
    parser.add_argument("--units", type=int, default=Size.units)
    arguments = parser.parse_args()
    size = Size(arguments.people, arguments.units)
    with tempfile.TemporaryDirectory(prefix="chancery-bench-") as name:
        asyncio.run(measure(Path(name), size))


if __name__ == "__main__":
    main()
