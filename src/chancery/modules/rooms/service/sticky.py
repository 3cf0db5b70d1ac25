# SPDX-License-Identifier: EUPL-1.2
"""Sticky events (MSC4354): for a while everybody in the room is sure to get them, also who comes later.

Nearly always there are none, so which events are sticky is kept in memory: read at start, then noted as told.
"""

import asyncio
from collections.abc import Collection, Sequence

from chancery.kit.clock import Clock
from chancery.kit.ids import RoomId
from chancery.modules.rooms.contract import StickyEvent
from chancery.modules.rooms.events import StickySent
from chancery.modules.rooms.model import StickyMark
from chancery.modules.rooms.store.events import EventStore
from chancery.modules.rooms.store.sticky import StickyStore
from chancery.platform.bus.port import Bus
from chancery.platform.db.port import Database, Write

_MARK = b'"msc4354_sticky":'


class StickyEvents:
    """What is sticky now, by room."""

    def __init__(self, *, database: Database, store: StickyStore, events: EventStore, clock: Clock) -> None:
        self._database = database
        self._store = store
        self._events = events
        self._clock = clock
        self._rooms: dict[RoomId, dict[int, StickyMark]] = {}
        self._reading: set[asyncio.Task[None]] = set()

    def subscribe(self, bus: Bus) -> None:
        """Hear of new ones, here and in other processes."""
        bus.subscribe(StickySent, self._sent)
        bus.on_gap(lambda _after, _upto: self._read_again())

    async def load(self) -> None:
        """Read what is sticky; what was told meanwhile stays."""
        for mark in await self._store.list_lasting(self._clock()):
            self._rooms.setdefault(mark.room_id, {})[mark.position] = mark

    async def stop(self) -> None:
        """End a reading that still goes on."""
        for task in self._reading:
            task.cancel()
        await asyncio.gather(*self._reading, return_exceptions=True)

    async def tend(self) -> None:
        """Forget what is not sticky any more."""
        now = self._clock()
        for room_id, marks in list(self._rooms.items()):
            kept = {position: mark for position, mark in marks.items() if mark.expires_ts > now}
            if kept:
                self._rooms[room_id] = kept
            else:
                del self._rooms[room_id]
        write = Write()
        self._store.delete_expired(write, now)
        await self._database.commit(write)

    async def between(
        self, room_ids: Collection[RoomId], *, since: int, upto: int, limit: int
    ) -> Sequence[StickyEvent]:
        """Return the oldest `limit` sticky events at positions in (since, upto] of some rooms, in stream order."""
        if not self._rooms:
            return ()
        now = self._clock()
        marks = sorted(
            mark.position
            for room_id in (room_ids if len(room_ids) < len(self._rooms) else self._rooms.keys() & room_ids)
            for mark in self._rooms.get(room_id, {}).values()
            if since < mark.position <= upto and mark.expires_ts > now
        )[:limit]
        if not marks:
            return ()
        found = sorted(await self._events.list_at(marks), key=lambda event: event.position)
        # A redacted event is sticky no more.
        return [
            StickyEvent(event, self._rooms[event.room_id][event.position].expires_ts - now)
            for event in found
            if _MARK in event.body
        ]

    def _sent(self, fact: StickySent) -> None:
        mark = StickyMark(fact.position, fact.room_id, fact.event_id, fact.expires_ts)
        self._rooms.setdefault(fact.room_id, {})[fact.position] = mark

    def _read_again(self) -> None:
        task = asyncio.ensure_future(self.load())
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)
