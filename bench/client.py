# SPDX-License-Identifier: EUPL-1.2
"""A small Matrix client for load: one connection pool per person, answers decoded only where needed."""

from __future__ import annotations

import itertools
import json
import time
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import aiohttp

from bench.peers import PASSWORD

V3 = "/_matrix/client/v3"
CONNECTIONS = 12
"""A person's parked polls and a request beside them."""
_numbers = itertools.count(1)


class Person:
    """A signed-in person."""

    def __init__(self, url: str, name: str) -> None:
        self.name = name
        self._url = url
        self.user_id = ""
        self.since = ""
        connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=600)
        timeout = aiohttp.ClientTimeout(total=300)
        self._session = aiohttp.ClientSession(url, connector=connector, timeout=timeout)

    async def __aenter__(self) -> Self:
        await self.login()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._session.close()

    async def login(self) -> None:
        body = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": self.name},
            "password": PASSWORD,
        }
        answer = await self.call("POST", f"{V3}/login", body)
        self.user_id = answer["user_id"]
        self._session.headers["Authorization"] = f"Bearer {answer['access_token']}"

    def reconnected(self) -> Person:
        """Return the same sign-in with connections of its own: those to a server that was started again are dead."""
        again = Person(self._url, self.name)
        again.user_id, again.since = self.user_id, self.since
        again._session.headers["Authorization"] = self.authorization
        return again

    @property
    def authorization(self) -> str:
        """The value of the person's Authorization header."""
        return str(self._session.headers["Authorization"])

    async def call(self, method: str, path: str, body: object = None) -> Any:
        """Return the decoded answer; raises RuntimeError for any status but 200."""
        return json.loads(await self.raw(method, path, body))

    async def raw(self, method: str, path: str, body: object = None) -> bytes:
        data = None if body is None else json.dumps(body)
        async with self._session.request(method, path, data=data) as answer:
            content = await answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
            return content

    async def create_room(self, *, version: str = "10") -> str:
        body = {
            "preset": "public_chat",
            "room_version": version,
            "name": f"Room {next(_numbers)}",
            "org.chancery.encrypted": False,
        }
        return str((await self.call("POST", f"{V3}/createRoom", body))["room_id"])

    async def join(self, room_id: str) -> None:
        await self.raw("POST", f"{V3}/join/{quote(room_id)}", {})

    async def send(self, room_id: str) -> str:
        path = f"{V3}/rooms/{quote(room_id)}/send/m.room.message/t{next(_numbers)}"
        text = (
            "Colleagues, the agenda for ten o'clock is in the pinned message; please check section three. "
            * 2
        )
        return str((await self.call("PUT", path, {"msgtype": "m.text", "body": text}))["event_id"])

    async def send_to_device(self, user_id: str) -> None:
        """Send a message of a room key's size to every device of a person."""
        sealed = {"algorithm": "m.olm.v1.curve25519-aes-sha2", "ciphertext": "A" * 900}
        path = f"{V3}/sendToDevice/m.room.encrypted/t{next(_numbers)}"
        await self.raw("PUT", path, {"messages": {user_id: {"*": sealed}}})

    async def sync(self, *, timeout_ms: int = 0) -> bytes:
        """Return the raw answer and keep its token for the next call."""
        since = f"&since={quote(self.since)}" if self.since else ""
        content = await self.raw("GET", f"{V3}/sync?timeout={timeout_ms}{since}")
        start = content.index(b'"next_batch"')
        self.since = content[start + 12 :].split(b'"', 2)[1].decode()
        return content

    async def wait_for(self, event_id: str, *, seconds: float = 60) -> float:
        """Sync until an event arrives; returns the time of its arrival."""
        wanted = event_id.encode()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if wanted in await self.sync(timeout_ms=30_000):
                return time.monotonic()
        raise TimeoutError(f"{self.name} did not get {event_id}")
