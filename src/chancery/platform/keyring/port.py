# SPDX-License-Identifier: EUPL-1.2
"""The keyring port: wraps data keys and signs with long-term keys that stay inside (file today, PKCS#11 fits)."""

from typing import Protocol


class Keyring(Protocol):
    """Holds the key-encryption key and the signing keys; all inputs and outputs are bytes."""

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """Return a data key sealed under the newest key-encryption key, bound to `context`; carries the key's id."""

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return the data key; raises KeyringError when the bytes or the context were changed or the key is unknown."""

    def sign(self, key_name: str, message: bytes) -> bytes:
        """Return an Ed25519 signature (64 bytes) by the named key, which is made at first use."""

    def public_key(self, key_name: str) -> bytes:
        """Return the named key's Ed25519 public key (32 bytes)."""

    def sign_p256(self, key_name: str, message: bytes) -> bytes:
        """Return an ECDSA signature over P-256 and SHA-256 (`r || s`, 64 bytes) by the named key, made at first use."""

    def public_key_p256(self, key_name: str) -> bytes:
        """Return the named P-256 key's public point, uncompressed (65 bytes)."""


class KeyringError(Exception):
    """A key is missing or what should open under it does not."""
