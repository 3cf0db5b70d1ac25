# SPDX-License-Identifier: EUPL-1.2
"""SQL of `org_relation` and `org_containment`."""

from collections.abc import Collection
from typing import cast

from chancery.modules.org.model import Relation
from chancery.platform.db.port import Database, Write

_HELD = """
WITH RECURSIVE held(object, relation) AS (
    SELECT CAST($1 AS TEXT), CAST('' AS TEXT)
    UNION
    SELECT t.object, t.relation FROM held h
    JOIN org_relation t ON t.subject = h.object AND t.subject_relation = h.relation
        AND t.starts_at <= $2 AND t.ends_at > $2
)
SELECT object, relation FROM held WHERE relation <> ''
"""
_HOLDERS = """
WITH RECURSIVE holders(subject, subject_relation) AS (
    SELECT t.subject, t.subject_relation FROM org_relation t
    WHERE t.object = $1 AND t.relation = $2 AND t.starts_at <= $3 AND t.ends_at > $3
    UNION
    SELECT t.subject, t.subject_relation FROM holders h
    JOIN org_relation t ON t.object = h.subject AND t.relation = h.subject_relation
        AND t.starts_at <= $3 AND t.ends_at > $3
)
SELECT DISTINCT subject FROM holders WHERE subject_relation = '' ORDER BY subject LIMIT $4
"""
# A tree that was damaged into a ring must not hang the server, hence the depth.
_ABOVE = """
WITH RECURSIVE chain(child, parent, depth) AS (
    SELECT child, parent, 0 FROM org_containment WHERE child = $1
    UNION ALL
    SELECT c.child, c.parent, chain.depth + 1 FROM chain
    JOIN org_containment c ON c.child = chain.parent WHERE chain.depth < 64
)
SELECT child, parent FROM chain ORDER BY depth DESC
"""
_BELOW = """
WITH RECURSIVE down(child, parent, depth) AS (
    SELECT child, parent, 0 FROM org_containment WHERE parent IN ({roots})
    UNION ALL
    SELECT c.child, c.parent, down.depth + 1 FROM down
    JOIN org_containment c ON c.parent = down.child WHERE down.depth < 64
)
SELECT child, parent, max(depth) FROM down GROUP BY child, parent ORDER BY 3
"""


class RelationStore:
    """Relation tuples, and what contains what."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert_relation(self, write: Write, relation: Relation) -> None:
        """Add a tuple; one that is there already stays."""
        write.execute(
            "INSERT INTO org_relation (object, relation, subject, subject_relation, starts_at, ends_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)"
            " ON CONFLICT (object, relation, subject, subject_relation, starts_at)"
            " DO UPDATE SET ends_at = excluded.ends_at",
            relation.object,
            relation.relation,
            relation.subject,
            relation.subject_relation,
            relation.starts_at,
            relation.ends_at,
        )

    def end_relation(self, write: Write, object_: str, relation: str, subject: str, now: int) -> None:
        """End what a person has now or would get later."""
        write.execute(
            "UPDATE org_relation SET ends_at = $4 WHERE object = $1 AND relation = $2 AND subject = $3"
            " AND subject_relation = '' AND ends_at > $4",
            object_,
            relation,
            subject,
            now,
        )

    def insert_containment(self, write: Write, child: str, parent: str) -> None:
        """Put a new object into its place."""
        write.execute("INSERT INTO org_containment (child, parent) VALUES ($1, $2)", child, parent)

    async def held_by(self, subject: str, now: int) -> dict[str, frozenset[str]]:
        """Return per object the relations that tuples give to a subject, through groups of groups."""
        rows = cast("list[tuple[str, str]]", await self._database.fetch(_HELD, subject, now))
        held: dict[str, set[str]] = {}
        for object_, relation in rows:
            held.setdefault(object_, set()).add(relation)
        return {object_: frozenset(relations) for object_, relations in held.items()}

    async def holders_of(self, object_: str, relation: str, now: int, limit: int) -> list[str]:
        """Return the people who have a relation to an object by tuples, through groups of groups."""
        rows = await self._database.fetch(_HOLDERS, object_, relation, now, limit)
        return [cast("str", row[0]).removeprefix("user:") for row in rows]

    async def edges_above(self, object_: str) -> list[tuple[str, str]]:
        """Return (child, parent) from the root down to an object."""
        return cast("list[tuple[str, str]]", await self._database.fetch(_ABOVE, object_))

    async def edges_below(self, objects: Collection[str]) -> list[tuple[str, str]]:
        """Return (child, parent) of everything below objects, parents before children."""
        if not objects:
            return []
        roots = ", ".join(f"${number}" for number in range(1, len(objects) + 1))
        rows = await self._database.scan(_BELOW.format(roots=roots), *objects)
        return [(cast("str", row[0]), cast("str", row[1])) for row in rows]
