# SPDX-License-Identifier: EUPL-1.2
"""`GET /api/v1/events`: live changes of our own modules as server-sent events."""

from collections.abc import Sequence

from chancery.modules.sync.service.live import LiveChanges
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route


class LiveApi:
    """Opens streams."""

    def __init__(self, live: LiveChanges) -> None:
        self._live = live

    def routes(self) -> Sequence[Route]:
        summary = "Live changes: directory.changed, devices.changed, session.ended, resync"
        return (Route("GET", "/api/v1/events", self.events, idle=True, tag="session", summary=summary),)

    async def events(self, request: Request) -> object:
        return self._live.open(request.caller).response()
