# SPDX-License-Identifier: EUPL-1.2
"""A simulated person's Matrix client: signs in, listens, and does what people do, measuring each."""

import asyncio
import itertools
import random
import re
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from chancery.app.load.http import Address, Connection, ConnectionLost, head
from chancery.app.load.recorder import Recorder

V3 = "/_matrix/client/v3"
REQUEST_SECONDS = 60.0
POLL_MS = 30_000
FILTER = quote('{"room":{"timeline":{"limit":20},"state":{"lazy_load_members":true}}}')
STAMP = "org.chancery.load.sent"
_STAMPS = re.compile(rb'"org\.chancery\.load\.sent":(\d+)')
_NEXT_BATCH = re.compile(rb'"next_batch":"([^"]+)"')
POLL = "poll"
"""Its duration says how long nothing happened: it is not recorded."""
KINDS = ("delivery", "announcement")
_numbers = itertools.count(1)


class Refused(Exception):
    """The server answered something else than 200; the text is its code."""


def stamp(kind: int) -> int:
    """Return what a message carries so that its receivers can tell when it was sent: microseconds, then the kind."""
    return int(time.monotonic() * 1_000_000) * 10 + kind


class LoadClient:
    """One signed-in device."""

    __slots__ = (
        "_listening",
        "_poll",
        "_since",
        "_started",
        "_task",
        "_token",
        "address",
        "name",
        "recorder",
        "user_id",
    )

    def __init__(self, address: Address, name: str, recorder: Recorder) -> None:
        self.address = address
        self.name = name
        self.recorder = recorder
        self.user_id = ""
        self._token = ""
        self._since = ""
        self._started = 0
        self._listening = False
        self._task = Connection(address)
        self._poll: Connection | None = None

    async def login(self, password: str) -> None:
        """Sign in with a password."""
        body = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": self.name},
            "password": password,
            "initial_device_display_name": "Load",
        }
        answer = await self.call("login", "POST", f"{V3}/login", body)
        self.user_id, self._token = answer["user_id"], answer["access_token"]

    async def call(self, kind: str, method: str, path: str, body: object = None) -> Any:
        """Do one request and return its decoded answer; its latency counts as `kind`. Raises Refused and ConnectionLost."""
        return msgspec.json.decode(await self._request(self._task, kind, method, path, body))

    async def _request(
        self, connection: Connection, kind: str, method: str, path: str, body: object
    ) -> bytes:
        content = b"" if body is None else msgspec.json.encode(body)
        started = time.monotonic()
        start = head(method, path, self.address.host, token=self._token, length=len(content))
        status, answer = await connection.request(start, content, REQUEST_SECONDS)
        if status >= 300:  # 200 and 201 are both answers
            raise Refused(f"{status} {_code_of(answer)}")
        if kind != POLL:
            self.recorder.observe(kind, time.monotonic() - started)
        return answer

    # What people do

    async def send(self, room_id: str, content: dict[str, Any]) -> str:
        """Send an encrypted message; the result is the event's id."""
        path = f"{V3}/rooms/{quote(room_id)}/send/m.room.encrypted/l{next(_numbers)}"
        return str((await self.call("send", "PUT", path, content))["event_id"])

    async def type(self, room_id: str, *, typing: bool) -> None:
        """Show others that this person types, or no longer."""
        body = {"typing": True, "timeout": 20_000} if typing else {"typing": False}
        await self.call("typing", "PUT", f"{V3}/rooms/{quote(room_id)}/typing/{quote(self.user_id)}", body)

    async def read(self, room_id: str, event_id: str) -> None:
        """Move the read receipt."""
        path = f"{V3}/rooms/{quote(room_id)}/receipt/m.read/{quote(event_id)}"
        await self.call("receipt", "POST", path, {})

    async def open_history(self, room_id: str) -> None:
        """Fetch a page of older messages."""
        await self.call("history", "GET", f"{V3}/rooms/{quote(room_id)}/messages?dir=b&limit=30")

    async def share_key(self, people: Sequence[str], chance: random.Random) -> None:
        """Send a room key to every device of some people."""
        sealed = {"algorithm": "m.olm.v1.curve25519-aes-sha2", "ciphertext": _noise(chance, 900)}
        messages = {user_id: {"*": sealed} for user_id in people}
        path = f"{V3}/sendToDevice/m.room.encrypted/l{next(_numbers)}"
        await self.call("key share", "PUT", path, {"messages": messages})

    # Listening

    async def listen(self, on_error: Callable[[str], None]) -> None:
        """Sync until cancelled; a failed poll is counted, and tried again after a second."""
        self._poll = Connection(self.address)
        self._started, self._listening = stamp(0), False
        try:
            while True:
                try:
                    await self._sync()
                except (ConnectionLost, Refused) as error:
                    on_error(str(error))
                    await asyncio.sleep(1)
        finally:
            self._poll.close()

    async def _sync(self) -> None:
        assert self._poll is not None
        since = f"&since={self._since}" if self._since else ""
        timeout = POLL_MS if self._listening else 0
        kind = POLL if self._listening else "catch up" if self._since else "first sync"
        path = f"{V3}/sync?timeout={timeout}&filter={FILTER}{since}"
        answer = await self._request(self._poll, kind, "GET", path, None)
        now = stamp(0)
        found = _NEXT_BATCH.search(answer)
        if found is None:
            raise Refused("a sync answer without next_batch")
        self._since = found[1].decode()
        if self._listening:
            self._count_deliveries(answer, now)
        self._listening = True

    def _count_deliveries(self, answer: bytes, now: int) -> None:
        for match in _STAMPS.finditer(answer):
            sent = int(match[1])
            if sent > self._started:
                self.recorder.observe(KINDS[sent % 10], (now - sent) / 10_000_000)

    def close(self) -> None:
        """Close the connections."""
        self._task.close()
        if self._poll is not None:
            self._poll.close()


def message(chance: random.Random, characters: int, kind: int) -> dict[str, Any]:
    """Return the content of an encrypted message of about the size that such a text gets."""
    length = min(20_000, max(1, int(chance.lognormvariate(0, 0.8) * characters)))
    return {
        "algorithm": "m.megolm.v1.aes-sha2",
        "ciphertext": _noise(chance, 240 + length * 4 // 3),
        "session_id": _noise(chance, 43),
        STAMP: stamp(kind),
    }


def _noise(chance: random.Random, length: int) -> str:
    return chance.randbytes((length + 1) // 2).hex()[:length]


def _code_of(answer: bytes) -> str:
    try:
        return str(msgspec.json.decode(answer)["errcode"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return ""
