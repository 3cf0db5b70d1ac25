# SPDX-License-Identifier: EUPL-1.2
"""Leaves and commitments."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.modules.audit import rules
from chancery.modules.audit.model import StoredEntry

SALT = bytes(range(16))


def _entry(actor: str = "@a:x", subject: str | None = "@b:x", details: str = '{"n":1}') -> StoredEntry:
    commitment = rules.commit(SALT, actor, subject, details)
    return StoredEntry(7, 1000, "person.viewed", commitment, SALT, actor, subject, details)


def test_the_leaf_is_canonical_json_without_personal_data() -> None:
    entry = _entry()
    text = (
        f'{{"action":"person.viewed","at":1000,"position":7,"private":"{entry.commitment.hex()}"}}'
    ).encode()
    assert rules.leaf_of(entry) == rules.leaf_hash(text)


def test_details_are_canonical_whatever_their_order() -> None:
    assert rules.canonical_details({"b": None, "a": "é"}) == '{"a":"é","b":null}'
    with pytest.raises(ValueError, match="no floats"):
        rules.canonical_details({"a": 0.5})  # type: ignore[dict-item]  # that is the point


PRIVATE = st.tuples(st.text(), st.none() | st.text(), st.text())


@given(PRIVATE, PRIVATE)
def test_a_commitment_stands_for_one_content_only(
    one: tuple[str, str | None, str], other: tuple[str, str | None, str]
) -> None:
    assert (rules.commit(SALT, *one) == rules.commit(SALT, *other)) == (one == other)


def test_equal_entries_do_not_look_equal_from_outside() -> None:
    assert rules.commit(SALT, "a", None, "{}") != rules.commit(bytes(16), "a", None, "{}")


def test_damage_is_named_and_erasure_is_none() -> None:
    entry = _entry()
    assert rules.find_damage(entry) is None
    assert rules.find_damage(replace(entry, actor="@c:x")) is not None
    assert rules.find_damage(replace(entry, salt=None)) == "entry 7: the salt is missing"
    assert rules.find_damage(replace(entry, actor=None)) is not None
    assert rules.find_damage(replace(entry, commitment=b"short")) is not None
    erased = replace(entry, salt=None, actor=None, subject=None, details=None)
    assert rules.find_damage(erased) is None
    assert rules.leaf_of(erased) == rules.leaf_of(entry)


def test_peaks_survive_being_stored() -> None:
    peaks = [bytes([number]) * 32 for number in range(3)]
    assert rules.split_peaks(rules.join_peaks(peaks)) == peaks
