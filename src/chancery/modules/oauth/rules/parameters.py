# SPDX-License-Identifier: EUPL-1.2
"""Parameters of requests, which stand in queries and forms (RFC 6749, 3.1 and 3.2)."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from chancery.modules.oauth.errors import OAuthError

_MOST = 40
Parameters = Mapping[str, str]


def read_parameters(encoded: str) -> Parameters:
    """Return the parameters; those without a value count as left out. Raises OAuthError."""
    try:
        pairs = parse_qsl(encoded, strict_parsing=bool(encoded), max_num_fields=_MOST, errors="strict")
    except ValueError as error:
        raise OAuthError("invalid_request", "the parameters are not readable or too many") from error
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise OAuthError("invalid_request", "a parameter stands twice")
    if any("\0" in value for _, value in pairs):
        raise OAuthError("invalid_request", "a parameter holds a NUL character")
    return dict(pairs)


def read_form(body: bytes, content_type: str) -> Parameters:
    """Return the parameters of a form; raises OAuthError."""
    if content_type.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise OAuthError("invalid_request", "the body must be application/x-www-form-urlencoded")
    try:
        return read_parameters(body.decode())
    except UnicodeDecodeError as error:
        raise OAuthError("invalid_request", "the body is not UTF-8") from error


def whole_number(text: str | None) -> int | None:
    """Return a parameter that counts seconds; raises OAuthError."""
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 10:
        raise OAuthError("invalid_request", "max_age must be a whole number")
    return int(text)
