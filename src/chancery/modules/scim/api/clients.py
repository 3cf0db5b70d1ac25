# SPDX-License-Identifier: EUPL-1.2
"""Letting in the programs that provision by SCIM, for administrators of their units."""

from collections.abc import Sequence

from chancery.kit.ids import UnitId
from chancery.modules.scim.contract import NewClient
from chancery.modules.scim.schemas import (
    IssuedView,
    ScimClientBody,
    ScimClientList,
    ScimTokenBody,
    client_view,
    issued_view,
)
from chancery.modules.scim.service.clients import StoredClients
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_CLIENTS = "/api/v1/org/scim-clients"
_CLIENT = f"{_CLIENTS}/{{scim_client_id}}"


class ClientsApi:
    """`/api/v1/org/scim-clients`."""

    def __init__(self, clients: StoredClients) -> None:
        self._clients = clients

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _CLIENTS, self.list_clients, answer=ScimClientList, tag="org",
                  summary="Programs that provision by SCIM what I administer"),
            Route("POST", _CLIENTS, self.let_in, body=ScimClientBody, answer=IssuedView, tag="org",
                  summary="Let a program provision people below a unit; its token is shown once"),
            Route("POST", f"{_CLIENT}/tokens", self.rotate, body=ScimTokenBody, optional_body=True,
                  answer=IssuedView, tag="org", summary="One more token, to change over without a gap"),
            Route("DELETE", f"{_CLIENT}/tokens/{{scim_token_id}}", self.revoke_token, tag="org",
                  summary="End one token"),
            Route("DELETE", _CLIENT, self.revoke, tag="org", summary="End a program's access; people stay as they are"),
        )  # fmt: skip

    async def list_clients(self, request: Request) -> ScimClientList:
        """Answer `GET /api/v1/org/scim-clients`."""
        found = await self._clients.list_for(request.caller.user_id)
        return ScimClientList([client_view(client) for client in found])

    async def let_in(self, request: Request) -> IssuedView:
        """Answer `POST /api/v1/org/scim-clients`."""
        body: ScimClientBody = request.body
        wanted = NewClient(body.name, UnitId(body.unit_id), body.title, body.days)
        return issued_view(await self._clients.let_in(request.caller.user_id, wanted))

    async def rotate(self, request: Request) -> IssuedView:
        """Answer `POST /api/v1/org/scim-clients/{scim_client_id}/tokens`."""
        body: ScimTokenBody = request.body
        client_id = request.params["scim_client_id"]
        return issued_view(await self._clients.rotate_for(request.caller.user_id, client_id, days=body.days))

    async def revoke_token(self, request: Request) -> None:
        """Answer `DELETE /api/v1/org/scim-clients/{scim_client_id}/tokens/{scim_token_id}`."""
        client_id, token_id = request.params["scim_client_id"], request.params["scim_token_id"]
        await self._clients.revoke_for(request.caller.user_id, client_id, token_id=token_id)

    async def revoke(self, request: Request) -> None:
        """Answer `DELETE /api/v1/org/scim-clients/{scim_client_id}`."""
        await self._clients.revoke_for(
            request.caller.user_id, request.params["scim_client_id"], token_id=None
        )
