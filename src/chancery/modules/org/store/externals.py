# SPDX-License-Identifier: EUPL-1.2
"""SQL of `org_external`."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from chancery.kit.ids import UnitId, UserId
from chancery.modules.org.model import External, ListedExternal
from chancery.platform.db.port import Database, Row, Value, Write

_EXTERNAL = "user_id, unit_id, sponsor_id, purpose, starts_at, ends_at, review_at"
_LISTED = """
SELECT * FROM (
    SELECT e.user_id, e.unit_id, e.sponsor_id, e.purpose, e.starts_at, e.ends_at, e.review_at,
        coalesce(d.name, e.user_id) AS name, coalesce(s.name, e.sponsor_id) AS sponsor_name,
        CASE WHEN EXISTS (
            SELECT 1 FROM org_appointment a
            WHERE a.user_id = e.sponsor_id AND a.starts_at <= $1 AND a.ends_at > $1
        ) THEN 0 ELSE 1 END AS orphaned
    FROM org_external e
    LEFT JOIN org_person d ON d.user_id = e.user_id
    LEFT JOIN org_person s ON s.user_id = e.sponsor_id
    WHERE e.ends_at > $1 AND (e.sponsor_id = $2{units})
) AS listed
WHERE 1 = 1{conditions}
ORDER BY review_at, user_id LIMIT $3
"""


@dataclass(frozen=True, slots=True)
class ExternalsQuery:
    """Whose externals are listed: the sponsor's and those of units; with `due`, only what is due by then."""

    now: int
    sponsor_id: UserId
    unit_ids: Collection[str]
    due: int | None = None
    after: tuple[int, str] | None = None


class ExternalStore:
    """People from outside."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, write: Write, external: External) -> None:
        """Add an external, or replace what is kept of them."""
        write.execute(
            f"INSERT INTO org_external ({_EXTERNAL}) VALUES ($1, $2, $3, $4, $5, $6, $7)"
            " ON CONFLICT (user_id) DO UPDATE SET unit_id = excluded.unit_id,"
            " sponsor_id = excluded.sponsor_id, purpose = excluded.purpose, starts_at = excluded.starts_at,"
            " ends_at = excluded.ends_at, review_at = excluded.review_at",
            external.user_id,
            external.unit_id,
            external.sponsor_id,
            external.purpose,
            external.starts_at,
            external.ends_at,
            external.review_at,
        )

    async def find(self, user_id: UserId) -> External | None:
        """Return an external, or None."""
        row = await self._database.fetch_one(
            f"SELECT {_EXTERNAL} FROM org_external WHERE user_id = $1", user_id
        )
        return _external(row) if row else None

    def mark_closed(self, write: Write, user_id: UserId) -> None:
        """Note that an external's login was closed."""
        write.execute("UPDATE org_external SET is_closed = 1 WHERE user_id = $1", user_id)

    async def list_sponsored(self, sponsor_id: UserId, now: int) -> list[External]:
        """Return the externals who are here or are to come, and for whom a person answers."""
        rows = await self._database.fetch(
            f"SELECT {_EXTERNAL} FROM org_external WHERE sponsor_id = $1 AND ends_at > $2 ORDER BY user_id",
            sponsor_id,
            now,
        )
        return [_external(row) for row in rows]

    async def list_expired(self, now: int, limit: int) -> list[UserId]:
        """Return those whose time is over and whose login is open, unless they hold a post now or later."""
        rows = await self._database.fetch(
            "SELECT e.user_id FROM org_external e WHERE e.is_closed = 0 AND e.ends_at <= $1 AND NOT EXISTS"
            " (SELECT 1 FROM org_appointment a WHERE a.user_id = e.user_id AND a.ends_at > $1)"
            " ORDER BY e.ends_at, e.user_id LIMIT $2",
            now,
            limit,
        )
        return [UserId(cast("str", row[0])) for row in rows]

    async def list_present(self, now: int, limit: int) -> list[tuple[UserId, str]]:
        """Return who is here from outside, each with the name of the unit they work with."""
        rows = await self._database.scan(
            "SELECT e.user_id, u.name FROM org_external e JOIN org_unit u ON u.id = e.unit_id"
            " WHERE e.starts_at <= $1 AND e.ends_at > $1 AND NOT EXISTS (SELECT 1 FROM org_appointment a"
            " WHERE a.user_id = e.user_id AND a.starts_at <= $1 AND a.ends_at > $1)"
            " ORDER BY e.user_id LIMIT $2",
            now,
            limit,
        )
        return cast("list[tuple[UserId, str]]", rows)

    async def list_externals(self, query: ExternalsQuery, limit: int) -> list[ListedExternal]:
        """Return externals who are here, those to be reviewed first before the others."""
        params: list[Value] = [query.now, query.sponsor_id, limit]
        units = _marks(params, query.unit_ids)
        conditions = ""
        if query.due is not None:
            params.append(query.due)
            mark = f"${len(params)}"
            conditions += f" AND (review_at <= {mark} OR ends_at <= {mark} OR orphaned = 1)"
        if query.after is not None:
            params += query.after
            conditions += f" AND (review_at, user_id) > (${len(params) - 1}, ${len(params)})"
        sql = _LISTED.format(units=f" OR e.unit_id IN ({units})" if units else "", conditions=conditions)
        return [_listed(row) for row in await self._database.scan(sql, *params)]


def _marks(params: list[Value], values: Collection[str]) -> str:
    first = len(params) + 1
    params += values
    return ", ".join(f"${number}" for number in range(first, first + len(values)))


def _external(row: Row) -> External:
    return External(*cast("tuple[UserId, UnitId, UserId, str, int, int, int]", row))


def _listed(row: Row) -> ListedExternal:
    name, sponsor_name, orphaned = cast("tuple[str, str, int]", row[7:])
    return ListedExternal(_external(row[:7]), name, sponsor_name, bool(orphaned))
