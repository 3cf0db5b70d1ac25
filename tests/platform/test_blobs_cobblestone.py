# SPDX-License-Identifier: EUPL-1.2
"""The seekable reader agrees with the library that seals, byte for byte, and refuses whatever was changed."""

import hashlib

import pytest
from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from hypothesis import given
from hypothesis import strategies as st

from chancery.platform.blobs.cobblestone import CHUNK, NotSealed, SealedReader, plain_size, sealed_size

KEY = bytes(range(32))
CONTEXT = b"context"
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5, 1024 * 1024]

# Sealed by cryptography 50.0.2; stored blobs are readable for ever only while this stays true.
KNOWN_SEALED = bytes.fromhex(
    "aee3827edaef4d71f704e3c2d916fd6c42c7bfe8cca674a80bd3359fdd87ddb93a0f28f467a63fc2"
    "324a4bc32c1346057ac97ff9c1dadaebfac97f6eba6398665ba8698dd1e2df06d12f043b4aecfcc7"
)


def plaintext(size: int) -> bytes:
    return hashlib.shake_128(b"chancery").digest(size)


def seal(data: bytes, *, key: bytes = KEY, context: bytes = CONTEXT) -> bytes:
    encryptor = Cobblestone256Encryptor(key, context)
    return encryptor.update(data) + encryptor.finalize()


def reader(sealed: bytes, *, key: bytes = KEY, context: bytes = CONTEXT) -> SealedReader:
    return SealedReader(
        lambda offset, size: sealed[offset : offset + size], len(sealed), key=key, context=context
    )


def test_message_of_the_pinned_library_version_opens_with_both() -> None:
    opener = reader(KNOWN_SEALED)
    assert opener.read(0, opener.size) == b"Chancery"
    decryptor = Cobblestone256Decryptor(KEY, CONTEXT)
    assert decryptor.update(KNOWN_SEALED) + decryptor.finalize() == b"Chancery"


@pytest.mark.parametrize("size", SIZES)
def test_whole_message_opens_as_the_library_opens_it(size: int) -> None:
    sealed = seal(plaintext(size))
    decryptor = Cobblestone256Decryptor(KEY, CONTEXT)
    assert len(sealed) == sealed_size(size)
    assert plain_size(len(sealed)) == size
    assert reader(sealed).read(0, size) == decryptor.update(sealed) + decryptor.finalize() == plaintext(size)


BIG = plaintext(5 * CHUNK + 77)
BIG_SEALED = seal(BIG)


@given(st.integers(0, len(BIG)), st.integers(0, len(BIG)))
def test_any_range_is_the_same_slice_of_the_plaintext(one: int, two: int) -> None:
    start, end = min(one, two), max(one, two)
    assert reader(BIG_SEALED).read(start, end) == BIG[start:end]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("missing", [1, 16, 17, CHUNK + 16])
def test_cut_off_message_is_refused_when_it_is_opened(size: int, missing: int) -> None:
    sealed = seal(plaintext(size))
    with pytest.raises(NotSealed):
        reader(sealed[:-missing])


def test_message_with_bytes_behind_its_end_is_refused() -> None:
    with pytest.raises(NotSealed):
        reader(seal(plaintext(100)) + b"\x00")


def test_other_key_or_context_is_refused() -> None:
    with pytest.raises(NotSealed, match="another one"):
        reader(seal(b"x"), key=bytes(32))
    with pytest.raises(NotSealed, match="another one"):
        reader(seal(b"x"), context=b"other")


@given(st.integers(0, len(BIG_SEALED) - 1), st.integers(1, 255))
def test_any_changed_byte_is_refused(index: int, difference: int) -> None:
    changed = bytearray(BIG_SEALED)
    changed[index] ^= difference
    with pytest.raises(NotSealed):
        reader(bytes(changed)).read(0, len(BIG))


def test_chunks_in_another_order_are_refused() -> None:
    first, second = BIG_SEALED[56 : 56 + CHUNK + 16], BIG_SEALED[56 + CHUNK + 16 : 56 + 2 * (CHUNK + 16)]
    swapped = BIG_SEALED[:56] + second + first + BIG_SEALED[56 + 2 * (CHUNK + 16) :]
    with pytest.raises(NotSealed, match="chunk 0"):
        reader(swapped).read(0, 1)
