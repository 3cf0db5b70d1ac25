# SPDX-License-Identifier: EUPL-1.2
"""What Authlib says of a request: it checks, over facts that were read before, and stores nothing.

Loaded with the first request that needs it: the library takes 80 ms that most starts never need. It has no types, so
it stays in here.
"""

import hmac
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationServer, InvalidScopeError, OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6749.util import extract_basic_authorization
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc8628 import DeviceCodeGrant
from authlib.oauth2.rfc8628.errors import ExpiredTokenError

from chancery.modules.oauth.errors import OAuthError
from chancery.modules.oauth.model import Client, Code, Link
from chancery.modules.oauth.rules.parameters import Parameters
from chancery.modules.oauth.rules.redirects import is_registered
from chancery.modules.oauth.rules.scopes import ScopeInvalid, parse
from chancery.modules.oauth.rules.user_codes import POLL_SECONDS

_METHODS = ["none", "client_secret_basic", "client_secret_post"]
# What Authlib wants to see of the address; the real one ends at a proxy.
_HERE = "https://localhost/"


def client_id_of(parameters: Parameters, headers: Mapping[str, str]) -> str | None:
    """Return which client a request to the token endpoint says to come from."""
    try:
        named, _ = extract_basic_authorization(_headers(headers))
    except ValueError:
        return None
    return named or parameters.get("client_id")


def check_authorization(parameters: Parameters, client: Client) -> None:
    """Check a request for authorization: redirect URI, response type, scope, proof key; raises OAuthError."""
    request = _request(parameters, {})
    if not _CodeGrant.check_authorization_endpoint(request):
        raise OAuthError("unsupported_response_type", "the response type is code")
    grant = _CodeGrant(request, _Server(client))
    _ProofKey()(grant)
    with _own_errors():
        grant.validate_consent_request()


def authenticate(parameters: Parameters, headers: Mapping[str, str], client: Client | None) -> Client:
    """Return the client when it proves to be who it says; raises OAuthError."""
    with _own_errors():
        _Server(client).authenticate_client(_request(parameters, headers), _METHODS)
    assert client is not None
    return client


def check_code(
    parameters: Parameters, headers: Mapping[str, str], client: Client | None, code: Code | None
) -> None:
    """Check a request for the tokens of an authorization code; raises OAuthError."""
    grant = _CodeGrant(_request(parameters, headers), _Server(client, code=code))
    _ProofKey()(grant)
    with _own_errors():
        grant.validate_token_request()


def check_link(
    parameters: Parameters, headers: Mapping[str, str], client: Client | None, link: Link | None, *, now: int
) -> None:
    """Check a device's request for its tokens; raises OAuthError, most often `authorization_pending`."""
    grant = _LinkGrant(_request(parameters, headers), _Server(client, link=link, now=now))
    with _own_errors():
        grant.validate_token_request()


@contextmanager
def _own_errors() -> Iterator[None]:
    try:
        yield
    except OAuth2Error as error:
        headers = {"www-authenticate": 'Basic realm="oauth"'} if error.status_code == 401 else None
        text = error.get_error_description() or error.error
        raise OAuthError(error.error, text, status=error.status_code, headers=headers) from error
    except ValueError as error:
        # Authlib refuses to put what it was sent into its own error texts, and decodes credentials strictly.
        raise OAuthError("invalid_request", "the request holds what is not readable") from error


class _ProofKey(CodeChallenge):  # type: ignore[misc]  # Authlib has no types
    """S256 alone, and always (client-server API, "Proof Key for Code Exchange"; RFC 9700, 2.1.1)."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: Any) -> None:
        sent = grant.request.payload.data
        if not sent.get("code_challenge") or sent.get("code_challenge_method") != "S256":
            raise OAuthError("invalid_request", "code_challenge with the method S256 is needed")
        super().validate_code_challenge(grant, redirect_uri)


class _Server(AuthorizationServer):  # type: ignore[misc]  # Authlib has no types
    """The facts of one request in the place of Authlib's store."""

    def __init__(
        self, client: Client | None, *, code: Code | None = None, link: Link | None = None, now: int = 0
    ) -> None:
        super().__init__()
        self.client = client
        self.code = code
        self.link = link
        self.now = now

    def query_client(self, client_id: str) -> "_ClientView | None":
        """Return the client when it is the one that was read."""
        return _ClientView(self.client) if self.client and self.client.client_id == client_id else None

    def send_signal(self, name: str, *args: object, **more: object) -> None:
        """Tell nobody."""

    def validate_requested_scope(self, scope: str | None) -> None:
        """Raise InvalidScopeError for a scope that cannot be given to this client."""
        try:
            wanted = parse(scope)
        except ScopeInvalid as error:
            raise InvalidScopeError(str(error)) from error
        if self.client and wanted.is_limited != self.client.is_managed:
            raise InvalidScopeError(
                "clients that register themselves get the Matrix API, managed ones do not"
            )


class _CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]  # Authlib has no types
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS

    def query_authorization_code(self, code: str, client: Any) -> Any:
        """Return the code that was read when it is this client's, and neither used nor over."""
        known = self.server.code
        return _CodeView(known) if known and known.client_id == client.get_client_id() else None


class _LinkGrant(DeviceCodeGrant):  # type: ignore[misc]  # Authlib has no types
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS

    def query_device_credential(self, device_code: str) -> Any:
        """Return the device that was read; one that is gone is over (RFC 8628, 3.5)."""
        if self.server.link is None:
            raise ExpiredTokenError
        return _LinkView(self.server.link, self.server.now)

    def query_user_grant(self, user_code: Any) -> tuple[object, bool] | None:
        """Return who answered, and what."""
        link = self.server.link
        return None if link.state == "waiting" else (link.user_id, link.state == "allowed")

    def should_slow_down(self, credential: Any) -> bool:
        """Tell whether the device asks more often than it was told."""
        return bool(self.server.now - self.server.link.polled_at < POLL_SECONDS * 1000)


class _ClientView:
    """A client as Authlib asks it (`ClientMixin`)."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get_client_id(self) -> str:
        return self._client.client_id

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return is_registered(redirect_uri, self._client.metadata.redirect_uris)

    def check_client_secret(self, client_secret: str) -> bool:
        known = self._client.secret_hash
        return known is not None and hmac.compare_digest(known, sha256(client_secret.encode()).digest())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        # How a secret comes is all the same; that it comes is not.
        return (method == "none") == (self._client.secret_hash is None)

    def check_response_type(self, response_type: str) -> bool:
        return response_type in self._client.metadata.response_types

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in self._client.metadata.grant_types


class _CodeView:
    """A code as Authlib asks it (`AuthorizationCodeMixin` and the proof key)."""

    code_challenge_method = "S256"

    def __init__(self, code: Code) -> None:
        self._code = code
        self.code_challenge = code.challenge

    def get_redirect_uri(self) -> str:
        return self._code.redirect_uri

    def get_scope(self) -> str:
        return self._code.scope


class _LinkView:
    """A waiting device as Authlib asks it (`DeviceCredentialMixin`)."""

    def __init__(self, link: Link, now: int) -> None:
        self._link = link
        self._now = now

    def get_client_id(self) -> str:
        return self._link.client_id

    def get_scope(self) -> str:
        return self._link.scope

    def get_user_code(self) -> str:
        return ""

    def is_expired(self) -> bool:
        return self._now >= self._link.expires_at


class _Request(OAuth2Request):  # type: ignore[misc]  # Authlib has no types
    def __init__(self, parameters: Parameters, headers: Mapping[str, str]) -> None:
        super().__init__("POST", _HERE, headers=headers)
        self.payload = BasicOAuth2Payload(dict(parameters))

    @property
    def form(self) -> Mapping[str, str]:
        """The parameters, which Authlib asks for under two names."""
        sent: Mapping[str, str] = self.payload.data
        return sent


def _request(parameters: Parameters, headers: Mapping[str, str]) -> _Request:
    return _Request(parameters, _headers(headers))


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {"Authorization": headers["authorization"]} if "authorization" in headers else {}
