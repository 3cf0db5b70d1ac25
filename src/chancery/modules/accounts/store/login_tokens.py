# SPDX-License-Identifier: EUPL-1.2
"""Reads and writes tokens for `m.login.token`."""

from typing import cast

from chancery.kit.ids import UserId
from chancery.platform.db.port import Database, Write


class LoginTokenStore:
    """Login tokens by their hash."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, token_hash: bytes, user_id: UserId, expires_at: int) -> None:
        """Add a token."""
        write.execute(
            "INSERT INTO accounts_login_token (token_hash, user_id, expires_at) VALUES ($1, $2, $3)",
            token_hash,
            user_id,
            expires_at,
        )

    def consume(self, write: Write, token_hash: bytes) -> None:
        """Remove a token; refuses the write when somebody else did already."""
        write.execute("DELETE FROM accounts_login_token WHERE token_hash = $1", token_hash, expect=1)

    def delete_before(self, write: Write, moment: int) -> None:
        """Remove what is over."""
        write.execute("DELETE FROM accounts_login_token WHERE expires_at <= $1", moment)

    async def find(self, token_hash: bytes, now: int) -> UserId | None:
        """Return whom a token signs in, when it is not over."""
        row = await self._database.fetch_one(
            "SELECT user_id FROM accounts_login_token WHERE token_hash = $1 AND expires_at > $2",
            token_hash,
            now,
        )
        return UserId(cast("str", row[0])) if row else None
