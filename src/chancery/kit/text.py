# SPDX-License-Identifier: EUPL-1.2
"""Folding and splitting of names, the same for stored words and for what people type."""

import re
import unicodedata

_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Return text for comparison: compatibility forms and case folded, `ё` written as `е` as people type it."""
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")


def words(text: str) -> list[str]:
    """Return the folded words of a text."""
    return _WORD.findall(fold(text))
