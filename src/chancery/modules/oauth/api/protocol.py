# SPDX-License-Identifier: EUPL-1.2
"""The endpoints that clients call themselves: register, tokens, revoke, device, userinfo."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from chancery.kit.errors import Forbidden
from chancery.modules.oauth.api.metadata import Issuer
from chancery.modules.oauth.rules.clients import shown
from chancery.modules.oauth.rules.parameters import read_form
from chancery.modules.oauth.rules.user_codes import POLL_SECONDS
from chancery.modules.oauth.service.clients import Clients
from chancery.modules.oauth.service.identity import Identities
from chancery.modules.oauth.service.links import LIFE_SECONDS, Links
from chancery.modules.oauth.service.tokens import TokenRequest, Tokens
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

_FORM_BYTES = 16_384
_METADATA_BYTES = 65_536
# RFC 6749, 5.1; the zone says `no-store` already.
_NO_CACHE = (("pragma", "no-cache"),)


class ProtocolApi:
    """`/oauth2/*`."""

    def __init__(
        self, *, issuer: Issuer, clients: Clients, tokens: Tokens, links: Links, identities: Identities
    ) -> None:
        self._issuer = issuer
        self._clients = clients
        self._tokens = tokens
        self._links = links
        self._identities = identities

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        form: Mapping[str, Any] = {"body": bytes, "login": False, "limit": _FORM_BYTES}
        return (
            Route("GET", "/oauth2/authorize", self.to_page, login=False),
            Route("POST", "/oauth2/authorize", self.to_page, **form),
            Route("POST", "/oauth2/register", self.register, body=dict[str, Any], login=False,
                  limit=_METADATA_BYTES),
            Route("POST", "/oauth2/token", self.give, **form),
            Route("POST", "/oauth2/revoke", self.revoke, **form),
            Route("POST", "/oauth2/device", self.begin_link, **form),
            Route("GET", "/oauth2/userinfo", self.identify),
            Route("POST", "/oauth2/userinfo", self.identify),
        )  # fmt: skip

    async def to_page(self, request: Request) -> Response:
        """Answer `/oauth2/authorize`: the page stands in the web client, to which its session cookie goes.

        The parameters go there as one, so that nothing on the way reads and writes them anew.
        """
        encoded = request.body if request.method == "POST" else request.raw_query
        packed = base64.urlsafe_b64encode(encoded).decode().rstrip("=")
        return Response(b"", 303, (("location", f"/allow?request=q.{packed}"),))

    async def register(self, request: Request) -> Response:
        """Answer `POST /oauth2/register` (RFC 7591)."""
        client = await self._clients.register(request.body, request.client)
        members = shown(client.metadata)
        return json_response(
            {**members, "client_id": client.client_id, "client_id_issued_at": client.created_at // 1000}, 201
        )

    async def give(self, request: Request) -> Response:
        """Answer `POST /oauth2/token`."""
        answer = await self._tokens.give(self._read(request))
        tokens = answer.tokens
        members: dict[str, object] = {
            "access_token": tokens.access,
            "token_type": "Bearer",
            "expires_in": tokens.lifetime_ms // 1000,
            "scope": tokens.scope,
        }
        if tokens.refresh is not None:
            members["refresh_token"] = tokens.refresh
        if answer.id_token is not None:
            members["id_token"] = answer.id_token
        return json_response(members, headers=_NO_CACHE)

    async def revoke(self, request: Request) -> object:
        """Answer `POST /oauth2/revoke`."""
        await self._tokens.revoke(self._read(request).parameters)
        return {}

    async def begin_link(self, request: Request) -> Response:
        """Answer `POST /oauth2/device` (RFC 8628, 3.1)."""
        read = self._read(request)
        client = await self._tokens.identify(read)
        waiting = await self._links.start(client, read.parameters.get("scope"), request.client)
        page = f"{read.issuer}/link"
        return json_response(
            {
                "device_code": waiting.device_code,
                "user_code": waiting.user_code,
                "verification_uri": page,
                "verification_uri_complete": f"{page}?code={waiting.user_code}",
                "expires_in": LIFE_SECONDS,
                "interval": POLL_SECONDS,
            }
        )

    async def identify(self, request: Request) -> object:
        """Answer `GET` and `POST /oauth2/userinfo` (OpenID Connect Core, 5.3)."""
        caller = request.caller
        if "openid" not in caller.scope.split():
            raise Forbidden(
                "the token was not given for the scope openid",
                headers={"www-authenticate": 'Bearer error="insufficient_scope", scope="openid"'},
            )
        return await self._identities.claims(caller.user_id, caller.scope)

    def _read(self, request: Request) -> TokenRequest:
        parameters = read_form(request.body, request.headers.get("content-type", ""))
        return TokenRequest(parameters, request.headers, request.client, self._issuer.of(request))
