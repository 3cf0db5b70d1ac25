# SPDX-License-Identifier: EUPL-1.2
"""Tokens beside the login's own: refresh, sign-in of a second client, OpenID."""

from collections.abc import Sequence

from chancery.kit.errors import Forbidden, Unauthenticated
from chancery.kit.ids import UserId
from chancery.modules.accounts.schemas import AuthBody, RefreshBody
from chancery.modules.accounts.service.interactive import InteractiveAuth
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.service.tokens import LOGIN_TOKEN_MS, LoginTokens, Refresher
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_SECOND_CLIENT = "/_matrix/client/v1/login/get_token"
_OPENID = "openid"
_OPENID_SECONDS = 3600


class TokensApi:
    """`/refresh`, `/login/get_token`, OpenID."""

    def __init__(
        self,
        *,
        refresher: Refresher,
        login_tokens: LoginTokens,
        interactive: InteractiveAuth,
        people: PeopleService,
        sealer: Sealer,
        server_name: str,
    ) -> None:
        self._refresher = refresher
        self._login_tokens = login_tokens
        self._interactive = interactive
        self._people = people
        self._sealer = sealer
        self._server_name = server_name

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("POST", "/_matrix/client/v3/refresh", self.refresh, body=RefreshBody, login=False),
            Route("POST", _SECOND_CLIENT, self.get_login_token, body=AuthBody, optional_body=True),
            Route("POST", "/_matrix/client/v3/user/{user_id}/openid/request_token", self.request_openid),
            Route("GET", "/_matrix/federation/v1/openid/userinfo", self.show_openid, login=False),
        )

    async def refresh(self, request: Request) -> object:
        """Answer `POST /refresh`."""
        body: RefreshBody = request.body
        tokens = await self._refresher.refresh(body.refresh_token)
        return {
            "access_token": tokens.access,
            "refresh_token": tokens.refresh,
            "expires_in_ms": tokens.lifetime_ms,
        }

    async def get_login_token(self, request: Request) -> object:
        """Answer `POST /login/get_token`: the password is asked for each time."""
        body: AuthBody = request.body
        await self._interactive.confirm(request.caller, body.auth, path=_SECOND_CLIENT, body=body)
        token = await self._login_tokens.issue(request.caller.user_id)
        return {"login_token": token, "expires_in_ms": LOGIN_TOKEN_MS}

    async def request_openid(self, request: Request) -> object:
        """Answer `POST /user/{userId}/openid/request_token`."""
        user_id = request.caller.user_id
        if request.params["user_id"] != user_id:
            raise Forbidden("you can prove your own identity only")
        return {
            "access_token": self._sealer.issue(_OPENID, seconds=_OPENID_SECONDS, content=user_id),
            "token_type": "Bearer",
            "matrix_server_name": self._server_name,
            "expires_in": _OPENID_SECONDS,
        }

    async def show_openid(self, request: Request) -> object:
        """Answer `GET /openid/userinfo`: the one endpoint of the server-server API that services ask."""
        token = request.query.get("access_token")
        if token is None:
            raise Unauthenticated("this needs an access token", errcode="M_MISSING_TOKEN")
        user_id = self._sealer.open(token, _OPENID)
        if user_id is None or not await self._people.exists(UserId(user_id)):
            raise Unauthenticated("the access token is unknown or over")
        return {"sub": user_id}
