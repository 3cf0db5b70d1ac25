# SPDX-License-Identifier: EUPL-1.2
"""Addresses, secrets and letters."""

import pytest

from chancery.kit.errors import BadRequest
from chancery.modules.accounts.rules.mail import (
    Language,
    Purpose,
    check_address,
    check_secret,
    language_of,
    letter,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Anna@Home.Example ", "anna@home.example"),
        ("a.b+c@d.example", "a.b+c@d.example"),
        ("а@министерство.рф", "а@министерство.рф"),
    ],
)
def test_addresses_are_folded(typed: str, kept: str) -> None:
    assert check_address(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "a", "@b", "a@", "a b@c", "a@b,c@d", "a@b\r\nBcc: c@d", "<a@b>", f"{'a' * 250}@b.example"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(BadRequest):
        check_address(typed)


@pytest.mark.parametrize("secret", ["", "with space", "x" * 256, "ä"])
def test_bad_secrets_are_refused(secret: str) -> None:
    with pytest.raises(BadRequest):
        check_secret(secret)


@pytest.mark.parametrize("purpose", ["add", "password", "register"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_letter_names_server_and_link(purpose: Purpose, language: Language) -> None:
    subject, text = letter(purpose, language, server="a.example", link="https://a.example/x?y=z")
    assert subject
    assert "a.example" in text
    assert "\nhttps://a.example/x?y=z\n" in text


def test_the_reader_chooses_the_language() -> None:
    assert language_of("ru-RU,ru;q=0.9") == "ru"
    assert language_of("en-GB,ru;q=0.9") == "en"
    assert language_of("") == "en"
