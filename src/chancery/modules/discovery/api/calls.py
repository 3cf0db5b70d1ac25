# SPDX-License-Identifier: EUPL-1.2
"""Where calls are relayed (TURN) and carried (MatrixRTC, MSC4143)."""

from collections.abc import Mapping, Sequence

from chancery.kit.clock import Clock
from chancery.modules.discovery.rules.turn import turn_credentials
from chancery.platform.config.settings import Calls
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

TAG = "VoIP"


class CallsApi:
    """`/voip/turnServer` and `/rtc/transports`."""

    def __init__(self, settings: Calls, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    @property
    def rtc_transports(self) -> Sequence[Mapping[str, str]]:
        """The configured call servers."""
        return [{"type": "livekit", "livekit_service_url": url} for url in self._settings.livekit_urls]

    def routes(self) -> Sequence[Route]:
        """Return the routes of this file."""
        return (
            Route("GET", "/_matrix/client/v3/voip/turnServer", self.turn_server, tag=TAG),
            Route(
                "GET", "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports", self.transports, tag=TAG
            ),
        )

    async def turn_server(self, request: Request) -> object:
        """Answer `GET /voip/turnServer`; without a relay the object is empty, as clients expect."""
        settings = self._settings
        if not settings.turn_uris or not settings.turn_secret:
            return {}
        until = self._clock() // 1000 + settings.turn_seconds
        name, password = turn_credentials(settings.turn_secret, str(request.caller.user_id), until=until)
        return {
            "username": name,
            "password": password,
            "uris": settings.turn_uris,
            "ttl": settings.turn_seconds,
        }

    async def transports(self, request: Request) -> object:
        """Answer `GET /rtc/transports`."""
        return {"rtc_transports": self.rtc_transports}
