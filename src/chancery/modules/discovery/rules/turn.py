# SPDX-License-Identifier: EUPL-1.2
"""Credentials for a TURN server with a shared secret (draft-uberti-behave-turn-rest)."""

import base64
import hmac


def turn_credentials(secret: str, user: str, *, until: int) -> tuple[str, str]:
    """Return the user name and password that a relay accepts until `until`, in seconds since the epoch."""
    name = f"{until}:{user}"
    # The draft and every relay of the field use SHA-1 here; as a keyed hash it is not broken.
    digest = hmac.digest(secret.encode(), name.encode(), "sha1")
    return name, base64.b64encode(digest).decode()
