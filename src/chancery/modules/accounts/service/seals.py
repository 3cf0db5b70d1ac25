# SPDX-License-Identifier: EUPL-1.2
"""Tokens that need no table: a text and its expiry under an HMAC that every process of this server can check."""

import base64
import binascii
import hmac
import secrets
from hashlib import sha256

from chancery.kit.clock import Clock


class Sealer:
    """Issues and opens sealed texts; one that is bound to a context opens in that context only."""

    def __init__(self, secret: bytes, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock

    def issue(self, context: str, *, seconds: int, content: str = "") -> str:
        """Return a token, unlike any other, that opens for so long."""
        expiry = self._clock() + seconds * 1000
        head = f"{expiry}.{secrets.token_urlsafe(9)}.{_encode(content.encode())}"
        return f"{head}.{self._seal(head, context)}"

    def open(self, token: str, context: str) -> str | None:
        """Return what is inside; None when the token is not ours, of another context, or over."""
        head, _, seal = token.rpartition(".")
        if not hmac.compare_digest(seal.encode(), self._seal(head, context).encode()):
            return None
        expiry, _, content = head.split(".")
        return _decode(content).decode() if int(expiry) > self._clock() else None

    def digest(self, text: str) -> bytes:
        """Return a keyed hash, for looking up what must not be stored readably."""
        return hmac.digest(self._secret, b"digest\n" + text.encode(), sha256)

    def _seal(self, head: str, context: str) -> str:
        return _encode(hmac.digest(self._secret, f"{head}\n{context}".encode(), sha256))


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return binascii.a2b_base64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))
