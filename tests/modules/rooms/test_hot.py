# SPDX-License-Identifier: EUPL-1.2
"""The hot rooms: forgotten when there are too many, when facts were lost, and never stale."""

import asyncio

import pytest
from modules.rooms.conftest import House, build_house
from support.people import Person

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.service import hot, hot_room
from chancery.platform.bus.local import LocalBus


async def test_the_longest_unused_rooms_are_forgotten(
    house: House, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot, "MAX_ROOMS", 3)
    reader = house.module.reader
    rooms = [RoomId(await anna.create(name=str(number))) for number in range(5)]
    for room in rooms:
        await anna.send(room, "x")
    assert [reader.last_position(room) is None for room in rooms] == [True, True, False, False, False]
    await anna.send(rooms[2], "y")
    await anna.send(rooms[0], "y")
    assert [reader.last_position(room) is None for room in rooms] == [False, True, False, True, False]
    for room in rooms:
        assert (await anna.texts(room))[-1] == "x"


async def test_the_longest_unused_lists_of_rooms_are_forgotten(
    house: House, anna: Person, boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot, "MAX_PEOPLE", 1)
    room = RoomId(await anna.create(invite=[boris.user_id]))
    reader = house.module.reader
    for _ in range(2):
        for person, membership in ((anna, "join"), (boris, "invite")):
            places = await reader.memberships(UserId(person.user_id))
            assert places[room].membership == membership


async def test_everything_is_read_anew_after_lost_facts(house: House, anna: Person, boris: Person) -> None:
    room = RoomId(await anna.create(invite=[boris.user_id]))
    his = UserId(boris.user_id)
    deaf = build_house(house.office, bus=LocalBus())
    there = Person(boris.user_id, deaf.anonymous.with_token(boris.client.token))
    assert (await deaf.module.reader.memberships(his))[room].membership == "invite"
    assert (await there.try_send(room, {"body": "x"})).status == 403
    await boris.join(room)
    assert (await deaf.module.reader.memberships(his))[room].membership == "invite"
    deaf.lose_facts()
    assert (await deaf.module.reader.memberships(his))[room].membership == "join"
    assert (await there.try_send(room, {"body": "x"})).status == 200


async def test_many_readers_share_one_load(house: House, anna: Person) -> None:
    room = RoomId(await anna.create())
    await anna.send(room, "x")
    fresh = build_house(house.office).module.reader
    summaries = await asyncio.gather(*(fresh.summary(room, UserId(anna.user_id)) for _ in range(10)))
    assert {summary.joined for summary in summaries} == {1}
    kinds = await asyncio.gather(*(fresh.members(room) for _ in range(3)))
    assert all(kind == {anna.user_id: "join"} for kind in kinds)


async def test_members_that_change_during_the_first_reading(house: House, anna: Person) -> None:
    room = await anna.create(preset="public_chat")
    people = [await house.person(f"person{number}") for number in range(5)]
    fresh = build_house(house.office).module.reader
    await fresh.summary(RoomId(room), UserId(anna.user_id))
    await asyncio.gather(fresh.members(RoomId(room)), *(person.join(room) for person in people))
    assert dict(await fresh.members(RoomId(room))) == {
        anna.user_id: "join",
        **{person.user_id: "join" for person in people},
    }


async def test_unknown_rooms_are_empty_to_readers(house: House, anna: Person) -> None:
    reader, room, her = house.module.reader, RoomId("!nowhere"), UserId(anna.user_id)
    assert await reader.members(room) == {}
    assert await reader.membership(room, her) is None
    assert list(await reader.state_at(room, 10)) == []
    assert list(await reader.state_between(room, 0, 10)) == []
    assert list(await reader.state_events(room, [("m.room.name", "")])) == []
    assert list(await reader.receipts(room, since=0, upto=10, reader=her)) == []
    assert (await reader.read_positions(room, her)).of(None) == 0
    assert (await reader.summary(room, her)).joined == 0
    assert (await reader.readable(room, her)).upto == 0
    assert await reader.newest_positions([room]) == {}
    assert reader.last_position(room) is None


async def test_a_room_forgets_members_who_did_nothing_lately(
    house: House, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot_room, "MOST_MEMBERS", 3)
    room = await anna.create(preset="public_chat")
    people = [await house.person(f"person{number}") for number in range(8)]
    await asyncio.gather(*(person.join(room) for person in people))
    loaded = await house.module.reader.summary(RoomId(room), UserId(anna.user_id))
    assert loaded.joined == 9
    for person in (*people, anna, *reversed(people)):
        await person.send(room, "still here")
    for person in people[:4]:
        assert (await person.post(room, "leave")).status == 200
    for person in people[:4]:
        assert (await person.try_send(room, {"body": "late"})).errcode == "M_FORBIDDEN"
    for person in people[4:]:
        await person.send(room, "after all")
