# SPDX-License-Identifier: EUPL-1.2
"""Web Push from subscription to message, against a push service that decrypts and checks like a real one."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from support.browser_push import AUTH, PushService, encode, push_service
from support.ministry import Ministry
from support.people import V3, Person

from .conftest import pushers, set_pusher

APP = "eu.chancery.web"
ACK = "/_matrix/client/unstable/org.matrix.msc4174/pushers/ack"


@pytest.fixture
async def browser(boris: Person) -> AsyncIterator[PushService]:
    """Boris's browser: it subscribed with the server's key."""
    async with push_service() as service:
        shown = (await boris.client.get("/api/v1/push/webpush")).json
        assert shown["enabled"] is True
        service.vapid = shown["vapid"]
        yield service


def subscription(browser: PushService, **changed: Any) -> dict[str, Any]:
    return {
        "app_id": APP,
        "pushkey": browser.p256dh,
        "kind": "org.matrix.msc4174.webpush",
        "app_display_name": "Chancery",
        "device_display_name": "Firefox on Linux",
        "lang": "en",
        "data": {"url": browser.endpoint, "auth": encode(AUTH), "format": "event_id_only"},
        **changed,
    }


async def subscribe(ministry: Ministry, person: Person, browser: PushService) -> None:
    await set_pusher(person, subscription(browser), status=201)
    token = browser.messages.pop()["ack_token"]
    answer = await person.client.post(ACK, {"app_id": APP, "ack_token": token})
    assert answer.status == 200, answer.body
    await ministry.modules.push.settle()


async def test_a_subscription_is_active_once_its_browser_has_answered(
    ministry: Ministry, anna: Person, boris: Person, room: str, browser: PushService
) -> None:
    await set_pusher(boris, subscription(browser), status=201)
    (proof,) = browser.messages
    assert set(proof) == {"app_id", "ack_token"}
    assert proof["app_id"] == APP
    assert (await pushers(boris))[0]["data"]["activated"] is False
    await anna.send(room, "too early")
    await ministry.modules.push.settle()
    assert len(browser.messages) == 1
    wrong = await boris.client.post(ACK, {"app_id": APP, "ack_token": "guess"})
    assert (wrong.status, wrong.errcode) == (404, "M_NOT_FOUND")
    foreign = await anna.client.post(ACK, proof)
    assert foreign.status == 404
    assert (await boris.client.post(ACK, proof)).status == 200
    assert (await pushers(boris))[0]["data"]["activated"] is True
    await ministry.modules.push.settle()
    assert (await boris.client.post(f"{V3}/pushers/set", subscription(browser))).status == 200


async def test_a_token_that_came_too_late(ministry: Ministry, boris: Person, browser: PushService) -> None:
    await set_pusher(boris, subscription(browser), status=201)
    ministry.platform.clock.forward(seconds=301)
    assert (await boris.client.post(ACK, browser.messages[0])).status == 410


async def test_a_message_is_encrypted_signed_and_without_content(
    ministry: Ministry, anna: Person, boris: Person, room: str, browser: PushService
) -> None:
    await subscribe(ministry, boris, browser)
    event = await anna.send(room, "secret", **{"m.mentions": {"user_ids": [boris.user_id]}})
    await ministry.modules.push.settle()
    (message,) = browser.messages[-1:]
    assert message["event_id"] == event
    assert message["room_id"] == room
    assert set(message) == {"event_id", "room_id", "prio", "counts"}
    claims = browser.claims[-1]
    assert browser.peer is not None
    assert claims["aud"] == f"http://127.0.0.1:{browser.peer.port}"
    assert 0 < claims["exp"] - ministry.platform.clock() // 1000 <= 24 * 3600
    assert claims["sub"].startswith(("mailto:", "https://"))
    assert browser.headers[-1]["urgency"] == "high"
    assert b"secret" not in b"".join(browser.peer.bodies)


async def test_content_for_clients_that_want_it_fits_one_record(
    ministry: Ministry, anna: Person, boris: Person, room: str, browser: PushService
) -> None:
    await subscribe(ministry, boris, browser)
    data = {"url": browser.endpoint, "auth": encode(AUTH), "default_payload": {"user": boris.user_id}}
    await set_pusher(boris, subscription(browser, data=data))
    await anna.send(room, "short")
    await ministry.modules.push.settle()
    assert browser.messages[-1]["content"]["body"] == "short"
    assert browser.messages[-1]["user"] == boris.user_id
    long = await anna.send(room, "long " * 2_000)
    await ministry.modules.push.settle()
    assert browser.messages[-1]["event_id"] == long
    assert "content" not in browser.messages[-1]


@pytest.mark.parametrize("status", [404, 410])
async def test_a_dead_subscription_is_removed(
    ministry: Ministry, anna: Person, boris: Person, room: str, browser: PushService, status: int
) -> None:
    await subscribe(ministry, boris, browser)
    browser.status = status
    await anna.send(room, "x")
    await ministry.modules.push.settle()
    assert await pushers(boris) == []


async def test_unsubscribing(ministry: Ministry, boris: Person, browser: PushService) -> None:
    await subscribe(ministry, boris, browser)
    await set_pusher(boris, {"app_id": APP, "pushkey": browser.p256dh, "kind": None})
    assert await pushers(boris) == []


async def test_a_changed_address_must_be_proved_anew(
    ministry: Ministry, boris: Person, browser: PushService
) -> None:
    await subscribe(ministry, boris, browser)
    moved = {"url": browser.endpoint + "-2", "auth": encode(AUTH)}
    await set_pusher(boris, subscription(browser, data=moved), status=201)
    assert "ack_token" in browser.messages[-1]


async def test_the_key_is_the_same_for_everybody(anna: Person, boris: Person, ministry: Ministry) -> None:
    keys = {(await person.client.get("/api/v1/push/webpush")).json["vapid"] for person in (anna, boris)}
    assert len(keys) == 1
    assert (await ministry.anonymous.get("/api/v1/push/webpush")).status == 401
