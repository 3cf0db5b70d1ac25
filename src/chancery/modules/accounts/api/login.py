# SPDX-License-Identifier: EUPL-1.2
"""Matrix login, logout, and the refusal to register."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest, Forbidden
from chancery.modules.accounts.model import NewSession
from chancery.modules.accounts.schemas import LoginBody
from chancery.modules.accounts.service.login import LoginService, SignIn
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_V3 = "/_matrix/client/v3"


class LoginApi:
    """`/login`, `/logout`, `/register`."""

    def __init__(self, logins: LoginService, home_url: str) -> None:
        self._logins = logins
        self._home_url = home_url

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{_V3}/login", self.flows, login=False),
            Route("POST", f"{_V3}/login", self.log_in, body=LoginBody, login=False, limit=65_536),
            Route("POST", f"{_V3}/logout", self.log_out),
            Route("POST", f"{_V3}/logout/all", self.log_out_everywhere),
            Route("POST", f"{_V3}/register", self.register, login=False),
            Route("GET", f"{_V3}/register/available", self.register, login=False),
        )

    async def flows(self, request: Request) -> object:
        """Answer `GET /login`."""
        return {"flows": [{"type": "m.login.password"}]}

    async def log_in(self, request: Request) -> object:
        """Answer `POST /login`."""
        session = await self._logins.sign_in(_attempt(request.body, request.client))
        return self._answer(session)

    async def log_out(self, request: Request) -> object:
        """Answer `POST /logout`."""
        await self._logins.sign_out(request.caller)
        return {}

    async def log_out_everywhere(self, request: Request) -> object:
        """Answer `POST /logout/all`."""
        await self._logins.sign_out_everywhere(request.caller)
        return {}

    async def register(self, request: Request) -> object:
        """Answer every wish to register."""
        raise Forbidden("nobody registers here: administrators create people")

    def _answer(self, session: NewSession) -> object:
        answer: dict[str, object] = {
            "user_id": session.user_id,
            "access_token": session.token,
            "device_id": session.device_id,
            "home_server": session.user_id.partition(":")[2],
        }
        if self._home_url:
            answer["well_known"] = {"m.homeserver": {"base_url": self._home_url}}
        return answer


def _attempt(body: LoginBody, address: str) -> SignIn:
    if body.type != "m.login.password":
        raise BadRequest("the only login type is m.login.password", errcode="M_UNKNOWN")
    if body.identifier is not None and body.identifier.type != "m.id.user":
        raise BadRequest("the only identifier type is m.id.user", errcode="M_UNKNOWN")
    user = body.identifier.user if body.identifier is not None else body.user
    if user is None or body.password is None:
        raise BadRequest("identifier.user and password are needed", errcode="M_MISSING_PARAM")
    return SignIn(user, body.password, address, body.device_id, body.initial_device_display_name)
