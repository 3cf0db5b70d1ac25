# SPDX-License-Identifier: EUPL-1.2
"""Receipts, read markers and typing."""

import asyncio

import pytest
from modules.rooms.conftest import House, build_house
from support.people import V3, Person

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.contract import ReceiptRecord
from chancery.modules.rooms.events import ReceiptMoved, TypingChanged

FOREVER = 2**60


async def receipts(house: House, room: str, reader: Person) -> list[ReceiptRecord]:
    found = await house.module.reader.receipts(
        RoomId(room), since=0, upto=FOREVER, reader=UserId(reader.user_id)
    )
    return list(found)


async def test_a_receipt_moves_forward_only(house: House, anna: Person) -> None:
    room = await anna.create()
    first, second = await anna.send(room, "one"), await anna.send(room, "two")
    for event_id in (first, second, first):
        assert (await anna.post(room, f"receipt/m.read/{event_id}")).status == 200
    (receipt,) = await receipts(house, room, anna)
    assert (receipt.user_id, receipt.kind, receipt.event_id) == (anna.user_id, "m.read", second)


async def test_private_receipts_are_for_their_owner(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    event_id = await anna.send(room, "x")
    told: list[ReceiptMoved] = []
    house.office.bus.subscribe(ReceiptMoved, told.append)
    await boris.post(room, f"receipt/m.read.private/{event_id}")
    assert len(await receipts(house, room, boris)) == 1
    assert await receipts(house, room, anna) == []
    assert [fact.private for fact in told] == [True]


async def test_threads_have_receipts_of_their_own(house: House, anna: Person) -> None:
    room = await anna.create()
    root = await anna.send(room, "x")
    relation = {"rel_type": "m.thread", "event_id": root}
    answer = await anna.send(room, "y", **{"m.relates_to": relation})
    await anna.post(room, f"receipt/m.read/{root}")
    await anna.post(room, f"receipt/m.read/{root}", thread_id="main")
    await anna.post(room, f"receipt/m.read/{answer}", thread_id=root)
    assert {receipt.thread_id for receipt in await receipts(house, room, anna)} == {None, "main", root}


async def test_a_receipt_names_a_thread_of_its_event(anna: Person) -> None:
    room = await anna.create()
    root = await anna.send(room, "x")
    relation = {"rel_type": "m.thread", "event_id": root}
    answer = await anna.send(room, "y", **{"m.relates_to": relation})
    reaction = {"m.relates_to": {"rel_type": "m.annotation", "event_id": answer, "key": "+"}}
    about = (await anna.try_send(room, reaction, kind="m.reaction")).json["event_id"]
    for event_id, thread, status in (
        (root, root, 400),
        (answer, "main", 400),
        (answer, answer, 400),
        (about, root, 200),
        (about, "main", 200),
    ):
        told = await anna.post(room, f"receipt/m.read/{event_id}", thread_id=thread)
        assert (told.status, told.errcode) == (status, "" if status == 200 else "M_INVALID_PARAM")


async def test_read_markers(house: House, anna: Person) -> None:
    room = await anna.create()
    first, second = await anna.send(room, "one"), await anna.send(room, "two")
    markers = {"m.fully_read": first, "m.read": second, "m.read.private": second}
    assert (await anna.post(room, "read_markers", **markers)).status == 200
    assert {receipt.kind for receipt in await receipts(house, room, anna)} == {"m.read", "m.read.private"}
    path = f"{V3}/user/{anna.user_id}/rooms/{room}/account_data/m.fully_read"
    assert (await anna.client.get(path)).json == {"event_id": first}
    await anna.post(room, f"receipt/m.fully_read/{second}")
    assert (await anna.client.get(path)).json == {"event_id": second}
    assert (await anna.post(room, "read_markers", **{"m.fully_read": first})).status == 200
    assert (await anna.client.get(path)).json == {"event_id": second}, "it never moves back"


async def test_unread_positions(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    reader, room_id, his = house.module.reader, RoomId(room), UserId(boris.user_id)
    joined = (await reader.read_positions(room_id, his)).of(None)
    event_id = await anna.send(room, "x")
    assert (await reader.read_positions(room_id, his)).of(None) == joined
    await boris.post(room, f"receipt/m.read/{event_id}")
    read = (await reader.read_positions(room_id, his)).of(None)
    assert read == joined + 1
    await boris.send(room, "y")
    assert (await reader.read_positions(room_id, his)).of(None) > read


@pytest.mark.parametrize(
    ("path", "body", "status", "errcode"),
    [
        ("receipt/m.seen/$EVENT", {}, 400, "M_INVALID_PARAM"),
        ("receipt/m.read/$unknown", {}, 404, "M_NOT_FOUND"),
        ("receipt/m.read/nothing", {}, 400, "M_INVALID_PARAM"),
        ("receipt/m.read/$EVENT", {"thread_id": ""}, 400, "M_INVALID_PARAM"),
        ("receipt/m.read/$EVENT", {"thread_id": "$other"}, 400, "M_INVALID_PARAM"),
        ("receipt/m.read/$EVENT", {"thread_id": 7}, 400, "M_BAD_JSON"),
        ("receipt/m.fully_read/$EVENT", {"thread_id": "main"}, 400, "M_INVALID_PARAM"),
        ("read_markers", {"m.read": 7}, 400, "M_BAD_JSON"),
        ("read_markers", {"m.read": "$unknown"}, 404, "M_NOT_FOUND"),
    ],
)
async def test_bad_receipts(
    anna: Person, path: str, body: dict[str, object], status: int, errcode: str
) -> None:
    room = await anna.create()
    event_id = await anna.send(room, "x")
    answer = await anna.call("POST", room, path.replace("$EVENT", event_id), body)
    assert (answer.status, answer.errcode) == (status, errcode)


async def test_who_may_move_receipts(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create()
    event_id = await anna.send(room, "x")
    assert (await house.anonymous.post(f"{V3}/rooms/{room}/receipt/m.read/{event_id}")).status == 401
    assert (await boris.post(room, f"receipt/m.read/{event_id}")).errcode == "M_FORBIDDEN"
    assert (await boris.post(room, "read_markers", **{"m.read": event_id})).errcode == "M_FORBIDDEN"


async def type_in(person: Person, room: str, milliseconds: int | None = None, *, typing: bool = True) -> int:
    body: dict[str, object] = {"typing": typing}
    if milliseconds is not None:
        body["timeout"] = milliseconds
    return (await person.call("PUT", room, f"typing/{person.user_id}", body)).status


async def test_typing_is_told_once_and_ends(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    told: list[TypingChanged] = []
    house.office.bus.subscribe(TypingChanged, told.append)
    reader = house.module.reader
    assert await type_in(anna, room) == await type_in(anna, room) == await type_in(boris, room) == 200
    serial, typists = reader.typing(RoomId(room))
    assert set(typists) == {anna.user_id, boris.user_id}
    assert [fact.serial for fact in told] == [serial - 1, serial]
    await type_in(anna, room, typing=False)
    await boris.send(room, "done")
    assert reader.typing(RoomId(room)) == (serial + 2, [])


async def test_typing_expires_and_ends_with_membership(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    ended = asyncio.Event()
    await type_in(anna, room, 1)
    if house.module.reader.typing(RoomId(room))[1]:
        house.office.bus.subscribe(TypingChanged, lambda _: ended.set())
        await ended.wait()
    assert house.module.reader.typing(RoomId(room))[1] == []
    await type_in(boris, room)
    await boris.post(room, "leave")
    assert house.module.reader.typing(RoomId(room))[1] == []


async def test_typing_is_heard_in_other_processes(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    other = build_house(house.office)
    there = Person(boris.user_id, other.anonymous.with_token(boris.client.token))
    await type_in(anna, room)
    await type_in(there, room)
    for reader in (house.module.reader, other.module.reader):
        assert set(reader.typing(RoomId(room))[1]) == {anna.user_id, boris.user_id}
    await type_in(anna, room, typing=False)
    await there.send(room, "done")
    for reader in (house.module.reader, other.module.reader):
        assert reader.typing(RoomId(room))[1] == []


async def test_who_may_type(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create()
    assert await type_in(boris, room) == 403
    forged = await boris.call("PUT", room, f"typing/{anna.user_id}", {"typing": True})
    assert forged.errcode == "M_FORBIDDEN"
    anonymous = await house.anonymous.put(f"{V3}/rooms/{room}/typing/{anna.user_id}", {"typing": True})
    assert anonymous.status == 401
    assert (await anna.call("PUT", room, f"typing/{anna.user_id}", {})).errcode == "M_BAD_JSON"
