# SPDX-License-Identifier: EUPL-1.2
"""Reads and writes counts of wrong passwords."""

from typing import cast

from chancery.modules.accounts.model import Failures
from chancery.platform.db.port import Database, Write


class AttemptStore:
    """Failures by key, seen by every process."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_failures(self, key: bytes) -> Failures | None:
        """Return what is counted under a key."""
        row = await self._database.fetch_one(
            "SELECT failures, last_at FROM accounts_attempt WHERE key = $1", key
        )
        return Failures(*cast("tuple[int, int]", row)) if row else None

    def count(self, write: Write, key: bytes, now: int, *, afresh: bool) -> None:
        """Count one more failure, also when another process counts at the same time."""
        failures = "1" if afresh else "accounts_attempt.failures + 1"
        write.execute(
            "INSERT INTO accounts_attempt (key, failures, last_at) VALUES ($1, 1, $2)"
            f" ON CONFLICT (key) DO UPDATE SET failures = {failures}, last_at = excluded.last_at",
            key,
            now,
        )

    def forget(self, write: Write, key: bytes) -> None:
        """Begin anew."""
        write.execute("DELETE FROM accounts_attempt WHERE key = $1", key)

    def forget_before(self, write: Write, moment: int) -> None:
        """Drop what nobody needs any more."""
        write.execute("DELETE FROM accounts_attempt WHERE last_at < $1", moment)
