# SPDX-License-Identifier: EUPL-1.2
"""What sync, push and keys read: the same from memory as from the database, and only what is committed."""

import asyncio
from typing import Any

from modules.rooms.conftest import House, build_house
from support.people import Person

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.contract import MembershipChange, ReadableRange, RoomReader
from chancery.modules.rooms.events import EventSent, MembershipChanged

FOREVER = 2**60


async def everything(reader: RoomReader, room: str, people: list[str], upto: int) -> dict[str, Any]:
    """Return all that the reader says about a room."""
    room_id = RoomId(room)
    users = [UserId(user) for user in people]
    short = await reader.timeline(room_id, since=upto - 6, upto=upto, limit=4)
    return {
        "timeline": await reader.timeline(room_id, since=0, upto=upto, limit=1000),
        "short": (list(short.events), short.limited, short.start),
        "state": sorted(await reader.state_at(room_id, upto), key=lambda event: event.position),
        "state before": sorted(await reader.state_at(room_id, upto - 5), key=lambda event: event.position),
        "bare state": sorted(await reader.state_at(room_id, upto, members=[]), key=lambda e: e.position),
        "changes": list(await reader.state_between(room_id, upto - 5, upto)),
        "members": dict(await reader.members(room_id)),
        "summary": [await reader.summary(room_id, user) for user in users],
        "memberships": [dict(await reader.memberships(user)) for user in users],
        "readable": [await reader.readable(room_id, user) for user in users],
        "sharing": [await reader.users_sharing_rooms(user) for user in users],
        "read": [await reader.read_positions(room_id, user) for user in users],
        "newest": dict(await reader.newest_positions([room_id])),
    }


async def test_memory_and_database_agree(house: House, anna: Person, boris: Person, carla: Person) -> None:
    people = [anna.user_id, boris.user_id, carla.user_id]
    room = await anna.create(invite=[boris.user_id, carla.user_id], name="Budget")
    warm = house.module.reader
    await everything(warm, room, people, house.office.database.position)
    await boris.join(room)
    await anna.send(room, "one")
    await anna.put_state(room, "m.room.name", {"name": "Budget 2027"})
    await carla.join(room)
    event_id = await carla.send(room, "two")
    await boris.post(room, f"receipt/m.read/{event_id}")
    await carla.post(room, "leave")
    await anna.call("PUT", room, f"redact/{event_id}/1", {})
    for number in range(60):
        await anna.send(room, f"more {number}")
    await anna.put_state(room, "m.room.history_visibility", {"history_visibility": "joined"})
    upto = house.office.database.position
    cold = build_house(house.office).module.reader
    assert await everything(warm, room, people, upto) == await everything(cold, room, people, upto)


async def test_slices_of_the_timeline(house: House, anna: Person) -> None:
    room = await anna.create()
    reader, room_id = house.module.reader, RoomId(room)
    begin = house.office.database.position
    for number in range(100):
        await anna.send(room, str(number))
    end = house.office.database.position
    newest = await reader.timeline(room_id, since=begin, upto=end, limit=5)
    assert [event.position for event in newest.events] == list(range(end - 4, end + 1))
    assert (newest.limited, newest.start) == (True, end - 5)
    older = await reader.timeline(room_id, since=begin, upto=newest.start, limit=1000)
    assert [event.position for event in older.events] == list(range(begin + 1, end - 4))
    assert (older.limited, older.start) == (False, begin)
    exact = await reader.timeline(room_id, since=end - 5, upto=end, limit=5)
    assert (len(exact.events), exact.limited) == (5, False)
    assert (await reader.timeline(room_id, since=end, upto=end, limit=5)).events == ()
    nothing = await reader.timeline(RoomId("!nowhere"), since=0, upto=end, limit=5)
    assert nothing.events == ()


async def test_facts_and_reader_are_in_step(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    seen: list[bool] = []

    def check(fact: EventSent) -> None:
        newest = house.module.reader.last_position(fact.room_id)
        seen.append(newest == fact.position <= house.office.database.position)

    house.office.bus.subscribe(EventSent, check)
    await boris.join(room)
    await asyncio.gather(*(anna.send(room, str(number)) for number in range(20)))
    assert seen == [True] * 21


async def test_changes_of_membership(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    told: list[tuple[str, str]] = []
    house.office.bus.subscribe(MembershipChanged, lambda fact: told.append((fact.previous, fact.membership)))
    begin = house.office.database.position
    await boris.join(room)
    joined = house.office.database.position
    await boris.put_state(room, "m.room.member", {"membership": "join", "displayname": "B"}, boris.user_id)
    await boris.post(room, "leave")
    end = house.office.database.position
    assert told == [("invite", "join"), ("join", "join"), ("join", "leave")]
    his = UserId(boris.user_id)
    assert await house.module.reader.membership_changes(since=begin, upto=end) == [
        MembershipChange(RoomId(room), his, "join", joined),
        MembershipChange(RoomId(room), his, "leave", end),
    ]


async def test_a_new_name_does_not_begin_a_membership(house: House, anna: Person, boris: Person) -> None:
    room = RoomId(await anna.create(invite=[boris.user_id]))
    his = UserId(boris.user_id)
    await boris.join(room)
    began = house.office.database.position
    await boris.put_state(room, "m.room.member", {"membership": "join", "displayname": "B"}, his)
    for reader in (house.module.reader, build_house(house.office).module.reader):
        place = (await reader.memberships(his))[room]
        assert (place.membership, place.began) == ("join", began)
        assert place.position == house.office.database.position


async def test_readable_ranges(house: House, anna: Person, boris: Person, carla: Person) -> None:
    reader = house.module.reader
    closed = [{"type": "m.room.history_visibility", "content": {"history_visibility": "joined"}}]
    room = RoomId(await anna.create(initial_state=closed))
    closing = house.office.database.position
    await anna.send(room, "before")
    await anna.invite(room, boris)
    invited = house.office.database.position
    his = UserId(boris.user_id)
    assert await reader.readable(room, his) == ReadableRange(invited - 1, invited, 0)
    await boris.join(room)
    joined = house.office.database.position
    assert await reader.readable(room, his) == ReadableRange(joined - 1, None, None, ((0, closing),))
    await boris.post(room, "leave")
    left = house.office.database.position
    await anna.send(room, "after")
    assert await reader.readable(room, his) == ReadableRange(joined - 1, left, left, ((0, closing),))
    shared = RoomId(await anna.create(invite=[carla.user_id]))
    await carla.join(shared)
    assert await reader.readable(shared, UserId(carla.user_id)) == ReadableRange(0, None, None)


async def test_who_shares_rooms(house: House, anna: Person, boris: Person, carla: Person) -> None:
    reader = house.module.reader
    ids = [UserId(person.user_id) for person in (anna, boris, carla)]
    first = await anna.create(invite=[boris.user_id])
    assert await reader.users_sharing_rooms(ids[0]) == {ids[0]}
    assert not await reader.shares_room(ids[0], ids[1])
    await boris.join(first)
    assert await reader.users_sharing_rooms(ids[0]) == {ids[0], ids[1]}
    assert await reader.shares_room(ids[0], ids[1])
    second = await carla.create(invite=[anna.user_id])
    await anna.join(second)
    assert await reader.users_sharing_rooms(ids[0]) == set(ids)
    assert await reader.users_sharing_rooms(ids[1]) == {ids[0], ids[1]}
    await anna.post(first, "leave")
    assert await reader.users_sharing_rooms(ids[0]) == {ids[0], ids[2]}


async def test_heroes_and_counts(house: House, anna: Person) -> None:
    people = [await house.person(f"person{number}") for number in range(8)]
    room = await anna.create(invite=[person.user_id for person in people])
    for person in people[:3]:
        await person.join(room)
    summary = await house.module.reader.summary(RoomId(room), UserId(anna.user_id))
    assert (summary.joined, summary.invited) == (4, 5)
    assert len(summary.heroes) == 5
    assert [people[0].user_id, people[1].user_id, people[2].user_id] == list(summary.heroes[:3])
    for person in people:
        await person.post(room, "leave")
    alone = await house.module.reader.summary(RoomId(room), UserId(anna.user_id))
    assert (alone.joined, alone.invited) == (1, 0)
    assert set(alone.heroes) <= {person.user_id for person in people}
    assert len(alone.heroes) == 5


async def test_state_of_some_members_as_it_was(house: House, anna: Person, boris: Person) -> None:
    room = RoomId(await anna.create(invite=[boris.user_id], name="one"))
    his = UserId(boris.user_id)
    then = house.office.database.position
    await boris.join(room)
    await anna.put_state(room, "m.room.name", {"name": "two"})
    reader = house.module.reader
    keys = [("m.room.name", ""), ("m.room.member", his), ("m.room.avatar", "")]
    now = await reader.state_events(room, keys)
    before = await reader.state_events(room, keys, upto=then)
    assert [b'"two"' in now[0].body, b'"join"' in now[1].body] == [True, True]
    assert [b'"one"' in before[0].body, b'"invite"' in before[1].body] == [True, True]
    some = await reader.state_at(room, then, members=[his])
    assert {event.state_key for event in some if event.type == "m.room.member"} == {his}
    changed = await reader.state_between(room, then, FOREVER, members=[])
    assert [event.type for event in changed] == ["m.room.name"]
