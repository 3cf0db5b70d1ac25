# SPDX-License-Identifier: EUPL-1.2
"""What clients read first: the server's metadata and the keys of its tokens."""

from collections.abc import Sequence

from chancery.modules.oauth.rules.clients import GRANTS
from chancery.modules.oauth.rules.scopes import SUPPORTED
from chancery.modules.oauth.service.identity import ALGORITHM, Identities
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

ACTIONS = (
    "org.matrix.profile",
    "org.matrix.devices_list",
    "org.matrix.device_view",
    "org.matrix.device_delete",
    "org.matrix.cross_signing_reset",
)
_SECRETS = ["none", "client_secret_basic", "client_secret_post"]
_CACHED = (("cache-control", "public, max-age=3600"),)


class Issuer:
    """The name under which this server vouches for people: its public address, or the one that was asked."""

    def __init__(self, home_url: str) -> None:
        self._home_url = home_url

    def of(self, request: Request) -> str:
        """Return the issuer, without a slash at its end."""
        return self._home_url or request.origin


class MetadataApi:
    """RFC 8414, OpenID Connect Discovery, and the client-server API's own address for both."""

    def __init__(self, issuer: Issuer, identities: Identities) -> None:
        self._issuer = issuer
        self._identities = identities

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", "/_matrix/client/v1/auth_metadata", self.show, login=False),
            Route("GET", "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata", self.show, login=False),
            Route("GET", "/_matrix/client/unstable/org.matrix.msc2965/auth_issuer", self.issuer, login=False),
            Route("GET", "/.well-known/openid-configuration", self.show, login=False),
            Route("GET", "/.well-known/oauth-authorization-server", self.show, login=False),
            Route("GET", "/oauth2/keys", self.keys, login=False),
        )

    async def show(self, request: Request) -> Response:
        """Answer `auth_metadata` and the well-known addresses."""
        home = self._issuer.of(request)
        document: dict[str, object] = {
            "issuer": home,
            "authorization_endpoint": f"{home}/oauth2/authorize",
            "token_endpoint": f"{home}/oauth2/token",
            "registration_endpoint": f"{home}/oauth2/register",
            "revocation_endpoint": f"{home}/oauth2/revoke",
            "device_authorization_endpoint": f"{home}/oauth2/device",
            "userinfo_endpoint": f"{home}/oauth2/userinfo",
            "jwks_uri": f"{home}/oauth2/keys",
            "scopes_supported": SUPPORTED,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query", "fragment"],
            "grant_types_supported": GRANTS,
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": _SECRETS,
            "revocation_endpoint_auth_methods_supported": _SECRETS,
            "prompt_values_supported": ["none", "login", "consent"],
            "authorization_response_iss_parameter_supported": True,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "name",
                                 "preferred_username", "email", "email_verified"],
            "ui_locales_supported": ["en", "ru"],
            "account_management_uri": f"{home}/account",
            "account_management_actions_supported": ACTIONS,
        }  # fmt: skip
        return json_response(document, headers=_CACHED)

    async def issuer(self, request: Request) -> Response:
        """Answer `auth_issuer`, which clients asked before there was `auth_metadata`."""
        return json_response({"issuer": self._issuer.of(request)}, headers=_CACHED)

    async def keys(self, request: Request) -> Response:
        """Answer `GET /oauth2/keys`."""
        return json_response(self._identities.public_keys(), headers=_CACHED)
