# SPDX-License-Identifier: EUPL-1.2
"""The keyring in files: one small file per key in a folder that only the server's own user may read."""

import re
import secrets
import threading
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chancery.kit.clock import Clock, system_clock
from chancery.platform.keyring import selftest
from chancery.platform.keyring.keyfile import KeyFile, create_key_file, open_folder, read_key_file
from chancery.platform.keyring.port import KeyringError

AES_256_GCM: Final = 1
"""Algorithm id in a wrapped key; another number stands for another way of wrapping (PKCS#11, GOST)."""

_VERSION = 1
_KEY_ID_BYTES = 8
_NONCE_BYTES = 12
_TAG_BYTES = 16
_HEADER_BYTES = 2 + _KEY_ID_BYTES
_KEK_PREFIX = "kek-"
_SIGN_PREFIX = "sign-"
_P256_PREFIX = "p256-"
_SIGNING_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?\Z")


class FileKeyring:
    """Key-encryption keys (the newest wraps, all unwrap) and named Ed25519 signing keys.

    A wrapped key is `version | algorithm | key id | nonce | ciphertext and tag`; everything in front of the nonce and
    the context are authenticated with it. Random 96-bit nonces bound one key-encryption key to 2**32 wraps (NIST
    SP 800-38D 8.3); `rotate` long before that.
    """

    def __init__(self, folder: Path, *, clock: Clock = system_clock) -> None:
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._wrapping: dict[bytes, AESGCM] = {}
        self._newest = b""
        self._signing: dict[str, Ed25519PrivateKey] = {}
        self._p256: dict[str, ec.EllipticCurvePrivateKey] = {}

    @classmethod
    def open(cls, folder: Path, *, clock: Clock = system_clock) -> Self:
        """Return the keyring of `folder`, made at first use; raises KeyringError when it is unsafe or broken."""
        selftest.run()
        open_folder(folder)
        keyring = cls(folder, clock=clock)
        keyring._load_wrapping_keys()
        if not keyring._wrapping:
            keyring._make_wrapping_key(after=0)
        return keyring

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """See `Keyring.wrap`."""
        key_id = self._newest
        header = bytes((_VERSION, AES_256_GCM)) + key_id
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return header + nonce + self._wrapping[key_id].encrypt(nonce, key, header + context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """See `Keyring.unwrap`."""
        header, nonce = wrapped[:_HEADER_BYTES], wrapped[_HEADER_BYTES : _HEADER_BYTES + _NONCE_BYTES]
        if len(wrapped) < _HEADER_BYTES + _NONCE_BYTES + _TAG_BYTES:
            raise KeyringError("the wrapped key is cut off")
        if header[:2] != bytes((_VERSION, AES_256_GCM)):
            raise KeyringError(f"wrapped key of unknown version {header[0]} or algorithm {header[1]}")
        try:
            return self._wrapping_key(header[2:]).decrypt(
                nonce, wrapped[_HEADER_BYTES + _NONCE_BYTES :], header + context
            )
        except InvalidTag as error:
            raise KeyringError("the wrapped key or its context was changed") from error

    def rewrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return the same data key under the newest key-encryption key (a rotation changes nothing else)."""
        return self.wrap(self.unwrap(wrapped, context), context)

    def rotate(self) -> None:
        """Make a new key-encryption key; what the older ones wrapped still opens."""
        self._make_wrapping_key(after=self._load_wrapping_keys())

    def sign(self, key_name: str, message: bytes) -> bytes:
        """See `Keyring.sign`."""
        return self._signing_key(key_name).sign(message)

    def public_key(self, key_name: str) -> bytes:
        """See `Keyring.public_key`."""
        return self._signing_key(key_name).public_key().public_bytes_raw()

    def sign_p256(self, key_name: str, message: bytes) -> bytes:
        """See `Keyring.sign_p256`."""
        key = self._p256_key(key_name)
        r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def public_key_p256(self, key_name: str) -> bytes:
        """See `Keyring.public_key_p256`."""
        key = self._p256_key(key_name).public_key()
        return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def _wrapping_key(self, key_id: bytes) -> AESGCM:
        if key_id not in self._wrapping:
            # Another process may have rotated since we read the folder.
            self._load_wrapping_keys()
        try:
            return self._wrapping[key_id]
        except KeyError as error:
            raise KeyringError(f"no key-encryption key {key_id.hex()} in {self._folder}") from error

    def _load_wrapping_keys(self) -> int:
        """Read every key-encryption key and return the newest one's number (0: none)."""
        number = 0
        for path in sorted(self._folder.glob(f"{_KEK_PREFIX}*.json")):
            key_file = read_key_file(path, algorithm="AES-256-GCM", size=32)
            key_id = bytes.fromhex(key_file.id)
            self._wrapping.setdefault(key_id, AESGCM(key_file.secret))
            self._newest = key_id
            number = int(path.stem.removeprefix(_KEK_PREFIX))
        return number

    def _make_wrapping_key(self, *, after: int) -> None:
        # When two processes make a key at once, one of them wins the file and both use it.
        self._create(f"{_KEK_PREFIX}{after + 1:06d}", "AES-256-GCM")
        self._load_wrapping_keys()

    def _signing_key(self, name: str) -> Ed25519PrivateKey:
        if name not in self._signing:
            secret = self._named_secret(_SIGN_PREFIX, name, "Ed25519")
            self._signing.setdefault(name, Ed25519PrivateKey.from_private_bytes(secret))
        return self._signing[name]

    def _p256_key(self, name: str) -> ec.EllipticCurvePrivateKey:
        if name not in self._p256:
            secret = int.from_bytes(self._named_secret(_P256_PREFIX, name, "ECDSA-P256"), "big")
            # One random number in 2**32 is above the order of P-256; the library refuses it, nothing is weakened.
            self._p256.setdefault(name, ec.derive_private_key(secret, ec.SECP256R1()))
        return self._p256[name]

    def _named_secret(self, prefix: str, name: str, algorithm: str) -> bytes:
        if not _SIGNING_NAME.match(name):
            raise KeyringError(f"{name!r} is no name for a signing key (a-z, 0-9 and hyphens, at most 64)")
        with self._lock:
            path = self._folder / f"{prefix}{name}.json"
            if not path.exists():
                self._create(f"{prefix}{name}", algorithm)
            return read_key_file(path, algorithm=algorithm, size=32).secret

    def _create(self, stem: str, algorithm: str) -> None:
        key_file = KeyFile(
            id=secrets.token_hex(_KEY_ID_BYTES),
            algorithm=algorithm,
            created=self._clock(),
            secret=secrets.token_bytes(32),
        )
        create_key_file(self._folder / f"{stem}.json", key_file)
