# SPDX-License-Identifier: EUPL-1.2
"""Random access to messages sealed with Cobblestone-256 (C2SP chunked-encryption v1, SHA-512 and AES-256-GCM).

Sealing is `cryptography.cobblestone`, which has no seek; this reader opens any chunk by itself. A sealed message is
`salt (24) | commitment (32) | chunks`; every chunk holds 16 KiB of plaintext but the last, which is always shorter.
"""

import hmac
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

CHUNK = 16 * 1024
TAG = 16
SEALED_CHUNK = CHUNK + TAG
SALT = 24
COMMITMENT = 32
HEADER = SALT + COMMITMENT
_NONCE = 12
_KEY = 32
_INFO = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"

ReadAt = Callable[[int, int], bytes]
"""Returns `size` bytes at `offset` of the sealed message (fewer at its end)."""


class NotSealed(Exception):
    """The bytes are not a whole message sealed under this key and context."""


def sealed_size(plain_size: int) -> int:
    """Return how many bytes a message of `plain_size` takes when sealed."""
    return HEADER + plain_size + TAG * (plain_size // CHUNK + 1)


def plain_size(sealed: int) -> int:
    """Return the plaintext size behind a sealed size; raises NotSealed when no message has that size."""
    full, last = divmod(sealed - HEADER, SEALED_CHUNK)
    if sealed < HEADER or last < TAG:
        raise NotSealed("the message is cut off")
    return full * CHUNK + last - TAG


class SealedReader:
    """Opens chunks of one sealed message; the commitment and the length are proved before anything is returned."""

    def __init__(self, read_at: ReadAt, sealed: int, *, key: bytes, context: bytes) -> None:
        self._read_at = read_at
        self.size = plain_size(sealed)
        header = read_at(0, HEADER)
        salt, commitment = header[:SALT], header[SALT:]
        derived = HKDFExpand(SHA512(), _KEY + _NONCE + COMMITMENT, _INFO + salt + context).derive(key)
        if not hmac.compare_digest(derived[_KEY + _NONCE :], commitment):
            raise NotSealed("the key or the context is another one")
        self._cipher = AESGCM(derived[:_KEY])
        self._base_nonce = int.from_bytes(derived[_KEY : _KEY + _NONCE], "big")
        self._last = self.size // CHUNK
        # Only the true last chunk is short, so opening it proves that nothing was cut off behind it.
        self._tail = self._open_chunk(self._last)

    def read(self, start: int, end: int) -> bytes:
        """Return plaintext bytes [start, end), which must lie inside the message; raises NotSealed on damage."""
        if start >= end:
            return b""
        first, last = start // CHUNK, (end - 1) // CHUNK
        opened = b"".join(self._open_chunks(first, last))
        return opened[start - first * CHUNK : end - first * CHUNK]

    def _open_chunks(self, first: int, last: int) -> list[bytes]:
        chunks = []
        if first < self._last:
            stop = min(last, self._last - 1)
            sealed = memoryview(self._read_at(_offset(first), (stop - first + 1) * SEALED_CHUNK))
            chunks = [
                self._unseal(number, sealed[(number - first) * SEALED_CHUNK :][:SEALED_CHUNK])
                for number in range(first, stop + 1)
            ]
        if last == self._last:
            chunks.append(self._tail)
        return chunks

    def _open_chunk(self, number: int) -> bytes:
        size = min(CHUNK, self.size - number * CHUNK) + TAG
        return self._unseal(number, memoryview(self._read_at(_offset(number), size)))

    def _unseal(self, number: int, sealed: memoryview) -> bytes:
        nonce = (self._base_nonce ^ number).to_bytes(_NONCE, "big")
        try:
            return self._cipher.decrypt(nonce, sealed, None)
        except InvalidTag as error:
            raise NotSealed(f"chunk {number} was changed") from error


def _offset(chunk: int) -> int:
    return HEADER + chunk * SEALED_CHUNK
