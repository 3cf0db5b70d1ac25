# SPDX-License-Identifier: EUPL-1.2
"""Transaction ids: a repeat is answered alike and doubles nothing, on every kind of write that takes one."""

import asyncio

from support.addresses import Scene
from support.people import V3

HELLO = {"msgtype": "m.text", "body": "hello"}


async def test_a_replayed_message_is_one_event(scene: Scene) -> None:
    answers = [await scene.anna.try_send(scene.room, HELLO, txn="t") for _ in range(3)]
    assert len({answer.json["event_id"] for answer in answers}) == 1
    assert await scene.anna.texts(scene.room) == ["hello", "a message of the cabinet"]


async def test_replays_at_the_same_time_are_one_event(scene: Scene) -> None:
    answers = await asyncio.gather(*[scene.anna.try_send(scene.room, HELLO, txn="t") for _ in range(20)])
    assert {answer.status for answer in answers} == {200}
    assert len({answer.json["event_id"] for answer in answers}) == 1
    assert (await scene.anna.texts(scene.room)).count("hello") == 1


async def test_a_conflicting_replay_changes_nothing(scene: Scene) -> None:
    """The same id with other content is the first request again: clients repeat, they do not amend."""
    first = await scene.anna.try_send(scene.room, HELLO, txn="t")
    second = await scene.anna.try_send(scene.room, {"msgtype": "m.text", "body": "other"}, txn="t")
    assert second.status in (200, 400, 409)
    if second.status == 200:
        assert second.json == first.json
    assert await scene.anna.texts(scene.room) == ["hello", "a message of the cabinet"]


async def test_transaction_ids_belong_to_device_room_and_kind(scene: Scene) -> None:
    anna, other = scene.anna, await scene.anna.create()
    phone = await scene.ministry.on_device("anna")
    answers = [
        await anna.try_send(scene.room, HELLO, txn="t"),
        await phone.try_send(scene.room, HELLO, txn="t"),
        await anna.try_send(other, HELLO, txn="t"),
        await anna.try_send(scene.room, HELLO, txn="t", kind="org.example.note"),
    ]
    assert len({answer.json["event_id"] for answer in answers}) == 4


async def test_a_replayed_redaction_is_one_event(scene: Scene) -> None:
    path = f"redact/{scene.event}/t"
    answers = [await scene.anna.call("PUT", scene.room, path, {"reason": "x"}) for _ in range(2)]
    assert answers[0].status == 200, answers[0].body
    assert answers[0].json == answers[1].json
    page = await scene.anna.get(scene.room, "messages", dir="b")
    assert [event["type"] for event in page.json["chunk"]].count("m.room.redaction") == 1


async def test_a_replayed_message_to_a_device_comes_once(scene: Scene) -> None:
    anna, olga = scene.anna, scene.outsider
    body = {"messages": {olga.user_id: {olga.device_id: {"hello": 1}}}}
    for _ in range(2):
        sent = await anna.client.put(f"{V3}/sendToDevice/org.example.note/t", body)
        assert sent.status == 200, sent.body
    got = (await olga.client.get(f"{V3}/sync")).json["to_device"]["events"]
    assert [event["content"] for event in got] == [{"hello": 1}]
