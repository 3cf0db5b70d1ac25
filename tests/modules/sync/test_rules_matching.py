# SPDX-License-Identifier: EUPL-1.2
"""Matching events against the lists of a filter."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.modules.sync.rules.matching import EventMatcher, matches_glob

words = st.text("ab.*", max_size=8)


@given(words, st.text("ab.", max_size=10))
def test_a_glob_means_what_the_equal_regular_expression_means(pattern: str, text: str):
    expected = re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text) is not None
    assert matches_glob(pattern, text) is expected


def test_a_hostile_glob_costs_no_more_than_its_length():
    # A backtracking matcher would not come back from this within the life of the universe.
    assert not matches_glob("*a" * 100 + "b", "a" * 255)


@pytest.mark.parametrize(
    ("matcher", "taken"),
    [
        (EventMatcher(), True),
        (EventMatcher(["m.room.*"]), True),
        (EventMatcher(["m.room.name"]), False),
        (EventMatcher([]), False),
        (EventMatcher(["m.room.*"], ["m.room.message"]), False),
        (EventMatcher(None, ["*"]), False),
        (EventMatcher(senders=["@a:x"]), True),
        (EventMatcher(senders=["@b:x"]), False),
        (EventMatcher(senders=["@a:x"], not_senders=["@a:x"]), False),
        (EventMatcher(contains_url=True), True),
        (EventMatcher(contains_url=False), False),
    ],
)
def test_each_list_of_a_filter_decides(matcher: EventMatcher, taken: bool):
    body = b'{"type":"m.room.message","sender":"@a:x","content":{"url":"mxc://x/y"}}'
    assert matcher.takes("m.room.message", "@a:x", body) is taken


def test_content_without_url_is_told_apart():
    matcher = EventMatcher(contains_url=False)
    assert matcher.takes("m.room.message", "@a:x", b'{"content":{"body":"url"}}')


def test_only_a_filter_without_conditions_is_open():
    assert EventMatcher().is_open
    assert not EventMatcher(not_types=["a"]).is_open
