# SPDX-License-Identifier: EUPL-1.2
"""Writers that race, commits that fail, requests that end early: the room stays one chain of stored events."""

import asyncio
import json
from typing import cast

from modules.rooms.conftest import House, build_house
from support.people import Person

from chancery.kit.ids import RoomId, UserId
from chancery.platform.db.port import Database, DatabaseUnavailable, Receipt, Write


async def chain_of(database: Database, room: str) -> list[str]:
    """Return the room's event ids in stream order, after checking that each builds on the one before."""
    rows = await database.fetch(
        "SELECT event_id, graph FROM rooms_event WHERE room_id = $1 ORDER BY position", room
    )
    ids = [cast("str", event_id) for event_id, _ in rows]
    graphs = [json.loads(cast("bytes", graph)) for _, graph in rows]
    assert [graph["prev_events"] for graph in graphs] == [[], *([event_id] for event_id in ids[:-1])]
    assert [graph["depth"] for graph in graphs] == list(range(1, len(ids) + 1))
    assert all(set(graph["auth_events"]) <= set(ids[:index]) for index, graph in enumerate(graphs))
    return ids


async def elsewhere(house: House, person: Person) -> Person:
    """Return the person at another process with the same database."""
    other = build_house(house.office)
    return Person(person.user_id, other.anonymous.with_token(person.client.token))


async def test_two_processes_write_one_chain(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    there = await elsewhere(house, boris)
    sent = await asyncio.gather(*((anna, there)[number % 2].send(room, str(number)) for number in range(30)))
    assert set(sent) <= set(await chain_of(house.office.database, room))
    assert await anna.texts(room) == await there.texts(room)
    assert len(await anna.texts(room)) == 30


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
    await chain_of(house.office.database, room)


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
