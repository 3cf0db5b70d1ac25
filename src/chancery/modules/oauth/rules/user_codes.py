# SPDX-License-Identifier: EUPL-1.2
"""Codes that people type on one device to let another one in (RFC 8628, 6.1)."""

import secrets

# Consonants without likenesses: no words come out, and 20^8 are too many to try.
_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
_LENGTH = 8
POLL_SECONDS = 5
"""How often a waiting device may ask."""


def new_user_code() -> str:
    """Return a code as it is shown."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def fold_user_code(typed: str) -> str | None:
    """Return a code as it is stored, whichever way it was typed; None when it cannot be one."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return letters if len(letters) == _LENGTH and set(letters) <= set(_ALPHABET) else None
