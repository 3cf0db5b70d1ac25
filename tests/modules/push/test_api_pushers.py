# SPDX-License-Identifier: EUPL-1.2
"""Pushers over HTTP, and what their gateways are told."""

from typing import Any
from urllib.parse import quote

import pytest
from support.ministry import Ministry
from support.people import V3, Person

from .conftest import Gateway, pushers, set_pusher

HOUR = 3_600_000


async def read(person: Person, room: str, event: str) -> None:
    answer = await person.call("POST", room, f"receipt/m.read/{quote(event, safe='')}", {})
    assert answer.status == 200, answer.body


async def test_a_pusher_is_set_listed_changed_and_removed(
    boris: Person, anna: Person, gateway: Gateway
) -> None:
    body = gateway.pusher(profile_tag="work")
    await set_pusher(boris, body)
    (shown,) = await pushers(boris)
    assert {name: shown[name] for name in body} == body
    assert shown["org.matrix.msc3881.device_id"] == boris.device_id
    assert await pushers(anna) == []
    await set_pusher(boris, gateway.pusher(lang="ru"))
    (changed,) = await pushers(boris)
    assert changed["lang"] == "ru"
    await set_pusher(boris, {"app_id": body["app_id"], "pushkey": body["pushkey"], "kind": None})
    assert await pushers(boris) == []


async def test_a_pusher_moves_to_the_next_person_unless_appended(
    anna: Person, boris: Person, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher())
    await set_pusher(anna, gateway.pusher(append=True))
    assert len(await pushers(boris)) == 1
    await set_pusher(anna, gateway.pusher())
    assert await pushers(boris) == []
    assert len(await pushers(anna)) == 1


async def test_nobody_is_notified_by_mail(boris: Person, gateway: Gateway) -> None:
    wish = gateway.pusher(kind="email", app_id="m.email", pushkey="boris@home.example")
    answer = await boris.client.post(f"{V3}/pushers/set", wish)
    assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM")
    assert "e-mail" in answer.json["error"]
    assert await pushers(boris) == []


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"kind": "pigeon"}, "M_INVALID_PARAM"),
        ({"kind": 5}, "M_INVALID_PARAM"),
        ({"app_id": "x" * 65}, "M_INVALID_PARAM"),
        ({"pushkey": "x" * 513}, "M_INVALID_PARAM"),
        ({"pushkey": None}, "M_MISSING_PARAM"),
        ({"lang": None}, "M_MISSING_PARAM"),
        ({"data": None}, "M_MISSING_PARAM"),
        ({"data": {}}, "M_MISSING_PARAM"),
        ({"data": {"url": "https://127.0.0.1/other"}}, "M_INVALID_PARAM"),
        ({"data": {"url": "https://8.8.8.8/_matrix/push/v1/notify"}}, "M_INVALID_PARAM"),
        ({"data": {"url": "file:///_matrix/push/v1/notify"}}, "M_INVALID_PARAM"),
        ({"kind": "org.matrix.msc4174.webpush", "data": {"url": "https://127.0.0.1/"}}, "M_MISSING_PARAM"),
        (
            {"kind": "org.matrix.msc4174.webpush", "data": {"url": "https://127.0.0.1/", "auth": "x"}},
            "M_INVALID_PARAM",
        ),
    ],
)
async def test_bad_pushers_are_refused(
    boris: Person, gateway: Gateway, changed: dict[str, Any], errcode: str
) -> None:
    answer = await boris.client.post(f"{V3}/pushers/set", gateway.pusher(**changed))
    assert (answer.status, answer.errcode) == (400, errcode)
    assert await pushers(boris) == []


async def test_a_message_reaches_the_gateway(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher(data={"url": gateway.url, "brand": "example"}))
    await read(boris, room, await anna.send(room, "before"))
    await ministry.modules.push.settle()
    event = await anna.send(room, "Boris!", **{"m.mentions": {"user_ids": [boris.user_id]}})
    await ministry.modules.push.settle()
    sent = next(found for found in gateway.notifications if found.get("event_id") == event)
    assert sent["content"]["body"] == "Boris!"
    expected = {
        "room_id": room,
        "type": "m.room.message",
        "sender": anna.user_id,
        "sender_display_name": "Anna",
        "room_name": "Planning",
        "prio": "high",
        "counts": {"unread": 1},
    }
    assert {name: sent[name] for name in expected} == expected
    (device,) = sent["devices"]
    assert device["app_id"] == "org.example.phone"
    assert device["pushkey"] == "key"
    assert device["data"] == {"brand": "example"}
    assert device["tweaks"] == {"sound": "default", "highlight": True}


async def test_ids_only_where_the_client_asks_and_where_the_room_is_encrypted(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher(data={"url": gateway.url, "format": "event_id_only"}))
    await anna.send(room, "secret words")
    await ministry.modules.push.settle()
    await set_pusher(boris, gateway.pusher())
    assert (
        await anna.put_state(room, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
    ).status == 200
    await anna.try_send(room, {"ciphertext": "secret words"}, kind="m.room.encrypted")
    await anna.send(room, "secret words in the clear")
    await ministry.modules.push.settle()
    assert len(gateway.notifications) == 3
    for sent in gateway.notifications:
        assert set(sent) == {"event_id", "room_id", "prio", "counts", "devices"}
    assert b"secret" not in b"".join(gateway.peer.bodies)
    assert b"Planning" not in b"".join(gateway.peer.bodies)


async def test_own_silent_and_read_events_are_not_pushed(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher())
    own = await boris.send(room, "mine")
    await anna.try_send(
        room,
        {"m.relates_to": {"rel_type": "m.annotation", "event_id": own, "key": "x"}},
        kind="m.reaction",
    )
    await anna.try_send(room, {"msgtype": "m.notice", "body": "built"})
    carla = await ministry.person("carla")
    await carla.join(room)
    await ministry.modules.push.settle()
    assert gateway.notifications == []


async def test_people_that_are_ignored_push_nothing(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher())
    path = f"{V3}/user/{boris.user_id}/account_data/m.ignored_user_list"
    await boris.client.put(path, {"ignored_users": {anna.user_id: {}}})
    await anna.send(room, "x")
    await ministry.modules.push.settle()
    assert gateway.notifications == []


async def test_an_invitation_is_pushed(
    ministry: Ministry, anna: Person, boris: Person, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher())
    other = await anna.create(name="Budget", preset="public_chat", invite=[boris.user_id])
    await ministry.modules.push.settle()
    (sent,) = gateway.notifications
    assert (sent["type"], sent["room_id"], sent["user_is_target"]) == ("m.room.member", other, True)
    assert sent["room_name"] == "Budget"


async def test_reading_elsewhere_lowers_the_number_on_the_phone(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await read(boris, room, await anna.send(room, "before"))
    await set_pusher(boris, gateway.pusher())
    for text in ("one", "two"):
        last = await anna.send(room, text)
        await ministry.modules.push.settle()
    await read(boris, room, last)
    await ministry.modules.push.settle()
    assert [found["counts"] for found in gateway.notifications] == [{"unread": 1}, {"unread": 2}, {}]
    badge = gateway.notifications[-1]
    assert set(badge) == {"prio", "counts", "devices"}
    await read(boris, room, await boris.send(room, "answer"))
    await ministry.modules.push.settle()
    assert len(gateway.notifications) == 3


async def test_a_failing_gateway_is_tried_again_and_nothing_is_lost_or_doubled(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher())
    gateway.status = 502
    first = await anna.send(room, "one")
    await ministry.modules.push.settle()
    second = await anna.send(room, "two")
    await ministry.modules.push.settle()
    assert [found["event_id"] for found in gateway.notifications] == [first]
    gateway.status = 200
    await run_retry(ministry)
    assert len(gateway.notifications) == 1, "its time has not come"
    ministry.platform.clock.forward(seconds=(2_000) / 1000)
    await run_retry(ministry)
    assert [found["event_id"] for found in gateway.notifications] == [first, first, second]
    await run_retry(ministry)
    assert len(gateway.notifications) == 3


async def test_waits_double_and_yesterdays_messages_are_dropped(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher())
    gateway.status = 500
    await anna.send(room, "old")
    await ministry.modules.push.settle()
    for wait in (1_000, 2_000, 4_000):
        ministry.platform.clock.forward(seconds=(wait - 1) / 1000)
        await run_retry(ministry)
        tried = len(gateway.notifications)
        ministry.platform.clock.forward(seconds=(1) / 1000)
        await run_retry(ministry)
        assert len(gateway.notifications) == tried + 1
    gateway.status = 200
    ministry.platform.clock.forward(seconds=(25 * HOUR) / 1000)
    await run_retry(ministry)
    (badge,) = gateway.notifications[4:]
    assert "event_id" not in badge


async def run_retry(ministry: Ministry) -> None:
    job, _ = ministry.modules.push.manifest.jobs
    await job.run()
    await ministry.modules.push.settle()


async def test_a_rejected_pushkey_is_removed(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher())
    gateway.rejected = ("key",)
    await anna.send(room, "x")
    await ministry.modules.push.settle()
    assert await pushers(boris) == []
    await anna.send(room, "y")
    await ministry.modules.push.settle()
    assert len(gateway.notifications) == 1


async def test_a_signed_out_device_takes_its_pushers_along(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    phone = await ministry.on_device("boris", "PHONE")
    await set_pusher(phone, gateway.pusher())
    await set_pusher(phone, gateway.pusher(pushkey="silent", enabled=False))
    await set_pusher(boris, gateway.pusher(pushkey="desk"))
    await ministry.modules.push.settle()
    assert (await phone.client.post(f"{V3}/logout")).status == 200
    assert [one["pushkey"] for one in await pushers(boris)] == ["desk"], (
        "at once, while the rest is under way"
    )
    await ministry.modules.push.settle()
    (left,) = await pushers(boris)
    assert left["pushkey"] == "desk"
    await anna.send(room, "x")
    await ministry.modules.push.settle()
    assert [found["devices"][0]["pushkey"] for found in gateway.notifications] == ["desk"]


async def test_a_pusher_that_is_switched_off_is_silent(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher(enabled=False))
    await anna.send(room, "x")
    await ministry.modules.push.settle()
    assert gateway.notifications == []
    (shown,) = await pushers(boris)
    assert shown["org.matrix.msc3881.enabled"] is False


async def test_a_burst_arrives_whole_and_in_order(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher())
    sent = [await anna.send(room, f"message {number}") for number in range(12)]
    await ministry.modules.push.settle()
    assert [found["event_id"] for found in gateway.notifications] == sent


async def test_what_happened_while_nobody_listened_is_pushed_after_a_restart(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher())
    await ministry.modules.push.settle()
    manifest = ministry.modules.push.manifest
    assert manifest.stop is not None
    assert manifest.start is not None
    await manifest.stop()
    event = await anna.send(room, "while away")
    await manifest.start()
    await ministry.modules.push.settle()
    assert [found["event_id"] for found in gateway.notifications] == [event]
