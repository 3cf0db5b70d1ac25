# SPDX-License-Identifier: EUPL-1.2
"""The web client's session: the same devices and tokens as Matrix, kept in an HttpOnly cookie."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.modules.accounts.errors import SecondFactorNeeded, WrongCredentials
from chancery.modules.accounts.model import NewSession
from chancery.modules.accounts.schemas import OptionsView, SessionBody, SessionView
from chancery.modules.accounts.service.login import LoginService, Opening, SignIn
from chancery.modules.accounts.service.passkeys import Passkeys
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.service.sessions import COOKIE
from chancery.platform.http.cookies import check_same_origin
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

_PATH = "/api/v1/session"
_YEAR = 365 * 24 * 3600


class SessionApi:
    """`/api/v1/session`."""

    def __init__(
        self,
        logins: LoginService,
        people: PeopleService,
        passkeys: Passkeys,
        *,
        server_name: str,
        is_secure: bool,
    ) -> None:
        self._passkeys = passkeys
        self._logins = logins
        self._people = people
        self._server_name = server_name
        self._is_secure = is_secure

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("POST", _PATH, self.open, body=SessionBody, answer=SessionView, login=False, limit=65_536,
                  tag="session", summary="Sign in; sets the session cookie"),
            Route("POST", f"{_PATH}/passkey", self.ask, answer=OptionsView, login=False, tag="session",
                  summary="What the browser is asked for a sign-in by passkey"),
            Route("GET", _PATH, self.show, answer=SessionView, tag="session", summary="Who is signed in"),
            Route("DELETE", _PATH, self.close, tag="session", summary="Sign out; removes the device"),
        )  # fmt: skip

    async def open(self, request: Request) -> Response:
        """Answer `POST /api/v1/session`."""
        body: SessionBody = request.body
        if request.header("origin") is not None:
            # A foreign page must not sign a person in under a name of its choice.
            check_same_origin(request)
        if body.passkey is None and not (body.user.strip() and body.password):
            raise BadRequest("user and password, or a passkey, are needed")
        try:
            session = await self._enter(request, body)
        except WrongCredentials as error:
            raise type(error)(error.message, status=401) from error
        except SecondFactorNeeded as error:
            raise SecondFactorNeeded(error.factors, status=401) from error
        view = SessionView(
            user_id=session.user_id,
            device_id=session.device_id,
            display_name=session.display_name,
            avatar_url=session.avatar_url,
            is_admin=session.is_admin,
            server_name=self._server_name,
        )
        return json_response(view, headers=(self._cookie(request, session.tokens.access, _YEAR),))

    async def _enter(self, request: Request, body: SessionBody) -> NewSession:
        agent = request.headers.get("user-agent", "")
        opening = Opening(request.client, agent, body.device_id, body.device_name)
        if body.passkey is not None:
            return await self._logins.sign_in_with_passkey(body.passkey, opening)
        return await self._logins.sign_in(SignIn(body.user, body.password, opening, body.code))

    async def ask(self, request: Request) -> OptionsView:
        """Answer `POST /api/v1/session/passkey`."""
        return OptionsView(dict(await self._passkeys.ask_for_known()))

    async def show(self, request: Request) -> SessionView:
        """Answer `GET /api/v1/session`."""
        caller = request.caller
        profile = await self._people.access_profile(caller.user_id)
        return SessionView(
            user_id=caller.user_id,
            device_id=caller.device_id,
            display_name=profile.display_name,
            avatar_url=profile.avatar_url,
            is_admin=caller.is_admin,
            server_name=self._server_name,
        )

    async def close(self, request: Request) -> Response:
        """Answer `DELETE /api/v1/session`."""
        await self._logins.sign_out(request.caller)
        return json_response({}, headers=(self._cookie(request, "", 0),))

    def _cookie(self, request: Request, token: str, max_age: int) -> tuple[str, str]:
        flags = "; Secure" if self._is_secure or request.scheme == "https" else ""
        value = f"{COOKIE}={token}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Strict{flags}"
        return "set-cookie", value
