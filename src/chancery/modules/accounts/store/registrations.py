# SPDX-License-Identifier: EUPL-1.2
"""Reads and writes registrations under way (test configuration)."""

from dataclasses import dataclass
from typing import cast

from chancery.kit.ids import UserId
from chancery.platform.db.port import Database, Write


@dataclass(frozen=True, slots=True)
class Registration:
    """What was asked for under a session, as JSON, and whom it made."""

    session: str
    body: bytes
    user_id: UserId | None


class RegistrationStore:
    """Registrations by their session."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, write: Write, registration: Registration, expires_at: int) -> None:
        """Add a registration, or replace what is known of it."""
        write.execute(
            "INSERT INTO accounts_registration (session, body, user_id, expires_at) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (session) DO UPDATE SET body = excluded.body, user_id = excluded.user_id",
            registration.session,
            registration.body,
            registration.user_id,
            expires_at,
        )

    def delete_before(self, write: Write, moment: int) -> None:
        """Remove what is over."""
        write.execute("DELETE FROM accounts_registration WHERE expires_at <= $1", moment)

    async def find(self, session: str, now: int) -> Registration | None:
        """Return a registration that is not over."""
        row = await self._database.fetch_one(
            "SELECT session, body, user_id FROM accounts_registration WHERE session = $1 AND expires_at > $2",
            session,
            now,
        )
        return Registration(*cast("tuple[str, bytes, UserId | None]", row)) if row else None
