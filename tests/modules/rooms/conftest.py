# SPDX-License-Identifier: EUPL-1.2
"""A server with rooms: the office's people, signed in, and short ways to what every test needs."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from support.http import Answer, Client
from support.office import SERVER, Office

from chancery.kit.ids import UserId
from chancery.modules.rooms import module as rooms_module
from chancery.platform.http.kernel import Kernel

V3 = "/_matrix/client/v3"
_txns = itertools.count(1)


@dataclass(frozen=True)
class Person:
    """Somebody at a client."""

    user_id: str
    client: Client

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


@dataclass
class House:
    """The office, its rooms, and its people."""

    office: Office
    module: rooms_module.RoomsModule
    kernel: Kernel
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def anonymous(self) -> Client:
        """A client without a token."""
        return Client(self.kernel)

    async def person(self, name: str) -> Person:
        """Return somebody of the office, signed in; creates them when needed."""
        if name not in self.people:
            user_id = UserId(f"@{name}:{SERVER}")
            if not await self.office.accounts.exists(user_id):
                await self.office.add(name)
            self.people[name] = await self.on_device(name)
        return self.people[name]

    async def on_device(self, name: str, **more: object) -> Person:
        """Sign somebody in on one more device."""
        answer = await self.office.log_in(name, **more)
        return Person(f"@{name}:{SERVER}", Client(self.kernel, answer.json["access_token"]))


def build_house(office: Office) -> House:
    """Put rooms on top of an office."""
    module = rooms_module.build(
        database=office.database,
        bus=office.bus,
        clock=office.clock,
        accounts=office.accounts,
        audit=office.audit.log,
        server_name=SERVER,
    )
    routes = [route for manifest in (*office.manifests, module.manifest) for route in manifest.routes]
    return House(office, module, Kernel(routes, authenticate=office.accounts.authenticate))


@pytest.fixture
async def house(office: Office) -> AsyncIterator[House]:
    """A server with rooms."""
    house = build_house(office)
    assert house.module.manifest.start
    assert house.module.manifest.stop
    await house.module.manifest.start()
    yield house
    await house.module.manifest.stop()


@pytest.fixture
async def anna(house: House) -> Person:
    return await house.person("anna")


@pytest.fixture
async def boris(house: House) -> Person:
    return await house.person("boris")


@pytest.fixture
async def carla(house: House) -> Person:
    return await house.person("carla")
