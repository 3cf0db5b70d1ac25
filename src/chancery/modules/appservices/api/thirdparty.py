# SPDX-License-Identifier: EUPL-1.2
"""Lookups in other networks, and the ping that a service asks for."""

from collections.abc import Sequence
from urllib.parse import quote

import msgspec

from chancery.modules.appservices.service.services import RegisteredServices
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_CLIENT = "/_matrix/client/v3/thirdparty"


class PingBody(msgspec.Struct):
    """The body of a ping."""

    transaction_id: str | None = None


class ThirdPartyApi:
    """What bridges know, and whether they are there."""

    def __init__(self, services: RegisteredServices) -> None:
        self._services = services

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        ping = "/_matrix/client/v1/appservice/{service_id}/ping"
        return (
            Route("GET", f"{_CLIENT}/protocols", self.protocols),
            Route("GET", f"{_CLIENT}/protocol/{{protocol}}", self.protocol),
            Route("GET", f"{_CLIENT}/location", self.locations_of_alias),
            Route("GET", f"{_CLIENT}/location/{{protocol}}", self.locations),
            Route("GET", f"{_CLIENT}/user", self.users_of_id),
            Route("GET", f"{_CLIENT}/user/{{protocol}}", self.users),
            Route("POST", ping, self.ping, body=PingBody),
        )

    async def protocols(self, _request: Request) -> object:
        """Answer `GET …/thirdparty/protocols`."""
        return await self._services.protocols()

    async def protocol(self, request: Request) -> object:
        """Answer `GET …/thirdparty/protocol/{protocol}`."""
        return await self._services.protocol(_protocol(request))

    async def locations_of_alias(self, request: Request) -> object:
        """Answer `GET …/thirdparty/location`."""
        query = {"alias": request.query.require("alias")}
        return await self._services.third_parties("location", None, query)

    async def locations(self, request: Request) -> object:
        """Answer `GET …/thirdparty/location/{protocol}`."""
        return await self._services.third_parties("location", _protocol(request), _fields(request))

    async def users_of_id(self, request: Request) -> object:
        """Answer `GET …/thirdparty/user`."""
        return await self._services.third_parties("user", None, {"userid": request.query.require("userid")})

    async def users(self, request: Request) -> object:
        """Answer `GET …/thirdparty/user/{protocol}`."""
        return await self._services.third_parties("user", _protocol(request), _fields(request))

    async def ping(self, request: Request) -> object:
        """Answer `POST …/appservice/{appserviceId}/ping`."""
        body: PingBody = request.body
        service_id = request.params["service_id"]
        return {"duration_ms": await self._services.ping(request.caller, service_id, body.transaction_id)}


def _protocol(request: Request) -> str:
    return quote(request.params["protocol"], safe="")


def _fields(request: Request) -> dict[str, str]:
    return {name: request.query.require(name) for name in request.query.names() if name != "access_token"}
