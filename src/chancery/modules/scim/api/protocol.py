# SPDX-License-Identifier: EUPL-1.2
"""SCIM 2.0 itself, below `/scim/v2`."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chancery.kit.errors import BadJson
from chancery.modules.scim.service.clients import StoredClients
from chancery.platform.http.limits import Limits, is_too_deep
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

if TYPE_CHECKING:
    from chancery.modules.scim.service.server import ScimServer

_ROOT = "/scim/v2"
# A group of ten thousand people in one PUT.
_LIMIT = 8 * 1_048_576
_DEPTH = Limits().json_depth


class ProtocolApi:
    """`/scim/v2/…`; the tokens are the clients' own, never a person's."""

    def __init__(
        self, clients: StoredClients, open_server: Callable[[], "ScimServer"], public_url: str
    ) -> None:
        self._clients = clients
        self._open_server = open_server
        self._public_url = public_url.rstrip("/")

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        path = f"{_ROOT}/{{rest:path}}"
        return (
            Route("GET", path, self.answer, login=False),
            Route("POST", path, self.answer, body=bytes, login=False, limit=_LIMIT),
            Route("PUT", path, self.answer, body=bytes, login=False, limit=_LIMIT),
            Route("PATCH", path, self.answer, body=bytes, login=False, limit=_LIMIT),
            Route("DELETE", path, self.answer, login=False),
        )

    async def answer(self, request: Request) -> Response:
        """Answer a request of a client."""
        client = await self._clients.authenticate(request.header("authorization"))
        body: bytes = request.body or b""
        if is_too_deep(body, _DEPTH):
            raise BadJson(f"the JSON is nested deeper than {_DEPTH} levels")
        # The library takes a third of a second to import: a thread does that once, in agencies that use SCIM.
        server = await asyncio.to_thread(self._open_server)
        told = await server.answer(
            client,
            method="GET" if request.method == "HEAD" else request.method,
            base_url=f"{self._public_url or request.origin}{_ROOT}",
            path=f"/{request.params['rest']}",
            query={name: request.query.require(name) for name in request.query.names()},
            headers=request.headers,
            body=body,
        )
        headers = tuple(told.headers.items())
        if told.body is None:
            return Response(b"", told.status, headers)
        answer = json_response(told.body, told.status)
        return Response(answer.body, told.status, headers)
