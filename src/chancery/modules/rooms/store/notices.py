# SPDX-License-Identifier: EUPL-1.2
"""Which room carries the server's notices to a person."""

from typing import cast

from chancery.kit.ids import RoomId, UserId
from chancery.platform.db.port import Database, Write

_FIND = "SELECT room_id FROM rooms_notices WHERE user_id = $1"
_INSERT = "INSERT INTO rooms_notices (user_id, room_id) VALUES ($1, $2)"


class NoticeStore:
    """The `rooms_notices` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, user_id: UserId) -> RoomId | None:
        """Return a person's room."""
        row = await self._database.fetch_one(_FIND, user_id)
        return RoomId(cast("str", row[0])) if row else None

    def insert(self, write: Write, user_id: UserId, room_id: RoomId) -> None:
        """Note a person's room; the write fails when they have one."""
        write.execute(_INSERT, user_id, room_id)
