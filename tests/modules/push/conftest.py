# SPDX-License-Identifier: EUPL-1.2
"""Anna and Boris in one room, and a push gateway on loopback that Boris's phone uses."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web
from support.peers import Peer, peer
from support.people import V3, Person

NOTIFY = "/_matrix/push/v1/notify"


@dataclass
class Gateway:
    """A push gateway that notes what it gets; a test sets what it answers."""

    peer: Peer
    status: int = 200
    rejected: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return self.peer.url(NOTIFY)

    @property
    def notifications(self) -> list[dict[str, Any]]:
        return [json.loads(body)["notification"] for body in self.peer.bodies]

    async def answer(self, request: web.Request) -> web.Response:
        return web.json_response({"rejected": list(self.rejected)}, status=self.status)

    def pusher(self, **changed: Any) -> dict[str, Any]:
        """Return a body for `POST /pushers/set`."""
        return {
            "app_id": "org.example.phone",
            "pushkey": "key",
            "kind": "http",
            "app_display_name": "Example",
            "device_display_name": "Phone",
            "lang": "en",
            "data": {"url": self.url},
            **changed,
        }


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    async def answer(request: web.Request) -> web.StreamResponse:
        return await made.answer(request)

    async with peer(answer) as server:
        made = Gateway(server)
        yield made


@pytest.fixture
async def room(anna: Person, boris: Person) -> str:
    room = await anna.create(preset="public_chat", name="Planning")
    await boris.join(room)
    return room


async def set_pusher(person: Person, body: dict[str, Any], status: int = 200) -> None:
    answer = await person.client.post(f"{V3}/pushers/set", body)
    assert answer.status == status, answer.body


async def pushers(person: Person) -> list[dict[str, Any]]:
    return list((await person.client.get(f"{V3}/pushers")).json["pushers"])
