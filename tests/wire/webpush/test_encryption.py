# SPDX-License-Identifier: EUPL-1.2
"""The worked example of RFC 8291, Appendix A, and what is refused."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from chancery.wire.webpush.encryption import MAX_PLAIN, RECORD_BYTES, encrypt, from_base64url, to_base64url

PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w"
    "EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_worked_example() -> None:
    sender = ec.derive_private_key(int.from_bytes(from_base64url(SENDER), "big"), ec.SECP256R1())
    body = encrypt(
        b"When I grow up, I want to be a watermelon",
        public_key=from_base64url(PUBLIC),
        auth=from_base64url(AUTH),
        salt=from_base64url(SALT),
        own_key=sender,
    )
    assert to_base64url(body) == BODY


def test_the_longest_message_fills_one_record() -> None:
    keys = {"public_key": from_base64url(PUBLIC), "auth": from_base64url(AUTH)}
    assert len(encrypt(b"x" * MAX_PLAIN, **keys)) == RECORD_BYTES
    with pytest.raises(ValueError, match="at most"):
        encrypt(b"x" * (MAX_PLAIN + 1), **keys)


@pytest.mark.parametrize(
    ("public", "auth"), [(b"\x04" + bytes(64), bytes(16)), (b"", b""), (bytes(65), b"x")]
)
def test_bad_keys_are_refused(public: bytes, auth: bytes) -> None:
    with pytest.raises(ValueError):
        encrypt(b"x", public_key=public, auth=auth)


@pytest.mark.parametrize("text", ["a", "a b", "äöü", "AB=C", "AA$="])
def test_bad_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_base64url(text)


def test_every_alphabet_and_padding_is_read() -> None:
    assert from_base64url("-_8=") == from_base64url("-_8") == from_base64url("+/8=") == b"\xfb\xff"
