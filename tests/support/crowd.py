# SPDX-License-Identifier: EUPL-1.2
"""People who write and follow through several processes at once, while parts of the server are taken away.

Every request opens a connection of its own, so that it may reach any worker; a writer repeats what was not
acknowledged under its transaction id, and a follower only ever goes on from its last token.
"""

import asyncio
import itertools
import random
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import aiohttp

from support.people import V3
from support.sender import LOST, Sender

MOST_SECONDS = 62.0
"""The server's own limit of a request, and a little."""


@dataclass
class Crowd:
    """Writers and followers of one room; `urls` are the hosts that they choose among."""

    urls: list[str]
    room: str
    running: bool = True
    refusals: list[tuple[int, dict[str, Any], str | None]] = field(default_factory=list)
    slowest: float = 0.0

    async def request(self, token: str, method: str, path: str, body: object = None) -> Any:
        """Return the answer's body, or None when there was none or the server asked to try again."""
        timeout = aiohttp.ClientTimeout(total=MOST_SECONDS, connect=5)
        headers = {"Authorization": f"Bearer {token}"}
        began = time.monotonic()
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
                session.request(method, random.choice(self.urls) + path, json=body) as answer,
            ):
                content = await answer.json()
        except LOST:
            return None
        finally:
            self.slowest = max(self.slowest, time.monotonic() - began)
        if answer.status == 200:
            return content
        self.refusals.append((answer.status, content, answer.headers.get("Retry-After")))
        return None


@dataclass
class Writer:
    """Sends numbered messages one after another; each is repeated until it is acknowledged."""

    sender: Sender
    crowd: Crowd

    async def run(self) -> None:
        """Write until the crowd ends, and finish what was begun."""
        for number in itertools.count():
            await self._send(number)
            if not self.crowd.running:
                return

    async def _send(self, number: int) -> None:
        name = self.sender.name
        path = f"{V3}/rooms/{quote(self.crowd.room)}/send/m.room.message/{name}-{number}"
        content = {"msgtype": "m.text", "body": f"{name} {number}"}
        while True:
            answer = await self.crowd.request(self.sender.token, "PUT", path, content)
            if answer is not None:
                self.sender.acknowledged.append((number, answer["event_id"]))
                self.sender.next_number = number + 1
                return
            await asyncio.sleep(0.05)


@dataclass
class Follower:
    """Polls `/sync` from token to token and writes down every message in the order of its coming."""

    sender: Sender
    crowd: Crowd
    heard: list[str] = field(default_factory=list)
    gaps: int = 0
    since: str = ""

    async def poll(self) -> None:
        """Poll once."""
        limits = quote('{"room":{"timeline":{"limit":100000,"types":["m.room.message"]}}}')
        since = f"&since={quote(self.since)}" if self.since else ""
        path = f"{V3}/sync?timeout=2000&filter={limits}{since}"
        answer = await self.crowd.request(self.sender.token, "GET", path)
        if answer is None:
            await asyncio.sleep(0.05)
            return
        self.since = answer["next_batch"]
        timeline = answer.get("rooms", {}).get("join", {}).get(self.crowd.room, {}).get("timeline", {})
        self.gaps += bool(timeline.get("limited"))
        self.heard += [event["event_id"] for event in timeline.get("events", ())]

    async def follow(self) -> None:
        """Poll until the crowd ends."""
        while self.crowd.running:
            await self.poll()

    async def catch_up(self, last: str) -> None:
        """Poll until an event was heard; TimeoutError when it never comes."""
        async with asyncio.timeout(60):
            while last not in self.heard:
                await self.poll()
