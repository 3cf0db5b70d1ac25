# SPDX-License-Identifier: EUPL-1.2
"""The tree's editor against a naive model of the organisation: random trees, moves, appointments and days.

The naive model knows neither tuples nor rules, only who holds what and which unit is below which.
CHANCERY_RELATION_WORLDS asks for more trees than the suite takes time for.
"""

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.clock import MovedClock

from chancery.kit.ids import UserId
from chancery.modules.org.contract import PostKind
from chancery.modules.org.model import FOR_EVER, Appointment, Post, StoredUnit
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.service.editor import OrgEditor
from chancery.modules.org.store.appointments import AppointmentStore
from chancery.modules.org.store.changes import ChangeStore
from chancery.modules.org.store.externals import ExternalStore
from chancery.modules.org.store.people import DirectoryStore
from chancery.modules.org.store.relations import RelationStore
from chancery.modules.org.store.tree import TreeStore
from chancery.platform.bus.local import LocalBus
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Database, Write

TREES = int(os.environ.get("CHANCERY_RELATION_WORLDS", "40"))
PEOPLE = [UserId(f"@{name}:x") for name in "abc"]
UNITS = 6
_TABLES = ("relation", "containment", "appointment", "post", "team", "unit", "agency", "change")

Deed = tuple[str, int, int, int]
"""A move (unit, parent), an appointment (person, post, days), an end of one (person, post), or days that pass."""


@dataclass
class Model:
    """Parents by unit, posts by (unit, is head), appointments as (person, post, first day, day of the end)."""

    parents: list[int]
    posts: list[tuple[int, bool]]
    held: list[tuple[int, int, int, int]] = field(default_factory=list)
    day: int = 0

    def line(self, unit: int) -> list[int]:
        """Return a unit and all above it."""
        return [unit] if unit == 0 else [unit, *self.line(self.parents[unit])]

    def held_now(self, person: int) -> list[tuple[int, bool]]:
        """Return unit and headship of each post that a person holds today."""
        return [
            self.posts[post]
            for who, post, start, end in self.held
            if who == person and start <= self.day < end
        ]

    def is_member(self, person: int, unit: int) -> bool:
        return any(unit in self.line(at) for at, _ in self.held_now(person))

    def manages(self, person: int, unit: int) -> bool:
        return any(is_head and at in self.line(unit) for at, is_head in self.held_now(person))

    def is_superior(self, person: int, other: int) -> bool:
        return person != other and any(self.manages(person, at) for at, _ in self.held_now(other))


class Office:
    """The real organisation, driven by the same deeds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.clock = MovedClock(0)
        relations = RelationStore(database)
        self.authority = StoredAuthority(relations, self.clock)
        self._tree = TreeStore(database)
        self._editor = OrgEditor(
            tree=self._tree,
            appointments=AppointmentStore(database),
            people=DirectoryStore(database),
            relations=relations,
            externals=ExternalStore(database),
            changes=ChangeStore(database),
            clock=self.clock,
        )
        self.units: list[StoredUnit] = []
        self._posts: list[Post] = []

    async def build(self, model: Model) -> None:
        """Put the model's tree in the place of whatever was there."""
        write = Write()
        for table in _TABLES:
            write.execute(f"DELETE FROM org_{table}")
        self.units = [self._editor.add_agency(write, "Agency")]
        for parent in model.parents[1:]:
            above = self.units[parent]
            self.units.append(self._editor.add_unit(write, above, name="Unit", kind="division", place=1))
        for unit, is_head in model.posts:
            kind: PostKind = "head" if is_head else "specialist"
            self._posts.append(
                self._editor.add_post(write, self.units[unit].id, title="Post", kind=kind, place=1)
            )
        await self._database.commit(write)

    async def move(self, unit: int, parent: int) -> None:
        """Move a unit."""
        write = Write()
        stored = await self._tree.find_unit(self.units[unit].id)
        assert stored is not None
        self._editor.move_unit(write, stored, self.units[parent], place=1)
        await self._database.commit(write)

    async def appoint(self, person: int, post: int, start: int, end: int) -> None:
        """Appoint a person from a day until before another."""
        write = Write()
        holding = Appointment(self._posts[post].id, PEOPLE[person], start, end)
        self._editor.appoint(write, self._posts[post], holding)
        await self._database.commit(write)

    async def end(self, person: int, post: int) -> None:
        """End an appointment today."""
        write = Write()
        self._editor.end_appointment(write, self._posts[post], PEOPLE[person])
        await self._database.commit(write)


async def follow(database: Database, model: Model, deeds: list[Deed]) -> list[str]:
    """Do the deeds in both, and return where they differ after each."""
    office = Office(database)
    await office.build(model)
    for deed in deeds:
        await _do(office, model, deed)
        wrong = await _differences(office, model)
        if wrong:
            return [f"after {deed}", *wrong]
    return []


async def _do(office: Office, model: Model, deed: Deed) -> None:
    kind, one, other, days = deed
    if kind == "days":
        model.day += days
        office.clock.now += days
    elif kind == "move" and one and one not in model.line(other):
        model.parents[one] = other
        await office.move(one, other)
    elif kind == "appoint":
        await _appoint(office, model, (one % len(PEOPLE), other % len(model.posts)), days)
    elif kind == "end":
        await _end(office, model, one % len(PEOPLE), other % len(model.posts))


async def _appoint(office: Office, model: Model, who: tuple[int, int], days: int) -> None:
    person, post = who
    if any((held[0], held[1]) == who and held[3] > model.day for held in model.held):
        return
    # An even number begins today and lasts for ever, an odd one begins that much later for three days.
    start, end = (model.day, FOR_EVER) if days % 2 == 0 else (model.day + days, model.day + days + 3)
    if any((held[0], held[1], held[2]) == (*who, start) for held in model.held):
        return
    model.held.append((person, post, start, end))
    await office.appoint(person, post, start, end)


async def _end(office: Office, model: Model, person: int, post: int) -> None:
    kept = []
    for held in model.held:
        if held[:2] != (person, post) or held[3] <= model.day:
            kept.append(held)
        elif held[2] <= model.day:
            kept.append((person, post, held[2], model.day))
    model.held = kept
    await office.end(person, post)


async def _differences(office: Office, model: Model) -> list[str]:
    wrong, authority = [], office.authority
    for number, user_id in enumerate(PEOPLE):
        below = [other for other in range(len(PEOPLE)) if model.is_superior(number, other)]
        if await authority.list_objects(user_id, "superior", "user") != [PEOPLE[other] for other in below]:
            wrong.append(f"{user_id} is superior of others than {below}")
        for unit, stored in enumerate(office.units):
            answers = [
                await authority.check(user_id, relation, f"unit:{stored.id}")
                for relation in ("member", "manages")
            ]
            if answers != [model.is_member(number, unit), model.manages(number, unit)]:
                wrong.append(f"{user_id} in unit {unit}: member and manages are {answers}")
    return wrong


def trees() -> st.SearchStrategy[Model]:
    parents = st.tuples(*(st.integers(0, max(0, number - 1)) for number in range(UNITS)))
    posts = st.lists(st.tuples(st.integers(0, UNITS - 1), st.booleans()), min_size=2, max_size=5)
    return st.builds(lambda above, seats: Model(list(above), seats), parents, posts)


def deeds() -> st.SearchStrategy[list[Deed]]:
    kinds = st.sampled_from(["move", "move", "appoint", "appoint", "end", "days"])
    place = st.integers(0, UNITS - 1)
    return st.lists(st.tuples(kinds, place, place, st.integers(1, 4)), min_size=3, max_size=14)


def test_the_tree_and_the_naive_model_agree_after_every_deed(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        database = runner.run(open_database("sqlite:", tmp_path, LocalBus(), synchronous="normal"))

        @settings(max_examples=TREES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(model=trees(), done=deeds())
        def agree(model: Model, done: list[Deed]) -> None:
            assert runner.run(follow(database, model, done)) == []

        agree()
        runner.run(database.close())
