# SPDX-License-Identifier: EUPL-1.2
"""The table of rendezvous sessions."""

from typing import cast

from chancery.modules.rendezvous.model import Session
from chancery.platform.db.port import Database, Write


class RendezvousStore:
    """Reads at once; writes are added to the caller's unit of work."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def find(self, session_id: str, *, now: int) -> Session | None:
        """Return a session that has not expired."""
        row = await self._db.fetch_one(
            "SELECT id, version, content_type, payload, modified_ts, expires_ts FROM rendezvous_session"
            " WHERE id = $1 AND expires_ts > $2",
            session_id,
            now,
        )
        return Session(*row) if row else None  # type: ignore[arg-type]  # the columns' types are the schema's

    async def count(self, *, now: int) -> int:
        """Return how many sessions have not expired."""
        row = await self._db.fetch_one("SELECT COUNT(*) FROM rendezvous_session WHERE expires_ts > $1", now)
        return cast("int", row[0]) if row else 0

    def insert(self, write: Write, session: Session) -> None:
        write.execute(
            "INSERT INTO rendezvous_session (id, version, content_type, payload, modified_ts, expires_ts)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            session.id,
            session.version,
            session.content_type,
            session.payload,
            session.modified_ts,
            session.expires_ts,
        )

    def replace(self, write: Write, session: Session) -> None:
        """Store the next version; the write is refused unless the one before it is stored now."""
        write.execute(
            "UPDATE rendezvous_session SET version = $2, content_type = $3, payload = $4, modified_ts = $5"
            " WHERE id = $1 AND version = $2 - 1",
            session.id,
            session.version,
            session.content_type,
            session.payload,
            session.modified_ts,
            expect=1,
        )

    def delete(self, write: Write, session_id: str) -> None:
        write.execute("DELETE FROM rendezvous_session WHERE id = $1", session_id)

    def delete_expired(self, write: Write, *, now: int) -> None:
        write.execute("DELETE FROM rendezvous_session WHERE expires_ts <= $1", now)
