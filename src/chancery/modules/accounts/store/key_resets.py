# SPDX-License-Identifier: EUPL-1.2
"""SQL of `accounts_key_reset`."""

from chancery.kit.ids import UserId
from chancery.platform.db.port import Database, Write


class KeyResetStore:
    """Who has allowed that their keys be replaced, and until when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, write: Write, user_id: UserId, expires_at: int) -> None:
        """Note a permission."""
        write.execute(
            "INSERT INTO accounts_key_reset (user_id, expires_at) VALUES ($1, $2)"
            " ON CONFLICT (user_id) DO UPDATE SET expires_at = excluded.expires_at",
            user_id,
            expires_at,
        )

    def consume(self, write: Write, user_id: UserId) -> None:
        """Use a permission up; refuses the write when somebody else did already."""
        write.execute("DELETE FROM accounts_key_reset WHERE user_id = $1", user_id, expect=1)

    async def is_allowed(self, user_id: UserId, now: int) -> bool:
        """Tell whether a permission is there and not over."""
        found = await self._database.fetch_one(
            "SELECT 1 FROM accounts_key_reset WHERE user_id = $1 AND expires_at > $2", user_id, now
        )
        return found is not None
