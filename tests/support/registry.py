# SPDX-License-Identifier: EUPL-1.2
"""An office that takes files: the lower modules with the scanner and the content repository on top."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chancery.modules.antivirus import module as antivirus_module
from chancery.modules.media import module as media_module
from chancery.platform.blobs.local import LocalBlobs
from chancery.platform.bus.local import LocalBus
from chancery.platform.config.settings import Antivirus as AntivirusSettings
from chancery.platform.config.settings import Media as MediaSettings
from chancery.platform.db.port import Database
from chancery.platform.http.kernel import Kernel
from chancery.platform.outgoing.client import GuardedNetwork
from support.http import Client
from support.office import Office, build_office

NO_CLAMD = AntivirusSettings(clamd="")


@dataclass(frozen=True)
class Registry:
    """A server that stores files; `folder` is its data folder."""

    office: Office
    blobs: LocalBlobs
    antivirus: antivirus_module.AntivirusModule
    media: media_module.MediaModule
    kernel: Kernel
    folder: Path

    async def signed_in(self, user: str) -> Client:
        """Log in and return a client with the token."""
        token = (await self.office.signed_in(user)).token
        return Client(self.kernel, token)

    @property
    def visitor(self) -> Client:
        """A client that is not signed in."""
        return Client(self.kernel)

    def stored_blobs(self) -> list[Path]:
        """Return the files of all blobs, finished or not."""
        return [path for path in (self.folder / "blobs").rglob("*") if path.is_file()]

    async def audited(self, action: str) -> list[dict[str, object]]:
        """Return the audit entries of one action, as administrators see them, newest first."""
        admin = await self.office.signed_in("vera")
        items: list[dict[str, object]] = (await admin.get(f"/api/v1/audit/entries?action={action}")).json[
            "items"
        ]
        return items

    async def close(self) -> None:
        """Stop what runs beside the requests."""
        for manifest in (self.media.manifest, self.antivirus.manifest):
            if manifest.stop is not None:
                await manifest.stop()
        await self.blobs.close()


def build_registry(
    office: Office,
    folder: Path,
    *,
    antivirus: AntivirusSettings = NO_CLAMD,
    media: MediaSettings | None = None,
    is_open: bool = False,
) -> Registry:
    """Wire scanner and repository onto an office; a second one on the same office is a server restarted."""
    blobs = LocalBlobs.open(folder / "blobs", office.keyring)
    scanning = antivirus_module.build(
        database=office.database, blobs=blobs, clock=office.clock, settings=antivirus
    )
    storing = media_module.build(
        database=office.database,
        bus=office.bus,
        blobs=blobs,
        scanner=scanning.scanner,
        audit=office.audit.log,
        clock=office.clock,
        settings=media or MediaSettings(),
        outgoing=GuardedNetwork().client("previews", ()),
        is_open=is_open,
        server_name="ministry.example",
    )
    routes = [*scanning.manifest.routes, *storing.manifest.routes]
    kernel = Kernel(routes, authenticate=office.accounts.authenticate)
    return Registry(office, blobs, scanning, storing, kernel, folder)


@pytest.fixture
async def registry(database: Database, local_bus: LocalBus, tmp_path: Path) -> AsyncIterator[Registry]:
    """A registry with anna and boris, and the administrator vera."""
    office = build_office(database, local_bus, tmp_path)
    for name in ("anna", "boris"):
        await office.add(name)
    await office.add("vera", is_admin=True)
    built = build_registry(office, tmp_path)
    yield built
    await built.close()
