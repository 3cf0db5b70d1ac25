# SPDX-License-Identifier: EUPL-1.2
"""Our own push gateway: browsers and UnifiedPush endpoints told without anybody in between."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from support.browser_push import AUTH, PushService, encode, push_service
from support.ministry import Ministry
from support.peers import Peer, peer, says
from support.people import Person

from .conftest import NOTIFY, Gateway, set_pusher

OWN = f"https://chancery.example{NOTIFY}"


@pytest.fixture
async def endpoint() -> AsyncIterator[Peer]:
    """A UnifiedPush distributor's endpoint."""
    async with peer(says()) as server:
        yield server


@pytest.fixture
async def browser(boris: Person) -> AsyncIterator[PushService]:
    async with push_service() as service:
        service.vapid = (await boris.client.get("/api/v1/push/webpush")).json["vapid"]
        yield service


def notice(app_id: str, pushkey: str, **data: Any) -> dict[str, Any]:
    device = {"app_id": app_id, "pushkey": pushkey, "data": data}
    return {"notification": {"event_id": "$1", "room_id": "!1", "counts": {"unread": 1}, "devices": [device]}}


async def test_a_unifiedpush_phone_through_our_own_gateway(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway, endpoint: Peer
) -> None:
    """The client names our gateway as `url` and its distributor's endpoint as pushkey; nothing leaves by HTTP to us."""
    body = gateway.pusher(pushkey=endpoint.url("/up?token=1"), data={"url": OWN, "format": "event_id_only"})
    await set_pusher(boris, body)
    event = await anna.send(room, "x" * 10_000)
    await ministry.modules.push.settle()
    (sent,) = [json.loads(body)["notification"] for body in endpoint.bodies]
    assert (sent["event_id"], sent["room_id"]) == (event, room)
    assert "content" not in sent
    assert endpoint.requests[0].path_qs == "/up?token=1"


async def test_a_browser_in_the_older_form_through_our_own_gateway(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway, browser: PushService
) -> None:
    data = {"url": OWN, "endpoint": browser.endpoint, "auth": encode(AUTH), "format": "event_id_only"}
    await set_pusher(boris, gateway.pusher(pushkey=browser.p256dh, data=data))
    event = await anna.send(room, "x")
    await ministry.modules.push.settle()
    assert browser.messages[-1]["event_id"] == event


async def test_the_endpoint_serves_registered_pushkeys_only(
    ministry: Ministry, boris: Person, gateway: Gateway, endpoint: Peer
) -> None:
    await set_pusher(boris, gateway.pusher(pushkey=endpoint.url("/up"), data={"url": OWN}))
    answer = await ministry.anonymous.post(NOTIFY, notice("org.example.phone", endpoint.url("/up")))
    assert answer.json == {"rejected": []}
    assert len(endpoint.requests) == 1
    for app_id, pushkey in (("org.example.phone", endpoint.url("/other")), ("other", endpoint.url("/up"))):
        answer = await ministry.anonymous.post(NOTIFY, notice(app_id, pushkey))
        assert answer.json == {"rejected": [pushkey]}
    assert len(endpoint.requests) == 1


@pytest.mark.parametrize(
    "notification",
    [
        {},
        {"devices": 5},
        {"devices": [5]},
        {"devices": [{}]},
        {"devices": [{"app_id": "x"}]},
        {"devices": [{"app_id": "x", "pushkey": 5}]},
        {"devices": [{"app_id": "x", "pushkey": "y", "data": 5}]},
        {"devices": [{"app_id": "x", "pushkey": "y"}] * 21},
    ],
)
async def test_bad_notifications_are_refused(ministry: Ministry, notification: dict[str, Any]) -> None:
    answer = await ministry.anonymous.post(NOTIFY, {"notification": notification})
    assert answer.status == 400


async def test_clients_find_the_gateway(ministry: Ministry) -> None:
    assert (await ministry.anonymous.get(NOTIFY)).json == {"unifiedpush": {"gateway": "matrix"}}
