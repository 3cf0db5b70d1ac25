# SPDX-License-Identifier: EUPL-1.2
"""Grammar of Matrix identifiers: `@person:server`, `!room`, `#alias:server`, `$event`."""

import re

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.wire.matrix.errors import BadIdentifier

MAX_ID_BYTES = 255

# Appendices, "Server name": host with optional port; IPv6 literals stand in brackets.
_SERVER = r"(?:\[[0-9A-Fa-f:.]{2,45}\]|[0-9A-Za-z.-]{1,230})(?::[0-9]{1,5})?"
_USER = re.compile(rf"@([\x21-\x39\x3b-\x7e]*):({_SERVER})")
_ALIAS = re.compile(rf"#([^:\x00]+):({_SERVER})")
_ROOM = re.compile(rf"![^:\x00]+(?::{_SERVER})?")
_EVENT = re.compile(r"\$[^\x00]+")


def _within(text: str) -> bool:
    return len(text.encode("utf-8", "replace")) <= MAX_ID_BYTES


def is_user_id(text: object) -> bool:
    """Whether `text` is a user id (the historical grammar, which every room version accepts)."""
    return isinstance(text, str) and _within(text) and _USER.fullmatch(text) is not None


def parse_user_id(text: object) -> UserId:
    """Return a user id; raises BadIdentifier."""
    if not is_user_id(text):
        raise BadIdentifier("a user id looks like @name:server and has at most 255 bytes")
    return UserId(str(text))


def parse_room_id(text: object) -> RoomId:
    """Return a room id; raises BadIdentifier."""
    if not isinstance(text, str) or not _within(text) or not _ROOM.fullmatch(text):
        raise BadIdentifier("a room id looks like !opaque or !opaque:server and has at most 255 bytes")
    return RoomId(text)


def parse_event_id(text: object) -> EventId:
    """Return an event id; raises BadIdentifier."""
    if not isinstance(text, str) or not _within(text) or not _EVENT.fullmatch(text):
        raise BadIdentifier("an event id starts with $ and has at most 255 bytes")
    return EventId(text)


def parse_alias(text: object) -> str:
    """Return a room alias; raises BadIdentifier."""
    if not isinstance(text, str) or not _within(text) or not _ALIAS.fullmatch(text):
        raise BadIdentifier("a room alias looks like #name:server and has at most 255 bytes")
    return text


def server_of(identifier: str) -> str:
    """Return the server part of a user id, an alias or an old-style room id ("" when it has none)."""
    return identifier.partition(":")[2]
