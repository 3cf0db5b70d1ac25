# SPDX-License-Identifier: EUPL-1.2
"""Event filters."""

from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from chancery.kit.errors import ChanceryError
from chancery.wire.matrix.filters import parse_event_filter


@dataclass
class Event:
    type: str = "m.room.message"
    sender: str = "@anna:x"
    room_id: str = "!r"
    body: bytes = b'{"content":{"body":"x"}}'


def matches(wanted: dict[str, Any], event: Event) -> bool:
    return parse_event_filter(msgspec.json.encode(wanted).decode()).matches(event)


@pytest.mark.parametrize(
    ("wanted", "passes"),
    [
        ({}, True),
        ({"unknown": 1}, True),
        ({"types": ["m.room.message"]}, True),
        ({"types": []}, False),
        ({"types": ["m.room.*"]}, True),
        ({"types": ["m.room.?essage"]}, False),
        ({"not_types": ["m.*"]}, False),
        ({"types": ["m.*"], "not_types": ["m.room.message"]}, False),
        ({"senders": ["@boris:x"]}, False),
        ({"not_senders": ["@anna:x"]}, False),
        ({"rooms": ["!other"]}, False),
        ({"not_rooms": ["!r"]}, False),
        ({"contains_url": True}, False),
        ({"contains_url": False}, True),
    ],
)
def test_matching(wanted: dict[str, Any], passes: bool) -> None:
    assert matches(wanted, Event()) == passes


def test_urls_are_found_in_the_content_only() -> None:
    assert matches({"contains_url": True}, Event(body=b'{"content":{"url":"mxc://x/y"},"x":1}'))
    assert not matches({"contains_url": True}, Event(body=b'{"content":{},"url":"mxc://x/y"}'))


@pytest.mark.parametrize("text", ["x", "[]", '{"types":"a"}', '{"limit":"1"}', '{"types":[1]}'])
def test_malformed_filters_are_refused(text: str) -> None:
    with pytest.raises(ChanceryError) as refused:
        parse_event_filter(text)
    assert refused.value.http_status == 400


def test_lists_are_bounded() -> None:
    with pytest.raises(ChanceryError):
        parse_event_filter(msgspec.json.encode({"types": ["x"] * 501}).decode())
