# SPDX-License-Identifier: EUPL-1.2
"""Internal applications, for those who run the server; whatever changes something asks for a proof."""

from collections.abc import Sequence

from chancery.kit.errors import Forbidden
from chancery.modules.accounts.contract import Accounts
from chancery.modules.oauth.contract import Application, Applications
from chancery.modules.oauth.schemas import (
    ApplicationsView,
    ApplicationView,
    NewApplicationBody,
    ProofBody,
    SecretView,
)
from chancery.platform.http.request import Caller, Request
from chancery.platform.http.routes import Route

_ALL = "/api/v1/admin/applications"
_ONE = f"{_ALL}/{{client_id}}"
_TAG = "admin"


class ApplicationsApi:
    """`/api/v1/admin/applications`."""

    def __init__(self, applications: Applications, accounts: Accounts) -> None:
        self._applications = applications
        self._accounts = accounts

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _ALL, self.list, answer=ApplicationsView, tag=_TAG,
                  summary="Applications that sign people in here"),
            Route("POST", _ALL, self.add, body=NewApplicationBody, answer=SecretView, limit=65_536, tag=_TAG,
                  summary="Add an application; asks for a proof"),
            Route("POST", f"{_ONE}/secret", self.renew, body=ProofBody, optional_body=True, answer=SecretView,
                  tag=_TAG, summary="Give an application a new secret; asks for a proof"),
            Route("DELETE", _ONE, self.remove, body=ProofBody, optional_body=True, tag=_TAG,
                  summary="Remove an application and end what it opened; asks for a proof"),
        )  # fmt: skip

    async def list(self, request: Request) -> ApplicationsView:
        """Answer `GET /api/v1/admin/applications`."""
        _administrator(request)
        return ApplicationsView([_view(application) for application in await self._applications.list()])

    async def add(self, request: Request) -> SecretView:
        """Answer `POST /api/v1/admin/applications`."""
        body: NewApplicationBody = request.body
        caller = await self._prove(request)
        application, secret = await self._applications.add(
            name=body.name,
            uri=body.uri,
            redirect_uris=body.redirect_uris,
            is_trusted=body.is_trusted,
            actor=caller.user_id,
        )
        return SecretView(application.client_id, secret)

    async def renew(self, request: Request) -> SecretView:
        """Answer `POST /api/v1/admin/applications/{client_id}/secret`."""
        caller, client_id = await self._prove(request), request.params["client_id"]
        return SecretView(client_id, await self._applications.renew_secret(client_id, actor=caller.user_id))

    async def remove(self, request: Request) -> object:
        """Answer `DELETE /api/v1/admin/applications/{client_id}`."""
        caller = await self._prove(request)
        await self._applications.remove(request.params["client_id"], actor=caller.user_id)
        return {}

    async def _prove(self, request: Request) -> Caller:
        caller = _administrator(request)
        body: NewApplicationBody | ProofBody = request.body
        path = request.raw_path.decode()
        await self._accounts.confirm_identity(caller, body.auth, path=path, body=body)
        return caller


def _administrator(request: Request) -> Caller:
    if not request.caller.is_admin:
        raise Forbidden("this is for those who run the server")
    return request.caller


def _view(application: Application) -> ApplicationView:
    return ApplicationView(
        client_id=application.client_id,
        name=application.name,
        uri=application.uri,
        redirect_uris=list(application.redirect_uris),
        is_trusted=application.is_trusted,
        created_at=application.created_at,
        used_at=application.used_at,
    )
