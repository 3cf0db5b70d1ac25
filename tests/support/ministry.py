# SPDX-License-Identifier: EUPL-1.2
"""The whole application of `app/wiring.py` in the test's process, on each database, with people signed in."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from chancery.app import wiring
from chancery.app.server import kernel_of, running
from chancery.kit.ids import UserId
from chancery.platform.blobs.local import LocalBlobs
from chancery.platform.bus.local import LocalBus
from chancery.platform.config.settings import Email, Settings, default_settings
from chancery.platform.db.port import Database
from chancery.platform.http.kernel import Kernel
from chancery.platform.keyring.file import FileKeyring
from chancery.platform.outgoing.client import GuardedNetwork
from support.clock import MovedClock
from support.http import Client
from support.office import FAST_HASHING, NO_EMAIL, PASSWORD, SERVER
from support.people import V3, Person

LOOPBACK = ("127.0.0.1",)


@dataclass
class Ministry:
    """A running application and the people who are signed in to it."""

    modules: wiring.Modules
    platform: wiring.Platform
    kernel: Kernel
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def anonymous(self) -> Client:
        """A client without a token."""
        return Client(self.kernel)

    async def person(self, name: str) -> Person:
        """Return somebody on their first device; created when needed."""
        if name not in self.people:
            user_id = UserId(f"@{name}:{SERVER}")
            if not await self.modules.accounts.accounts.exists(user_id):
                await self.modules.accounts.accounts.create_person(
                    user_id, password=PASSWORD, display_name=name.capitalize()
                )
            self.people[name] = await self.on_device(name)
        return self.people[name]

    async def on_device(self, name: str, device_id: str | None = None) -> Person:
        """Sign somebody in on one more device."""
        body = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": name},
            "password": PASSWORD,
            **({"device_id": device_id} if device_id else {}),
        }
        answer = await self.anonymous.post(f"{V3}/login", body)
        assert answer.status == 200, answer.body
        client = self.anonymous.with_token(answer.json["access_token"])
        return Person(answer.json["user_id"], client, answer.json["device_id"])


def ministry_settings(folder: Path) -> Settings:
    """Return settings for tests: a server name that is no real one, cheap hashes, no clamd, calls to loopback only."""
    settings = default_settings()
    replace = msgspec.structs.replace
    return replace(
        settings,
        server=replace(settings.server, name=SERVER, port=0, public_url="https://chancery.example"),
        storage=replace(settings.storage, data=folder),
        accounts=FAST_HASHING,
        antivirus=replace(settings.antivirus, clamd=""),
        calls=replace(settings.calls, turn_uris=("turn:turn.example",), turn_secret="quiet"),
        outgoing=replace(settings.outgoing, push=LOOPBACK, previews=LOOPBACK),
    )


@asynccontextmanager
async def open_ministry(
    settings: Settings, database: Database, bus: LocalBus, folder: Path
) -> AsyncIterator[Ministry]:
    """Run the application with every module on an open database; a second time, as after a restart."""
    clock = MovedClock()
    keyring = FileKeyring.open(folder / "keys", clock=clock)
    blobs = LocalBlobs.open(folder / "blobs", keyring)
    network = GuardedNetwork()
    platform = wiring.Platform(settings, bus, database, keyring, blobs, clock, network)
    modules = wiring.build_modules(platform)

    # The database is another fixture's, so closing the application must not close it.
    async def close() -> None:
        await network.close()
        await blobs.close()

    application = dataclasses.replace(wiring.application(platform, modules), close=close)
    async with running(application):
        yield Ministry(modules, platform, kernel_of(application))


@pytest.fixture
def email_settings() -> Email:
    """No mail server; a test file that needs one has a fixture of this name."""
    return NO_EMAIL


@pytest.fixture
async def ministry(
    database: Database, local_bus: LocalBus, tmp_path: Path, email_settings: Email
) -> AsyncIterator[Ministry]:
    """The application with every module; `await ministry.person("anna")` signs people in."""
    settings = msgspec.structs.replace(ministry_settings(tmp_path), email=email_settings)
    async with open_ministry(settings, database, local_bus, tmp_path) as opened:
        yield opened


@pytest.fixture
async def anna(ministry: Ministry) -> Person:
    """Somebody at the ministry; a folder of tests with another server has a fixture of this name."""
    return await ministry.person("anna")


@pytest.fixture
async def boris(ministry: Ministry) -> Person:
    """Somebody else."""
    return await ministry.person("boris")
