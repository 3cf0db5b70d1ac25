# SPDX-License-Identifier: EUPL-1.2
"""The layout of one stored blob: `header | Cobblestone-256 message | seal`.

The header carries the purpose and the wrapped data key; the seal, at the very end so that a blob is written in one
pass, carries the plaintext's size and SHA-256, encrypted because a hash would tell which known file this is. All of it
lies in one file: there is no moment at which the bytes exist without their key or the key without its bytes.
"""

import struct
from dataclasses import dataclass

from cryptography.cobblestone import Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from chancery.kit.ids import BlobId
from chancery.platform.blobs.cobblestone import TAG, NotSealed
from chancery.platform.keyring.port import Keyring, KeyringError

MAGIC = b"chblob\x00\x01"
HEADER_MOST = 1024
SEAL = 8 + 32 + TAG
_LENGTHS = struct.Struct(">HH")
_SEAL_INFO = b"chancery-blob/v1 seal"


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in front of the sealed message; `size` is its own length in bytes."""

    purpose: str
    wrapped_key: bytes
    size: int


def key_context(blob_id: BlobId, purpose: str) -> bytes:
    """Return what a data key is bound to: a blob moved to another name or purpose does not open."""
    return f"chancery-blob/v1|{purpose}|{blob_id}".encode()


def encode_header(purpose: str, wrapped_key: bytes) -> bytes:
    """Return the header; raises ValueError when the purpose is too long to read back."""
    name = purpose.encode()
    header = MAGIC + _LENGTHS.pack(len(name), len(wrapped_key)) + name + wrapped_key
    if len(header) > HEADER_MOST:
        raise ValueError("the purpose of a blob is a short word")
    return header


def decode_header(start: bytes) -> Header:
    """Return the header at the start of a file; raises NotSealed when there is none."""
    fixed = len(MAGIC) + _LENGTHS.size
    if start[: len(MAGIC)] != MAGIC or len(start) < fixed:
        raise NotSealed("this is no blob")
    name, wrapped = _LENGTHS.unpack_from(start, len(MAGIC))
    if len(start) < fixed + name + wrapped:
        raise NotSealed("the header is cut off")
    try:
        purpose = start[fixed : fixed + name].decode()
    except UnicodeDecodeError as error:
        raise NotSealed("the header was changed") from error
    return Header(purpose, start[fixed + name : fixed + name + wrapped], fixed + name + wrapped)


def encode_seal(key: bytes, size: int, sha256: bytes) -> bytes:
    """Return the encrypted size and hash that close a blob."""
    return _seal_cipher(key).encrypt(bytes(12), size.to_bytes(8, "big") + sha256, None)


def decode_seal(key: bytes, seal: bytes) -> tuple[int, str]:
    """Return a blob's size and the hex SHA-256 of its plaintext; raises NotSealed when it was changed."""
    try:
        opened = _seal_cipher(key).decrypt(bytes(12), seal, None)
    except InvalidTag as error:
        raise NotSealed("the seal was changed") from error
    return int.from_bytes(opened[:8], "big"), opened[8:].hex()


def _seal_cipher(key: bytes) -> AESGCM:
    # A key of its own that encrypts one message only, so that the fixed nonce is never used twice under it.
    return AESGCM(HKDFExpand(SHA512(), 32, _SEAL_INFO).derive(key))


@dataclass(frozen=True, slots=True)
class DataKey:
    """A blob's own key and the context under which the message is sealed."""

    key: bytes
    context: bytes

    def __repr__(self) -> str:
        return "DataKey(…)"


def new_data_key(keyring: Keyring, blob_id: BlobId, purpose: str) -> tuple[DataKey, bytes]:
    """Return a fresh data key and the header that keeps it, wrapped."""
    data_key = DataKey(Cobblestone256Encryptor.generate_key(), key_context(blob_id, purpose))
    return data_key, encode_header(purpose, keyring.wrap(data_key.key, data_key.context))


def open_data_key(keyring: Keyring, blob_id: BlobId, purpose: str, wrapped_key: bytes) -> DataKey:
    """Return the data key of a stored blob; raises NotSealed when it is not this blob's, for this purpose."""
    context = key_context(blob_id, purpose)
    try:
        return DataKey(keyring.unwrap(wrapped_key, context), context)
    except KeyringError as error:
        raise NotSealed(str(error)) from error
