# SPDX-License-Identifier: EUPL-1.2
"""Key backups: versions and the encrypted sessions inside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from chancery.kit.ids import UserId
from chancery.platform.db.port import Database, Row, Write

_PUT_SESSION = """
INSERT INTO keys_backup_session
    (user_id, version, room_id, session_id, first_message_index, forwarded_count, is_verified, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (user_id, version, room_id, session_id) DO UPDATE SET
    first_message_index = excluded.first_message_index, forwarded_count = excluded.forwarded_count,
    is_verified = excluded.is_verified, body = excluded.body
WHERE excluded.is_verified > keys_backup_session.is_verified
   OR (excluded.is_verified = keys_backup_session.is_verified AND (
       excluded.first_message_index < keys_backup_session.first_message_index
       OR (excluded.first_message_index = keys_backup_session.first_message_index
           AND excluded.forwarded_count < keys_backup_session.forwarded_count)))
"""
"""The better session stays: verified, then the earlier index, then fewer forwards (the specification's order)."""


_BATCH = 200
"""Sessions that are looked up at a time."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One version of a person's key backup; `auth_data` is a JSON object as bytes."""

    version: int
    algorithm: str
    auth_data: bytes
    etag: int
    count: int


class BackupStore:
    """Reads at once; writes are added to the caller's unit of work."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def find(self, user_id: UserId, version: int | None) -> Backup | None:
        """Return a version that was not deleted; the newest for None."""
        row = await self._db.fetch_one(
            "SELECT b.version, b.algorithm, b.auth_data, b.etag, (SELECT COUNT(*) FROM keys_backup_session s"
            " WHERE s.user_id = b.user_id AND s.version = b.version)"
            " FROM keys_backup b WHERE b.user_id = $1 AND b.deleted = 0 AND ($2 = 0 OR b.version = $2)"
            " ORDER BY b.version DESC LIMIT 1",
            user_id,
            version or 0,
        )
        return Backup(*row) if row else None  # type: ignore[arg-type]  # the columns' types are the schema's

    async def newest_version(self, user_id: UserId) -> int:
        row = await self._db.fetch_one("SELECT MAX(version) FROM keys_backup WHERE user_id = $1", user_id)
        return cast("int", row[0] or 0) if row else 0

    def insert(self, write: Write, user_id: UserId, version: int, algorithm: str, auth_data: bytes) -> None:
        write.execute(
            "INSERT INTO keys_backup (user_id, version, algorithm, auth_data, etag, deleted)"
            " VALUES ($1, $2, $3, $4, 0, 0)",
            user_id,
            version,
            algorithm,
            auth_data,
        )

    def update_auth_data(self, write: Write, user_id: UserId, version: int, auth_data: bytes) -> None:
        write.execute(
            "UPDATE keys_backup SET auth_data = $3 WHERE user_id = $1 AND version = $2 AND deleted = 0",
            user_id,
            version,
            auth_data,
            expect=1,
        )

    def delete(self, write: Write, user_id: UserId, version: int) -> None:
        write.execute(
            "UPDATE keys_backup SET deleted = 1 WHERE user_id = $1 AND version = $2", user_id, version
        )
        write.execute("DELETE FROM keys_backup_session WHERE user_id = $1 AND version = $2", user_id, version)

    def raise_etag(self, write: Write, user_id: UserId, version: int) -> None:
        write.execute(
            "UPDATE keys_backup SET etag = etag + 1 WHERE user_id = $1 AND version = $2 AND deleted = 0",
            user_id,
            version,
            expect=1,
        )

    async def ranks(
        self, user_id: UserId, version: int, room_id: str, session_ids: Sequence[str]
    ) -> dict[str, tuple[int, int, int]]:
        """Return how good the stored ones of a room's sessions are: the least is the best."""
        found: dict[str, tuple[int, int, int]] = {}
        for first in range(0, len(session_ids), _BATCH):
            batch = session_ids[first : first + _BATCH]
            places = ", ".join(f"${place}" for place in range(4, 4 + len(batch)))
            rows = await self._db.fetch(
                "SELECT session_id, is_verified, first_message_index, forwarded_count FROM keys_backup_session"
                f" WHERE user_id = $1 AND version = $2 AND room_id = $3 AND session_id IN ({places})",
                user_id,
                version,
                room_id,
                *batch,
            )
            for session, verified, index, forwarded in cast("Sequence[tuple[str, int, int, int]]", rows):
                found[session] = (-verified, index, forwarded)
        return found

    def put_sessions(
        self,
        write: Write,
        user_id: UserId,
        version: int,
        rows: Sequence[tuple[str, str, int, int, int, bytes]],
    ) -> None:
        """Add rows of (room, session, first_message_index, forwarded_count, is_verified, body)."""
        write.execute_many(_PUT_SESSION, [(user_id, version, *row) for row in rows])

    async def sessions(
        self, user_id: UserId, version: int, *, room_id: str | None, session_id: str | None
    ) -> Sequence[Row]:
        """Return (room_id, session_id, body) of a whole backup, a room, or one session."""
        return await self._db.scan(
            "SELECT room_id, session_id, body FROM keys_backup_session WHERE user_id = $1 AND version = $2"
            " AND ($3 = '' OR room_id = $3) AND ($4 = '' OR session_id = $4)",
            user_id,
            version,
            room_id or "",
            session_id or "",
        )

    def delete_sessions(
        self, write: Write, user_id: UserId, version: int, *, room_id: str | None, session_id: str | None
    ) -> None:
        write.execute(
            "DELETE FROM keys_backup_session WHERE user_id = $1 AND version = $2"
            " AND ($3 = '' OR room_id = $3) AND ($4 = '' OR session_id = $4)",
            user_id,
            version,
            room_id or "",
            session_id or "",
        )
