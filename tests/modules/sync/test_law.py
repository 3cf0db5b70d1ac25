# SPDX-License-Identifier: EUPL-1.2
"""The law of sync: an initial sync equals an older sync plus the increments since."""

import itertools
import random
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.mirrors import SlidingMirror, V3Mirror, assert_same_room
from support.town import Person, Town

SMALL = {"room": {"timeline": {"limit": 3}}}
WINDOW = {
    "lists": {"all": {"ranges": [[0, 99]], "required_state": [["*", "*"]], "timeline_limit": 3}},
    "extensions": {name: {"enabled": True} for name in ("account_data", "receipts", "typing")},
}
_towns = itertools.count(1)

law = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
plans = st.lists(st.lists(st.integers(0, 2**32), min_size=1, max_size=8), min_size=1, max_size=6)
"""Rounds of actions, each action a seed; after each round the followers sync."""


class Play:
    """Three people and a few rooms, and what people do there."""

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self.rooms: list[str] = []
        self.places: dict[tuple[str, str], str] = {}
        self.events: dict[str, list[str]] = {}
        self._numbers = itertools.count()

    async def act(self, seed: int) -> None:
        """Do one thing, chosen by the seed among what is possible."""
        chance = random.Random(seed)
        actions = (self.talk, self.talk, self.talk, self.enter, self.exit, self.name, self.redact, self.read,
                   self.note, self.type, self.open, self.invite, self.rename)  # fmt: skip
        await chance.choice(actions)(chance)

    def _pick(self, chance: random.Random, *, inside: bool) -> tuple[Person, str] | None:
        found = [
            (person, room)
            for person in self.people
            for room in self.rooms
            if (self.places.get((person.user_id, room)) == "join") is inside
        ]
        return chance.choice(found) if found else None

    async def _inside(self, chance: random.Random, act: Callable[[Person, str], Awaitable[object]]) -> None:
        picked = self._pick(chance, inside=True)
        if picked:
            await act(*picked)

    async def open(self, chance: random.Random) -> None:
        if len(self.rooms) < 3:
            person = chance.choice(self.people)
            levels = {"users_default": 100}
            room = await person.create(
                name=f"room {next(self._numbers)}", power_level_content_override=levels
            )
            self.rooms.append(room)
            self.events[room] = []
            self.places[person.user_id, room] = "join"

    async def talk(self, chance: random.Random) -> None:
        async def act(person: Person, room: str) -> None:
            for _ in range(chance.choice((1, 1, 2, 5))):
                self.events[room].append(await person.send(room, f"text {next(self._numbers)}"))

        await self._inside(chance, act)

    async def name(self, chance: random.Random) -> None:
        name = {"name": f"name {next(self._numbers)}"}
        await self._inside(chance, lambda person, room: person.set_state(room, "m.room.name", name))

    async def rename(self, chance: random.Random) -> None:
        async def act(person: Person, room: str) -> None:
            content = {"membership": "join", "displayname": f"n{next(self._numbers)}"}
            await person.set_state(room, "m.room.member", content, person.user_id)

        await self._inside(chance, act)

    async def redact(self, chance: random.Random) -> None:
        async def act(person: Person, room: str) -> None:
            if self.events[room]:
                await person.redact(room, chance.choice(self.events[room]))

        await self._inside(chance, act)

    async def read(self, chance: random.Random) -> None:
        async def act(person: Person, room: str) -> None:
            if self.events[room]:
                kind = chance.choice(("m.read", "m.read", "m.read.private"))
                await person.read(room, chance.choice(self.events[room]), kind)

        await self._inside(chance, act)

    async def note(self, chance: random.Random) -> None:
        async def act(person: Person, room: str) -> None:
            kind, place = f"org.example.{chance.randrange(2)}", chance.choice((None, room))
            await person.set_data(kind, {"n": next(self._numbers)}, place)

        await self._inside(chance, act)

    async def type(self, chance: random.Random) -> None:
        await self._inside(chance, lambda person, room: person.type_in(room, chance.random() < 0.6))

    async def enter(self, chance: random.Random) -> None:
        picked = self._pick(chance, inside=False)
        if picked:
            person, room = picked
            await person.join(room)
            self.places[person.user_id, room] = "join"

    async def exit(self, chance: random.Random) -> None:
        picked = self._pick(chance, inside=True)
        if picked:
            person, room = picked
            await person.leave(room)
            self.places[person.user_id, room] = "leave"

    async def invite(self, chance: random.Random) -> None:
        inside, outside = self._pick(chance, inside=True), self._pick(chance, inside=False)
        if inside and outside and inside[1] == outside[1]:
            if self.places.get((outside[0].user_id, inside[1])) != "invite":
                await inside[0].invite(inside[1], outside[0])
            self.places[outside[0].user_id, inside[1]] = "invite"


async def play(town: Town, plan: list[list[int]], follow: Callable[[Person], Awaitable[None]]) -> Play:
    """Perform a plan; `follow` runs after each round."""
    number = next(_towns)
    acting = Play([await town.person(f"{name}{number}") for name in ("x", "y", "z")])
    await acting.open(random.Random(plan[0][0]))
    for round_ in plan:
        for seed in round_:
            await acting.act(seed)
        await follow_all(acting.people, follow)
    return acting


async def follow_all(people: list[Person], follow: Callable[[Person], Awaitable[None]]) -> None:
    for person in people:
        await follow(person)


@law
@given(plan=plans)
@example(plan=[[1, 29330], [428, 125]]).via("who types leaves and comes back between two answers")
async def test_following_classic_sync_equals_starting_afresh(town: Town, plan: list[list[int]]):
    mirrors: dict[str, V3Mirror] = {}

    async def follow(person: Person) -> None:
        mirror = mirrors.setdefault(person.user_id, V3Mirror())
        mirror.take(await person.sync(mirror.token, filter=SMALL))

    acting = await play(town, plan, follow)
    for person in acting.people:
        fresh = V3Mirror()
        fresh.take(await person.sync(filter=SMALL))
        followed = mirrors[person.user_id]
        assert followed.joined.keys() == fresh.joined.keys()
        assert followed.invited == fresh.invited
        assert followed.data == fresh.data
        for room, mirror in followed.joined.items():
            assert_same_room(mirror, fresh.joined[room])
        left = {
            room
            for (user, room), place in acting.places.items()
            if (user, place) == (person.user_id, "leave")
        }
        assert followed.left <= left


@law
@given(plan=plans)
async def test_following_sliding_sync_equals_starting_afresh(town: Town, plan: list[list[int]]):
    mirrors: dict[str, SlidingMirror] = {}

    async def follow(person: Person) -> None:
        mirror = mirrors.setdefault(person.user_id, SlidingMirror())
        mirror.take(await person.slide(mirror.pos, **WINDOW))

    acting = await play(town, plan, follow)
    for person in acting.people:
        await follow(person)  # a room that was left is in the list once more, so that the client hears of it
        fresh = SlidingMirror()
        fresh.take(await person.slide(conn_id="fresh", **WINDOW))
        followed = mirrors[person.user_id]
        assert followed.joined.keys() == fresh.joined.keys()
        assert followed.data == fresh.data
        assert followed.count == fresh.count
        for room, mirror in followed.joined.items():
            assert_same_room(mirror, fresh.joined[room])
            assert followed.names.get(room) == fresh.names.get(room)


@pytest.mark.parametrize("limit", [1, 50])
async def test_a_long_absence_is_one_answer(town: Town, limit: int):
    anna, boris = await town.person("anna"), await town.person("boris")
    room = await anna.create()
    await boris.join(room)
    mirror = V3Mirror()
    mirror.take(await boris.sync())
    for number in range(20):
        await anna.send(room, str(number))
        await anna.set_state(room, "m.room.topic", {"topic": str(number)})
    narrow = {"room": {"timeline": {"limit": limit}}}
    mirror.take(await boris.sync(mirror.token, filter=narrow))
    fresh = V3Mirror()
    fresh.take(await boris.sync(filter=narrow))
    assert_same_room(mirror.joined[room], fresh.joined[room])
