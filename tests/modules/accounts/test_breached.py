# SPDX-License-Identifier: EUPL-1.2
"""Lists of breached passwords: what is on them, whatever the file's form, and what only looks alike."""

from collections.abc import Callable
from hashlib import sha1
from pathlib import Path

import pytest

from chancery.modules.accounts.service.breached import is_common, is_listed


def _line(word: str) -> str:
    return sha1(word.encode(), usedforsecurity=False).hexdigest().upper()


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop",
        "1234567890",
        "QwertyUiop",
        "Password123!",
        "Moscow2026!",
        "2026-sunshine",
        "000000",
        "zzzzzz",
    ],
)
def test_common_ones_are_known_with_digits_and_signs_around_them_too(password: str) -> None:
    assert is_common(password)


@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "chancery-demo", "84712abcd293", "", "kQ8#vmZt1!pd", "Пароль-к-дому-7"],
)
def test_others_are_not(password: str) -> None:
    assert not is_common(password)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("form", [lambda line: f"{line}:3", str.lower, lambda line: line[:16]])
@pytest.mark.parametrize("count", [1, 2, 200])
def test_every_entry_of_a_list_is_found_and_nothing_else(
    tmp_path: Path, count: int, form: Callable[[str], str], end: str
) -> None:
    words = [f"word {number}" for number in range(count)]
    file = tmp_path / "list.txt"
    file.write_bytes("".join(form(line) + end for line in sorted(map(_line, words))).encode())
    assert all(is_listed(file, word) for word in words)
    assert not any(is_listed(file, f"other {number}") for number in range(200))


def test_a_list_whose_last_line_does_not_end_is_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("\n".join(sorted(map(_line, ("one", "two", "three")))))
    assert all(is_listed(file, word) for word in ("one", "two", "three"))
    file.write_text("")
    assert not is_listed(file, "one")
