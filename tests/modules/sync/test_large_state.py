# SPDX-License-Identifier: EUPL-1.2
"""A first sync with the state of large rooms: sent in parts, and the same as ever when they are put together."""

from typing import Any

import pytest
from support.town import Person, Town

from chancery.modules.rooms.service import member_lists

LONG = "x" * 60_000
NEWEST = {"room": {"timeline": {"limit": 1}}}


@pytest.fixture(params=[2, 1_000])
def page(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many members are read at a time."""
    monkeypatch.setattr(member_lists, "PAGE", request.param)
    return int(request.param)


async def fill(person: Person, room: str, count: int = 6) -> None:
    """Give a room a large state, in which there are zero characters, too."""
    for number in range(count):
        await person.set_state(room, "org.example.chapter", {"text": f"\0{number}\0{LONG}"}, f"c{number}")


async def settled(town: Town, owner: Person, name: str) -> str:
    """Return a room of five people."""
    room = await owner.create(name=name)
    for number in range(4):
        await (await town.person(f"p{number}")).join(room)
    return room


def ids(events: list[dict[str, Any]]) -> set[str]:
    return {event["event_id"] for event in events if "state_key" in event}


async def state_of(person: Person, room: str) -> set[str]:
    return ids(await person.call("GET", f"rooms/{room}/state"))


async def test_large_and_small_rooms_stand_in_one_answer_in_full(town: Town, anna: Person, page: int) -> None:
    rooms = [await settled(town, anna, name) for name in ("one", "small", "two")]
    await fill(anna, rooms[0])
    await fill(anna, rooms[2])
    for room in rooms:
        await anna.send(room, "\0 newest \0")
    answer = await anna.try_sync(filter=NEWEST)
    assert "content-length" not in answer.headers
    joined = answer.json["rooms"]["join"]
    for room in rooms:
        assert ids(joined[room]["state"]["events"]) == await state_of(anna, room)
        assert [event["content"]["body"] for event in joined[room]["timeline"]["events"]] == ["\0 newest \0"]
        assert joined[room]["summary"]["m.joined_member_count"] == 5
    texts = [
        event["content"]["text"]
        for event in joined[rooms[2]]["state"]["events"]
        if event["type"] == "org.example.chapter"
    ]
    assert sorted(texts) == [f"\0{number}\0{LONG}" for number in range(6)]


async def test_members_alone_or_all_but_them(town: Town, anna: Person, page: int) -> None:
    room = await settled(town, anna, "one")
    await fill(anna, room)
    await anna.send(room)
    whole = await state_of(anna, room)
    chosen: list[set[str]] = []
    for part in ({"types": ["m.room.member"]}, {"not_types": ["m.room.member"]}):
        wanted = {"room": {"state": part, "timeline": {"limit": 1}}}
        entry = (await anna.sync(filter=wanted))["rooms"]["join"][room]
        chosen.append(ids(entry["state"]["events"]))
    assert len(chosen[0]) == 5
    assert chosen[0] | chosen[1] == whole
    assert not chosen[0] & chosen[1]


async def test_a_large_state_ends_where_the_timeline_begins(town: Town, anna: Person, page: int) -> None:
    room = await settled(town, anna, "old")
    await fill(anna, room)
    await anna.set_state(room, "m.room.name", {"name": "new"})
    late = await town.person("late")
    await late.join(room)
    entry = (await anna.sync(filter={"room": {"timeline": {"limit": 2}}}))["rooms"]["join"][room]
    state = entry["state"]["events"]
    assert [event["content"]["name"] for event in state if event["type"] == "m.room.name"] == ["old"]
    members = {event["state_key"] for event in state if event["type"] == "m.room.member"}
    assert len(members) == 5
    assert late.user_id not in members


async def test_a_filter_of_fields_holds_for_a_large_state(anna: Person) -> None:
    room = await anna.create()
    await fill(anna, room)
    await anna.send(room)
    # Events of a few fields are not whole events of the specification's schema.
    answer = await anna.try_sync(filter={"event_fields": ["event_id"], **NEWEST}, judged=False)
    state = answer.json["rooms"]["join"][room]["state"]["events"]
    assert {event["event_id"] for event in state} == await state_of(anna, room)
    assert all(set(event) == {"event_id"} for event in state)


async def test_a_room_that_was_left_comes_with_its_large_state(
    town: Town, anna: Person, boris: Person, page: int
) -> None:
    room = await settled(town, anna, "left")
    await fill(anna, room)
    await boris.join(room)
    before = await state_of(boris, room)
    await boris.leave(room)
    answer = await boris.sync(filter={"room": {"include_leave": True, "timeline": {"limit": 1}}})
    entry = answer["rooms"]["leave"][room]
    assert ids(entry["state"]["events"]) == before
    assert ids(entry["timeline"]["events"]) - before
