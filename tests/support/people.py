# SPDX-License-Identifier: EUPL-1.2
"""Somebody at a Matrix client, with short ways to what every test needs."""

import itertools
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from support.http import Answer, Client

V1 = "/_matrix/client/v1"
V3 = "/_matrix/client/v3"
_txns = itertools.count(1)


@dataclass(frozen=True)
class Person:
    """Somebody at a client."""

    user_id: str
    client: Client
    device_id: str = ""

    async def create(self, **body: Any) -> str:
        """Create a room and return its id."""
        answer = await self.client.post(f"{V3}/createRoom", body)
        assert answer.status == 200, answer.body
        return str(answer.json["room_id"])

    async def call(self, method: str, room: str, path: str, json: object = None, **options: Any) -> Answer:
        """Call an endpoint below a room."""
        return await self.client.request(
            method, f"{V3}/rooms/{quote(room, safe='')}/{path}", json=json, **options
        )

    async def get(self, room: str, path: str, **query: str | int) -> Answer:
        """GET below a room."""
        return await self.call("GET", room, path, query=query)

    async def post(self, room: str, path: str, **body: Any) -> Answer:
        """POST below a room."""
        return await self.call("POST", room, path, body)

    async def put_state(self, room: str, kind: str, content: object, key: str = "") -> Answer:
        """Set state."""
        return await self.call("PUT", room, f"state/{kind}/{quote(key, safe='')}", content)

    async def try_send(
        self, room: str, content: object, *, kind: str = "m.room.message", txn: str | None = None
    ) -> Answer:
        """Send an event and return the answer."""
        return await self.call("PUT", room, f"send/{kind}/{txn or f'txn{next(_txns)}'}", content)

    async def send(self, room: str, text: str, **more: Any) -> str:
        """Send a text and return the event's id."""
        answer = await self.try_send(room, {"msgtype": "m.text", "body": text, **more})
        assert answer.status == 200, answer.body
        return str(answer.json["event_id"])

    async def join(self, room: str) -> None:
        """Join a room."""
        answer = await self.client.post(f"{V3}/join/{quote(room, safe='')}")
        assert answer.status == 200, answer.body

    async def invite(self, room: str, *people: "Person") -> None:
        """Invite people."""
        for person in people:
            answer = await self.post(room, "invite", user_id=person.user_id)
            assert answer.status == 200, answer.body

    async def texts(self, room: str, **query: str | int) -> list[str]:
        """Return the texts of a page of messages, newest first."""
        answer = await self.get(room, "messages", **{"dir": "b", "limit": 100, **query})
        assert answer.status == 200, answer.body
        return [event["content"]["body"] for event in answer.json["chunk"] if "body" in event["content"]]
