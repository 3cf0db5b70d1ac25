# SPDX-License-Identifier: EUPL-1.2
"""Secrets of this module: random, shown once, stored as their hash."""

import secrets
from hashlib import sha256


def new_secret(prefix: str) -> str:
    """Return a fresh secret of 256 bits."""
    return f"{prefix}{secrets.token_urlsafe(32)}"


def hash_secret(secret: str) -> bytes:
    """Return what is stored; a fast hash is enough for a random secret."""
    return sha256(secret.encode()).digest()
