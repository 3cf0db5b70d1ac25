# SPDX-License-Identifier: EUPL-1.2
"""Checking and compiling filters."""

import pytest

from chancery.kit.errors import BadJson
from chancery.modules.sync.rules.filters import MAX_TIMELINE, check_filter, compile_filter, takes


@pytest.mark.parametrize(
    "text",
    [
        b"[]",
        b"{",
        b"\xff",
        b'{"room":[]}',
        b'{"room":{"timeline":{"limit":-1}}}',
        b'{"room":{"timeline":{"limit":"ten"}}}',
        b'{"room":{"timeline":{"types":"m.room.message"}}}',
        b'{"room":{"rooms":[1]}}',
        b'{"room":{"rooms":["not_a_room"]}}',
        b'{"room":{"timeline":{"not_rooms":["not_a_room"]}}}',
        b'{"room":{"state":{"senders":["notuser"]}}}',
        b'{"presence":{"not_senders":["notuser"]}}',
        b'{"event_format":"xml"}',
        b'{"event_fields":"content"}',
        b'{"pad":"' + b"x" * 70_000 + b'"}',
    ],
)
def test_what_is_no_filter_is_bad_json(text: bytes):
    with pytest.raises(BadJson) as refused:
        check_filter(text)
    assert refused.value.matrix_errcode == "M_BAD_JSON"


def test_members_of_later_versions_are_passed_over():
    check_filter(b'{"org.example.new":{"a":1},"room":{"timeline":{"org.example":true}}}')


def test_the_same_text_gives_the_same_compiled_filter():
    assert compile_filter(b'{"room":{"timeline":{"limit":5}}}') is compile_filter(
        b'{"room":{"timeline":{"limit":5}}}'
    )


def test_the_limit_has_a_default_and_a_bound():
    assert compile_filter(b"{}").limit == 10
    assert compile_filter(b'{"room":{"timeline":{"limit":100000}}}').limit == MAX_TIMELINE


def test_rooms_are_taken_and_left_by_the_room_lists():
    compiled = compile_filter(
        b'{"room":{"rooms":["!a","!b"],"not_rooms":["!b"],"timeline":{"rooms":["!c"]}}}'
    )
    assert [compiled.takes_room(room) for room in ("!a", "!b", "!c")] == [True, False, False]
    assert not takes(compiled.timeline_rooms, "!a")


def test_lazy_loading_is_asked_for_in_either_place():
    assert compile_filter(b'{"room":{"state":{"lazy_load_members":true}}}').lazy_members
    assert compile_filter(b'{"room":{"timeline":{"lazy_load_members":true}}}').lazy_members
