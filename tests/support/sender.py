# SPDX-License-Identifier: EUPL-1.2
"""A person who sends numbered messages over real sockets and remembers what was acknowledged."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import aiohttp

from support.office import PASSWORD
from support.people import V3

LOST = (aiohttp.ClientError, TimeoutError, OSError)


@dataclass
class Sender:
    """`acknowledged` are (number, event id) in the order of the answers."""

    url: str
    name: str
    token: str = ""
    next_number: int = 0
    acknowledged: list[tuple[int, str]] = field(default_factory=list)

    async def call(self, method: str, path: str, body: object = None) -> Any:
        """Return the decoded answer; raises RuntimeError for an error and one of LOST for no answer."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        timeout = aiohttp.ClientTimeout(total=20)
        async with (
            aiohttp.ClientSession(self.url, headers=headers, timeout=timeout) as session,
            session.request(method, path, json=body) as answer,
        ):
            content = await answer.json()
            if answer.status != 200:
                raise RuntimeError(f"{method} {path}: {answer.status} {content}")
            return content

    async def log_in(self) -> None:
        """Sign in with the common password."""
        body = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": self.name},
            "password": PASSWORD,
        }
        self.token = (await self.call("POST", f"{V3}/login", body))["access_token"]

    async def send_until_lost(self, room: str) -> None:
        """Send numbered messages one after another until the server is gone; an unanswered one is sent again next time."""
        timeout = aiohttp.ClientTimeout(total=20)
        headers = {"Authorization": f"Bearer {self.token}"}
        async with aiohttp.ClientSession(self.url, headers=headers, timeout=timeout) as session:
            while True:
                number = self.next_number
                path = f"{V3}/rooms/{quote(room)}/send/m.room.message/{self.name}-{number}"
                content = {"msgtype": "m.text", "body": f"{self.name} {number}"}
                try:
                    async with session.put(path, json=content) as answer:
                        if answer.status != 200:
                            return
                        event_id = (await answer.json())["event_id"]
                except LOST:
                    return
                self.acknowledged.append((number, event_id))
                self.next_number += 1

    async def history(self, room: str) -> list[dict[str, Any]]:
        """Return every message of a room, oldest first."""
        events: list[dict[str, Any]] = []
        token = ""
        while True:
            path = f"{V3}/rooms/{quote(room)}/messages?dir=b&limit=500{token}"
            page = await self.call("GET", path)
            events += page["chunk"]
            if "end" not in page:
                break
            token = f"&from={quote(page['end'])}"
        return [event for event in reversed(events) if event["type"] == "m.room.message"]
