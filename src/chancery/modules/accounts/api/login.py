# SPDX-License-Identifier: EUPL-1.2
"""Matrix login, logout, and the refusal to register."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.modules.accounts.model import NewSession
from chancery.modules.accounts.schemas import LoginBody
from chancery.modules.accounts.service.app_services import LOGIN_TYPE, ServiceLogins
from chancery.modules.accounts.service.login import LoginService, Opening, SignIn
from chancery.modules.accounts.service.tokens import LoginTokens
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_V3 = "/_matrix/client/v3"


class LoginApi:
    """`/login` and `/logout`."""

    def __init__(
        self, logins: LoginService, login_tokens: LoginTokens, services: ServiceLogins, home_url: str
    ) -> None:
        self._services = services
        self._logins = logins
        self._login_tokens = login_tokens
        self._home_url = home_url

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{_V3}/login", self.flows, login=False),
            Route("POST", f"{_V3}/login", self.log_in, body=LoginBody, login=False, limit=65_536),
            Route("POST", f"{_V3}/logout", self.log_out),
            Route("POST", f"{_V3}/logout/all", self.log_out_everywhere),
        )

    async def flows(self, request: Request) -> object:
        """Answer `GET /login`."""
        token = {"type": "m.login.token", "get_login_token": True}
        return {"flows": [{"type": "m.login.password"}, token, {"type": LOGIN_TYPE}]}

    async def log_in(self, request: Request) -> object:
        """Answer `POST /login`."""
        body: LoginBody = request.body
        opening = Opening(
            request.client,
            request.headers.get("user-agent", ""),
            body.device_id,
            body.initial_device_display_name,
            wants_refresh=body.refresh_token,
        )
        if body.type == LOGIN_TYPE:
            made = await self._services.log_in(request, _name(body), opening)
            return session_view(made, self._home_url)
        if body.type == "m.login.token":
            return session_view(await self._by_token(body, opening), self._home_url)
        return session_view(await self._logins.sign_in(_attempt(body, opening)), self._home_url)

    async def _by_token(self, body: LoginBody, opening: Opening) -> NewSession:
        if body.token is None:
            raise BadRequest("token is needed", errcode="M_MISSING_PARAM")
        return await self._logins.open(await self._login_tokens.redeem(body.token), opening)

    async def log_out(self, request: Request) -> object:
        """Answer `POST /logout`."""
        await self._logins.sign_out(request.caller)
        return {}

    async def log_out_everywhere(self, request: Request) -> object:
        """Answer `POST /logout/all`."""
        await self._logins.sign_out_everywhere(request.caller)
        return {}


def session_view(session: NewSession, home_url: str) -> object:
    """Return a new session as the client-server API shows it."""
    answer: dict[str, object] = {
        "user_id": session.user_id,
        "access_token": session.tokens.access,
        "device_id": session.device_id,
        "home_server": session.user_id.partition(":")[2],
    }
    if session.tokens.refresh is not None:
        answer["refresh_token"] = session.tokens.refresh
        answer["expires_in_ms"] = session.tokens.lifetime_ms
    if home_url:
        answer["well_known"] = {"m.homeserver": {"base_url": home_url}}
    return answer


def _attempt(body: LoginBody, opening: Opening) -> SignIn:
    if body.type != "m.login.password":
        raise BadRequest("the login types are m.login.password and m.login.token", errcode="M_UNKNOWN")
    user = _name(body)
    if user is None or body.password is None:
        raise BadRequest("identifier.user and password are needed", errcode="M_MISSING_PARAM")
    return SignIn(user, body.password, opening, body.code)


def _name(body: LoginBody) -> str | None:
    """Return the user name, user id or e-mail address that an attempt names."""
    identifier = body.identifier
    if identifier is None:
        return body.address if body.medium == "email" else body.user
    if identifier.type == "m.id.thirdparty" and identifier.medium == "email":
        return identifier.address
    if identifier.type != "m.id.user":
        raise BadRequest(
            "the identifier types are m.id.user and m.id.thirdparty (email)", errcode="M_UNKNOWN"
        )
    return identifier.user
