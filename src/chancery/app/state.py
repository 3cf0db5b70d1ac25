# SPDX-License-Identifier: EUPL-1.2
"""The state of the server for the console: versions, parts, disk and queues; for who runs the server."""

import asyncio
import logging
import platform
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from chancery import __version__
from chancery.app.application import Check
from chancery.kit.errors import Forbidden
from chancery.platform.config.settings import Settings
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

logger = logging.getLogger("chancery.state")

_CHECK_SECONDS = 5.0


class PartState(msgspec.Struct, frozen=True):
    """A part of the server: what it says of itself, or that it does not work."""

    name: str
    works: bool
    words: str


class DiskState(msgspec.Struct, frozen=True):
    """The disk that holds the data, in bytes; `data` is what lies directly in the folder: the database and its log."""

    total: int
    free: int
    data: int


class ServerStateView(msgspec.Struct, frozen=True):
    """`GET /api/v1/admin/server`; `numbers` are the gauges of the process that answered."""

    version: str
    python: str
    server_name: str
    started_at: int
    workers: int
    database: str
    bus: str
    parts: list[PartState]
    disk: DiskState
    numbers: dict[str, float]


class ServerState:
    """Looks at the parts of a running server."""

    def __init__(
        self, settings: Settings, checks: Mapping[str, Check], gauges: Mapping[str, Callable[[], float]]
    ) -> None:
        self._settings = settings
        self._checks = checks
        self._gauges = gauges
        self._started_at = int(time.time() * 1000)

    def route(self) -> Route:
        """Return the route."""
        return Route(
            "GET",
            "/api/v1/admin/server",
            self.show,
            answer=ServerStateView,
            tag="admin",
            summary="Versions, parts, disk and queues, for who runs the server",
        )

    async def show(self, request: Request) -> ServerStateView:
        """Answer `GET /api/v1/admin/server`."""
        if not request.caller.is_admin:
            raise Forbidden("this is for who runs the server")
        settings = self._settings
        parts = await asyncio.gather(*[_part(name, check) for name, check in self._checks.items()])
        return ServerStateView(
            version=__version__,
            python=platform.python_version(),
            server_name=settings.server.name,
            started_at=self._started_at,
            workers=settings.server.workers,
            # Only the kind: addresses of databases carry passwords.
            database=settings.database.url.partition(":")[0],
            bus=settings.bus.url.partition(":")[0] or "process",
            parts=list(parts),
            disk=await asyncio.to_thread(_disk, settings.storage.data),
            numbers={name: read() for name, read in sorted(self._gauges.items())},
        )


async def _part(name: str, check: Check) -> PartState:
    try:
        return PartState(name, True, await asyncio.wait_for(check(), _CHECK_SECONDS))
    except Exception:
        logger.exception("a part does not work", extra={"part": name})
        return PartState(name, False, "failed")


def _disk(data: Path) -> DiskState:
    usage = shutil.disk_usage(data)
    own = sum(entry.stat().st_size for entry in data.iterdir() if entry.is_file())
    return DiskState(usage.total, usage.free, own)
