# SPDX-License-Identifier: EUPL-1.2
"""Paths of `event_fields`, and what they leave of an event."""

import pytest
from support.town import Person

from chancery.modules.sync.rules.fields import parse_path, pick

EVENT = {"type": "m.room.message", "content": {"body": "hello", "a.b": {"c": 1, "d": 2}}, "sender": "@a:b"}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("type", ("type",)),
        ("content.body", ("content", "body")),
        (r"content.a\.b.c", ("content", "a.b", "c")),
        (r"content.a\\b", ("content", "a\\b")),
        (r"odd\name", ("odd\\name",)),
        ("", ("",)),
    ],
)
def test_paths_are_split_at_dots_that_are_not_escaped(text: str, path: tuple[str, ...]) -> None:
    assert parse_path(text) == path


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        (["type"], {"type": "m.room.message"}),
        (["content.body", "type"], {"content": {"body": "hello"}, "type": "m.room.message"}),
        ([r"content.a\.b.c", "content.body"], {"content": {"a.b": {"c": 1}, "body": "hello"}}),
        ([r"content.a\.b.c", r"content.a\.b.d"], {"content": {"a.b": {"c": 1, "d": 2}}}),
        (["content.absent", "type.deeper", "absent"], {}),
    ],
)
def test_only_named_members_are_left(fields: list[str], left: object) -> None:
    assert pick(EVENT, [parse_path(field) for field in fields]) == left


async def test_a_sync_sends_only_the_fields_asked_for(anna: Person) -> None:
    room = await anna.create()
    await anna.send(room, "hello")
    wanted = {"event_fields": ["type", "content.body"], "room": {"timeline": {"limit": 1}}}
    answer = await anna.sync(filter=wanted, judged=False)
    entry = answer["rooms"]["join"][room]
    assert entry["timeline"]["events"] == [{"type": "m.room.message", "content": {"body": "hello"}}]
    assert entry["timeline"]["prev_batch"]
    assert {tuple(sorted(event)) for event in entry["state"]["events"]} <= {("type",), ("content", "type")}
    assert all("event_id" in event for event in (await anna.sync())["rooms"]["join"][room]["state"]["events"])
