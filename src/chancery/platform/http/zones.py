# SPDX-License-Identifier: EUPL-1.2
"""The dialects of answers: Matrix (errcode) and OAuth (RFC 6749), open to every origin; SCIM (RFC 7644); all else (RFC 9457)."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import msgspec

from chancery.kit.errors import ChanceryError
from chancery.platform.http.response import JSON_HEADERS, Headers, Response

RawHeaders = list[tuple[bytes, bytes]]

_encoder = msgspec.json.Encoder()

_SECURITY: RawHeaders = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
    (b"cache-control", b"no-store"),
]

_OAUTH_NAMES = {
    401: "invalid_token",
    403: "insufficient_scope",
    429: "temporarily_unavailable",
    500: "server_error",
    503: "temporarily_unavailable",
    504: "server_error",
}

# Client-server API, "Web Browser Clients": these three headers on every answer; MSC4108 adds the conditions. Media must be embeddable by web
# clients of other origins (MSC3828), hence the resource policy.
_MATRIX_CORS: RawHeaders = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, POST, PUT, DELETE, OPTIONS"),
    (
        b"access-control-allow-headers",
        b"X-Requested-With, Content-Type, Authorization, If-Match, If-None-Match",
    ),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
_SAME_ORIGIN: RawHeaders = [
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]


def _matrix_error(error: ChanceryError) -> Response:
    # Client-server API, "User-Interactive Authentication": the first 401 names the flows and no error.
    stated = {"errcode": error.matrix_errcode, "error": error.message} if error.matrix_errcode else {}
    body = {**stated, **error.details}
    return Response(_encoder.encode(body), error.http_status, (*JSON_HEADERS, *error.headers.items()))


def _problem(error: ChanceryError) -> Response:
    status = error.http_status
    body = {
        **error.details,
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": error.message,
        "code": error.code,
    }
    headers = (("content-type", "application/problem+json"), *error.headers.items())
    return Response(_encoder.encode(body), status, headers)


def _scim_error(error: ChanceryError) -> Response:
    # RFC 7644 §3.12: the status is a text.
    body = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": str(error.http_status),
        "detail": error.message,
    }
    headers = (("content-type", "application/scim+json"), *error.headers.items())
    return Response(_encoder.encode(body), error.http_status, headers)


def _oauth_error(error: ChanceryError) -> Response:
    # RFC 6749, 5.2, and RFC 6750, 3.1; errors that come before any module saw the request get the nearest name.
    status = error.http_status
    name = error.details.get("error") or _OAUTH_NAMES.get(status, "invalid_request")
    headers = dict(error.headers)
    if status == HTTPStatus.UNAUTHORIZED:
        headers = {"www-authenticate": f'Bearer error="{name}"', **headers}
    body = {"error": name, "error_description": error.message}
    return Response(_encoder.encode(body), status, (*JSON_HEADERS, *headers.items()))


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the address space: its default headers, the form of its errors, and whether pages of others may ask."""

    defaults: RawHeaders
    json_head: RawHeaders
    json_block: bytes
    render: Callable[[ChanceryError], Response]
    is_open: bool


def block(headers: RawHeaders) -> bytes:
    """Return headers as they stand on the wire."""
    return b"".join([b"%b: %b\r\n" % pair for pair in headers])


def _zone(extra: RawHeaders, render: Callable[[ChanceryError], Response], *, is_open: bool) -> Zone:
    defaults = _SECURITY + extra
    json_head = [(b"content-type", b"application/json"), *defaults]
    return Zone(defaults, json_head, block(json_head), render, is_open)


MATRIX = _zone(_MATRIX_CORS, _matrix_error, is_open=True)
OAUTH = _zone(_MATRIX_CORS, _oauth_error, is_open=True)
OWN = _zone(_SAME_ORIGIN, _problem, is_open=False)
SCIM = _zone(_SAME_ORIGIN, _scim_error, is_open=False)


def zone_of(raw_path: bytes) -> Zone:
    """Return the zone of a path."""
    if raw_path.startswith((b"/_matrix/", b"/.well-known/matrix/", b"/_synapse/")):
        return MATRIX
    if raw_path.startswith((b"/oauth2/", b"/.well-known/o")):
        return OAUTH
    return SCIM if raw_path.startswith(b"/scim/") else OWN


def head(zone: Zone, headers: Headers) -> RawHeaders:
    """Return the answer's headers: the handler's, and the zone's defaults where the handler said nothing.

    Raises ValueError for a value that would break out of its line.
    """
    if headers is JSON_HEADERS:
        return zone.json_head
    own = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    for _, value in own:
        if b"\r" in value or b"\n" in value or b"\0" in value:
            raise ValueError("a header value holds a line break")
    names = {name for name, _ in own}
    return own + [pair for pair in zone.defaults if pair[0] not in names]
