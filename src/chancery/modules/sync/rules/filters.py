# SPDX-License-Identifier: EUPL-1.2
"""Filters of the client-server API: checked when they come in, compiled once, compared by identity."""

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from chancery.kit.errors import BadJson
from chancery.modules.sync.rules.fields import parse_path
from chancery.modules.sync.rules.matching import EventMatcher, name_test
from chancery.wire.matrix.filters import RoomName, UserName

DEFAULT_TIMELINE = 10
MAX_TIMELINE = 200
MAX_BYTES = 65_536

Limit = Annotated[int, msgspec.Meta(ge=0)]


class EventFilter(msgspec.Struct):
    """`EventFilter` of the specification."""

    limit: Limit | None = None
    types: list[str] | None = None
    not_types: list[str] = []
    senders: list[UserName] | None = None
    not_senders: list[UserName] = []


class RoomEventFilter(EventFilter):
    """`RoomEventFilter` of the specification."""

    rooms: list[RoomName] | None = None
    not_rooms: list[RoomName] = []
    contains_url: bool | None = None
    lazy_load_members: bool = False
    include_redundant_members: bool = False
    unread_thread_notifications: bool = False


class RoomFilter(msgspec.Struct):
    """`RoomFilter` of the specification."""

    rooms: list[RoomName] | None = None
    not_rooms: list[RoomName] = []
    include_leave: bool = False
    timeline: RoomEventFilter = msgspec.field(default_factory=RoomEventFilter)
    state: RoomEventFilter = msgspec.field(default_factory=RoomEventFilter)
    ephemeral: RoomEventFilter = msgspec.field(default_factory=RoomEventFilter)
    account_data: RoomEventFilter = msgspec.field(default_factory=RoomEventFilter)


class Filter(msgspec.Struct):
    """`Filter` of the specification."""

    event_fields: list[str] | None = None
    event_format: Literal["client", "federation"] = "client"
    presence: EventFilter = msgspec.field(default_factory=EventFilter)
    account_data: EventFilter = msgspec.field(default_factory=EventFilter)
    room: RoomFilter = msgspec.field(default_factory=RoomFilter)


_decoder = msgspec.json.Decoder(Filter)

RoomTest = Callable[[str], bool]


class CompiledFilter:
    """A filter ready for use. Equal filters are one object, so that room blocks can be remembered by it."""

    __slots__ = (
        "account_data",
        "ephemeral",
        "ephemeral_rooms",
        "fields",
        "include_leave",
        "is_federation",
        "lazy_members",
        "limit",
        "presence",
        "redundant_members",
        "room_account_data",
        "room_account_data_rooms",
        "rooms",
        "state",
        "state_rooms",
        "thread_counts",
        "timeline",
        "timeline_rooms",
    )

    def __init__(self, source: Filter) -> None:
        room = source.room
        self.rooms = name_test(room.rooms, room.not_rooms)
        self.fields = [parse_path(path) for path in source.event_fields or ()]
        self.is_federation = source.event_format == "federation"
        self.include_leave = room.include_leave
        limit = room.timeline.limit
        self.limit = DEFAULT_TIMELINE if limit is None else min(limit, MAX_TIMELINE)
        self.timeline, self.timeline_rooms = _compiled(room.timeline)
        self.state, self.state_rooms = _compiled(room.state)
        self.ephemeral, self.ephemeral_rooms = _compiled(room.ephemeral)
        self.room_account_data, self.room_account_data_rooms = _compiled(room.account_data)
        self.account_data = _matcher(source.account_data)
        self.presence = _matcher(source.presence)
        self.lazy_members = room.state.lazy_load_members or room.timeline.lazy_load_members
        self.redundant_members = room.state.include_redundant_members
        self.thread_counts = room.timeline.unread_thread_notifications

    @property
    def reshapes(self) -> bool:
        """Whether events get another form than their own."""
        return self.is_federation or bool(self.fields)

    def takes_room(self, room_id: str) -> bool:
        """Tell whether the filter lets the room appear at all."""
        return self.rooms is None or self.rooms(room_id)


def takes(test: RoomTest | None, room_id: str) -> bool:
    """Tell whether one part of the filter applies to the room."""
    return test is None or test(room_id)


def _compiled(source: RoomEventFilter) -> tuple[EventMatcher, RoomTest | None]:
    return _matcher(source, source.contains_url), name_test(source.rooms, source.not_rooms)


def _matcher(source: EventFilter, contains_url: bool | None = None) -> EventMatcher:
    return EventMatcher(
        source.types,
        source.not_types,
        senders=source.senders,
        not_senders=source.not_senders,
        contains_url=contains_url,
    )


def check_filter(text: bytes) -> None:
    """Raise BadJson (M_BAD_JSON) when `text` is not a filter."""
    if len(text) > MAX_BYTES:
        raise BadJson(f"a filter has at most {MAX_BYTES} bytes")
    try:
        _decoder.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadJson(f"the filter is not valid: {error}") from error


@lru_cache(maxsize=512)
def compile_filter(text: bytes) -> CompiledFilter:
    """Return the compiled filter of JSON that `check_filter` let pass; the same text gives the same object."""
    return CompiledFilter(_decoder.decode(text))


NO_FILTER = compile_filter(b"{}")
