# SPDX-License-Identifier: EUPL-1.2
"""SQL of `policies_version`."""

from typing import cast

from chancery.kit.ids import AgencyId, UserId
from chancery.modules.policies.model import Version
from chancery.platform.db.port import Database, Row, Write

_VERSION = "agency_id, number, text, comment, changed_by, changed_at"


class PolicyStore:
    """The versions of agencies' policy sets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, version: Version) -> None:
        """Add a version; one of the same number makes the write a conflict."""
        write.execute(
            f"INSERT INTO policies_version ({_VERSION}) VALUES ($1, $2, $3, $4, $5, $6)",
            version.agency_id,
            version.number,
            version.text,
            version.comment,
            version.changed_by,
            version.changed_at,
        )

    async def newest_number(self, agency_id: AgencyId) -> int:
        """Return the number of an agency's newest version, 0 when it has saved none."""
        row = await self._database.fetch_one(
            "SELECT number FROM policies_version WHERE agency_id = $1 ORDER BY number DESC LIMIT 1", agency_id
        )
        return cast("int", row[0]) if row else 0

    async def find(self, agency_id: AgencyId, number: int) -> Version | None:
        """Return a version, or None."""
        row = await self._database.fetch_one(
            f"SELECT {_VERSION} FROM policies_version WHERE agency_id = $1 AND number = $2", agency_id, number
        )
        return _version(row) if row else None

    async def list_versions(self, agency_id: AgencyId, *, below: int, limit: int) -> list[Version]:
        """Return an agency's versions below a number, the newest first."""
        rows = await self._database.fetch(
            f"SELECT {_VERSION} FROM policies_version WHERE agency_id = $1 AND number < $2"
            " ORDER BY number DESC LIMIT $3",
            agency_id,
            below,
            limit,
        )
        return [_version(row) for row in rows]


def _version(row: Row) -> Version:
    return Version(*cast("tuple[AgencyId, int, str, str, UserId, int]", row))
