# SPDX-License-Identifier: EUPL-1.2
"""Canonical JSON: the examples of the specification's appendix, and properties."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.kit.errors import BadJson
from chancery.wire.matrix.canonical import MAX_DEPTH, MAX_INTEGER, canonical, canonical_checked


@pytest.mark.parametrize(
    ("given_json", "expected"),
    [
        ("{}", "{}"),
        ('{"one": 1, "two": "Two"}', '{"one":1,"two":"Two"}'),
        ('{"b": "2", "a": "1"}', '{"a":"1","b":"2"}'),
        (
            (
                '{"auth":{"success":true,"mxid":"@john.doe:example.com","profile":{"display_name":"John Doe",'
                '"three_pids":[{"medium":"email","address":"john.doe@example.org"},'
                '{"medium":"msisdn","address":"123456789"}]}}}'
            ),
            (
                '{"auth":{"mxid":"@john.doe:example.com","profile":{"display_name":"John Doe","three_pids":'
                '[{"address":"john.doe@example.org","medium":"email"},'
                '{"address":"123456789","medium":"msisdn"}]},"success":true}}'
            ),
        ),
        ('{"a": "日本語"}', '{"a":"日本語"}'),
        ('{"本": 2, "日": 1}', '{"日":1,"本":2}'),
        ('{"a": "\\u65E5"}', '{"a":"日"}'),
        ('{"a": null}', '{"a":null}'),
        ('{"a": -0}', '{"a":0}'),
    ],
)
def test_the_examples_of_the_specification(given_json: str, expected: str) -> None:
    assert canonical_checked(msgspec.json.decode(given_json)) == expected.encode()


def test_keys_are_sorted_by_code_point_also_beyond_the_basic_plane() -> None:
    assert canonical({"😀": 1, "\uffff": 2}) == '{"\uffff":2,"😀":1}'.encode()


@pytest.mark.parametrize(
    "value",
    [1.0, 1e10, float("nan"), float("inf"), -0.0, 2**53, -(2**53), 2**70, "\ud800", {"a": [{"b": 0.5}]}],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(BadJson):
        canonical_checked({"value": value})


@pytest.mark.parametrize("value", [MAX_INTEGER, -MAX_INTEGER, 0, True, None])
def test_the_edges_are_allowed(value: object) -> None:
    assert json.loads(canonical_checked({"value": value})) == {"value": value}


def test_depth_is_bounded() -> None:
    deep: object = 1
    for _ in range(MAX_DEPTH):
        deep = [deep]
    canonical_checked(deep)
    with pytest.raises(BadJson):
        canonical_checked([deep])


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=30,
)


@given(_json)
def test_canonical_json_is_json_and_stable(value: object) -> None:
    once = canonical_checked(value)
    decoded = json.loads(once)
    assert decoded == value
    assert canonical_checked(decoded) == once


@given(_json)
def test_an_independent_encoder_agrees(value: object) -> None:
    expected = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(value) == expected.encode()
