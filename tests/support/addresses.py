# SPDX-License-Identifier: EUPL-1.2
"""Addresses for every route of the router: real ones for a person, a room and an event, or with one part spoilt."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest

from chancery.kit.ids import UserId
from chancery.platform.http.routes import Route
from support.http import Client
from support.ministry import Ministry
from support.office import PASSWORD, SERVER
from support.people import Person

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what ends before any database is asked."""

_PARAMETER = re.compile(r"\{([a-z0-9_]+)(:path)?\}")


@dataclass(frozen=True)
class Scene:
    """A running ministry with Anna, her encrypted room, an event in it and an outsider."""

    ministry: Ministry
    anna: Person
    outsider: Person
    room: str
    event: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def routes(self) -> tuple[Route, ...]:
        return self.ministry.kernel.routes

    async def administrator(self) -> Person:
        """Return an administrator, signed in."""
        vera = UserId(f"@vera:{SERVER}")
        accounts = self.ministry.modules.accounts.accounts
        await accounts.create_person(vera, password=PASSWORD, display_name="Vera", is_admin=True)
        return await self.ministry.on_device("vera")

    def path(self, route: Route, **spoilt: str) -> str:
        """Return the route's address, each parameter percent-encoded; `spoilt` replaces parameters by name."""
        return _PARAMETER.sub(
            lambda found: quote(spoilt.get(found[1], self.values[found[1]]), safe=""), route.path
        )


def parameters(route: Route) -> list[str]:
    """Return the names in a route's path."""
    return [found[1] for found in _PARAMETER.finditer(route.path)]


def title(route: Route) -> str:
    """Return a route as people write it."""
    return f"{route.method} {route.path}"


async def make_scene(ministry: Ministry) -> Scene:
    """Set the scene; every parameter name of the router has a value, so a new one must be added here."""
    anna, outsider = await ministry.person("anna"), await ministry.person("olga")
    room = await anna.create(name="Cabinet", **{"org.chancery.encrypted": False})
    event = await anna.send(room, "a message of the cabinet")
    return Scene(ministry, anna, outsider, room, event, _values(anna, room, event))


def _values(anna: Person, room: str, event: str) -> dict[str, str]:
    return {
        "room_id": room,
        "room": room,
        "event_id": event,
        "user_id": anna.user_id,
        "device_id": anna.device_id,
        "event_type": "m.room.message",
        "state_key": "key",
        "txn_id": "transaction",
        "type": "org.example.note",
        "tag": "u.work",
        "key": "displayname",
        "receipt_type": "m.read",
        "rel_type": "m.annotation",
        "alias": f"#cabinet:{SERVER}",
        "server_name": SERVER,
        "media_id": "aaaaaaaaaaaaaaaaaaaaaaaa",
        "file_name": "decree.pdf",
        "rest": "x/y",
        "version": "1",
        "session_id": "session",
        "dehydrated_id": "DRY",
        "rendezvous_id": "meeting",
        "kind": "content",
        "rule_id": "org.example.rule",
        "filter_id": "1",
        "unit_id": "1",
        "agency_id": "1",
        "number": "1",
        "post_id": "1",
        "team_id": "1",
        "offboarding_id": "1",
        "scim_client_id": "1",
        "scim_token_id": "1",
        "import_id": "import_1",
        "delay_id": "delay",
        "auth_type": "m.login.password",
        "action": "cancel",
        "protocol": "irc",
        "service_id": "gateway",
        "client_id": "app",
    }


def with_token(scene: Scene, token: str | None) -> Client:
    """Return a client of the scene's server with any token."""
    return scene.ministry.anonymous.with_token(token)
