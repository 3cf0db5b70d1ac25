# SPDX-License-Identifier: EUPL-1.2
"""A client that remembers what was asked and answered, for judging whole sessions afterwards."""

from dataclasses import dataclass, field
from typing import Any

from chancery.platform.http.kernel import Kernel
from support.http import Answer, Client
from support.office import PASSWORD
from support.people import V3, Person


@dataclass
class Witness:
    """What a session brought: every exchange, and the routes that answered well."""

    kernel: Kernel
    exchanges: list[tuple[str, str, Answer]] = field(default_factory=list)
    served: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.kernel.observe = self._note

    def _note(self, route: Any, _method: str, status: int, _seconds: float, _request: str) -> None:
        if route is not None and status < 300:
            self.served.add(f"{route.method} {route.path}")

    async def sign_in(self, name: str) -> Person:
        """Sign somebody in on a new device that is watched."""
        identifier = {"type": "m.id.user", "user": name}
        body = {"type": "m.login.password", "identifier": identifier, "password": PASSWORD}
        answer = await WatchedClient(self).post(f"{V3}/login", body)
        assert answer.status == 200, answer.body
        client = WatchedClient(self, answer.json["access_token"])
        return Person(answer.json["user_id"], client, answer.json["device_id"])


class WatchedClient(Client):
    """Tells its witness of every exchange."""

    def __init__(self, witness: Witness, token: str | None = None) -> None:
        super().__init__(witness.kernel, token)
        self._witness = witness

    async def request(self, method: str, path: str, **options: Any) -> Answer:
        """Send one request, remembered."""
        answer = await super().request(method, path, **options)
        self._witness.exchanges.append((method, path, answer))
        return answer

    async def good(self, method: str, path: str, json: object = None, **options: Any) -> Any:
        """Send one request that must succeed; its JSON, or the answer when it has none."""
        answer = await self.request(method, path, json=json, **options)
        assert answer.status == 200, f"{method} {path}: {answer.status} {answer.body[:300]!r}"
        return answer.json if answer.headers.get("content-type") == "application/json" else answer

    async def confirmed(self, method: str, path: str, user: str, json: dict[str, Any]) -> Any:
        """Send a request that asks for the password, and say it."""
        asked = await self.request(method, path, json=json)
        assert asked.status == 401, asked.body
        identifier = {"type": "m.id.user", "user": user}
        session = asked.json["session"]
        auth = {
            "type": "m.login.password",
            "identifier": identifier,
            "password": PASSWORD,
            "session": session,
        }
        return await self.good(method, path, {**json, "auth": auth})
