# SPDX-License-Identifier: EUPL-1.2
"""Checks of key objects and signatures."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.http import Client
from support.people import Person
from support.signing import Key, device_keys

from chancery.kit.ids import UserId
from chancery.modules.keys import rules
from chancery.modules.keys.errors import InvalidSignature, KeyRejected

ANNA = Person("@anna:example.org", Client(None), "PHONE")  # type: ignore[arg-type]  # nobody sends here


def test_a_signature_verifies_until_anything_changes() -> None:
    key = Key()
    value = device_keys(key, ANNA)
    check = {"signer": ANNA.user_id, "key_id": "ed25519:PHONE", "public_key": key.public}
    rules.check_signature(value, **check)
    rules.check_signature({**value, "unsigned": {"age": 1}}, **check)
    with pytest.raises(InvalidSignature):
        rules.check_signature({**value, "device_id": "OTHER"}, **check)
    with pytest.raises(InvalidSignature):
        rules.check_signature(value, **{**check, "public_key": Key().public})
    with pytest.raises(InvalidSignature):
        rules.check_signature({**value, "signatures": {}}, **check)


@pytest.mark.parametrize("text", ["", "not base64!", "AAAA=A", "é", "AAAA"])
def test_a_key_that_is_none_is_an_invalid_signature_and_no_crash(text: str) -> None:
    with pytest.raises(InvalidSignature):
        rules.check_signature(
            device_keys(Key(), ANNA), signer=ANNA.user_id, key_id="ed25519:PHONE", public_key=text
        )


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"user_id": "@boris:example.org", "usage": ["master"], "keys": {"ed25519:x": "x"}},
        {"user_id": ANNA.user_id, "usage": ["self_signing"], "keys": {"ed25519:x": "x"}},
        {"user_id": ANNA.user_id, "usage": ["master"], "keys": {}},
        {"user_id": ANNA.user_id, "usage": ["master"], "keys": {"ed25519:x": "x", "ed25519:y": "y"}},
        {"user_id": ANNA.user_id, "usage": ["master"], "keys": {"ed25519:x": "y"}},
        {"user_id": ANNA.user_id, "usage": ["master"], "keys": []},
    ],
)
def test_malformed_cross_signing_keys_are_refused(value: object) -> None:
    with pytest.raises(KeyRejected):
        rules.cross_signing_public_key(value, user_id=ANNA.user_id, usage="master")


@given(st.text(max_size=300))
def test_key_names_split_once_or_are_refused(name: str) -> None:
    try:
        algorithm, key_id = rules.split_key_name(name)
    except KeyRejected:
        return
    assert f"{algorithm}:{key_id}" == name
    assert ":" not in algorithm


def test_only_the_owners_and_the_viewers_signatures_are_shown() -> None:
    owner, viewer, other = (UserId(f"@{name}:x") for name in ("owner", "viewer", "other"))
    signatures: list[Any] = [(owner, "k", "s"), (viewer, "k", "s"), (other, "k", "s")]
    assert rules.visible_signatures(signatures, owner=owner, viewer=viewer) == signatures[:2]


@pytest.mark.parametrize(
    "change", [{"first_message_index": 1.5}, {"first_message_index": True}, {"forwarded_count": 2**53}]
)
def test_session_numbers_are_whole_and_bounded(change: dict[str, Any]) -> None:
    value = {"first_message_index": 0, "forwarded_count": 0, "is_verified": False, "session_data": {}}
    assert rules.session_columns(value)[:3] == (0, 0, 0)
    with pytest.raises(KeyRejected):
        rules.session_columns(value | change)


@pytest.mark.parametrize("change", [{"user_id": "@b:x"}, {"device_id": "B"}, {"keys": []}])
def test_even_loose_device_keys_name_their_device(change: dict[str, object]) -> None:
    value = {"user_id": "@a:x", "device_id": "A"}
    rules.check_device_ids(value, user_id="@a:x", device_id="A")
    with pytest.raises(KeyRejected):
        rules.check_device_ids({**value, **change}, user_id="@a:x", device_id="A")
