# SPDX-License-Identifier: EUPL-1.2
"""SQL of `org_red_listing` and `org_introduction`."""

from typing import cast

from chancery.kit.ids import UserId
from chancery.modules.org.model import RedListing
from chancery.platform.db.port import Database, Row, Write

_LISTING = "user_id, reason, set_by, starts_at, ends_at"


class RedListStore:
    """People on the red list, and to whom they made themselves known."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, write: Write, listing: RedListing) -> None:
        """Put a person on the list, or replace what is kept of it."""
        write.execute(
            f"INSERT INTO org_red_listing ({_LISTING}) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (user_id) DO UPDATE SET reason = excluded.reason, set_by = excluded.set_by,"
            " starts_at = excluded.starts_at, ends_at = excluded.ends_at",
            listing.user_id,
            listing.reason,
            listing.set_by,
            listing.starts_at,
            listing.ends_at,
        )

    def remove(self, write: Write, user_id: UserId) -> None:
        """Take a person off the list; the write is refused when they are not on it."""
        write.execute("DELETE FROM org_red_listing WHERE user_id = $1", user_id, expect=1)

    def introduce(self, write: Write, user_id: UserId, viewer_id: UserId, now: int) -> None:
        """Let a viewer know a person from now on."""
        write.execute(
            "INSERT INTO org_introduction (user_id, viewer_id, introduced_at) VALUES ($1, $2, $3)"
            " ON CONFLICT (viewer_id, user_id) DO NOTHING",
            user_id,
            viewer_id,
            now,
        )

    async def find(self, user_id: UserId, now: int) -> RedListing | None:
        """Return a person's listing while it holds."""
        row = await self._database.fetch_one(
            f"SELECT {_LISTING} FROM org_red_listing WHERE user_id = $1 AND ends_at > $2", user_id, now
        )
        return _listing(row) if row else None

    async def list_present(self, now: int) -> list[RedListing]:
        """Return everybody on the list, those first whose listing ends first."""
        rows = await self._database.fetch(
            f"SELECT {_LISTING} FROM org_red_listing WHERE ends_at > $1 ORDER BY ends_at, user_id", now
        )
        return [_listing(row) for row in rows]

    async def known_to(self, viewer_id: UserId) -> frozenset[UserId]:
        """Return the listed people who made themselves known to a viewer."""
        rows = await self._database.fetch(
            "SELECT user_id FROM org_introduction WHERE viewer_id = $1", viewer_id
        )
        return frozenset(UserId(cast("str", row[0])) for row in rows)


def _listing(row: Row) -> RedListing:
    return RedListing(*cast("tuple[UserId, str, UserId, int, int]", row))
