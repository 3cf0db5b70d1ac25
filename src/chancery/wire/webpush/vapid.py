# SPDX-License-Identifier: EUPL-1.2
"""Voluntary application server identification: the `Authorization` header of RFC 8292."""

from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from chancery.wire.webpush.encryption import to_base64url

LIFETIME_SECONDS = 12 * 3600
"""RFC 8292, section 2: at most 24 hours; half of it forgives clocks."""
_HEADER = to_base64url(b'{"typ":"JWT","alg":"ES256"}')


def authorization(
    endpoint: str, *, subject: str, now: int, public_key: bytes, sign: Callable[[bytes], bytes]
) -> str:
    """Return the header for a push to `endpoint`; `now` in seconds, `sign` gives ECDSA P-256 as `r || s`."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": now + LIFETIME_SECONDS, "sub": subject}
    signed = f"{_HEADER}.{to_base64url(msgspec.json.encode(claims))}"
    signature = to_base64url(sign(signed.encode()))
    return f"vapid t={signed}.{signature}, k={to_base64url(public_key)}"
