# SPDX-License-Identifier: EUPL-1.2
"""Finds the newest events of a room that a reader wants and may see, also beyond stretches that are hidden from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.contract import RoomEvent, RoomReader
from chancery.modules.sync.rules.matching import EventMatcher

_PAGES = 5
_LONGEST_GAP = 100
"""Hidden events over which a timeline goes on: what lies before a longer stretch comes by going back."""

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Span:
    """What part of a room's timeline is wanted: (since, upto], newest `limit` that the matcher takes.

    `ignored` people's messages are left out; their state events stay. `older` are the stretches before `since` that
    the reader may see as well, oldest first.
    """

    since: int
    upto: int
    limit: int
    matcher: EventMatcher
    ignored: frozenset[UserId] = frozenset()
    older: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest events that were wanted; `scanned` are all that may be seen from the oldest of them on.

    What relates to the events is among the scanned ones. `hidden` is the state that holds at the end and was set in a
    hidden stretch after the start.
    """

    events: Sequence[RoomEvent]
    limited: bool
    start: int
    scanned: Sequence[RoomEvent]
    hidden: Sequence[RoomEvent] = ()


async def newest(rooms: RoomReader, room_id: RoomId, span: Span) -> Newest:
    """Return the newest events of a span."""
    found = await _unbroken(rooms, room_id, span)
    if not span.older or found.limited:
        return found
    return await _Walk(rooms, room_id, span, found).back()


async def _unbroken(rooms: RoomReader, room_id: RoomId, span: Span) -> Newest:
    if span.limit == 0:
        return Newest((), span.since < span.upto, span.upto, ())
    if span.matcher.is_open and not span.ignored:
        found = await rooms.timeline(room_id, since=span.since, upto=span.upto, limit=span.limit)
        return Newest(found.events, found.limited, found.start, found.events)
    return await _search(rooms, room_id, span)


async def _search(rooms: RoomReader, room_id: RoomId, span: Span) -> Newest:
    """Go back page by page until enough events pass; a very picky filter ends early as a limited timeline."""
    taken: list[RoomEvent] = []
    scanned: list[RoomEvent] = []
    upto, limited = span.upto, False
    for _ in range(_PAGES):
        page = await rooms.timeline(room_id, since=span.since, upto=upto, limit=max(2 * span.limit, 20))
        limited, upto = page.limited, page.start
        scanned[:0] = page.events
        for event in reversed(page.events):
            if not _passes(event, span):
                continue
            if len(taken) >= span.limit:
                return Newest(taken[::-1], True, event.position, scanned)
            taken.append(event)
        if not page.limited:
            break
    return Newest(taken[::-1], limited, upto, scanned)


def _passes(event: RoomEvent, span: Span) -> bool:
    if event.state_key is None and event.sender in span.ignored:
        return False
    return span.matcher.takes(event.type, event.sender, event.body)


class _Walk:
    """Goes from the newest readable span back over hidden stretches.

    A client puts the timeline's state on top of the state that it gets beside it. So a timeline ends (going back)
    before a state event that a hidden one replaced: the client would take the old one for what holds.
    """

    def __init__(self, rooms: RoomReader, room_id: RoomId, span: Span, found: Newest) -> None:
        self._rooms = rooms
        self._room_id = room_id
        self._span = span
        self._events = list(found.events)
        self._scanned = list(found.scanned)
        self._start = found.start
        self._shown: set[_Key] = set()
        self._hidden: dict[_Key, RoomEvent] = {}

    async def back(self) -> Newest:
        """Return the events found with what is visible before them."""
        self._note(self._scanned)
        edge = self._span.since
        for after, upto in reversed(self._span.older):
            room_left = self._span.limit - len(self._events)
            if room_left <= 0 or not await self._cross(upto, edge):
                return self._end(limited=True)
            piece = replace(self._span, since=after, upto=upto, limit=room_left, older=())
            if self._take(await _unbroken(self._rooms, self._room_id, piece)):
                return self._end(limited=True)
            edge = after
        return self._end(limited=False)

    async def _cross(self, since: int, upto: int) -> bool:
        """Take in what was set in a hidden stretch; False when it is too long to go on."""
        gap = await self._rooms.timeline(self._room_id, since=since, upto=upto, limit=_LONGEST_GAP)
        if gap.limited:
            return False
        for event in reversed(gap.events):
            key = _key(event)
            if key is not None and key not in self._shown:
                self._hidden.setdefault(key, event)
        return True

    def _take(self, piece: Newest) -> bool:
        """Put older visible events in front; True when the timeline ends there."""
        cut = next((e.position for e in reversed(piece.scanned) if _key(e) in self._hidden), None)
        start = piece.start if cut is None else max(piece.start, cut)
        scanned = [event for event in piece.scanned if event.position > start]
        self._events[:0] = [event for event in piece.events if event.position > start]
        self._scanned[:0] = scanned
        self._start = start
        self._note(scanned)
        return piece.limited or cut is not None

    def _note(self, events: Sequence[RoomEvent]) -> None:
        self._shown.update(key for event in events if (key := _key(event)) is not None)

    def _end(self, *, limited: bool) -> Newest:
        hidden = [event for event in self._hidden.values() if event.position > self._start]
        return Newest(self._events, limited, self._start, self._scanned, hidden)


def _key(event: RoomEvent) -> _Key | None:
    return None if event.state_key is None else (event.type, event.state_key)
