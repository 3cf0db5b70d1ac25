# SPDX-License-Identifier: EUPL-1.2
"""Puts a whole agency into a database: 100,000 people in 6,000 units with posts, past posts and teams.

The rows are those of the organisation's own editor, packed so that a hundred statements become one with a hundred rows.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chancery.kit.clock import Clock
from chancery.kit.ids import UserId
from chancery.modules.org.contract import PostKind
from chancery.modules.org.model import Appointment, PersonDetails, Post, StoredUnit, Team
from chancery.modules.org.service.editor import OrgEditor, holding
from chancery.platform.db.port import Database, Param, Statement, Write

SERVER = "bench.example"
_DAY_MS = 86_400_000
_A_WRITE = 500


@dataclass(frozen=True)
class Size:
    """How large the agency becomes; every tenth person has a second post, every fifth an ended one."""

    people: int = 100_000
    units: int = 6_000
    teams: int = 21_000
    members: int = 20
    fan_out: int = 8


@dataclass
class Seeded:
    """What came into being; person N heads unit N, and the last person administers the agency."""

    units: list[StoredUnit] = field(default_factory=list)
    people: list[UserId] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)


async def seed(database: Database, editor: OrgEditor, clock: Clock, size: Size) -> Seeded:
    """Fill an empty database; the same size gives the same agency."""
    seeding = _Seeding(database, editor, clock(), size)
    await seeding.units()
    await seeding.people()
    await seeding.teams()
    return seeding.seeded


class _Seeding:
    """Brings an agency into being, part by part."""

    def __init__(self, database: Database, editor: OrgEditor, now: int, size: Size) -> None:
        self._database = database
        self._editor = editor
        self._now = now
        self._size = size
        self._dice = random.Random(size.people)
        self.seeded = Seeded()

    async def units(self) -> None:
        """Make the tree."""
        write, units = Write(), self.seeded.units
        units.append(self._editor.add_agency(write, "Ministry of Everything"))
        for number in range(1, self._size.units):
            parent = units[(number - 1) // self._size.fan_out]
            name = f"Unit {number}"
            units.append(self._editor.add_unit(write, parent, name=name, kind="division", place=number))
        await self._database.commit(packed(write))

    async def people(self) -> None:
        """Fill it with people; the first ones head a unit each, the very last administers everything."""
        for numbers in _parts(self._size.people):
            write, posts = Write(), list[Post]()
            for number in numbers:
                user_id = UserId(f"@person{number:06}:{SERVER}")
                self._editor.set_person(
                    write, PersonDetails(user_id, f"Person {number:06}", ("+1 555 0100",), "12")
                )
                posts.append(self._add_post(write, number))
                self._employ(write, posts, user_id, number)
                self.seeded.people.append(user_id)
            await self._database.commit(packed(write))
        write = Write()
        self._editor.make_administrator(write, self.seeded.units[0], self.seeded.people[-1])
        await self._database.commit(write)

    async def teams(self) -> None:
        """Add teams across the tree."""
        for numbers in _parts(self._size.teams):
            write = Write()
            for number in numbers:
                owner, *members = self._dice.sample(self.seeded.people, self._size.members)
                unit = self._dice.choice(self.seeded.units)
                team = self._editor.add_team(write, unit.id, name=f"Team {number}", owner=owner)
                for user_id in members:
                    self._editor.add_team_member(write, team.id, user_id)
                self.seeded.teams.append(team)
            await self._database.commit(packed(write))

    def _add_post(self, write: Write, number: int) -> Post:
        unit = self.seeded.units[number % self._size.units]
        kind: PostKind = "head" if number < self._size.units else "specialist"
        return self._editor.add_post(write, unit.id, title=kind.capitalize(), kind=kind, place=number)

    def _employ(self, write: Write, posts: Sequence[Post], user_id: UserId, number: int) -> None:
        self._editor.appoint(write, posts[-1], holding(posts[-1], user_id, self._now))
        if len(posts) > 1 and number % 10 == 0:
            second = self._dice.choice(posts[:-1])
            self._editor.appoint(write, second, holding(second, user_id, self._now))
        if len(posts) > 1 and number % 5 == 0:
            began, ended = self._now - 900 * _DAY_MS, self._now - 300 * _DAY_MS
            self._editor.appoint(write, posts[-2], Appointment(posts[-2].id, user_id, began, ended))


def packed(write: Write) -> Write:
    """Return the write with its statements gathered by their text, each in the place of its first; no facts."""
    rows: dict[str, list[Sequence[Param]]] = {}
    for statement in write.statements:
        rows.setdefault(statement.sql, []).extend(statement.rows)
    return Write([Statement(sql, gathered) for sql, gathered in rows.items()], positions=write.positions)


def _parts(count: int) -> Iterator[range]:
    for start in range(0, count, _A_WRITE):
        yield range(count)[start : start + _A_WRITE]
