# SPDX-License-Identifier: EUPL-1.2
"""Sending events: who may, what is refused, and transactions that are repeated."""

import asyncio
from typing import Any

from modules.rooms.conftest import House, build_house
from support.people import V3, Person

BAD_CONTENTS = [
    (b"", 400, "M_NOT_JSON"),
    (b"{", 400, "M_NOT_JSON"),
    (b"\xff\xfe", 400, "M_NOT_JSON"),
    (b'{"a": "\\ud800"}', 400, "M_NOT_JSON"),
    (b"[]", 400, "M_BAD_JSON"),
    (b'"text"', 400, "M_BAD_JSON"),
    (b"null", 400, "M_BAD_JSON"),
    (b'{"a": 1.5}', 400, "M_BAD_JSON"),
    (b'{"a": 1e3}', 400, "M_BAD_JSON"),
    (b'{"a": [{"b": 9007199254740992}]}', 400, "M_BAD_JSON"),
    (b'{"a": -9007199254740992}', 400, "M_BAD_JSON"),
    (b'{"a": 123456789012345678901234567890}', 400, "M_BAD_JSON"),
    (b'{"a": NaN}', 400, "M_NOT_JSON"),
    (b'{"a":' * 150 + b"1" + b"}" * 150, 400, "M_BAD_JSON"),
    (b'{"a":"' + b"x" * 65_536 + b'"}', 413, "M_TOO_LARGE"),
    (b'{"a":"' + b"x" * 2_000_000 + b'"}', 413, "M_TOO_LARGE"),
]
BAD_PATHS = [
    ("send/" + "t" * 256 + "/1", 413, "M_TOO_LARGE"),
    ("send/" + "%C3%A9" * 128 + "/1", 413, "M_TOO_LARGE"),
    ("send/a%00b/1", 400, "M_INVALID_PARAM"),
    ("send/a%FFb/1", 400, "M_INVALID_PARAM"),
    ("send/m.room.message/" + "t" * 256, 400, "M_INVALID_PARAM"),
    ("send/m.room.message/a%00b", 400, "M_INVALID_PARAM"),
]
TEXT = {"msgtype": "m.text", "body": "good morning"}


async def test_a_sent_message_is_read_by_the_other_member(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    await anna.send(room, "good morning")
    assert await boris.texts(room) == ["good morning"]


async def test_who_may_send(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    anonymous = await house.anonymous.put(f"{V3}/rooms/{room}/send/m.room.message/1", TEXT)
    assert (anonymous.status, anonymous.errcode) == (401, "M_MISSING_TOKEN")
    foreign = await boris.try_send(room, TEXT)
    assert (foreign.status, foreign.errcode) == (403, "M_FORBIDDEN")
    unknown = await boris.try_send("!" + "A" * 43, TEXT)
    assert (unknown.status, unknown.errcode, unknown.json) == (403, "M_FORBIDDEN", foreign.json)
    assert (await anna.try_send(room, TEXT)).status == 200


async def test_a_muted_person_is_refused(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id], power_level_content_override={"events_default": 10})
    await boris.join(room)
    assert (await boris.try_send(room, TEXT)).errcode == "M_FORBIDDEN"
    assert (await anna.try_send(room, TEXT)).status == 200


async def test_bad_contents_change_nothing(anna: Person) -> None:
    room = await anna.create()
    for raw, status, errcode in BAD_CONTENTS:
        answer = await anna.call("PUT", room, "send/m.room.message/1", content=raw)
        assert (answer.status, answer.errcode) == (status, errcode), raw[:80]
    assert await anna.texts(room) == []
    assert (await anna.try_send(room, TEXT, txn="1")).status == 200


async def test_bad_types_and_transaction_ids(anna: Person) -> None:
    room = await anna.create()
    for path, status, errcode in BAD_PATHS:
        answer = await anna.call("PUT", room, path, TEXT)
        assert (answer.status, answer.errcode) == (status, errcode), path


async def test_types_and_transaction_ids_may_hold_slashes(anna: Person) -> None:
    room = await anna.create()
    answer = await anna.call("PUT", room, "send/org.example%2Ftype/a%2Fb", {"x": 1})
    event = await anna.get(room, f"event/{answer.json['event_id']}")
    assert event.json["type"] == "org.example/type"
    assert event.json["unsigned"]["transaction_id"] == "a/b"


async def test_a_member_event_is_no_message(anna: Person) -> None:
    room = await anna.create()
    answer = await anna.try_send(room, {"membership": "join"}, kind="m.room.member")
    assert answer.errcode == "M_FORBIDDEN"


async def test_a_repeated_transaction_sends_once(anna: Person) -> None:
    room = await anna.create()
    first = await anna.try_send(room, TEXT, txn="same")
    again = await anna.try_send(room, TEXT, txn="same")
    assert first.json == again.json
    assert await anna.texts(room) == ["good morning"]


async def test_a_repeated_transaction_returns_the_first_even_with_another_body(anna: Person) -> None:
    room = await anna.create()
    first = await anna.try_send(room, TEXT, txn="same")
    again = await anna.try_send(room, {"msgtype": "m.text", "body": "other"}, txn="same")
    assert first.json == again.json
    assert await anna.texts(room) == ["good morning"]


async def test_simultaneous_repetitions_await_the_first(anna: Person) -> None:
    room = await anna.create()
    answers = await asyncio.gather(*(anna.try_send(room, TEXT, txn="same") for _ in range(5)))
    assert len({answer.json["event_id"] for answer in answers}) == 1
    assert await anna.texts(room) == ["good morning"]


async def test_a_transaction_id_counts_per_path_and_device(house: House, anna: Person) -> None:
    room, other = await anna.create(), await anna.create()
    phone = await house.on_device("anna")
    answers = [
        await anna.try_send(room, TEXT, txn="same"),
        await anna.try_send(other, TEXT, txn="same"),
        await anna.try_send(room, TEXT, txn="same", kind="org.example.text"),
        await phone.try_send(room, TEXT, txn="same"),
    ]
    assert len({answer.json["event_id"] for answer in answers}) == 4


async def test_a_refused_transaction_may_be_tried_again(anna: Person) -> None:
    room = await anna.create()
    assert (await anna.try_send(room, {"a": 1.5}, txn="same")).status == 400
    assert (await anna.try_send(room, TEXT, txn="same")).status == 200


async def test_transactions_are_known_after_a_restart(house: House, anna: Person) -> None:
    room = await anna.create()
    first = await anna.try_send(room, TEXT, txn="same")
    event_id = first.json["event_id"]
    redaction = await anna.call("PUT", room, f"redact/{event_id}/undo", {})
    restarted = Person(anna.user_id, build_house(house.office).anonymous.with_token(anna.client.token))
    assert (await restarted.try_send(room, TEXT, txn="same")).json == first.json
    again = await restarted.call("PUT", room, f"redact/{event_id}/undo", {})
    assert again.json == redaction.json


async def test_only_the_sending_device_sees_its_transaction_id(
    house: House, anna: Person, boris: Person
) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    sent = await anna.try_send(room, TEXT, txn="mine")
    phone = await house.on_device("anna")

    async def seen_by(person: Person) -> dict[str, Any]:
        answer = await person.get(room, f"event/{sent.json['event_id']}")
        unsigned: dict[str, Any] = answer.json.get("unsigned", {})
        return unsigned

    assert (await seen_by(anna))["transaction_id"] == "mine"
    assert "transaction_id" not in await seen_by(phone)
    assert "transaction_id" not in await seen_by(boris)


async def test_many_simultaneous_sends_form_one_chain(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    texts = [f"text {number}" for number in range(40)]
    await asyncio.gather(*((anna, boris)[number % 2].send(room, text) for number, text in enumerate(texts)))
    assert sorted(await anna.texts(room)) == sorted(texts)


async def test_redaction_removes_the_content_for_good(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    secret = "the minister resigns"
    event_id = await anna.send(room, secret)
    answer = await anna.call("PUT", room, f"redact/{event_id}/1", {"reason": "mistake"})
    assert answer.status == 200
    event = (await boris.get(room, f"event/{event_id}")).json
    assert event["content"] == {}
    because = event["unsigned"]["redacted_because"]
    assert because["event_id"] == answer.json["event_id"]
    assert because["content"] == {"redacts": event_id, "reason": "mistake"}
    assert because["redacts"] == event_id
    rows = await house.office.database.fetch("SELECT body, unsigned FROM rooms_event")
    assert not any(secret.encode() in (value or b"") for row in rows for value in row)


async def test_a_redacted_answer_stays_in_its_thread(anna: Person) -> None:
    room = await anna.create()
    root = await anna.send(room, "the root")
    relation = {"rel_type": "m.thread", "event_id": root}
    content = {"msgtype": "m.text", "body": "an answer", "m.relates_to": relation}
    answer = (await anna.call("PUT", room, "send/m.room.message/1", content)).json["event_id"]
    for event_id, thread in ((answer, root), (root, None)):
        await anna.call("PUT", room, f"redact/{event_id}/{event_id[1:9]}", {})
        event = (await anna.get(room, f"event/{event_id}")).json
        assert event["content"] == {}
        assert event["unsigned"].get("org.chancery.thread_id") == thread


async def test_who_may_redact(anna: Person, boris: Person, carla: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    hers, his = await anna.send(room, "hers"), await boris.send(room, "his")
    assert (await boris.call("PUT", room, f"redact/{hers}/1", {})).errcode == "M_FORBIDDEN"
    assert (await carla.call("PUT", room, f"redact/{hers}/1", {})).errcode == "M_FORBIDDEN"
    assert (await boris.call("PUT", room, f"redact/{his}/2", {})).status == 200
    assert (await anna.call("PUT", room, f"redact/{his}/1", {})).status == 200
    assert await anna.texts(room) == ["hers"]


async def test_events_of_other_rooms_cannot_be_redacted_here(anna: Person) -> None:
    room, other = await anna.create(), await anna.create()
    event_id = await anna.send(other, "elsewhere")
    assert (await anna.call("PUT", room, f"redact/{event_id}/1", {})).errcode == "M_INVALID_PARAM"
    assert (await anna.call("PUT", room, "redact/$unknown/1", {})).errcode == "M_NOT_FOUND"


async def test_encryption_cannot_be_redacted_or_switched_off(anna: Person) -> None:
    room = await anna.create()
    state = (await anna.get(room, "state")).json
    event_id = next(event["event_id"] for event in state if event["type"] == "m.room.encryption")
    assert (await anna.call("PUT", room, f"redact/{event_id}/1", {})).errcode == "M_FORBIDDEN"
    assert (await anna.put_state(room, "m.room.encryption", {})).errcode == "M_FORBIDDEN"


async def test_redacted_state_is_gone_from_its_successor_too(house: House, anna: Person) -> None:
    room = await anna.create(name="Operation Secret")
    old = (await anna.get(room, "state/m.room.name", format="event")).json["event_id"]
    await anna.put_state(room, "m.room.name", {"name": "Operation"})
    await anna.call("PUT", room, f"redact/{old}/1", {})
    rows = await house.office.database.fetch("SELECT body, unsigned FROM rooms_event")
    assert not any(b"Operation Secret" in (value or b"") for row in rows for value in row)
    assert (await anna.get(room, "state/m.room.name")).json == {"name": "Operation"}


async def test_redacting_current_state_empties_it(anna: Person) -> None:
    room = await anna.create(topic="secret plans")
    event_id = (await anna.get(room, "state/m.room.topic", format="event")).json["event_id"]
    await anna.call("PUT", room, f"redact/{event_id}/1", {})
    assert (await anna.get(room, "state/m.room.topic")).json == {}
    await anna.send(room, "life goes on")
    assert await anna.texts(room) == ["life goes on"]


async def test_redaction_by_sending_the_event(anna: Person) -> None:
    room = await anna.create()
    event_id = await anna.send(room, "x")
    assert (await anna.try_send(room, {"redacts": event_id}, kind="m.room.redaction")).status == 200
    assert (await anna.get(room, f"event/{event_id}")).json["content"] == {}
    assert (await anna.try_send(room, {}, kind="m.room.redaction")).errcode == "M_BAD_JSON"
