# SPDX-License-Identifier: EUPL-1.2
"""The list of what a person was notified of: their rooms' newest events merged and judged again, page by page."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from chancery.kit.ids import RoomId, UserId
from chancery.modules.push.model import Action
from chancery.modules.push.service.judging import Judging
from chancery.modules.rooms.contract import RoomEvent, RoomReader
from chancery.platform.db.port import Database

CHUNK = 50
MOST_SEEN = 2_000
"""Events that one request looks at; a page may be short, its token goes on from there."""


@dataclass(frozen=True, slots=True)
class Notification:
    """One event that notified."""

    event: RoomEvent
    actions: Sequence[Action]
    is_read: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some notifications, newest first, and where the next page begins (None: there is none)."""

    notifications: Sequence[Notification]
    before: int | None


class HistoryService:
    """Nothing is stored for this list: rules are judged as they are now."""

    def __init__(self, database: Database, judging: Judging, rooms: RoomReader) -> None:
        self._db = database
        self._judging = judging
        self._rooms = rooms

    async def page(self, user_id: UserId, *, before: int | None, limit: int, only_highlights: bool) -> Page:
        """Return up to `limit` notifications of joined rooms before a position."""
        upto = self._db.position if before is None else before - 1
        walk = await self._walk(user_id, upto)
        found: list[Notification] = []
        for _ in range(MOST_SEEN):
            event = await walk.next()
            if event is None:
                return Page(found, None)
            if len(found) == limit:
                return Page(found, event.position + 1)
            notification = await self._judge(user_id, event, only_highlights=only_highlights)
            if notification is not None:
                found.append(notification)
        return Page(found, event.position if event else None)

    async def _walk(self, user_id: UserId, upto: int) -> "_Walk":
        places = (await self._rooms.memberships(user_id)).values()
        began = {place.room_id: place.began for place in places if place.membership == "join"}
        newest = await self._rooms.newest_positions(list(began))
        return _Walk(self._rooms, began, {room: min(newest.get(room, 0), upto) for room in began})

    async def _judge(
        self, user_id: UserId, event: RoomEvent, *, only_highlights: bool
    ) -> Notification | None:
        if event.sender == user_id:
            return None
        judged = self._judging.judged(event)
        outcome = await self._judging.outcome(user_id, event.room_id, judged)
        if not outcome.notify or (only_highlights and not outcome.highlight):
            return None
        read = await self._rooms.read_positions(event.room_id, user_id)
        actions = await self._judging.actions(user_id, event)
        return Notification(event, actions, event.position <= read.of(judged.thread))


class _Walk:
    """Goes back through several rooms at once, newest event first; reads a room only when its turn comes."""

    def __init__(self, rooms: RoomReader, began: dict[RoomId, int], newest: dict[RoomId, int]) -> None:
        self._rooms = rooms
        self._began = began
        self._turns = [(-position, room_id) for room_id, position in newest.items() if position]
        heapq.heapify(self._turns)
        self._pages: dict[RoomId, list[RoomEvent]] = {}

    async def next(self) -> RoomEvent | None:
        while self._turns:
            turn, room_id = heapq.heappop(self._turns)
            page = self._pages.get(room_id) or await self._read(room_id, upto=-turn)
            if not page:
                continue
            event = page[-1]
            if event.position < -turn:
                # It was known only that the room has nothing newer: another room may come first.
                heapq.heappush(self._turns, (-event.position, room_id))
                continue
            page.pop()
            following = page[-1].position if page else event.position - 1
            heapq.heappush(self._turns, (-following, room_id))
            return event
        return None

    async def _read(self, room_id: RoomId, *, upto: int) -> list[RoomEvent]:
        since = self._began[room_id] - 1
        if upto <= since:
            return []
        timeline = await self._rooms.timeline(room_id, since=since, upto=upto, limit=CHUNK)
        page = self._pages[room_id] = list(timeline.events)
        return page
