# SPDX-License-Identifier: EUPL-1.2
"""What GET /sync tells besides timelines: receipts, typing, account data, unread counts, keys, to-device messages."""

from urllib.parse import quote

import pytest
from support.http import Answer
from support.signing import Key, device_keys, signed
from support.town import Person, Town


async def in_a_room(*people: Person) -> str:
    """Return a new room of the first person in which all are."""
    room = await people[0].create()
    for person in people[1:]:
        await person.join(room)
    return room


async def send_to_device(sender: Person, receiver: Person, number: int) -> None:
    body = {"messages": {receiver.user_id: {receiver.device_id: {"n": number}}}}
    await sender.call("PUT", f"sendToDevice/org.example.ping/{quote(sender.user_id)}-{number}", body)


async def upload_keys(person: Person) -> Answer:
    """Publish signed keys of the person's device and one one-time key."""
    key = Key()
    one_time = signed(key, person, {"key": Key().public}, name=person.device_id)
    body = {
        "device_keys": device_keys(key, person),
        "one_time_keys": {"signed_curve25519:AAAA": one_time},
    }
    return await person.client.post("/_matrix/client/v3/keys/upload", body)


async def test_a_receipt_is_seen_by_all_in_the_room(anna: Person, boris: Person, carla: Person):
    room = await in_a_room(anna, boris, carla)
    event_id = await anna.send(room)
    tokens = [await person.now() for person in (anna, carla)]
    await boris.read(room, event_id)
    for person, token in zip((anna, carla), tokens, strict=True):
        (event,) = (await person.sync(token))["rooms"]["join"][room]["ephemeral"]["events"]
        assert event["type"] == "m.receipt"
        assert set(event["content"][event_id]["m.read"]) == {boris.user_id}


async def test_a_private_receipt_is_seen_by_its_owner_alone(anna: Person, boris: Person):
    room = await in_a_room(anna, boris)
    event_id = await anna.send(room)
    tokens = [await person.now() for person in (anna, boris)]
    await boris.read(room, event_id, "m.read.private")
    assert (await anna.sync(tokens[0]))["rooms"] == {}
    (event,) = (await boris.sync(tokens[1]))["rooms"]["join"][room]["ephemeral"]["events"]
    assert set(event["content"][event_id]) == {"m.read.private"}
    assert "m.read.private" not in str(await anna.sync())


async def test_reading_brings_the_unread_count_down(anna: Person, boris: Person):
    room = await in_a_room(anna, boris)
    token = await boris.now()
    event_ids = [await anna.send(room, str(number)) for number in range(3)]
    answer = await boris.sync(token)
    assert answer["rooms"]["join"][room]["unread_notifications"]["notification_count"] == 3
    await boris.read(room, event_ids[1])
    after = await boris.sync(answer["next_batch"])
    assert after["rooms"]["join"][room]["unread_notifications"]["notification_count"] == 1


async def test_counts_come_per_thread_when_asked_for(anna: Person, boris: Person):
    room = await in_a_room(anna, boris)
    root = await anna.send(room, "root")
    thread = {"m.relates_to": {"rel_type": "m.thread", "event_id": root}}
    for number in range(2):
        await anna.send(room, f"reply {number}", **thread)
    plain = (await boris.sync())["rooms"]["join"][room]
    assert plain["unread_notifications"]["notification_count"] == 3
    assert "unread_thread_notifications" not in plain
    asked = await boris.sync(filter={"room": {"timeline": {"unread_thread_notifications": True}}})
    entry = asked["rooms"]["join"][room]
    assert entry["unread_notifications"]["notification_count"] == 1
    assert entry["unread_thread_notifications"][root]["notification_count"] == 2


async def test_typing_begins_and_ends(anna: Person, boris: Person):
    room = await in_a_room(anna, boris)
    token = await boris.now()
    await anna.type_in(room)
    answer = await boris.sync(token)
    (event,) = answer["rooms"]["join"][room]["ephemeral"]["events"]
    assert event == {"type": "m.typing", "content": {"user_ids": [anna.user_id]}}
    assert (await boris.sync(answer["next_batch"]))["rooms"] == {}
    await anna.type_in(room, typing=False)
    (event,) = (await boris.sync(answer["next_batch"]))["rooms"]["join"][room]["ephemeral"]["events"]
    assert event["content"]["user_ids"] == []


async def test_a_new_client_sees_who_types_now(anna: Person, boris: Person):
    room = await in_a_room(anna, boris)
    await anna.type_in(room)
    events = (await boris.sync())["rooms"]["join"][room]["ephemeral"]["events"]
    assert {"type": "m.typing", "content": {"user_ids": [anna.user_id]}} in events


async def test_a_new_client_hears_that_nobody_types_any_more(anna: Person, boris: Person):
    room = await in_a_room(anna, boris)
    await anna.type_in(room)
    await anna.type_in(room, typing=False)
    events = (await boris.sync())["rooms"]["join"][room]["ephemeral"]["events"]
    assert {"type": "m.typing", "content": {"user_ids": []}} in events


async def test_account_data_comes_to_ones_other_devices_alone(town: Town, anna: Person, boris: Person):
    room = await in_a_room(anna, boris)
    second = await town.on_device("anna")
    tokens = [await person.now() for person in (second, boris)]
    await anna.set_data("org.example.colour", {"name": "red"})
    await anna.set_data("org.example.place", {"n": 1}, room)
    answer = await second.sync(tokens[0])
    assert answer["account_data"]["events"] == [{"type": "org.example.colour", "content": {"name": "red"}}]
    data = answer["rooms"]["join"][room]["account_data"]["events"]
    assert data == [{"type": "org.example.place", "content": {"n": 1}}]
    assert "org.example" not in str(await boris.sync(tokens[1]))


async def test_room_data_of_an_earlier_stay_comes_with_the_new_one(anna: Person, boris: Person):
    room = await in_a_room(anna, boris)
    await boris.set_data("m.tag", {"tags": {"m.favourite": {}}}, room)
    await boris.leave(room)
    token = await boris.now()
    await boris.join(room)
    data = (await boris.sync(token))["rooms"]["join"][room]["account_data"]["events"]
    assert [datum["type"] for datum in data] == ["m.tag"]


async def test_changed_push_rules_come_again(anna: Person):
    token = await anna.now()
    assert (await anna.sync(token))["account_data"]["events"] == []
    path = "pushrules/global/override/.m.rule.master/enabled"
    await anna.call("PUT", path, {"enabled": True})
    (event,) = (await anna.sync(token))["account_data"]["events"]
    assert event["type"] == "m.push_rules"
    assert event["content"]["global"]["override"][0]["enabled"] is True


async def test_messages_to_a_device_wait_until_it_has_them(anna: Person, boris: Person):
    token = await boris.now()
    await send_to_device(anna, boris, 1)
    first, again = await boris.sync(token), await boris.sync(token)
    assert [event["content"] for event in first["to_device"]["events"]] == [{"n": 1}]
    assert first["to_device"] == again["to_device"]
    assert (await boris.sync(first["next_batch"]))["to_device"]["events"] == []
    assert (await boris.sync())["to_device"]["events"] == []


async def test_many_messages_to_a_device_come_in_portions_and_in_order(anna: Person, boris: Person):
    token = await boris.now()
    for number in range(130):
        await send_to_device(anna, boris, number)
    room = await boris.create()
    first = await boris.sync(token)
    assert room in first["rooms"]["join"]
    second = await boris.sync(first["next_batch"])
    assert second["rooms"] == {}
    got = [event["content"]["n"] for answer in (first, second) for event in answer["to_device"]["events"]]
    assert len(first["to_device"]["events"]) == 100
    assert got == list(range(130))


async def test_new_device_keys_are_told_to_those_who_share_a_room(anna: Person, boris: Person, carla: Person):
    await in_a_room(anna, boris)
    tokens = [await person.now() for person in (boris, carla)]
    uploaded = await upload_keys(anna)
    assert uploaded.status == 200, uploaded.body
    assert (await boris.sync(tokens[0]))["device_lists"]["changed"] == [anna.user_id]
    assert (await carla.sync(tokens[1]))["device_lists"]["changed"] == []
    assert (await anna.sync())["device_one_time_keys_count"]["signed_curve25519"] == 1


async def test_who_is_ignored_is_not_heard(anna: Person, boris: Person):
    room = await in_a_room(anna, boris)
    await boris.set_data("m.ignored_user_list", {"ignored_users": {anna.user_id: {}}})
    token = await boris.now()
    await anna.send(room, "spam")
    await anna.set_state(room, "m.room.name", {"name": "State still counts"})
    other = await anna.create(preset="private_chat")
    await anna.invite(other, boris)
    answer = await boris.sync(token)
    assert "spam" not in str(answer)
    assert "State still counts" in str(answer)
    assert "invite" not in answer["rooms"]


@pytest.mark.parametrize("content", [{"ignored_users": 5}, {"ignored_users": ["@x:y"]}, {}])
async def test_an_ignore_list_of_another_shape_ignores_nobody(anna: Person, boris: Person, content):
    room = await in_a_room(anna, boris)
    await boris.set_data("m.ignored_user_list", content)
    await anna.send(room, "hello")
    assert "hello" in str(await boris.sync())
