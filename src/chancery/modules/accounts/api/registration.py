# SPDX-License-Identifier: EUPL-1.2
"""Registration: refused, but for the test configuration."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.modules.accounts.api.login import session_view
from chancery.modules.accounts.schemas import RegisterBody, SecretRegisterBody
from chancery.modules.accounts.service.app_services import LOGIN_TYPE, ServiceLogins
from chancery.modules.accounts.service.login import Opening
from chancery.modules.accounts.service.registration import Enrolment, Registered, Registrar, SecretEnrolment
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_REGISTER = "/_matrix/client/v3/register"
_VALIDITY = "/_matrix/client/v1/register/m.login.registration_token/validity"
_ADMIN = "/_synapse/admin/v1/register"


class RegistrationApi:
    """`/register` and what belongs to it; by shared secret only where there is one."""

    def __init__(
        self, registrar: Registrar, services: ServiceLogins, home_url: str, *, has_secret: bool
    ) -> None:
        self._registrar = registrar
        self._services = services
        self._home_url = home_url
        self._has_secret = has_secret

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        by_secret = (
            Route("GET", _ADMIN, self.nonce, login=False),
            Route("POST", _ADMIN, self.register_by_secret, body=SecretRegisterBody, login=False),
        )
        return (
            Route("POST", _REGISTER, self.register, body=RegisterBody, optional_body=True, login=False),
            Route("GET", f"{_REGISTER}/available", self.available, login=False),
            Route("GET", _VALIDITY, self.validity, login=False),
            *(by_secret if self._has_secret else ()),
        )

    async def register(self, request: Request) -> object:
        """Answer `POST /register`."""
        body: RegisterBody = request.body
        opening = Opening(
            request.client,
            request.headers.get("user-agent", ""),
            body.device_id,
            body.initial_device_display_name,
            wants_refresh=body.refresh_token,
        )
        # Older services leave the type out: their token tells what they are.
        if body.type == LOGIN_TYPE or (body.type is None and self._services.is_calling(request)):
            made = await self._services.register(
                request, body.username, opening, inhibit_login=bool(body.inhibit_login)
            )
            return self._view(made)
        kind = request.query.get("kind") or "user"
        if kind == "guest":
            return self._view(await self._registrar.register_guest(opening))
        if kind != "user":
            raise BadRequest("kind is user or guest")
        wanted = Enrolment(
            body.auth or {}, body.username, body.password, bool(body.inhibit_login), body.guest_access_token
        )
        return self._view(await self._registrar.register(wanted, opening))

    async def available(self, request: Request) -> object:
        """Answer `GET /register/available`."""
        self._registrar.check_open()
        await self._registrar.check_available(request.query.require("username"))
        return {"available": True}

    async def validity(self, request: Request) -> object:
        """Answer `GET /register/m.login.registration_token/validity`: no tokens are given out."""
        self._registrar.check_open()
        request.query.require("token")
        return {"valid": False}

    async def nonce(self, request: Request) -> object:
        """Answer `GET /_synapse/admin/v1/register`."""
        return {"nonce": self._registrar.nonce()}

    async def register_by_secret(self, request: Request) -> object:
        """Answer `POST /_synapse/admin/v1/register`."""
        opening = Opening(request.client, request.headers.get("user-agent", ""))
        body: SecretRegisterBody = request.body
        wanted = SecretEnrolment(
            body.nonce,
            body.username,
            body.password,
            body.mac,
            bool(body.admin),
            body.displayname,
            body.user_type,
        )
        return self._view(await self._registrar.register_by_secret(wanted, opening))

    def _view(self, registered: Registered) -> object:
        if registered.session is None:
            user_id = registered.user_id
            return {"user_id": user_id, "home_server": user_id.partition(":")[2]}
        return session_view(registered.session, self._home_url)
