# SPDX-License-Identifier: EUPL-1.2
"""SQL of `accounts_invitation`."""

from collections.abc import Collection

from chancery.kit.ids import UserId
from chancery.platform.db.port import Database, Write

_CHUNK = 500


class InvitationStore:
    """Codes by which people set their first password."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, write: Write, user_id: UserId, code_hash: bytes, expires_at: int) -> None:
        """Give a person a code in place of the one before."""
        write.execute(
            "INSERT INTO accounts_invitation (user_id, code_hash, expires_at) VALUES ($1, $2, $3)"
            " ON CONFLICT (user_id) DO UPDATE SET code_hash = excluded.code_hash,"
            " expires_at = excluded.expires_at",
            user_id,
            code_hash,
            expires_at,
        )

    def use(self, write: Write, user_id: UserId, code_hash: bytes, password_hash: str, now: int) -> None:
        """Use a code up and set the first password; refuses the write when it is wrong, over or not the first."""
        write.execute(
            "DELETE FROM accounts_invitation WHERE user_id = $1 AND code_hash = $2 AND expires_at > $3",
            user_id,
            code_hash,
            now,
            expect=1,
        )
        write.execute(
            "UPDATE accounts_person SET password_hash = $2"
            " WHERE user_id = $1 AND password_hash IS NULL AND is_active = 1",
            user_id,
            password_hash,
            expect=1,
        )

    async def is_good(self, user_id: UserId, code_hash: bytes, now: int) -> bool:
        """Tell whether a code would do."""
        row = await self._database.fetch_one(
            "SELECT 1 FROM accounts_invitation WHERE user_id = $1 AND code_hash = $2 AND expires_at > $3",
            user_id,
            code_hash,
            now,
        )
        return row is not None

    async def without_password(self, user_ids: Collection[UserId]) -> list[UserId]:
        """Return those of the given people who cannot sign in by a password yet."""
        wanted, found = list(dict.fromkeys(user_ids)), []
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            marks = ", ".join(f"${number}" for number in range(1, len(chunk) + 1))
            rows = await self._database.scan(
                "SELECT user_id FROM accounts_person WHERE password_hash IS NULL AND is_active = 1"
                f" AND is_guest = 0 AND user_id IN ({marks}) ORDER BY user_id",
                *chunk,
            )
            found += [UserId(str(user_id)) for (user_id,) in rows]
        return found
