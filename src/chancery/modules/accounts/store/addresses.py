# SPDX-License-Identifier: EUPL-1.2
"""Reads and writes e-mail addresses and their confirmations."""

from typing import cast

from chancery.kit.ids import UserId
from chancery.modules.accounts.model import Address, Confirmation
from chancery.platform.db.port import Database, Write

_CONFIRMATION = "sid, purpose, secret_hash, address, token_hash, send_attempt, next_link, confirmed_at"


class AddressStore:
    """Addresses that people added."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, user_id: UserId, address: Address) -> None:
        """Add an address; one that is taken refuses the write."""
        write.execute(
            "INSERT INTO accounts_address (address, user_id, validated_at, added_at) VALUES ($1, $2, $3, $4)",
            address.address,
            user_id,
            address.validated_at,
            address.added_at,
        )

    def delete(self, write: Write, user_id: UserId, address: str) -> None:
        """Remove an address of a person."""
        write.execute("DELETE FROM accounts_address WHERE user_id = $1 AND address = $2", user_id, address)

    async def list_addresses(self, user_id: UserId) -> list[Address]:
        """Return a person's addresses, the one that administrators keep first."""
        rows = await self._database.fetch(
            "SELECT email, created_at, created_at, 1 FROM accounts_person"
            " WHERE user_id = $1 AND email IS NOT NULL"
            " UNION ALL SELECT address, validated_at, added_at, 0 FROM accounts_address WHERE user_id = $1",
            user_id,
        )
        found = cast("list[tuple[str, int, int, int]]", rows)
        return [Address(address, valid, added, bool(kept)) for address, valid, added, kept in found]


class ConfirmationStore:
    """Confirmations that are asked for and given."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, write: Write, asked: Confirmation, expires_at: int) -> None:
        """Add a confirmation, or replace it when it is asked for again."""
        write.execute(
            f"INSERT INTO accounts_confirmation ({_CONFIRMATION}, expires_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8) ON CONFLICT (sid) DO UPDATE SET"
            " token_hash = excluded.token_hash, send_attempt = excluded.send_attempt,"
            " next_link = excluded.next_link, expires_at = excluded.expires_at",
            asked.sid,
            asked.purpose,
            asked.secret_hash,
            asked.address,
            asked.token_hash,
            asked.send_attempt,
            asked.next_link,
            expires_at,
        )

    def confirm(self, write: Write, sid: str, now: int) -> None:
        """Note that the address was confirmed."""
        write.execute(
            "UPDATE accounts_confirmation SET confirmed_at = $2 WHERE sid = $1 AND confirmed_at IS NULL",
            sid,
            now,
        )

    def consume(self, write: Write, sid: str) -> None:
        """Remove a confirmation that is made use of; refuses the write when somebody else just did."""
        write.execute("DELETE FROM accounts_confirmation WHERE sid = $1", sid, expect=1)

    def delete_before(self, write: Write, moment: int) -> None:
        """Remove what is over."""
        write.execute("DELETE FROM accounts_confirmation WHERE expires_at <= $1", moment)

    async def find(self, sid: str, now: int) -> Confirmation | None:
        """Return a confirmation that is not over."""
        return await self._one("sid = $1 AND expires_at > $2", sid, now)

    async def find_asked(
        self, purpose: str, secret_hash: bytes, address: str, now: int
    ) -> Confirmation | None:
        """Return what a client asked for before with the same secret."""
        where = "purpose = $1 AND secret_hash = $2 AND address = $3 AND expires_at > $4"
        return await self._one(where, purpose, secret_hash, address, now)

    async def _one(self, where: str, *values: str | int | bytes) -> Confirmation | None:
        row = await self._database.fetch_one(
            f"SELECT {_CONFIRMATION} FROM accounts_confirmation WHERE {where}", *values
        )
        if row is None:
            return None
        return Confirmation(*cast("tuple[str, str, bytes, str, bytes, int, str | None, int | None]", row))
