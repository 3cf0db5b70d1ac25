# SPDX-License-Identifier: EUPL-1.2
"""Encrypts one push message for one subscription: RFC 8291 over the `aes128gcm` coding of RFC 8188."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD_BYTES = 4_096
"""RFC 8291, section 4: one record, and push services need not take more."""
KEY_BYTES = 65
AUTH_BYTES = 16
_SALT_BYTES = 16
_TAG_BYTES = 16
_LAST_RECORD = b"\x02"
MAX_PLAIN = RECORD_BYTES - _SALT_BYTES - 5 - KEY_BYTES - _TAG_BYTES - len(_LAST_RECORD)


def encrypt(
    message: bytes,
    *,
    public_key: bytes,
    auth: bytes,
    salt: bytes | None = None,
    own_key: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """Return the body of the request to the push service; raises ValueError for keys off the curve and long messages.

    `public_key` (an uncompressed point) and `auth` are the subscription's. A fresh salt and key pair are used
    unless a known-answer test gives them.
    """
    if len(message) > MAX_PLAIN:
        raise ValueError(f"a push message has at most {MAX_PLAIN} bytes")
    if len(public_key) != KEY_BYTES or len(auth) != AUTH_BYTES:
        raise ValueError("the subscription's key or secret has the wrong length")
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    salt = salt or secrets.token_bytes(_SALT_BYTES)
    own_key = own_key or ec.generate_private_key(ec.SECP256R1())
    own_public = own_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own_key.exchange(ec.ECDH(), receiver)
    key = _derive(auth, shared, b"WebPush: info\0" + public_key + own_public, 32)
    content_key = _derive(salt, key, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(salt, key, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(content_key).encrypt(nonce, message + _LAST_RECORD, None)
    return salt + RECORD_BYTES.to_bytes(4, "big") + bytes([KEY_BYTES]) + own_public + sealed


def _derive(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def to_base64url(data: bytes) -> str:
    """Return bytes as base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Return the bytes of base64url with or without padding; raises ValueError."""
    # Clients write the standard alphabet now and then.
    plain = text.replace("+", "-").replace("/", "_").rstrip("=")
    decoded = urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
    if to_base64url(decoded) != plain:
        raise ValueError("this is no base64url")
    return decoded
