# SPDX-License-Identifier: EUPL-1.2
"""Preview, rooms and a naive model on random trees and deeds: what was told happens, and is what the tree says.

The naive model knows neither tuples nor bindings, only who holds what and which unit is below which.
CHANCERY_RELATION_WORLDS asks for more trees than the suite takes time for.
"""

import asyncio
import itertools
import os
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.clock import MovedClock
from support.ministry import Ministry, ministry_settings, open_ministry
from support.office import SERVER

from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.org.contract import PostKind
from chancery.modules.org.model import PersonDetails, StoredUnit
from chancery.platform.bus.local import LocalBus
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Write

TREES = int(os.environ.get("CHANCERY_RELATION_WORLDS", "40"))
PEOPLE = 3
UNITS = 5
POSTS = 5
Deed = tuple[str, int, int]
"""A move (unit, parent), an appointment (person, post), or the end of one."""
_names = itertools.count(1)


@dataclass
class Model:
    """Parents by unit, posts by (unit, is head), who holds which post, and the posts that somebody wrote to."""

    parents: list[int]
    posts: list[tuple[int, bool]]
    held: set[tuple[int, int]] = field(default_factory=set)
    written_to: set[int] = field(default_factory=set)

    def line(self, unit: int) -> list[int]:
        """Return a unit and all above it, from below."""
        return [unit] if unit == 0 else [unit, *self.line(self.parents[unit])]

    def team(self, unit: int) -> set[int]:
        """Return who holds a post in a unit or below it."""
        return {person for person, post in self.held if unit in self.line(self.posts[post][0])}

    def answering(self, post: int) -> set[int]:
        """Return who holds a post; else the head of its unit, or of the nearest one above that has one."""
        holders = {person for person, held in self.held if held == post}
        if holders:
            return holders
        for unit in self.line(self.posts[post][0]):
            heads = {person for person, held in self.held if self.posts[held] == (unit, True)}
            if heads:
                return heads
        return set()

    def may(self, deed: Deed) -> bool:
        """Tell whether a deed is possible."""
        kind, one, other = deed
        if kind == "move":
            return one != 0 and one not in self.line(other)
        if kind == "end":
            return (one, other) in self.held
        is_taken = self.posts[other][1] and any(held == other for _, held in self.held)
        return (one, other) not in self.held and not is_taken

    def do(self, deed: Deed) -> None:
        """Do it."""
        kind, one, other = deed
        if kind == "move":
            self.parents[one] = other
        elif kind == "appoint":
            self.held.add((one, other))
        else:
            self.held.discard((one, other))


class Office:
    """The real organisation with its rooms, driven by the same deeds through the API."""

    def __init__(self, ministry: Ministry, model: Model) -> None:
        self._ministry = ministry
        self._model = model
        self._people: list[UserId] = []
        self._units: list[StoredUnit] = []
        self._posts: list[str] = []
        self._teams: dict[str, int] = {}
        self._conversations: dict[str, int] = {}

    async def build(self) -> None:
        """Found an agency of its own with new people; every unit has a team, and dora writes to every post that answers."""
        modules, write = self._ministry.modules, Write()
        editor = modules.org.editor
        for _ in range(PEOPLE):
            user_id = UserId(f"@p{next(_names)}:{SERVER}")
            await modules.accounts.accounts.add_person(write, NewPerson(user_id, "Somebody"), actor="system")
            editor.set_person(write, PersonDetails(user_id, "Somebody"))
            self._people.append(user_id)
        self._units = [editor.add_agency(write, "Agency")]
        for parent in self._model.parents[1:]:
            above = self._units[parent]
            self._units.append(editor.add_unit(write, above, name="Unit", kind="division", place=1))
        for unit, is_head in self._model.posts:
            kind: PostKind = "head" if is_head else "specialist"
            post = editor.add_post(write, self._units[unit].id, title="Post", kind=kind, place=1)
            self._posts.append(post.id)
        teams = [editor.add_own_team(write, unit).id for unit in self._units]
        editor.make_administrator(write, self._units[0], UserId(f"@vera:{SERVER}"))
        await self._ministry.platform.database.commit(write)
        for unit, team in enumerate(teams):
            await modules.teams.teams.furnish(team)
            found = (await self.call("vera", "GET", f"/api/v1/teams?unit_id={self._units[unit].id}"))["teams"]
            for room in (found[0]["space_id"], *(one["room_id"] for one in found[0]["rooms"])):
                self._teams[room] = unit

    async def call(self, name: str, method: str, path: str, body: object = None) -> Any:
        """Call the API as somebody; None for what is refused."""
        client = (await self._ministry.person(name)).client
        answer = await client.request(method, path, json=body)
        return answer.json if answer.status < 300 else None

    async def write_to_all(self) -> None:
        """Write to every post that somebody answers for and nobody wrote to before."""
        for number, post in enumerate(self._posts):
            if number in self._model.written_to or not self._model.answering(number):
                continue
            talk = await self.call("dora", "POST", f"/api/v1/posts/{post}/conversation")
            self._conversations[talk["room_id"]] = number
            self._model.written_to.add(number)

    async def preview(self, deed: Deed) -> Any:
        """Return the preview of a deed."""
        kind, one, other = deed
        if kind == "move":
            wanted = {"kind": kind, "unit_id": self._units[one].id, "parent_id": self._units[other].id}
        else:
            wanted = {"kind": kind, "post_id": self._posts[other], "user_id": self._people[one]}
        return await self.call("vera", "POST", "/api/v1/teams/preview", {"deed": wanted, "limit": 200})

    async def do(self, deed: Deed) -> bool:
        """Do a deed; False when it is refused. No two appointments of one person begin at the same moment."""
        kind, one, other = deed
        clock = self._ministry.platform.clock
        assert isinstance(clock, MovedClock)
        clock.forward(seconds=1)
        if kind == "move":
            path, body = f"units/{self._units[one].id}/move", {"parent_id": self._units[other].id}
            return await self.call("vera", "POST", f"/api/v1/org/{path}", body) is not None
        path = f"/api/v1/org/posts/{self._posts[other]}/appointments"
        if kind == "appoint":
            return await self.call("vera", "POST", path, {"user_id": self._people[one]}) is not None
        return await self.call("vera", "DELETE", f"{path}/{quote(self._people[one])}") is not None

    async def inside(self) -> set[tuple[str, str]]:
        """Return the people of the model and the rooms that they are in."""
        await self._ministry.modules.teams.teams.settle()
        found = set()
        for room in [*self._teams, *self._conversations]:
            members = await self._ministry.modules.rooms.reader.members(RoomId(room))
            found |= {(user, room) for user in self._people if members.get(user) == "join"}
        return found

    def wanted(self) -> set[tuple[str, str]]:
        """Return what the model says of the same."""
        teams = {
            (self._people[person], room)
            for room, unit in self._teams.items()
            for person in self._model.team(unit)
        }
        return teams | {
            (self._people[person], room)
            for room, post in self._conversations.items()
            for person in self._model.answering(post)
        }


async def follow(ministry: Ministry, model: Model, deeds: list[Deed]) -> list[str]:
    """Do the deeds in both, and return where they differ after the first that goes wrong."""
    office = Office(ministry, model)
    await office.build()
    for deed in deeds:
        before, told = await office.inside(), await office.preview(deed)
        possible, done = model.may(deed), await office.do(deed)
        if (told is not None, done) != (possible, possible):
            return [f"{deed} should be {possible}: preview {told is not None}, deed {done}"]
        if not possible:
            continue
        model.do(deed)
        after = await office.inside()
        if after != office.wanted():
            return [f"after {deed}", *_differences(after, office.wanted())]
        promised = {(one["user_id"], one["room_id"], one["joins"]) for one in told["changes"]}
        happened = {(*pair, True) for pair in after - before} | {(*pair, False) for pair in before - after}
        if promised != happened:
            return [f"preview of {deed}", *_differences(promised, happened)]
        await office.write_to_all()
    return []


def _differences(found: set[Any], wanted: set[Any]) -> list[str]:
    return [*(f"too many: {one}" for one in found - wanted), *(f"missing: {one}" for one in wanted - found)]


def trees() -> st.SearchStrategy[Model]:
    parents = st.tuples(*(st.integers(0, max(0, number - 1)) for number in range(UNITS)))
    seat = st.tuples(st.integers(0, UNITS - 1), st.sampled_from([True, True, False]))
    return st.builds(
        lambda above, seats: Model(list(above), list(seats)), parents, st.tuples(*[seat] * POSTS)
    )


def deeds() -> st.SearchStrategy[list[Deed]]:
    """Some posts are filled first: what a move changes for vacant ones needs heads on either side."""
    person, post, unit = st.integers(0, PEOPLE - 1), st.integers(0, POSTS - 1), st.integers(0, UNITS - 1)
    filled = st.lists(st.tuples(st.just("appoint"), person, post), min_size=2, max_size=4)
    of_post = st.tuples(st.sampled_from(["appoint", "end"]), person, post)
    move = st.tuples(st.just("move"), unit, unit)
    more = st.lists(st.one_of(move, move, of_post), min_size=3, max_size=10)
    return st.builds(lambda first, then: first + then, filled, more)


async def _open(stack: AsyncExitStack, folder: Path) -> Ministry:
    bus = LocalBus()
    database = await open_database("sqlite:", folder, bus, synchronous="normal")
    stack.push_async_callback(database.close)
    return await stack.enter_async_context(open_ministry(ministry_settings(folder), database, bus, folder))


def test_previews_rooms_and_the_naive_model_agree(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        ministry = runner.run(_open(stack, tmp_path))
        for name in ("vera", "dora"):
            runner.run(ministry.person(name))

        @settings(max_examples=TREES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(model=trees(), done=deeds())
        def agree(model: Model, done: list[Deed]) -> None:
            assert runner.run(follow(ministry, model, done)) == []

        agree()
        runner.run(stack.aclose())
