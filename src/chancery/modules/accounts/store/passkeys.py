# SPDX-License-Identifier: EUPL-1.2
"""Reads and writes passkeys, and which challenges were answered."""

from typing import cast

from chancery.kit.ids import UserId
from chancery.modules.accounts.model import Passkey
from chancery.platform.db.port import Database, Row, Write

_COLUMNS = "credential_id, user_id, public_key, sign_count, name, created_at, used_at"


class PasskeyStore:
    """Passkeys by credential id and by person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, credential_id: bytes) -> Passkey | None:
        """Return a passkey."""
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM accounts_passkey WHERE credential_id = $1", credential_id
        )
        return _passkey(row) if row else None

    async def list_passkeys(self, user_id: UserId) -> list[Passkey]:
        """Return a person's passkeys, oldest first."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM accounts_passkey WHERE user_id = $1 ORDER BY created_at, credential_id",
            user_id,
        )
        return [_passkey(row) for row in rows]

    def insert(self, write: Write, passkey: Passkey) -> None:
        """Keep a new passkey; refuses the write when its id is known."""
        write.execute(
            "INSERT INTO accounts_passkey"
            " (credential_id, user_id, public_key, sign_count, name, created_at, used_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, NULL) ON CONFLICT (credential_id) DO NOTHING",
            passkey.credential_id,
            passkey.user_id,
            passkey.public_key,
            passkey.sign_count,
            passkey.name,
            passkey.created_at,
            expect=1,
        )

    def update_used(self, write: Write, passkey: Passkey, *, sign_count: int, now: int) -> None:
        """Note a use; refuses the write when the passkey was removed or used otherwise meanwhile."""
        write.execute(
            "UPDATE accounts_passkey SET sign_count = $1, used_at = $2"
            " WHERE credential_id = $3 AND sign_count = $4",
            sign_count,
            now,
            passkey.credential_id,
            passkey.sign_count,
            expect=1,
        )

    def delete(self, write: Write, user_id: UserId, credential_id: bytes) -> None:
        """Remove a passkey of the person; refuses the write when there is none."""
        write.execute(
            "DELETE FROM accounts_passkey WHERE credential_id = $1 AND user_id = $2",
            credential_id,
            user_id,
            expect=1,
        )

    def delete_all(self, write: Write, user_id: UserId) -> None:
        """Remove all passkeys of a person."""
        write.execute("DELETE FROM accounts_passkey WHERE user_id = $1", user_id)

    def answer(self, write: Write, challenge_hash: bytes, *, expires_at: int, now: int) -> None:
        """Note that a challenge was answered; refuses the write when it was before."""
        write.execute("DELETE FROM accounts_used_challenge WHERE expires_at <= $1", now)
        write.execute(
            "INSERT INTO accounts_used_challenge (challenge_hash, expires_at) VALUES ($1, $2)"
            " ON CONFLICT (challenge_hash) DO NOTHING",
            challenge_hash,
            expires_at,
            expect=1,
        )


def _passkey(row: Row) -> Passkey:
    credential_id, user_id, *rest = row
    public_key, sign_count, name, created_at, used_at = cast("tuple[bytes, int, str, int, int | None]", rest)
    return Passkey(
        bytes(cast("bytes", credential_id)),
        UserId(cast("str", user_id)),
        bytes(public_key),
        sign_count,
        name,
        created_at,
        used_at,
    )
