# SPDX-License-Identifier: EUPL-1.2
"""Writers that race, commits that fail, requests that end early: the room stays one chain of stored events."""

import asyncio
import json
from typing import Any, cast

import pytest
from modules.rooms.conftest import House, build_house
from support.people import Person

from chancery.kit.ids import RoomId, UserId
from chancery.platform.db.port import Database, DatabaseUnavailable, Receipt, Write


async def stored_graph(database: Database, room: str) -> dict[str, dict[str, Any]]:
    """Return the links of the room's events by id, in stream order; each may follow and be judged by earlier ones only."""
    rows = await database.fetch(
        "SELECT event_id, graph FROM rooms_event WHERE room_id = $1 ORDER BY position", room
    )
    graphs = {cast("str", event_id): json.loads(cast("bytes", graph)) for event_id, graph in rows}
    earlier: dict[str, int] = {}
    for event_id, graph in graphs.items():
        assert set(graph["auth_events"]) <= earlier.keys()
        assert graph["depth"] == 1 + max([0, *(earlier[previous] for previous in graph["prev_events"])])
        earlier[event_id] = graph["depth"]
    return graphs


async def chain_of(database: Database, room: str) -> list[str]:
    """Return the room's event ids in stream order, after checking that each builds on the one before."""
    graphs = await stored_graph(database, room)
    ids = list(graphs)
    assert [graph["prev_events"] for graph in graphs.values()] == [[], *([event_id] for event_id in ids[:-1])]
    return ids


async def connected(database: Database, room: str) -> list[str]:
    """Return the room's event ids after checking that every one is followed by another or is one of the stored ends."""
    graphs = await stored_graph(database, room)
    followed = {previous for graph in graphs.values() for previous in graph["prev_events"]}
    row = await database.fetch_one("SELECT ends FROM rooms_room WHERE room_id = $1", room)
    assert row is not None
    assert set(graphs) - followed <= set(str(row[0]).split())
    return list(graphs)


async def elsewhere(house: House, person: Person) -> Person:
    """Return the person at another process with the same database."""
    other = build_house(house.office)
    return Person(person.user_id, other.anonymous.with_token(person.client.token))


async def test_two_processes_write_one_graph(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    there = await elsewhere(house, boris)
    sent = await asyncio.gather(*((anna, there)[number % 2].send(room, str(number)) for number in range(30)))
    assert set(sent) <= set(await connected(house.office.database, room))
    assert await anna.texts(room) == await there.texts(room)
    assert len(await anna.texts(room)) == 30
    # The next event follows all of them.
    last = await anna.send(room, "last")
    row = await house.office.database.fetch_one("SELECT ends FROM rooms_room WHERE room_id = $1", room)
    assert row == (f" {last}",)


async def test_processes_that_take_turns_make_one_chain(house: House, anna: Person) -> None:
    room = await anna.create()
    there = await elsewhere(house, anna)
    for number in range(6):
        await (anna, there)[number % 2].send(room, str(number))
    await chain_of(house.office.database, room)


async def test_two_processes_change_state_one_after_the_other(house: House, anna: Person) -> None:
    room = await anna.create()
    there = await elsewhere(house, anna)
    names = [f"name {number}" for number in range(12)]
    await asyncio.gather(
        *((anna, there)[number % 2].put_state(room, "m.room.name", {"name": name}) for number, name in enumerate(names)),
        *((anna, there)[number % 2].send(room, str(number)) for number in range(12)),
    )  # fmt: skip
    graphs = await stored_graph(house.office.database, room)
    rows = await house.office.database.fetch(
        "SELECT event_id, unsigned FROM rooms_event WHERE room_id = $1 AND type = 'm.room.name' ORDER BY position",
        room,
    )
    ids = [str(event_id) for event_id, _ in rows]
    assert len(ids) == 12
    replaced = [json.loads(cast("bytes", unsigned))["replaces_state"] for _, unsigned in rows[1:]]
    assert replaced == ids[:-1]
    assert set(ids) <= set(graphs)
    assert await anna.texts(room) == await there.texts(room)


async def test_two_processes_let_people_join_side_by_side(house: House, anna: Person) -> None:
    room = await anna.create(preset="public_chat")
    people = [await house.person(f"person{number}") for number in range(10)]
    doors = [await elsewhere(house, person) if number % 2 else person for number, person in enumerate(people)]
    await asyncio.gather(*(person.post(room, "join") for person in doors))
    await asyncio.gather(*(person.send(room, "here") for person in doors))
    await asyncio.gather(*(person.post(room, "leave") for person in doors[:4]))
    there = await elsewhere(house, anna)
    for reader in (anna, there):
        summary = (await reader.get(room, "joined_members")).json
        assert set(summary["joined"]) == {anna.user_id, *(person.user_id for person in people[4:])}
    summary = await house.module.reader.summary(RoomId(room), UserId(anna.user_id))
    assert summary.joined == 7
    await connected(house.office.database, room)


async def test_a_transaction_is_one_event_in_all_processes(house: House, anna: Person) -> None:
    if house.office.database.dialect == "sqlite":
        pytest.skip("SQLite serves one process")
    room = await anna.create()
    there = await elsewhere(house, anna)
    answers = await asyncio.gather(
        *((anna, there)[number % 2].try_send(room, {"body": "once"}, txn="t1") for number in range(10))
    )
    assert {answer.status for answer in answers} == {200}
    assert len({answer.json["event_id"] for answer in answers}) == 1
    assert await anna.texts(room) == ["once"]
    again = await (await elsewhere(house, anna)).try_send(room, {"body": "once"}, txn="t1")
    assert again.json == answers[0].json


async def test_a_repetition_elsewhere_is_answered_though_the_sender_left(
    house: House, anna: Person, boris: Person
) -> None:
    if house.office.database.dialect == "sqlite":
        pytest.skip("SQLite serves one process")
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    sent = await boris.try_send(room, {"body": "bye"}, txn="t1")
    await boris.post(room, "leave")
    again = await (await elsewhere(house, boris)).try_send(room, {"body": "bye"}, txn="t1")
    assert (again.status, again.json) == (200, sent.json)


async def test_a_changed_name_is_written_once_though_every_process_hears_of_it(
    house: House, anna: Person
) -> None:
    others = [build_house(house.office) for _ in range(2)]
    rooms = [await anna.create() for _ in range(5)]
    for other in others:
        there = Person(anna.user_id, other.anonymous.with_token(anna.client.token))
        for room in rooms:
            await there.send(room, "warm")
    path = f"/_matrix/client/v3/profile/{anna.user_id}/displayname"
    assert (await anna.client.request("PUT", path, json={"displayname": "Anna Ivanova"})).status == 200
    for one in (house, *others):
        await one.settle()
    rows = await house.office.database.fetch(
        "SELECT room_id, count(*) FROM rooms_event WHERE type = 'm.room.member' GROUP BY room_id"
    )
    assert {room: count for room, count in rows if room in rooms} == dict.fromkeys(rooms, 2)


async def test_a_ban_elsewhere_holds_here_at_once(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    await boris.send(room, "here")
    there = await elsewhere(house, anna)
    assert (await there.post(room, "ban", user_id=boris.user_id)).status == 200
    assert (await boris.try_send(room, {"body": "late"})).errcode == "M_FORBIDDEN"
    places = await house.module.reader.memberships(UserId(boris.user_id))
    assert places[RoomId(room)].membership == "ban"


async def test_a_ban_and_a_send_that_race(anna: Person, boris: Person, house: House) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    there = await elsewhere(house, anna)
    answers = await asyncio.gather(
        there.post(room, "ban", user_id=boris.user_id),
        *(boris.try_send(room, {"body": "x"}) for _ in range(10)),
    )
    assert answers[0].status == 200
    rows = await house.office.database.fetch(
        "SELECT type, sender FROM rooms_event WHERE room_id = $1 ORDER BY position", room
    )
    ban = max(index for index, (kind, _) in enumerate(rows) if kind == "m.room.member")
    assert all(sender != boris.user_id for _, sender in rows[ban:])
    await connected(house.office.database, room)


async def test_simultaneous_joins_and_leaves(house: House, anna: Person) -> None:
    room = await anna.create(preset="public_chat")
    people = [await house.person(f"person{number}") for number in range(10)]
    await asyncio.gather(*(person.post(room, "join") for person in people for _ in range(3)))
    await asyncio.gather(*(person.post(room, "leave") for person in people[:5]))
    members = await house.module.reader.members(RoomId(room))
    joined = {user_id for user_id, membership in members.items() if membership == "join"}
    assert joined == {anna.user_id, *(person.user_id for person in people[5:])}
    summary = await house.module.reader.summary(RoomId(room), UserId(anna.user_id))
    assert summary.joined == 6
    await chain_of(house.office.database, room)


class BrokenDatabase:
    """Passes everything on; while `broken`, takes no writes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.broken = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._database, name)

    def submit(self, write: Write) -> "asyncio.Future[Receipt]":
        if not self.broken:
            return cast("asyncio.Future[Receipt]", self._database.submit(write))
        failed: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        failed.set_exception(DatabaseUnavailable("no space left"))
        return failed


async def test_a_failed_commit_leaves_no_trace(house: House, anna: Person) -> None:
    room = await anna.create()
    await anna.send(room, "before")
    broken = BrokenDatabase(house.office.database)
    other = build_house(house.office, database=cast("Database", broken))
    there = Person(anna.user_id, other.anonymous.with_token(anna.client.token))
    await there.send(room, "warm")
    broken.broken = True
    failed = await asyncio.gather(*(there.try_send(room, {"body": "lost"}, txn=f"t{n}") for n in range(3)))
    assert {answer.status for answer in failed} == {503}
    assert (await there.put_state(room, "m.room.name", {"name": "lost"})).status == 503
    broken.broken = False
    assert (await there.try_send(room, {"body": "again"}, txn="t0")).status == 200
    assert await there.texts(room) == ["again", "warm", "before"]
    assert (await there.get(room, "state/m.room.name")).errcode == "M_NOT_FOUND"
    await chain_of(house.office.database, room)


async def test_a_request_that_ends_early_may_be_repeated(house: House, anna: Person) -> None:
    room = await anna.create()
    await anna.send(room, "warm")
    running = [asyncio.ensure_future(anna.try_send(room, {"body": "x"}, txn="same")) for _ in range(2)]
    await asyncio.sleep(0)
    running[0].cancel()
    await asyncio.gather(*running, return_exceptions=True)
    answer = await anna.try_send(room, {"body": "x"}, txn="same")
    assert answer.status == 200
    assert await anna.texts(room) == ["x", "warm"]


async def test_many_rooms_at_once(house: House, anna: Person) -> None:
    rooms = await asyncio.gather(*(anna.create(name=f"room {number}") for number in range(60)))
    await asyncio.gather(*(anna.send(room, "x") for room in rooms))
    assert len(set(rooms)) == 60
    for room in rooms:
        await chain_of(house.office.database, room)
