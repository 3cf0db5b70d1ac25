# SPDX-License-Identifier: EUPL-1.2
"""Sticky events (MSC4354): which events are sticky, and until when."""

from typing import cast

from chancery.kit.ids import EventId, RoomId
from chancery.modules.rooms.model import StickyMark
from chancery.platform.db.port import Database, Position, Write

_INSERT = "INSERT INTO rooms_sticky (position, expires_ts) VALUES ($1, $2)"
_DELETE_EXPIRED = "DELETE FROM rooms_sticky WHERE expires_ts <= $1"
_LASTING = (
    "SELECT e.position, e.room_id, e.event_id, s.expires_ts FROM rooms_sticky s "
    "JOIN rooms_event e ON e.position = s.position WHERE s.expires_ts > $1 ORDER BY e.position"
)


class StickyStore:
    """The `rooms_sticky` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, position: Position, expires_ts: int) -> None:
        """Note that an event is sticky."""
        write.execute(_INSERT, position, expires_ts)

    def delete_expired(self, write: Write, now: int) -> None:
        """Forget which events were sticky."""
        write.execute(_DELETE_EXPIRED, now)

    async def list_lasting(self, now: int) -> list[StickyMark]:
        """Return what is sticky still, in stream order."""
        rows = await self._database.scan(_LASTING, now)
        return [
            StickyMark(
                cast("int", position),
                RoomId(cast("str", room_id)),
                EventId(cast("str", event_id)),
                cast("int", expires_ts),
            )
            for position, room_id, event_id, expires_ts in rows
        ]
