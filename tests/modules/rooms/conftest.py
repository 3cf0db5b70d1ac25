# SPDX-License-Identifier: EUPL-1.2
"""A server with rooms: the office's people, signed in, and short ways to what every test needs."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from support.http import Client
from support.office import SERVER, Office
from support.people import Person
from support.services import NO_BRIDGES

from chancery.kit.ids import UserId
from chancery.modules.rooms import module as rooms_module
from chancery.platform.bus.local import LocalBus
from chancery.platform.config.settings import Rooms
from chancery.platform.db.port import Database
from chancery.platform.http.kernel import Kernel


@dataclass
class House:
    """The office, its rooms, and its people."""

    office: Office
    module: rooms_module.RoomsModule
    bus: LocalBus
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

    def lose_facts(self) -> None:
        """Tell the modules that facts of other processes did not arrive."""
        self.bus.report_gap(0, self.office.database.position)

    async def tend(self) -> None:
        """Run the background jobs of rooms once."""
        for job in self.module.manifest.jobs:
            await job.run()

    async def settle(self) -> None:
        """Let what runs in the background come to its end."""
        await self.module.settle()


def build_house(office: Office, *, database: Database | None = None, bus: LocalBus | None = None) -> House:
    """Put rooms on top of an office; a second house stands for another process."""
    bus = bus or office.bus
    module = rooms_module.build(
        bridges=NO_BRIDGES,
        contacts=office.policies.contacts,
        database=database or office.database,
        bus=bus,
        clock=office.clock,
        accounts=office.accounts,
        audit=office.audit.log,
        server_name=SERVER,
        settings=Rooms(),
    )
    routes = [route for manifest in (*office.manifests, module.manifest) for route in manifest.routes]
    return House(office, module, bus, Kernel(routes, authenticate=office.accounts.authenticate))


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
