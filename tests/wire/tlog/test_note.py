# SPDX-License-Identifier: EUPL-1.2
"""Signed notes against the C2SP example, and what a reader must refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from chancery.wire.tlog.note import (
    Checkpoint,
    MalformedNote,
    Signature,
    key_id,
    open_note,
    parse_checkpoint,
    parse_verifier_key,
    render_note,
    verifier_key,
)

# The example of the Go note package, which C2SP signed-note describes.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
KEY = SigningKey(bytes(range(32)))
NAME = "ministry.example/audit"
TEXT = Checkpoint(NAME, 42, bytes(32)).render()


def _signed(text: str) -> str:
    public = bytes(KEY.verify_key)
    return render_note(text, [Signature(NAME, key_id(NAME, public), KEY.sign(text.encode()).signature)])


def test_the_published_example_opens() -> None:
    name, public = parse_verifier_key(PETER)
    assert open_note(NOTE, name, public).startswith("If you think cryptography")
    assert verifier_key(name, public) == PETER


def test_a_checkpoint_survives_signing_and_reading() -> None:
    text = open_note(_signed(TEXT), NAME, bytes(KEY.verify_key))
    assert parse_checkpoint(text) == Checkpoint(NAME, 42, bytes(32))


@given(st.integers(0, len(_signed(TEXT).encode()) - 1), st.integers(1, 255))
def test_any_changed_byte_is_refused(place: int, change: int) -> None:
    raw = bytearray(_signed(TEXT).encode())
    raw[place] ^= change
    with pytest.raises((MalformedNote, UnicodeDecodeError)):
        open_note(raw.decode(), NAME, bytes(KEY.verify_key))


def test_a_line_of_an_unknown_key_is_ignored() -> None:
    extra = "— other.example/witness " + "AAAAAAECAwQFBgc=" + "\n"
    assert open_note(_signed(TEXT) + extra, NAME, bytes(KEY.verify_key)) == TEXT


@pytest.mark.parametrize("text", ["", "origin\n", "origin\n-1\nAAAA\n", "origin\n01\nAAAA\n", "o\n1\n!\n"])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(MalformedNote):
        parse_checkpoint(text)


def test_a_note_of_another_key_is_refused() -> None:
    with pytest.raises(MalformedNote, match="no signature"):
        open_note(_signed(TEXT), NAME, bytes(SigningKey(bytes(32)).verify_key))
