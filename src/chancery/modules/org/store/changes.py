# SPDX-License-Identifier: EUPL-1.2
"""SQL of `org_change`, and of what begins or ends by itself."""

from typing import cast

from chancery.modules.org.contract import StandingChange
from chancery.platform.db.port import Database, Position, Write

_LAPSES = """
SELECT object, subject, subject_relation FROM org_relation
WHERE starts_at > 0 AND starts_at > $1 AND starts_at <= $2
UNION
SELECT object, subject, subject_relation FROM org_relation
WHERE ends_at < 9007199254740991 AND ends_at > $1 AND ends_at <= $2
"""


class ChangeStore:
    """Whose standing changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, write: Write, object_: str, subject: str, position: Position) -> None:
        """Note that what a subject is to an object changed; an empty subject: the object itself did."""
        write.execute(
            "INSERT INTO org_change (object, subject, position) VALUES ($1, $2, $3)"
            " ON CONFLICT (object, subject) DO UPDATE SET position = excluded.position",
            object_,
            subject,
            position,
        )

    async def newest(self) -> int:
        """Return the position of the newest change, 0 when there is none."""
        row = await self._database.fetch_one("SELECT coalesce(max(position), 0) FROM org_change")
        return cast("int", row[0]) if row else 0

    async def list_after(self, position: int, limit: int) -> list[StandingChange]:
        """Return the oldest changes behind a position; those of one position are never torn apart."""
        rows = await self._database.fetch(
            "SELECT object, subject, position FROM org_change WHERE position > $1 AND position <= ("
            "SELECT max(position) FROM (SELECT position FROM org_change WHERE position > $1"
            " ORDER BY position LIMIT $2) AS oldest) ORDER BY position, object, subject",
            position,
            limit,
        )
        return [StandingChange(*row) for row in cast("list[tuple[str, str, int]]", rows)]

    async def list_lapses(self, after: int, upto: int) -> list[StandingChange]:
        """Return what began or ended by itself in a span of time."""
        rows = cast("list[tuple[str, str, str]]", await self._database.scan(_LAPSES, after, upto))
        return [
            StandingChange(object_, f"{subject}#{relation}" if relation else subject, 0)
            for object_, subject, relation in rows
        ]
