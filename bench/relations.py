# SPDX-License-Identifier: EUPL-1.2
"""`python -m bench.relations [--people N] [--units N] [--teams N] [--postgresql]`: the permission engine on a large agency.

Seeds an agency (100,000 people, 6,000 units, 21,000 teams, about 700,000 tuples), then asks one question after another in
one process: CPU time of this process and wall time per question.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.backends import Backends
from bench.large_agency import Seeded, Size, seed
from chancery.kit.clock import system_clock
from chancery.kit.ids import UserId
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.service.editor import OrgEditor
from chancery.modules.org.store.appointments import AppointmentStore
from chancery.modules.org.store.externals import ExternalStore
from chancery.modules.org.store.people import DirectoryStore
from chancery.modules.org.store.relations import RelationStore
from chancery.modules.org.store.tree import TreeStore
from chancery.platform.bus.local import LocalBus
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Database

ROUNDS = 400
FEW_ROUNDS = 20

Question = Callable[[], Awaitable[object]]


class Questions:
    """The questions asked of an agency, each about somebody else every time."""

    def __init__(self, authority: StoredAuthority, seeded: Seeded) -> None:
        self._authority = authority
        self._seeded = seeded
        self._dice = random.Random(1)
        self._department = seeded.units[1]
        self._director = seeded.people[1]

    def many(self) -> dict[str, Question]:
        """Return what a request asks once or several times."""
        return {
            "check: member of a team": self._member_of_team,
            "check: member of the whole agency": self._member_of_all,
            "check: manages a unit below": self._manages_below,
            "check: superior of a person": self._superior,
            "check: no": self._stranger,
            "expand: why a director manages a unit below": self._why,
            "list objects: my teams": self._my_teams,
            "list subjects: a team's people": self._team_people,
            "list subjects: my superiors": self._my_superiors,
            "list subjects: who manages a unit": self._managers,
        }

    def few(self) -> dict[str, Question]:
        """Return what lists much."""
        authority, top = self._authority, f"unit:{self._department.id}"
        director, administrator = self._director, self._seeded.people[-1]
        return {
            "list objects: units that a director manages": lambda: authority.list_objects(
                director, "manages", "unit"
            ),
            "list objects: posts that a director manages": lambda: authority.list_objects(
                director, "manages", "post"
            ),
            "list objects: people below a director": lambda: authority.list_objects(
                director, "superior", "user"
            ),
            "list objects: units of the administrator of all": lambda: authority.list_objects(
                administrator, "administers", "unit"
            ),
            "list subjects: first 1,000 members of a department": lambda: authority.list_subjects(
                "member", top
            ),
        }

    async def _member_of_team(self) -> None:
        team = self._dice.choice(self._seeded.teams)
        await self._authority.check(self._person(), "member", f"team:{team.id}")

    async def _member_of_all(self) -> None:
        assert await self._authority.check(self._person(), "member", f"unit:{self._seeded.units[0].id}")

    async def _manages_below(self) -> None:
        assert await self._authority.check(self._seeded.people[0], "manages", self._unit())

    async def _superior(self) -> None:
        person = self._seeded.people[self._dice.randrange(1, len(self._seeded.people))]
        assert await self._authority.check(self._seeded.people[0], "superior", f"user:{person}")

    async def _stranger(self) -> None:
        person = self._seeded.people[
            self._dice.randrange(len(self._seeded.units), len(self._seeded.people) - 1)
        ]
        assert not await self._authority.check(person, "manages", self._unit())

    async def _why(self) -> None:
        assert await self._authority.expand(self._seeded.people[0], "manages", self._unit())

    async def _my_teams(self) -> None:
        await self._authority.list_objects(self._person(), "member", "team")

    async def _team_people(self) -> None:
        team = self._dice.choice(self._seeded.teams)
        assert await self._authority.list_subjects("member", f"team:{team.id}")

    async def _my_superiors(self) -> None:
        assert await self._authority.list_subjects("superior", f"user:{self._person()}")

    async def _managers(self) -> None:
        assert await self._authority.list_subjects("manages", self._unit())

    def _person(self) -> UserId:
        return self._seeded.people[self._dice.randrange(1, len(self._seeded.people))]

    def _unit(self) -> str:
        return f"unit:{self._dice.choice(self._seeded.units).id}"


async def measure(database: Database, size: Size) -> None:
    """Seed, then print a figure for each question."""
    relations = RelationStore(database)
    editor = OrgEditor(
        tree=TreeStore(database),
        appointments=AppointmentStore(database),
        people=DirectoryStore(database),
        relations=relations,
        externals=ExternalStore(database),
        clock=system_clock,
    )
    began = time.monotonic()
    seeded = await seed(database, editor, system_clock, size)
    ((tuples,),) = await database.scan("SELECT count(*) FROM org_relation")
    print(f"{database.dialect}: {tuples:,} tuples seeded in {time.monotonic() - began:.0f} s", flush=True)
    questions = Questions(StoredAuthority(relations, system_clock), seeded)
    for name, question in questions.many().items():
        print(f"  {name}: {await figures(question, ROUNDS)}", flush=True)
    for name, question in questions.few().items():
        answer = await question()
        count = len(answer) if isinstance(answer, list) else 0
        print(f"  {name} ({count:,}): {await figures(question, FEW_ROUNDS)}", flush=True)


async def figures(question: Question, rounds: int) -> str:
    """Ask a question several times and return what one asking took."""
    await question()
    taken, cpu = [], time.process_time()
    for _ in range(rounds):
        began = time.perf_counter()
        await question()
        taken.append((time.perf_counter() - began) * 1000)
    cpu = (time.process_time() - cpu) * 1000 / rounds
    best = min(taken)
    return f"CPU {cpu:.3g} ms, at best {best:.3g} ms, median {statistics.median(taken):.3g} ms"


async def _run(url: str, folder: Path, size: Size) -> None:
    database = await open_database(url, folder, LocalBus())
    try:
        await measure(database, size)
    finally:
        await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.relations")
    parser.add_argument("--people", type=int, default=Size.people)
    parser.add_argument("--units", type=int, default=Size.units)
    parser.add_argument("--teams", type=int, default=Size.teams)
    parser.add_argument("--postgresql", action="store_true", help="a PostgreSQL of its own, durable")
    arguments = parser.parse_args()
    size = Size(arguments.people, arguments.units, arguments.teams)
    with tempfile.TemporaryDirectory(prefix="chancery-bench-") as name:
        folder = Path(name)
        if not arguments.postgresql:
            asyncio.run(_run("sqlite:", folder, size))
            return
        with Backends(folder) as backends:
            asyncio.run(_run(backends.database_url("relations"), folder, size))


if __name__ == "__main__":
    main()
