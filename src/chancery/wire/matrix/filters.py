# SPDX-License-Identifier: EUPL-1.2
"""The event filters of the client-server API (`RoomEventFilter`), decoded and matched."""

from fnmatch import fnmatchcase
from typing import Annotated, Any, Protocol

import msgspec

from chancery.kit.errors import BadJson, BadRequest

MAX_TERMS = 500

RoomName = Annotated[str, msgspec.Meta(pattern=r"\A!.")]
UserName = Annotated[str, msgspec.Meta(pattern=r"\A@[^:]*:.")]
"""What may stand in a filter: ids by their form only, whether or not anybody has them."""


class Filterable(Protocol):
    """The part of an event that a filter looks at."""

    @property
    def type(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def room_id(self) -> str: ...
    @property
    def body(self) -> bytes: ...


class _Content(msgspec.Struct):
    url: Any = None
    relation: Any = msgspec.field(default=None, name="m.relates_to")


class _Body(msgspec.Struct):
    content: _Content


_body_decoder = msgspec.json.Decoder(_Body)


class EventFilter(msgspec.Struct, frozen=True):
    """Which events a client wants; unknown members are ignored."""

    limit: int | None = None
    types: list[str] | None = None
    not_types: list[str] = []
    senders: list[UserName] | None = None
    not_senders: list[UserName] = []
    rooms: list[RoomName] | None = None
    not_rooms: list[RoomName] = []
    contains_url: bool | None = None
    lazy_load_members: bool = False
    include_redundant_members: bool = False
    unread_thread_notifications: bool = False
    related_by_rel_types: list[str] | None = None
    related_by_senders: list[UserName] | None = None

    @property
    def is_open(self) -> bool:
        """Whether every event passes."""
        return (
            self.types is None
            and self.senders is None
            and self.rooms is None
            and self.contains_url is None
            and not (self.not_types or self.not_senders or self.not_rooms)
        )

    def allows_type(self, kind: str) -> bool:
        """Whether events of a type can pass."""
        return not _any_type(self.not_types, kind) and (self.types is None or _any_type(self.types, kind))

    @property
    def asks_relations(self) -> bool:
        """Whether only events pass that others relate to; who holds the events looks that up."""
        return self.related_by_rel_types is not None or self.related_by_senders is not None

    def matches(self, event: Filterable) -> bool:
        """Whether the event passes; the excluding lists win over the including ones."""
        if self.is_open:
            return True
        if not self.allows_type(event.type) or event.sender in self.not_senders:
            return False
        if event.room_id in self.not_rooms:
            return False
        if self.senders is not None and event.sender not in self.senders:
            return False
        if self.rooms is not None and event.room_id not in self.rooms:
            return False
        return self.contains_url is None or self.contains_url == has_url(event.body)


def _any_type(patterns: list[str], kind: str) -> bool:
    return any(_type_matches(pattern, kind) for pattern in patterns)


def _type_matches(pattern: str, kind: str) -> bool:
    # The only wildcard is `*`; brackets and question marks are ordinary characters.
    if "*" not in pattern:
        return pattern == kind
    return fnmatchcase(kind, pattern.replace("[", "[[]").replace("?", "[?]"))


def has_url(body: bytes) -> bool:
    """Whether the content of an event's client form holds a `url`."""
    return isinstance(_body_decoder.decode(body).content.url, str)


ALL = EventFilter()


def parse_event_filter(text: str | None) -> EventFilter:
    """Return the filter in a query parameter; raises BadRequest."""
    if not text:
        return ALL
    try:
        return bounded(msgspec.json.decode(text, type=EventFilter))
    except (msgspec.DecodeError, UnicodeError) as error:
        raise BadRequest(f"the filter is malformed: {error}") from error


def bounded(wanted: EventFilter) -> EventFilter:
    """Return the filter; raises BadJson when its lists are unreasonably long."""
    terms = [
        wanted.types,
        wanted.not_types,
        wanted.senders,
        wanted.not_senders,
        wanted.rooms,
        wanted.not_rooms,
        wanted.related_by_rel_types,
        wanted.related_by_senders,
    ]
    if sum(len(term) for term in terms if term) > MAX_TERMS:
        raise BadJson(f"a filter may have at most {MAX_TERMS} terms")
    return wanted
