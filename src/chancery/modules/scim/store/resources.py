# SPDX-License-Identifier: EUPL-1.2
"""SQL of `scim_resource`, `scim_member` and `scim_grant`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import cast

from chancery.modules.scim.model import Kind, Member, StoredResource
from chancery.platform.db.port import Database, Row, Value, Write

_COLUMNS = "id, client_id, kind, name, external_id, is_active, document, local_id, created_at, changed_at, version, is_settled"
_CHUNK = 500
SORTABLE = {"created": "created_at", "changed": "changed_at", "name": "name", "id": "id"}
"""What lists are ordered by without reading all of it."""
_EFFECTIVE = """
WITH RECURSIVE inside(id) AS (
    SELECT member_id FROM scim_member WHERE group_id = $1
    UNION
    SELECT m.member_id FROM scim_member m JOIN inside ON m.group_id = inside.id
)
SELECT DISTINCT r.local_id FROM scim_resource r JOIN inside ON r.id = inside.id
WHERE r.kind = 'User' AND r.is_active = 1 AND r.local_id IS NOT NULL
"""
_GROUPS_OF = """
WITH RECURSIVE above(id) AS (
    SELECT group_id FROM scim_member WHERE member_id = $1
    UNION
    SELECT m.group_id FROM scim_member m JOIN above ON m.member_id = above.id
)
SELECT id FROM above
"""


@dataclass(frozen=True, slots=True)
class Query:
    """Which resources a list shows: equal columns, the order, the page."""

    kinds: Sequence[Kind]
    equal: Sequence[tuple[str, str]] = field(default_factory=tuple)
    order: str = "created"
    is_descending: bool = False
    offset: int = 0
    limit: int = 0


class ResourceStore:
    """What clients state."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, resource: StoredResource) -> None:
        """Add a resource; a userName that the client has stated already refuses the write."""
        write.execute(
            f"INSERT INTO scim_resource ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            *_values(resource),
        )

    def update(self, write: Write, resource: StoredResource, *, before: int) -> None:
        """Replace what is stated; refuses the write unless the stored version is `before`."""
        write.execute(
            "UPDATE scim_resource SET name = $2, external_id = $3, is_active = $4, document = $5, changed_at = $6,"
            " version = $7, is_settled = $8 WHERE id = $1 AND version = $9",
            resource.id,
            resource.name,
            resource.external_id,
            int(resource.is_active),
            resource.document,
            resource.changed_at,
            resource.version,
            int(resource.is_settled),
            before,
            expect=1,
        )

    def settle(self, write: Write, resource_id: str, local_id: str | None, *, version: int) -> None:
        """Note that what is stated holds here; nothing when it changed again meanwhile."""
        write.execute(
            "UPDATE scim_resource SET is_settled = 1, local_id = $2 WHERE id = $1 AND version = $3",
            resource_id,
            local_id,
            version,
        )

    def unsettle(self, write: Write, resource_ids: Collection[str], now: int) -> None:
        """Note that something follows for these from what others state."""
        write.execute_many(
            "UPDATE scim_resource SET is_settled = 0 WHERE id = $1 AND changed_at <= $2",
            [(resource_id, now) for resource_id in resource_ids],
        )

    def delete(self, write: Write, resource: StoredResource) -> None:
        """Forget a resource and its memberships; refuses the write when it changed meanwhile."""
        write.execute("DELETE FROM scim_member WHERE member_id = $1 OR group_id = $1", resource.id)
        write.execute("DELETE FROM scim_grant WHERE group_id = $1", resource.id)
        write.execute(
            "DELETE FROM scim_resource WHERE id = $1 AND version = $2",
            resource.id,
            resource.version,
            expect=1,
        )

    def add_members(self, write: Write, group_id: str, member_ids: Collection[str]) -> None:
        """Put resources into a group."""
        write.execute_many(
            "INSERT INTO scim_member (group_id, member_id) VALUES ($1, $2)"
            " ON CONFLICT (group_id, member_id) DO NOTHING",
            [(group_id, one) for one in member_ids],
        )

    def remove_members(self, write: Write, group_id: str, member_ids: Collection[str]) -> None:
        """Take resources out of a group."""
        write.execute_many(
            "DELETE FROM scim_member WHERE group_id = $1 AND member_id = $2",
            [(group_id, one) for one in member_ids],
        )

    def add_grants(self, write: Write, group_id: str, user_ids: Collection[str]) -> None:
        """Note whom a group took into its team."""
        write.execute_many(
            "INSERT INTO scim_grant (group_id, user_id) VALUES ($1, $2) ON CONFLICT (group_id, user_id) DO NOTHING",
            [(group_id, one) for one in user_ids],
        )

    def remove_grants(self, write: Write, group_id: str, user_ids: Collection[str]) -> None:
        """Note whom a group put out of its team."""
        write.execute_many(
            "DELETE FROM scim_grant WHERE group_id = $1 AND user_id = $2",
            [(group_id, one) for one in user_ids],
        )

    async def find(self, client_id: str, kind: Kind, resource_id: str) -> StoredResource | None:
        """Return a resource of a client, or None."""
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM scim_resource WHERE id = $1 AND client_id = $2 AND kind = $3",
            resource_id,
            client_id,
            kind,
        )
        return _resource(row) if row else None

    async def list_kinds(self, client_id: str, ids: Collection[str]) -> dict[str, Kind]:
        """Return the kinds of those of the given resources that a client has."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Kind] = {}
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            marks = ", ".join(f"${number}" for number in range(2, len(chunk) + 2))
            rows = await self._database.fetch(
                f"SELECT id, kind FROM scim_resource WHERE client_id = $1 AND id IN ({marks})",
                client_id,
                *chunk,
            )
            found |= dict(cast("list[tuple[str, Kind]]", rows))
        return found

    async def count(self, client_id: str, query: Query) -> int:
        """Return how many resources a list has in all."""
        where, params = _where(client_id, query)
        rows = await self._database.scan(f"SELECT count(*) FROM scim_resource WHERE {where}", *params)
        return cast("int", rows[0][0])

    async def list_page(self, client_id: str, query: Query) -> list[StoredResource]:
        """Return a page of a list."""
        where, params = _where(client_id, query)
        way = "DESC" if query.is_descending else "ASC"
        sql = (
            f"SELECT {_COLUMNS} FROM scim_resource WHERE {where} ORDER BY {SORTABLE[query.order]} {way}, id {way}"
            f" LIMIT ${len(params) + 1} OFFSET ${len(params) + 2}"
        )
        return [_resource(row) for row in await self._database.scan(sql, *params, query.limit, query.offset)]

    async def list_unsettled(self, before: int, limit: int) -> list[StoredResource]:
        """Return resources that have waited since before a time, people first."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM scim_resource WHERE is_settled = 0 AND changed_at <= $1"
            " ORDER BY kind DESC, changed_at, id LIMIT $2",
            before,
            limit,
        )
        return [_resource(row) for row in rows]

    async def members(self, group_id: str) -> list[Member]:
        """Return who is in a group directly."""
        rows = await self._database.fetch(
            "SELECT r.id, r.kind, r.name FROM scim_member m JOIN scim_resource r ON r.id = m.member_id"
            " WHERE m.group_id = $1 ORDER BY r.created_at, r.id",
            group_id,
        )
        return [Member(*row) for row in cast("list[tuple[str, Kind, str]]", rows)]

    async def groups_of(self, member_id: str) -> list[Member]:
        """Return the groups that somebody is in directly."""
        rows = await self._database.fetch(
            "SELECT r.id, r.kind, r.name FROM scim_member m JOIN scim_resource r ON r.id = m.group_id"
            " WHERE m.member_id = $1 ORDER BY r.created_at, r.id",
            member_id,
        )
        return [Member(*row) for row in cast("list[tuple[str, Kind, str]]", rows)]

    async def groups_above(self, member_id: str) -> list[str]:
        """Return all groups that a resource is in, through groups of groups."""
        rows = await self._database.fetch(_GROUPS_OF, member_id)
        return [cast("str", row[0]) for row in rows]

    async def people_of(self, group_id: str) -> set[str]:
        """Return our ids of the active people of a group, through groups of groups."""
        rows = await self._database.scan(_EFFECTIVE, group_id)
        return {cast("str", row[0]) for row in rows}

    async def grants(self, group_id: str) -> set[str]:
        """Return whom a group has taken into its team."""
        rows = await self._database.scan("SELECT user_id FROM scim_grant WHERE group_id = $1", group_id)
        return {cast("str", row[0]) for row in rows}


def _where(client_id: str, query: Query) -> tuple[str, list[Value]]:
    params: list[Value] = [client_id, *query.kinds]
    marks = ", ".join(f"${number}" for number in range(2, len(params) + 1))
    where = f"client_id = $1 AND kind IN ({marks})"
    for column, value in query.equal:
        params.append(value)
        where += f" AND {column} = ${len(params)}"
    return where, params


def _values(resource: StoredResource) -> tuple[Value, ...]:
    return (
        resource.id,
        resource.client_id,
        resource.kind,
        resource.name,
        resource.external_id,
        int(resource.is_active),
        resource.document,
        resource.local_id,
        resource.created_at,
        resource.changed_at,
        resource.version,
        int(resource.is_settled),
    )


def _resource(row: Row) -> StoredResource:
    id_, client, kind, name, external, active, document, local, created, changed, version, settled = cast(
        "tuple[str, str, Kind, str, str | None, int, str, str | None, int, int, int, int]", row
    )
    return StoredResource(
        id=id_,
        client_id=client,
        kind=kind,
        name=name,
        external_id=external,
        is_active=bool(active),
        document=document,
        local_id=local,
        created_at=created,
        changed_at=changed,
        version=version,
        is_settled=bool(settled),
    )
