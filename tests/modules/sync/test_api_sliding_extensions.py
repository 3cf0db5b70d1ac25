# SPDX-License-Identifier: EUPL-1.2
"""Sliding sync: account data, receipts, typing, to-device messages and keys."""

from typing import Any

from support.signing import Key, device_keys
from support.town import Person, Town

ALL = {"lists": {"all": {"ranges": [[0, 99]], "timeline_limit": 3}}}


def wanting(*names: str, **more: Any) -> dict[str, Any]:
    """Return a request for every room with these extensions."""
    return {**ALL, "extensions": {name: {"enabled": True, **more} for name in names}}


async def send_to_device(sender: Person, receiver: Person, number: int) -> None:
    body = {"messages": {receiver.user_id: {receiver.device_id: {"n": number}}}}
    await sender.call("PUT", f"sendToDevice/org.example.ping/{number}", body)


async def test_what_is_not_enabled_is_not_there(anna: Person):
    assert (await anna.slide(**ALL))["extensions"] == {}


async def test_account_data_comes_in_full_and_then_as_it_changes(anna: Person):
    room = await anna.create()
    await anna.set_data("org.example.a", {"n": 1})
    await anna.set_data("org.example.a", {"n": 2}, room)
    first = await anna.slide(**wanting("account_data"))
    data = first["extensions"]["account_data"]
    assert {"type": "org.example.a", "content": {"n": 1}} in data["global"]
    assert "m.push_rules" in {datum["type"] for datum in data["global"]}
    assert data["rooms"] == {room: [{"type": "org.example.a", "content": {"n": 2}}]}
    second = await anna.slide(first["pos"])
    assert second["extensions"]["account_data"] == {"global": [], "rooms": {}}
    await anna.set_data("org.example.b", {})
    third = await anna.slide(second["pos"])
    assert third["extensions"]["account_data"]["global"] == [{"type": "org.example.b", "content": {}}]


async def test_a_room_that_comes_later_brings_its_account_data(anna: Person):
    rooms = [await anna.create() for _ in range(2)]
    await anna.set_data("org.example.a", {}, rooms[0])
    await anna.set_data("org.example.a", {})
    request = wanting("account_data")
    request["lists"] = {"all": {"ranges": [[0, 0]], "timeline_limit": 1}}
    first = await anna.slide(**request)
    assert first["extensions"]["account_data"]["rooms"] == {}
    second = await anna.slide(first["pos"], lists={"all": {"ranges": [[0, 1]], "timeline_limit": 1}})
    data = second["extensions"]["account_data"]
    assert set(data["rooms"]) == {rooms[0]}
    assert data["global"] == []


async def test_receipts_come_for_what_is_shown_and_then_as_they_move(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    old = await anna.send(room, "old")
    await boris.read(room, old)
    for number in range(5):
        newest = await anna.send(room, str(number))
    first = await anna.slide(**wanting("receipts"))
    # The receipt stands on an event that the client does not have.
    assert first["extensions"]["receipts"]["rooms"] == {}
    await boris.read(room, newest)
    second = await anna.slide(first["pos"])
    event = second["extensions"]["receipts"]["rooms"][room]
    assert set(event["content"][newest]["m.read"]) == {boris.user_id}
    fresh = await boris.slide(**wanting("receipts"))
    assert newest in fresh["extensions"]["receipts"]["rooms"][room]["content"]


async def test_private_receipts_stay_private(town: Town, anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    event_id = await anna.send(room)
    positions = [(await person.slide(**wanting("receipts")))["pos"] for person in (anna, boris)]
    await boris.read(room, event_id, "m.read.private")
    assert (await anna.slide(positions[0]))["extensions"]["receipts"]["rooms"] == {}
    assert room in (await boris.slide(positions[1]))["extensions"]["receipts"]["rooms"]


async def test_typing_begins_and_ends(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    first = await boris.slide(**wanting("typing"))
    assert first["extensions"]["typing"] == {"rooms": {}}
    await anna.type_in(room)
    second = await boris.slide(first["pos"])
    event = second["extensions"]["typing"]["rooms"][room]
    assert event == {"type": "m.typing", "content": {"user_ids": [anna.user_id]}}
    await anna.type_in(room, typing=False)
    third = await boris.slide(second["pos"])
    assert third["extensions"]["typing"]["rooms"][room]["content"]["user_ids"] == []


async def test_an_extension_may_speak_of_some_rooms_alone(anna: Person, boris: Person):
    rooms = [await anna.create() for _ in range(2)]
    for room in rooms:
        await boris.join(room)
        await anna.type_in(room)
    request = {"room_subscriptions": {room: {"timeline_limit": 1} for room in rooms}}
    some = {"typing": {"enabled": True, "rooms": [rooms[1]]}}
    answer = await boris.slide(**request, extensions=some)
    assert set(answer["extensions"]["typing"]["rooms"]) == {rooms[1]}
    by_list = {"typing": {"enabled": True, "lists": ["other"]}}
    answer = await boris.slide(**ALL, extensions=by_list)
    assert answer["extensions"]["typing"]["rooms"] == {}


async def test_to_device_messages_go_by_their_own_token(anna: Person, boris: Person):
    first = await boris.slide(**wanting("to_device"))
    await send_to_device(anna, boris, 1)
    await send_to_device(anna, boris, 2)

    async def read(pos: str, since: str, limit: int) -> Any:
        asked = {"to_device": {"enabled": True, "since": since, "limit": limit}}
        return await boris.slide(pos, extensions=asked)

    token = first["extensions"]["to_device"]["next_batch"]
    for _ in range(2):
        second = await read(first["pos"], token, 1)
        assert [event["content"]["n"] for event in second["extensions"]["to_device"]["events"]] == [1]
    third = await read(second["pos"], second["extensions"]["to_device"]["next_batch"], 10)
    assert [event["content"]["n"] for event in third["extensions"]["to_device"]["events"]] == [2]
    fourth = await read(third["pos"], third["extensions"]["to_device"]["next_batch"], 10)
    assert fourth["extensions"]["to_device"]["events"] == []


async def test_key_stock_is_always_told_and_changed_devices_once(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    first = await boris.slide(**wanting("e2ee"))
    assert first["extensions"]["e2ee"] == {
        "device_one_time_keys_count": {"signed_curve25519": 0},
        "device_unused_fallback_key_types": [],
    }
    body = {"device_keys": device_keys(Key(), anna)}
    await anna.call("POST", "keys/upload", body)
    second = await boris.slide(first["pos"])
    assert second["extensions"]["e2ee"]["device_lists"]["changed"] == [anna.user_id]
    third = await boris.slide(second["pos"])
    assert "device_lists" not in third["extensions"]["e2ee"]
    await anna.leave(room)
    fourth = await boris.slide(third["pos"])
    assert fourth["extensions"]["e2ee"]["device_lists"]["left"] == [anna.user_id]


async def test_an_extension_that_is_enabled_later_begins_in_full(anna: Person):
    await anna.create()
    await anna.set_data("org.example.a", {})
    first = await anna.slide(**ALL)
    second = await anna.slide(first["pos"], extensions={"account_data": {"enabled": True}})
    kinds = {datum["type"] for datum in second["extensions"]["account_data"]["global"]}
    assert kinds == {"m.push_rules", "org.example.a"}


async def test_an_extension_may_be_turned_off(anna: Person):
    first = await anna.slide(**wanting("typing"))
    second = await anna.slide(first["pos"], extensions={"typing": {"enabled": False}})
    assert second["extensions"] == {}
