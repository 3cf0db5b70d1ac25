# SPDX-License-Identifier: EUPL-1.2
"""Grammar of identifiers, tokens and field limits."""

import pytest

from chancery.kit.errors import BadRequest, ChanceryError
from chancery.wire.matrix.identifiers import (
    is_user_id,
    parse_alias,
    parse_event_id,
    parse_room_id,
    parse_user_id,
    server_of,
)
from chancery.wire.matrix.limits import check_field, check_size
from chancery.wire.matrix.tokens import parse_timeline_token, timeline_token


@pytest.mark.parametrize(
    "user_id", ["@anna:ministry.example", "@a.b_c=/+-9:host:8448", "@Old Style:x", "@x:[::1]:80", "@:x"]
)
def test_user_ids(user_id: str) -> None:
    assert is_user_id(user_id) == (" " not in user_id)


@pytest.mark.parametrize(
    "bad",
    ["anna", "@anna", "@anna:", ":x", "@a\0:x", "@a:x y", "@" + "a" * 260 + ":x", "@é:x", 7, None, "@a:b:c"],
)
def test_malformed_user_ids_are_refused(bad: object) -> None:
    with pytest.raises(BadRequest):
        parse_user_id(bad)


@pytest.mark.parametrize("bad", ["", "x", "!", "!a:", "!a\0", "!" + "a" * 255, "#a:b", None])
def test_malformed_room_ids_are_refused(bad: object) -> None:
    with pytest.raises(BadRequest):
        parse_room_id(bad)


def test_room_ids_of_both_kinds() -> None:
    hashed = "!" + "A" * 43
    assert parse_room_id(hashed) == hashed
    assert parse_room_id("!abc:ministry.example") == "!abc:ministry.example"
    assert server_of("!abc:ministry.example") == "ministry.example"


@pytest.mark.parametrize("bad", ["#a", "a:b", "#:b", "#a\0:b", "#" + "ä" * 130 + ":b"])
def test_malformed_aliases_are_refused(bad: str) -> None:
    with pytest.raises(BadRequest):
        parse_alias(bad)


@pytest.mark.parametrize("bad", ["", "x", "$", "$a\0b", "$" + "a" * 255])
def test_malformed_event_ids_are_refused(bad: str) -> None:
    with pytest.raises(BadRequest):
        parse_event_id(bad)


def test_fields_are_bounded_in_bytes() -> None:
    check_field("type", "é" * 127)
    with pytest.raises(ChanceryError) as refused:
        check_field("type", "é" * 128)
    assert refused.value.matrix_errcode == "M_TOO_LARGE"
    with pytest.raises(BadRequest):
        check_field("state_key", "a\0b")


def test_events_are_bounded_with_their_signatures() -> None:
    check_size(b"x" * 65_000, "ministry.example")
    with pytest.raises(ChanceryError):
        check_size(b"x" * 65_500, "ministry.example")


@pytest.mark.parametrize(("text", "position"), [("t12", 12), ("s12_3", 12), ("s12_3_4", 12), ("7", 7)])
def test_timeline_tokens(text: str, position: int) -> None:
    assert parse_timeline_token(text) == position
    assert parse_timeline_token(timeline_token(position)) == position


@pytest.mark.parametrize("text", ["", "x", "t", "t-1", "t1.5", "t" + "9" * 30, "ab12"])
def test_foreign_tokens_are_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        parse_timeline_token(text)
