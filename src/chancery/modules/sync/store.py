# SPDX-License-Identifier: EUPL-1.2
"""The SQL of stored filters."""

from chancery.kit.ids import UserId
from chancery.platform.db.port import Database, Write


class FilterStore:
    """The table `sync_filter`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def find(self, user_id: UserId, filter_id: str) -> bytes | None:
        row = await self._db.fetch_one(
            "SELECT body FROM sync_filter WHERE user_id = $1 AND id = $2", user_id, filter_id
        )
        return None if row is None else bytes(row[0])  # type: ignore[arg-type]  # the column is BYTEA NOT NULL

    async def count(self, user_id: UserId) -> int:
        row = await self._db.fetch_one("SELECT COUNT(*) FROM sync_filter WHERE user_id = $1", user_id)
        return 0 if row is None else int(row[0])  # type: ignore[arg-type]  # COUNT is a number

    async def insert(self, user_id: UserId, filter_id: str, body: bytes) -> None:
        write = Write()
        write.execute(
            "INSERT INTO sync_filter (user_id, id, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            user_id,
            filter_id,
            body,
        )
        await self._db.commit(write)
