# SPDX-License-Identifier: EUPL-1.2
"""Reads and writes stages that were completed away from the request that asked for them."""

from chancery.platform.db.port import Database, Write


class CompletionStore:
    """Completed stages by the hash of their session."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, write: Write, session_hash: bytes, expires_at: int) -> None:
        """Note that a stage was completed."""
        write.execute(
            "INSERT INTO accounts_completed_stage (session_hash, expires_at) VALUES ($1, $2)"
            " ON CONFLICT (session_hash) DO UPDATE SET expires_at = excluded.expires_at",
            session_hash,
            expires_at,
        )

    def consume(self, write: Write, session_hash: bytes) -> None:
        """Remove a completion that is made use of; refuses the write when there is none."""
        write.execute("DELETE FROM accounts_completed_stage WHERE session_hash = $1", session_hash, expect=1)

    def delete_before(self, write: Write, moment: int) -> None:
        """Remove what is over."""
        write.execute("DELETE FROM accounts_completed_stage WHERE expires_at <= $1", moment)

    async def is_known(self, session_hash: bytes, now: int) -> bool:
        """Tell whether a stage was completed and is not over."""
        row = await self._database.fetch_one(
            "SELECT 1 FROM accounts_completed_stage WHERE session_hash = $1 AND expires_at > $2",
            session_hash,
            now,
        )
        return row is not None
