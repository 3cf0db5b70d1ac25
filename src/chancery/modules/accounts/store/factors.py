# SPDX-License-Identifier: EUPL-1.2
"""Reads and writes second factors: authenticator applications and codes on paper."""

from collections.abc import Sequence
from typing import cast

from chancery.kit.ids import UserId
from chancery.modules.accounts.model import Totp
from chancery.platform.db.port import Database, Write


class FactorStore:
    """Second factors by person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_totp(self, user_id: UserId) -> Totp | None:
        """Return the person's application, also one that was only begun."""
        row = await self._database.fetch_one(
            "SELECT sealed_secret, begun_at, confirmed_at, last_step FROM accounts_totp WHERE user_id = $1",
            user_id,
        )
        return Totp(*cast("tuple[bytes, int, int | None, int]", row)) if row else None

    def begin_totp(self, write: Write, user_id: UserId, totp: Totp) -> None:
        """Offer a secret in place of an earlier offer; refuses the write when an application is in use."""
        write.execute(
            "INSERT INTO accounts_totp (user_id, sealed_secret, begun_at, confirmed_at, last_step)"
            " VALUES ($1, $2, $3, NULL, $4) ON CONFLICT (user_id) DO UPDATE SET"
            " sealed_secret = excluded.sealed_secret, begun_at = excluded.begun_at,"
            " last_step = excluded.last_step WHERE accounts_totp.confirmed_at IS NULL",
            user_id,
            totp.sealed_secret,
            totp.begun_at,
            totp.last_step,
            expect=1,
        )

    def confirm_totp(self, write: Write, user_id: UserId, offered: Totp, *, step: int, now: int) -> None:
        """Put an offered secret to use; refuses the write when it is another one by now."""
        write.execute(
            "UPDATE accounts_totp SET confirmed_at = $1, last_step = $2"
            " WHERE user_id = $3 AND sealed_secret = $4 AND confirmed_at IS NULL",
            now,
            step,
            user_id,
            offered.sealed_secret,
            expect=1,
        )

    def use_step(self, write: Write, user_id: UserId, step: int) -> None:
        """Note the step of a code that is made use of; refuses the write when it was used before."""
        write.execute(
            "UPDATE accounts_totp SET last_step = $1"
            " WHERE user_id = $2 AND last_step < $1 AND confirmed_at IS NOT NULL",
            step,
            user_id,
            expect=1,
        )

    def delete_totp(self, write: Write, user_id: UserId, *, expect: int | None = None) -> None:
        """Remove the application."""
        write.execute("DELETE FROM accounts_totp WHERE user_id = $1", user_id, expect=expect)

    async def count_codes(self, user_id: UserId) -> int:
        """Return how many codes on paper still work."""
        row = await self._database.fetch_one(
            "SELECT count(*) FROM accounts_recovery_code WHERE user_id = $1", user_id
        )
        return cast("int", row[0]) if row else 0

    def replace_codes(self, write: Write, user_id: UserId, hashes: Sequence[bytes]) -> None:
        """Put a new set of codes in the place of the old one."""
        write.execute("DELETE FROM accounts_recovery_code WHERE user_id = $1", user_id)
        write.execute_many(
            "INSERT INTO accounts_recovery_code (code_hash, user_id) VALUES ($1, $2)",
            [(code_hash, user_id) for code_hash in hashes],
        )

    def consume_code(self, write: Write, user_id: UserId, code_hash: bytes) -> None:
        """Remove a code that is made use of; refuses the write when there is none."""
        write.execute(
            "DELETE FROM accounts_recovery_code WHERE code_hash = $1 AND user_id = $2",
            code_hash,
            user_id,
            expect=1,
        )
