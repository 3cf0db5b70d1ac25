# SPDX-License-Identifier: EUPL-1.2
"""The bounds of a request: bytes, seconds, nesting."""

import re
from dataclasses import dataclass

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_ALL_BUT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that hold for every request; a route's own `limit` bounds its body."""

    header_bytes: int = 65_536
    path_bytes: int = 8_192
    json_depth: int = 100
    query_fields: int = 200
    request_seconds: float = 60.0
    body_seconds: float = 30.0
    header_seconds: float = 10.0
    order_seconds: float = 10.0
    """How long a request waits for those of its device that are to be carried out before it."""
    linger_seconds: float = 2.0
    """How long the rest of a refused body is read and dropped before the connection is closed."""
    least_bytes_per_second: int = 1_024
    """A streamed body that comes slower than this (after `body_seconds`) is cut off."""


def is_too_deep(body: bytes, depth: int) -> bool:
    """Whether JSON text nests deeper than `depth`; text with few brackets is decided by counting them."""
    if body.count(b"[") + body.count(b"{") <= depth:
        return False
    brackets = _STRING.sub(b"", body).translate(None, _ALL_BUT_BRACKETS)
    for _ in range(depth):
        inner = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(inner) == len(brackets):
            return False  # nothing left, or unbalanced: then the decoder refuses it as no JSON
        brackets = inner
    return bool(brackets)
