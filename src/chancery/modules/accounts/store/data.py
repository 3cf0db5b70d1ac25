# SPDX-License-Identifier: EUPL-1.2
"""SQL of `accounts_data`."""

from typing import cast

from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import AccountDatum
from chancery.platform.db.port import Database, Position, Row, Write

_COLUMNS = "room_id, type, content, position"
_NO_LIMIT = 2**62


class DataStore:
    """Account data, global and per room."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert_datum(
        self, write: Write, user_id: UserId, room_id: RoomId | None, kind: str, content: bytes
    ) -> Position:
        """Replace one piece, whatever was there."""
        position = write.position()
        write.execute(
            f"INSERT INTO accounts_data (user_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (user_id, room_id, type)"
            " DO UPDATE SET content = excluded.content, position = excluded.position",
            user_id,
            room_id or "",
            kind,
            content,
            position,
        )
        return position

    def swap_datum(
        self, write: Write, user_id: UserId, kind: str, content: bytes, old: AccountDatum
    ) -> Position:
        """Replace one piece only if it is still the `old` one."""
        position = write.position()
        write.execute(
            "UPDATE accounts_data SET content = $4, position = $5"
            " WHERE user_id = $1 AND room_id = $2 AND type = $3 AND position = $6",
            user_id,
            old.room_id or "",
            kind,
            content,
            position,
            old.position,
            expect=1,
        )
        return position

    def insert_datum(
        self, write: Write, user_id: UserId, room_id: RoomId, kind: str, content: bytes
    ) -> Position:
        """Add one piece only if there is none yet."""
        position = write.position()
        write.execute(
            f"INSERT INTO accounts_data (user_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5)",
            user_id,
            room_id,
            kind,
            content,
            position,
        )
        return position

    async def list_data(self, user_id: UserId, since: int, upto: int | None) -> list[AccountDatum]:
        """Return what changed in (since, upto]."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM accounts_data"
            " WHERE user_id = $1 AND position > $2 AND position <= $3 ORDER BY position",
            user_id,
            since,
            _NO_LIMIT if upto is None else upto,
        )
        return [_datum(row) for row in rows]

    async def find_datum(self, user_id: UserId, room_id: RoomId | None, kind: str) -> AccountDatum | None:
        """Return one piece, or None."""
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM accounts_data WHERE user_id = $1 AND room_id = $2 AND type = $3",
            user_id,
            room_id or "",
            kind,
        )
        return _datum(row) if row else None


def _datum(row: Row) -> AccountDatum:
    room_id, kind, content, position = cast("tuple[str, str, bytes, int]", row)
    return AccountDatum(RoomId(room_id) if room_id else None, kind, content, position)
