# SPDX-License-Identifier: EUPL-1.2
"""Reads and writes the fields of profiles beside name and picture."""

from typing import cast

from chancery.kit.ids import UserId
from chancery.platform.db.port import Database, Write


class ProfileFieldStore:
    """Fields by person and name; values are JSON."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, write: Write, user_id: UserId, name: str, value: bytes) -> None:
        """Set a field."""
        write.execute(
            "INSERT INTO accounts_profile_field (user_id, name, value) VALUES ($1, $2, $3)"
            " ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
            user_id,
            name,
            value,
        )

    def delete(self, write: Write, user_id: UserId, name: str) -> None:
        """Remove a field."""
        write.execute("DELETE FROM accounts_profile_field WHERE user_id = $1 AND name = $2", user_id, name)

    async def list_fields(self, user_id: UserId) -> dict[str, bytes]:
        """Return a person's fields by name."""
        rows = await self._database.fetch(
            "SELECT name, value FROM accounts_profile_field WHERE user_id = $1 ORDER BY name", user_id
        )
        return dict(cast("list[tuple[str, bytes]]", rows))
