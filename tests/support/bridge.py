# SPDX-License-Identifier: EUPL-1.2
"""A small application service that remembers everything, and the application that knows it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from aiohttp import web

from chancery.platform.bus.local import LocalBus
from chancery.platform.config.settings import AppServices, Email, Settings
from chancery.platform.db.port import Database
from support.http import Answer, Client
from support.ministry import Ministry, ministry_settings, open_ministry
from support.people import V3, Person
from support.waiting import until

AS_TOKEN = "as token of the bridge"
HS_TOKEN = "hs token of the bridge"
SENDER = "@bridge:ministry.example"
GHOST = "@_irc_bo:ministry.example"
"""A person of the bridge."""


def registration(url: str | None, **more: str) -> str:
    """Return a registration file; `more` replaces top-level members."""
    members = {
        "id": "gateway",
        "url": f"'{url}'" if url else "null",
        "as_token": AS_TOKEN,
        "hs_token": HS_TOKEN,
        "sender_localpart": "bridge",
        "protocols": "[irc]",
        "receive_ephemeral": "true",
        "namespaces": r"""
  users: [{exclusive: true, regex: '@_irc_.*:ministry\.example'}]
  aliases: [{exclusive: true, regex: '#_irc_.*:ministry\.example'}]
  rooms: []""",
        **more,
    }
    return "\n".join(f"{name}: {value}" for name, value in members.items())


class Bridge:
    """The service's side."""

    def __init__(self) -> None:
        self.transactions: list[tuple[str, dict[str, Any]]] = []
        self.asked: list[str] = []
        self.refuses = 0
        self.knows: set[str] = set()
        self.pings: list[Any] = []
        self.ping_status = 200
        self.client: Client
        self.on_room: Any = None
        self.on_user: Any = None
        self.url = ""
        app = web.Application(middlewares=[_authenticated])
        base = "/_matrix/app/v1"
        app.router.add_put(f"{base}/transactions/{{txn}}", self._take)
        app.router.add_get(f"{base}/rooms/{{alias}}", self._room)
        app.router.add_get(f"{base}/users/{{user}}", self._user)
        app.router.add_post(f"{base}/ping", self._ping)
        app.router.add_get(f"{base}/thirdparty/{{path:.*}}", self._third_party)
        self._runner = web.AppRunner(app)

    async def start(self) -> None:
        """Listen."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()

    @property
    def events(self) -> list[dict[str, Any]]:
        """All events that were taken, in order, repeated transactions once."""
        taken = dict(self.transactions)
        return [event for body in taken.values() for event in body["events"]]

    @property
    def texts(self) -> list[str]:
        """The texts of all messages that were taken."""
        return [event["content"]["body"] for event in self.events if event["type"] == "m.room.message"]

    @property
    def ephemeral(self) -> list[dict[str, Any]]:
        """All ephemeral events that were taken."""
        return [event for _, body in self.transactions for event in body.get("ephemeral", [])]

    async def has_text(self, text: str) -> None:
        """Wait for a message."""
        await until(lambda: text in self.texts)

    def acting_as(self, user_id: str) -> Person:
        """Return a person of the bridge."""
        return Person(user_id, _Masquerade(self.client, user_id))

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.json()
        if self.refuses:
            self.refuses -= 1
            self.transactions.append((request.match_info["txn"], body))
            return web.json_response({}, status=500)
        self.transactions.append((request.match_info["txn"], body))
        return web.json_response({})

    async def _room(self, request: web.Request) -> web.Response:
        alias = request.match_info["alias"]
        self.asked.append(alias)
        if self.on_room is None:
            return web.json_response({"errcode": "M_NOT_FOUND"}, status=404)
        await self.on_room(alias)
        return web.json_response({})

    async def _user(self, request: web.Request) -> web.Response:
        user_id = request.match_info["user"]
        self.asked.append(user_id)
        if self.on_user is None:
            return web.json_response({"errcode": "M_NOT_FOUND"}, status=404)
        await self.on_user(user_id)
        return web.json_response({})

    async def _ping(self, request: web.Request) -> web.Response:
        self.pings.append(await request.json())
        return web.json_response({}, status=self.ping_status)

    async def _third_party(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        self.asked.append(f"{path}?{request.query_string}")
        answers: dict[str, Any] = {
            "protocol/irc": {
                "user_fields": ["nickname"],
                "location_fields": ["channel"],
                "icon": "mxc://ministry.example/icon",
                "field_types": {},
                "instances": [{"desc": "Net", "fields": {}, "network_id": "net"}],
            },
            "user/irc": [
                {"userid": "@_irc_bo:ministry.example", "protocol": "irc", "fields": {"nickname": "bo"}}
            ],
            "user": [{"userid": GHOST, "protocol": "irc", "fields": {"nickname": "bo"}}],
            "location/irc": [{"alias": "#_irc_x:ministry.example", "protocol": "irc", "fields": {}}],
            "location": [{"alias": "#_irc_x:ministry.example", "protocol": "irc", "fields": {}}],
        }
        if path not in answers:
            return web.json_response({"errcode": "M_NOT_FOUND"}, status=404)
        return web.json_response(answers[path])


@web.middleware
async def _authenticated(request: web.Request, handler: Any) -> web.StreamResponse:
    if request.headers.get("authorization") != f"Bearer {HS_TOKEN}":
        return web.json_response({"errcode": "M_FORBIDDEN"}, status=403)
    answer: web.StreamResponse = await handler(request)
    return answer


class _Masquerade(Client):
    """The bridge's client with `user_id` in every query."""

    def __init__(self, client: Client, user_id: str) -> None:
        super().__init__(client._app, client.token)
        self._user_id = user_id

    async def request(self, method: str, path: str, **options: Any) -> Any:
        query = options.pop("query", None) or {}
        path, _, own = path.partition("?")
        tail = f"{own}&" if own else ""
        extra = "".join(f"&{name}={quote(str(value))}" for name, value in query.items())
        return await super().request(
            method, f"{path}?{tail}user_id={quote(self._user_id, safe='')}{extra}", **options
        )


@pytest.fixture
async def bridge() -> AsyncIterator[Bridge]:
    """A bridge that takes every transaction until it is told otherwise."""
    bridge = Bridge()
    await bridge.start()
    yield bridge
    await bridge.stop()


@pytest.fixture
def bridged_settings(bridge: Bridge, email_settings: Email, tmp_path: Path) -> Settings:
    """Settings that name the bridge's registration file."""
    path = tmp_path / "bridge.yaml"
    path.write_text(registration(bridge.url))
    return msgspec.structs.replace(
        ministry_settings(tmp_path),
        appservices=AppServices(registrations=(str(path),)),
        email=email_settings,
    )


@pytest.fixture
async def bridged(
    bridged_settings: Settings, bridge: Bridge, database: Database, local_bus: LocalBus, tmp_path: Path
) -> AsyncIterator[Ministry]:
    """The application with the bridge registered; the bridge holds its client."""
    async with open_ministry(bridged_settings, database, local_bus, tmp_path) as ministry:
        bridge.client = ministry.anonymous.with_token(AS_TOKEN)
        yield ministry


async def register(bridge: Bridge, name: str) -> Answer:
    """Let the bridge make a person."""
    return await bridge.client.post(
        f"{V3}/register", {"type": "m.login.application_service", "username": name, "inhibit_login": True}
    )
