# SPDX-License-Identifier: EUPL-1.2
"""What scopes mean: the Matrix API on one device, or only who somebody is."""

import re
from dataclasses import dataclass

# Client-server API, "Scope"; MSC2967's names are what clients sent before v1.15.
_API = frozenset({"urn:matrix:client:api:*", "urn:matrix:org.matrix.msc2967.client:api:*"})
_DEVICE = re.compile(r"urn:matrix:(?:org\.matrix\.msc2967\.)?client:device:([A-Za-z0-9._~-]{1,255})")
# OpenID Connect Core, 3.1.2.1, 5.4 and 11.
IDENTITY = ("openid", "profile", "email", "offline_access")
SUPPORTED = (*IDENTITY, "urn:matrix:client:api:*")
_MOST = 20


class ScopeInvalid(ValueError):
    """Such a scope cannot be given."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope that may be given; `device_id` is None when it does not open the Matrix API."""

    tokens: tuple[str, ...]
    device_id: str | None

    @property
    def is_limited(self) -> bool:
        """Whether it only tells who somebody is."""
        return self.device_id is None

    @property
    def has_refresh(self) -> bool:
        """Whether the client may stay without the person; Matrix clients always may."""
        return not self.is_limited or "offline_access" in self.tokens

    @property
    def text(self) -> str:
        """The scope as it is written."""
        return " ".join(self.tokens)


def parse(text: str | None) -> Scope:
    """Return the scope that a request names; raises ScopeInvalid."""
    tokens = tuple(dict.fromkeys((text or "").split()))
    if not tokens or len(tokens) > _MOST:
        raise ScopeInvalid("the scope is missing or too long")
    devices = [found[1] for token in tokens if (found := _DEVICE.fullmatch(token))]
    has_api = any(token in _API for token in tokens)
    known = sum(token in _API or token in IDENTITY for token in tokens) + len(devices)
    if known != len(tokens):
        raise ScopeInvalid("the scope names what is not known here")
    if has_api and len(set(devices)) == 1:
        return Scope(tokens, devices[0])
    if has_api or devices:
        raise ScopeInvalid("the Matrix API needs its own scope and that of exactly one device")
    if "openid" not in tokens:
        raise ScopeInvalid("the scope needs openid or the Matrix API")
    return Scope(tokens, None)


def is_part(asked: str | None, given: str) -> bool:
    """Tell whether a refresh asks for no more than was given (RFC 6749, 6)."""
    return asked is None or set(asked.split()) <= set(given.split())
