# SPDX-License-Identifier: EUPL-1.2
"""Read receipts: the newest per person, kind and thread."""

from collections.abc import Sequence
from typing import cast

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.rooms.contract import ReadPositions, ReceiptRecord
from chancery.platform.db.port import Database, Row, Write

_UPSERT = (
    "INSERT INTO rooms_receipt (room_id, user_id, kind, thread_id, event_id, event_position, ts, position) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (room_id, user_id, kind, thread_id) DO UPDATE SET "
    "event_id = excluded.event_id, event_position = excluded.event_position, ts = excluded.ts, "
    "position = excluded.position WHERE excluded.event_position > rooms_receipt.event_position"
)
_COLUMNS = "user_id, kind, event_id, thread_id, ts, position"
_BETWEEN = (
    f"SELECT {_COLUMNS} FROM rooms_receipt WHERE room_id = $1 AND position > $2 AND position <= $3 "
    "AND (kind = 'm.read' OR user_id = $4) ORDER BY position"
)
_NEWEST = "SELECT max(position) FROM rooms_receipt WHERE room_id = $1"
_READ_UPTO = (
    "SELECT thread_id, max(event_position) FROM rooms_receipt WHERE room_id = $1 AND user_id = $2 "
    "GROUP BY thread_id"
)
_FIND = (
    "SELECT event_position FROM rooms_receipt WHERE room_id = $1 AND user_id = $2 AND kind = $3 "
    "AND thread_id = $4"
)


class ReceiptStore:
    """The `rooms_receipt` table; an absent thread is stored as ''."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, write: Write, room_id: RoomId, receipt: ReceiptRecord, event_position: int) -> None:
        """Move a receipt forward; one that would move backwards changes nothing."""
        write.execute(
            _UPSERT,
            room_id,
            receipt.user_id,
            receipt.kind,
            receipt.thread_id or "",
            receipt.event_id,
            event_position,
            receipt.ts,
            write.position(),
        )

    async def list_between(
        self, room_id: RoomId, since: int, upto: int, reader: UserId
    ) -> Sequence[ReceiptRecord]:
        """Return receipts that moved in (since, upto] as `reader` may see them."""
        return [
            _to_receipt(row) for row in await self._database.fetch(_BETWEEN, room_id, since, upto, reader)
        ]

    async def newest_position(self, room_id: RoomId) -> int:
        """Return the position at which a receipt last moved in a room, 0 for never."""
        row = await self._database.fetch_one(_NEWEST, room_id)
        return cast("int", row[0]) if row and row[0] is not None else 0

    async def read_upto(self, room_id: RoomId, user_id: UserId) -> ReadPositions:
        """Return the positions of the newest events that the person's receipts cover."""
        rows = await self._database.fetch(_READ_UPTO, room_id, user_id)
        read = ReadPositions()
        for thread, position in rows:
            read = read.moved(cast("str", thread) or None, cast("int", position))
        return read

    async def find_position(self, room_id: RoomId, user_id: UserId, kind: str, thread_id: str | None) -> int:
        """Return the position of the event that one receipt covers, 0 for none."""
        row = await self._database.fetch_one(_FIND, room_id, user_id, kind, thread_id or "")
        return cast("int", row[0]) if row else 0


def _to_receipt(row: Row) -> ReceiptRecord:
    user_id, kind, event_id, thread_id, ts, position = row
    return ReceiptRecord(
        UserId(cast("str", user_id)),
        cast("str", kind),
        EventId(cast("str", event_id)),
        cast("str", thread_id) or None,
        cast("int", ts),
        cast("int", position),
    )
