# SPDX-License-Identifier: EUPL-1.2
"""Reading back: pages of messages, the surroundings of an event, the event at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.rooms.contract import Neighbours, RoomEvent, RoomReader
from chancery.modules.rooms.errors import EventNotFound
from chancery.modules.rooms.rules.visibility import HistoryView
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.store.events import EventStore
from chancery.platform.http.request import Caller
from chancery.wire.matrix.filters import ALL, EventFilter

_BLOCK = 200
_MAX_SCANNED = 2000
_MAX_SPANS = 50
_END = 2**62


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of history: `end` is the position to go on from, None at the end of what there is."""

    events: Sequence[RoomEvent]
    start: int
    end: int | None
    state: Sequence[RoomEvent]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """An event with those before (newest first) and after it, and the state at the last of them."""

    event: RoomEvent
    before: Sequence[RoomEvent]
    after: Sequence[RoomEvent]
    start: int
    end: int
    state: Sequence[RoomEvent]


class History:
    """Pages through a room as one person may see it."""

    def __init__(self, access: Access, events: EventStore, reader: RoomReader) -> None:
        self._access = access
        self._events = events
        self._reader = reader

    async def list_messages(
        self,
        actor: Caller,
        room_id: RoomId,
        *,
        backwards: bool,
        start: int | None,
        stop: int | None,
        limit: int,
        wanted: EventFilter,
    ) -> HistoryPage:
        """Return up to `limit` events on from `start` (the newest, or the first) but not past `stop`."""
        view = await self._access.access_history(actor, room_id)
        newest = view.upto if view.upto is not None else _END
        if start is None:
            start = newest if backwards else 0
        window = _Window(room_id, min(start, newest), newest, stop, backwards=backwards)
        events, end = await self._collect(view, window, limit, wanted)
        first = await self._last_position(room_id) if start >= _END else start
        return HistoryPage(events, first, end, await self._lazy_state(room_id, events, wanted))

    async def find_context(
        self, actor: Caller, room_id: RoomId, event_id: str, *, limit: int, wanted: EventFilter
    ) -> Surroundings:
        """Return an event with `limit` events around it."""
        view = await self._access.access_history(actor, room_id)
        event = await self._access.access_event(actor, room_id, event_id)
        newest = view.upto if view.upto is not None else _END
        half = (limit + 1) // 2
        at = event.position
        back = _Window(room_id, at - 1, newest, None, backwards=True)
        forth = _Window(room_id, at, newest, None, backwards=False)
        before, start = await self._collect(view, back, half, wanted) if half else ([], at - 1)
        after, end = await self._collect(view, forth, limit - half, wanted) if limit - half else ([], at)
        last = after[-1] if after else event
        around = [*before, event, *after]
        people = {e.sender for e in around} if wanted.lazy_load_members else None
        state = await self._reader.state_at(room_id, last.position, members=people)
        return Surroundings(
            event,
            before,
            after,
            start if start is not None else (before[-1].position - 1 if before else at - 1),
            end if end is not None else last.position,
            state,
        )

    async def neighbours(
        self, actor: Caller, room_id: RoomId, position: int, *, before: int, after: int
    ) -> Neighbours:
        """Return the events around a position that the actor may see."""
        view = await self._access.access_history(actor, room_id)
        newest = view.upto if view.upto is not None else _END
        back = _Window(room_id, position - 1, newest, None, backwards=True)
        forth = _Window(room_id, position, newest, None, backwards=False)
        older, start = await self._collect(view, back, before, ALL) if before else ([], position - 1)
        newer, end = await self._collect(view, forth, after, ALL) if after else ([], position)
        return Neighbours(older, newer, start or 0, end or (newer[-1].position if newer else position))

    async def find_at_time(
        self, actor: Caller, room_id: RoomId, ts: int, *, forward: bool
    ) -> tuple[EventId, int]:
        """Return the visible event closest to a time, with its own time."""
        view = await self._access.access_history(actor, room_id)
        nearest = [
            found
            for after, upto in view.spans()[-_MAX_SPANS:]
            if (found := await self._events.find_nearest(room_id, ts, after, upto, forward=forward))
            is not None
        ]
        if not nearest:
            raise EventNotFound("there is no event at that time")
        at, _, event_id = min(nearest) if forward else max(nearest)
        return event_id, at

    async def _collect(
        self, view: HistoryView, window: "_Window", limit: int, wanted: EventFilter
    ) -> tuple[list[RoomEvent], int | None]:
        """Walk the window in blocks until `limit` events pass the filter; the walk itself is bounded."""
        found: list[RoomEvent] = []
        matches: Callable[[RoomEvent], bool] = wanted.matches
        scanned = 0
        while scanned < _MAX_SCANNED:
            is_plain = wanted.is_open and view.sees_all and not wanted.asks_relations
            size = min(_BLOCK, limit - len(found) + 1) if is_plain else _BLOCK
            block = await self._block(window, size)
            related = await self._related(window.room_id, block, wanted)
            for event in block:
                if len(found) == limit:
                    return found, window.at
                window.pass_by(event)
                is_related = related is None or event.event_id in related
                if is_related and view.sees(event.position) and matches(event):
                    found.append(event)
            scanned += len(block)
            if len(block) < size:
                return found, None
        return found, window.at

    async def _related(
        self, room_id: RoomId, block: Sequence[RoomEvent], wanted: EventFilter
    ) -> frozenset[str] | None:
        """Return those of a block that others relate to as the filter asks; None when it does not ask."""
        if not wanted.asks_relations:
            return None
        return await self._events.find_related(
            room_id,
            [event.event_id for event in block],
            rel_types=wanted.related_by_rel_types,
            senders=wanted.related_by_senders,
        )

    async def _block(self, window: "_Window", size: int) -> list[RoomEvent]:
        since, upto = window.bounds()
        if since >= upto:
            return []
        read = self._events.list_newest if window.backwards else self._events.list_oldest
        return await read(window.room_id, since=since, upto=upto, limit=size)

    async def _last_position(self, room_id: RoomId) -> int:
        return (await self._reader.newest_positions([room_id])).get(room_id, 0)

    async def _lazy_state(
        self, room_id: RoomId, events: Sequence[RoomEvent], wanted: EventFilter
    ) -> Sequence[RoomEvent]:
        """Return the senders as they were at the newest event of the page."""
        if not wanted.lazy_load_members or not events:
            return ()
        upto = max(events[0].position, events[-1].position)
        senders = dict.fromkeys(UserId(event.sender) for event in events)
        keys = [("m.room.member", sender) for sender in senders]
        return await self._reader.state_events(room_id, keys, upto=upto)


class _Window:
    """What is left to walk through: from `at` towards older (or newer) events."""

    __slots__ = ("at", "backwards", "newest", "room_id", "stop")

    def __init__(self, room_id: RoomId, at: int, newest: int, stop: int | None, *, backwards: bool) -> None:
        self.room_id = room_id
        self.at = at
        self.newest = newest
        self.stop = stop
        self.backwards = backwards

    def bounds(self) -> tuple[int, int]:
        """Return the half-open range (since, upto] that is left."""
        if self.backwards:
            return self.stop or 0, self.at
        return self.at, self.newest if self.stop is None else min(self.stop, self.newest)

    def pass_by(self, event: RoomEvent) -> None:
        """Leave an event behind."""
        self.at = event.position - 1 if self.backwards else event.position
