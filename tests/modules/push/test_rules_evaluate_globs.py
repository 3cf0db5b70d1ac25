# SPDX-License-Identifier: EUPL-1.2
"""Globs of push rules compared with a plain model, and patterns that are meant to hang the server."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.kit.ids import UserId
from chancery.modules.push.model import Rule
from chancery.modules.push.rules.evaluate import Context, evaluate, subject
from chancery.modules.push.rules.predefined import predefined


def holds(pattern: str, value: Any, *, key: str = "content.x") -> bool:
    rules = predefined(UserId("@a:x"))
    condition = {"kind": "event_match", "key": key, "pattern": pattern}
    rules["override"].insert(1, Rule("mine", ["notify"], default=False, enabled=True, conditions=[condition]))
    event = {"type": "org.example", "content": {key.removeprefix("content."): value}}
    return evaluate(rules, subject(event, room_id="!r"), Context(2, None, lambda _key: False)).notify


def matches(pattern: str, value: str) -> bool:
    """Return what a glob says, by trying everything."""

    @cache
    def at(place: int, left: int) -> bool:
        if place == len(pattern):
            return left == len(value)
        if pattern[place] == "*":
            return any(at(place + 1, rest) for rest in range(left, len(value) + 1))
        same = left < len(value) and (pattern[place] in ("?", value[left]))
        return same and at(place + 1, left + 1)

    return at(0, 0)


@given(pattern=st.text("ab*? .", max_size=8), value=st.text("ab .\n", max_size=10))
def test_a_glob_over_a_whole_value(pattern: str, value: str) -> None:
    assert holds(pattern, value) is matches(pattern, value)


@given(pattern=st.text("ab*?", max_size=6), value=st.text("ab -", max_size=10))
def test_a_glob_between_word_boundaries_of_a_body(pattern: str, value: str) -> None:
    starts = [n for n in range(len(value) + 1) if n == 0 or value[n - 1] in " -"]
    ends = [n for n in range(len(value) + 1) if n == len(value) or value[n] in " -"]
    wanted = any(matches(pattern, value[start:end]) for start in starts for end in ends if start <= end)
    assert holds(pattern, value, key="content.body") is wanted


@pytest.mark.parametrize("key", ["content.x", "content.body"])
@pytest.mark.parametrize("pattern", ["*a" * 120 + "*b", "a*" * 120 + "b", "*" * 250 + "b", "?*" * 120 + "b"])
def test_many_stars_cost_no_time(key: str, pattern: str) -> None:
    """With a matcher that tries again this does not end before the suite is cut off."""
    assert not holds(pattern, "a" * 60_000, key=key)


def test_patterns_longer_than_any_word_match_nothing() -> None:
    assert not holds("a" * 257, "a" * 257)


@pytest.mark.parametrize("value", [None, 5, True, ["x"], {}])
def test_only_texts_are_matched(value: Any) -> None:
    assert not holds("*", value)
