# SPDX-License-Identifier: EUPL-1.2
"""What a client may say of itself (RFC 7591, as the client-server API narrows it)."""

import base64
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Literal

import msgspec

from chancery.modules.oauth.errors import OAuthError
from chancery.modules.oauth.model import ClientMetadata
from chancery.modules.oauth.rules.redirects import (
    AddressInvalid,
    check_below,
    check_client_uri,
    check_redirect,
)

CODE, REFRESH = "authorization_code", "refresh_token"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
GRANTS = (CODE, REFRESH, DEVICE)
_MAX_NAME = 200
_MOST_ADDRESSES = 20
_MOST_NAMES = 50


def read_metadata(stated: Mapping[str, Any]) -> ClientMetadata:
    """Return what a registration says, defaults put in and what is not known left out; raises OAuthError."""
    host = _host(stated.get("client_uri"))
    kind = _kind(stated.get("application_type", "web"))
    if stated.get("token_endpoint_auth_method", "none") != "none":
        raise _invalid("clients that register themselves have no secret: token_endpoint_auth_method is none")
    grants = _texts(stated, "grant_types", default=(CODE,))
    known = tuple(grant for grant in GRANTS if grant in grants)
    if not known or known == (REFRESH,):
        raise _invalid("grant_types needs authorization_code or the device grant")
    return ClientMetadata(
        client_uri=str(stated["client_uri"]),
        client_name=_name(stated.get("client_name"), "client_name"),
        redirect_uris=_redirects(stated, host, kind) if CODE in known else (),
        response_types=("code",) if CODE in known else (),
        grant_types=known,
        application_type=kind,
        logo_uri=_address(stated, "logo_uri", host),
        policy_uri=_address(stated, "policy_uri", host),
        tos_uri=_address(stated, "tos_uri", host),
        names=_names(stated),
    )


def id_of(metadata: ClientMetadata) -> str:
    """Return the id of a client that registered itself: the same words give the same id, so none is kept twice."""
    digest = sha256(msgspec.json.encode(metadata, order="deterministic")).digest()
    return base64.b32encode(digest[:20]).decode().lower()


def shown(metadata: ClientMetadata) -> dict[str, object]:
    """Return metadata as a registration's answer shows it (RFC 7591, 3.2.1)."""
    members: dict[str, object] = msgspec.to_builtins(metadata)
    names: dict[str, str] = metadata.names
    members.pop("names", None)
    return {
        **members,
        "application_type": metadata.application_type,
        "token_endpoint_auth_method": metadata.token_endpoint_auth_method,
        **{f"client_name#{language}": name for language, name in names.items()},
    }


def check_name(value: object) -> str:
    """Return the name of an application; raises OAuthError."""
    name = _name(value, "client_name")
    if name is None:
        raise _invalid("client_name is needed")
    return name


def _host(client_uri: object) -> str:
    if not isinstance(client_uri, str):
        raise _invalid("client_uri is needed")
    try:
        return check_client_uri(client_uri)
    except AddressInvalid as error:
        raise _invalid(f"client_uri {error}") from error


def _kind(stated: object) -> Literal["web", "native"]:
    if stated == "native":
        return "native"
    if stated == "web":
        return "web"
    raise _invalid("application_type is web or native")


def _redirects(stated: Mapping[str, Any], host: str, kind: str) -> tuple[str, ...]:
    addresses = _texts(stated, "redirect_uris", default=())
    if not addresses:
        raise OAuthError("invalid_redirect_uri", "redirect_uris is needed")
    for address in addresses:
        try:
            check_redirect(address, host=host, is_native=kind == "native")
        except AddressInvalid as error:
            raise OAuthError("invalid_redirect_uri", f"a redirect URI {error}") from error
    return tuple(sorted(set(addresses)))


def _address(stated: Mapping[str, Any], member: str, host: str) -> str | None:
    value = stated.get(member)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _invalid(f"{member} must be a text")
    try:
        check_below(value, host)
    except AddressInvalid as error:
        raise _invalid(f"{member} {error}") from error
    return value


def _texts(stated: Mapping[str, Any], member: str, *, default: tuple[str, ...]) -> tuple[str, ...]:
    value = stated.get(member)
    if value is None:
        return default
    if (
        not isinstance(value, list)
        or len(value) > _MOST_ADDRESSES
        or not all(isinstance(item, str) for item in value)
    ):
        raise _invalid(f"{member} must be a list of at most {_MOST_ADDRESSES} texts")
    return tuple(value)


def _names(stated: Mapping[str, Any]) -> dict[str, str]:
    # RFC 7591, 2.2: `client_name#fr`.
    names: dict[str, str] = {}
    for member in sorted(stated):
        base, mark, language = member.partition("#")
        if base == "client_name" and mark and language.isascii() and len(language) <= 35:
            name = _name(stated[member], member)
            if name and len(names) < _MOST_NAMES:
                names[language] = name
    return names


def _name(value: object, member: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > _MAX_NAME or not value.isprintable():
        raise _invalid(f"{member} must be a line of at most {_MAX_NAME} characters")
    return value.strip() or None


def _invalid(description: str) -> OAuthError:
    return OAuthError("invalid_client_metadata", description)
