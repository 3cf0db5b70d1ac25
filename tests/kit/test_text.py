# SPDX-License-Identifier: EUPL-1.2
"""Folding and splitting of names."""

import pytest

from chancery.kit.text import fold, words


@pytest.mark.parametrize(
    ("text", "folded"), [("СЕМЁНОВ", "семенов"), ("Straße", "strasse"), ("ﬁle", "file"), ("İ", "i̇")]
)
def test_folding_makes_what_people_mean_equal(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_words_are_split_at_everything_else() -> None:
    assert words("Ким-Петрова, О. (отдел № 4)") == ["ким", "петрова", "о", "отдел", "no", "4"]
    assert words(" … ") == []
