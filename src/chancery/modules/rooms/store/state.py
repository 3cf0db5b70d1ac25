# SPDX-License-Identifier: EUPL-1.2
"""Current state and its history, without member events."""

from collections.abc import Collection, Sequence
from typing import cast

from chancery.kit.ids import RoomId
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.model import NewEvent
from chancery.modules.rooms.store.rows import EVENT, chunks, places_from, to_event
from chancery.platform.db.port import Database, Position, Write

_UPSERT = (
    "INSERT INTO rooms_state (room_id, type, state_key, event_id, position) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (room_id, type, state_key) DO UPDATE SET event_id = excluded.event_id, "
    "position = excluded.position"
)
_CURRENT = (
    f"SELECT {EVENT} FROM rooms_state s JOIN rooms_event e ON e.event_id = s.event_id WHERE s.room_id = $1"
)
_PLAIN = (
    "SELECT s.room_id, s.type, e.body FROM rooms_state s JOIN rooms_event e ON e.position = s.position "
    "WHERE s.room_id IN ({rooms}) AND s.type IN ({types}) AND s.state_key = ''"
)
_AT = (
    f"SELECT {EVENT} FROM rooms_event e WHERE e.room_id = $1 AND e.type = $2 AND e.state_key = $3 "
    "AND e.position <= $4 ORDER BY e.position DESC LIMIT 1"
)
_BETWEEN = (
    f"SELECT {EVENT} FROM rooms_event e WHERE e.room_id = $1 AND e.state_key IS NOT NULL "
    "AND e.position > $2 AND e.position <= $3 ORDER BY e.position"
)
_HISTORY = (
    f"SELECT {EVENT} FROM rooms_event e WHERE e.room_id = $1 AND e.type = $2 AND e.state_key = $3 "
    "ORDER BY e.position"
)
_SUCCESSOR = (
    f"SELECT {EVENT} FROM rooms_event e WHERE e.room_id = $1 AND e.type = $2 AND e.state_key = $3 "
    "AND e.position > $4 ORDER BY e.position LIMIT 1"
)


class StateStore:
    """The `rooms_state` table and the state part of `rooms_event`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, write: Write, event: NewEvent, position: Position) -> None:
        """Make an event the current one of its type and state key."""
        write.execute(_UPSERT, event.room_id, event.type, event.state_key, event.event_id, position)

    async def list_plain(
        self, room_ids: Collection[RoomId], types: Collection[str]
    ) -> dict[RoomId, dict[str, bytes]]:
        """Return room -> type -> body of the current events with an empty state key."""
        found: dict[RoomId, dict[str, bytes]] = {room_id: {} for room_id in room_ids}
        for part, places in chunks(list(room_ids)):
            kinds = places_from(len(part) + 1, len(types))
            sql = _PLAIN.format(rooms=places, types=kinds)
            for room_id, kind, body in await self._database.fetch(sql, *part, *types):
                found[cast("RoomId", room_id)][cast("str", kind)] = cast("bytes", body)
        return found

    async def list_current(self, room_id: RoomId) -> list[RoomEvent]:
        """Return the current state without member events."""
        return [to_event(row) for row in await self._database.fetch(_CURRENT, room_id)]

    async def find_at(self, room_id: RoomId, kind: str, state_key: str, upto: int) -> RoomEvent | None:
        """Return the state event that was current at position `upto`."""
        row = await self._database.fetch_one(_AT, room_id, kind, state_key, upto)
        return to_event(row) if row else None

    async def list_between(self, room_id: RoomId, since: int, upto: int) -> list[RoomEvent]:
        """Return every state event in (since, upto], oldest first."""
        return [to_event(row) for row in await self._database.fetch(_BETWEEN, room_id, since, upto)]

    async def list_history(self, room_id: RoomId, kind: str, state_key: str) -> Sequence[RoomEvent]:
        """Return all events that ever were the state of a type and state key, oldest first."""
        return [to_event(row) for row in await self._database.fetch(_HISTORY, room_id, kind, state_key)]

    async def find_successor(self, event: RoomEvent) -> RoomEvent | None:
        """Return the state event that replaced this one."""
        row = await self._database.fetch_one(
            _SUCCESSOR, event.room_id, event.type, cast("str", event.state_key), event.position
        )
        return to_event(row) if row else None


def newest_of_each(events: Sequence[RoomEvent]) -> dict[tuple[str, str], RoomEvent]:
    """Return the last event of each (type, state_key) of a list in stream order."""
    return {(event.type, event.state_key or ""): event for event in events}
