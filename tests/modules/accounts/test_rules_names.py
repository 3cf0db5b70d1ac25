# SPDX-License-Identifier: EUPL-1.2
"""User ids, device ids and search words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.modules.accounts.errors import InvalidUserId
from chancery.modules.accounts.rules.names import (
    check_user_id,
    search_words,
    typed_user_id,
    usable_device_id,
)

LOCALPARTS = st.text("abcdefghijklmnopqrstuvwxyz0123456789._=-/+", min_size=1, max_size=60)


@given(LOCALPARTS)
def test_the_grammars_names_are_taken_and_typed_in_any_case(name: str) -> None:
    user_id = f"@{name}:x.example"
    assert check_user_id(user_id, "x.example") == user_id
    assert typed_user_id(name.upper(), "x.example") == user_id
    assert typed_user_id(f" {user_id} ", "x.example") == user_id


@given(st.text(max_size=20))
def test_other_text_is_refused_or_allowed_by_the_grammar_alone(text: str) -> None:
    allowed = bool(text) and all(sign in "abcdefghijklmnopqrstuvwxyz0123456789._=-/+" for sign in text)
    if allowed:
        assert check_user_id(f"@{text}:x", "x")
        return
    with pytest.raises(InvalidUserId):
        check_user_id(f"@{text}:x", "x")


def test_an_e_mail_address_is_no_user_name() -> None:
    assert typed_user_id("anna@ministry.example", "x.example") is None


@pytest.mark.parametrize("device_id", [None, "", "x" * 256, "with\nbreak", "nul\0"])
def test_what_cannot_be_a_device_id_is_not_used(device_id: str | None) -> None:
    assert usable_device_id(device_id) is None


def test_search_words_are_folded() -> None:
    assert search_words("@anna.s:x", "Анна Семёнова-Ким") == " анна семенова ким anna s"
