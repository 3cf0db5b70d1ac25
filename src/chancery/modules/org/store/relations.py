# SPDX-License-Identifier: EUPL-1.2
"""SQL of `org_relation` and `org_containment`."""

from collections.abc import Collection
from typing import cast

from chancery.modules.org.model import Edge, Node, Relation, kind_of
from chancery.platform.db.port import Database, Write

# CROSS JOIN keeps SQLite from turning a walk into a search of the whole table; PostgreSQL plans it like any other join.
_AT = "t.starts_at <= $2 AND t.ends_at > $2"
_WALK_OUT = f"""
WITH RECURSIVE held(object, relation) AS (
    SELECT CAST($1 AS TEXT), CAST('' AS TEXT)
    UNION
    SELECT t.object, t.relation FROM held h CROSS JOIN org_relation t
    WHERE t.subject = h.object AND t.subject_relation = h.relation AND {_AT}
)
"""
_HELD = f"{_WALK_OUT} SELECT object, relation FROM held WHERE relation <> ''"
_TUPLE = "t.object, t.relation, t.subject, t.subject_relation, t.starts_at, t.ends_at"
_TUPLES = f"""{_WALK_OUT.replace("CAST('' AS TEXT)", "CAST($3 AS TEXT)")}
SELECT {_TUPLE} FROM held h CROSS JOIN org_relation t
WHERE t.subject = h.object AND t.subject_relation = h.relation AND {_AT}
"""
_SUBJECTS = """
WITH RECURSIVE nodes(object, relation) AS (
    VALUES {seeds}
    UNION
    SELECT t.subject, t.subject_relation FROM nodes n CROSS JOIN org_relation t
    WHERE t.object = n.object AND t.relation = n.relation
        AND t.starts_at <= $1 AND t.ends_at > $1 AND t.subject_relation <> ''
)
SELECT DISTINCT t.subject FROM nodes n CROSS JOIN org_relation t
WHERE t.object = n.object AND t.relation = n.relation AND t.starts_at <= $1 AND t.ends_at > $1
    AND t.subject_relation = '' AND t.subject > $2
ORDER BY t.subject LIMIT $3
"""
# UNION keeps each edge once, so that a tree that was damaged into a ring does not hang the server.
_ABOVE = """
WITH RECURSIVE chain(child, parent) AS (
    SELECT child, parent FROM org_containment WHERE child = $1
    UNION
    SELECT c.child, c.parent FROM chain CROSS JOIN org_containment c WHERE c.child = chain.parent
)
SELECT child, parent FROM chain
"""
_ABOVE_PERSON = f"""
WITH RECURSIVE chain(child, parent) AS (
    SELECT t.subject, t.object FROM org_relation t
    WHERE t.subject = $1 AND t.subject_relation = '' AND t.relation = 'holder' AND {_AT}
    UNION
    SELECT c.child, c.parent FROM chain CROSS JOIN org_containment c WHERE c.child = chain.parent
)
SELECT child, parent FROM chain
"""
# No UNION here: to compare a hundred thousand edges takes longer than to read them. They come as one text, a third
# faster than as rows.
_BELOW = """
WITH RECURSIVE down(child, parent, depth) AS (
    VALUES {roots}
    UNION ALL
    SELECT c.child, c.parent, down.depth + 1 FROM down CROSS JOIN org_containment c
    WHERE c.parent = down.child AND c.kind IN ({kinds}) AND down.depth < 1000
)
SELECT string_agg(child || CAST($1 AS TEXT) || parent, CAST($1 AS TEXT)) FROM (
    SELECT child, parent FROM down WHERE parent <> ''
{people}
) AS edges
"""
_PEOPLE_BELOW = """
UNION ALL
SELECT t.subject, t.object FROM (SELECT DISTINCT child FROM down) AS d CROSS JOIN org_relation t
WHERE t.object = d.child AND t.relation = 'holder' AND t.subject_relation = ''
    AND t.starts_at <= $2 AND t.ends_at > $2
"""
_BETWEEN = "\n"
"""Stands between the ids of edges; no id holds it."""
_SAME = "object = $1 AND relation = $2 AND subject = $3 AND subject_relation = $4"


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

    def end_relation(self, write: Write, relation: Relation, now: int) -> None:
        """End what a subject has now, and take back what it would get later."""
        key = (relation.object, relation.relation, relation.subject, relation.subject_relation, now)
        write.execute(
            f"UPDATE org_relation SET ends_at = $5 WHERE {_SAME} AND starts_at <= $5 AND ends_at > $5", *key
        )
        write.execute(f"DELETE FROM org_relation WHERE {_SAME} AND starts_at > $5", *key)

    def change_times(self, write: Write, relation: Relation, began_at: int) -> None:
        """Give a tuple, which was to begin at `began_at`, other times."""
        write.execute(
            f"UPDATE org_relation SET starts_at = $6, ends_at = $7 WHERE {_SAME} AND starts_at = $5",
            relation.object,
            relation.relation,
            relation.subject,
            relation.subject_relation,
            began_at,
            relation.starts_at,
            relation.ends_at,
            expect=1,
        )

    def end_all(self, write: Write, object_: str, now: int) -> None:
        """End what anybody has to an object now, and take back what they would get later."""
        write.execute(
            "UPDATE org_relation SET ends_at = $2 WHERE object = $1 AND starts_at <= $2 AND ends_at > $2",
            object_,
            now,
        )
        write.execute("DELETE FROM org_relation WHERE object = $1 AND starts_at > $2", object_, now)

    def require_other(self, write: Write, agency_id: str, user_id: str, now: int) -> None:
        """Refuse the write unless somebody other than a person administers an agency by then."""
        write.execute(
            "UPDATE org_agency SET name = name WHERE id = $1 AND EXISTS (SELECT 1 FROM org_relation"
            " WHERE object = $2 AND relation = 'administers' AND subject <> $3"
            " AND starts_at <= $4 AND ends_at > $4)",
            agency_id,
            f"agency:{agency_id}",
            f"user:{user_id}",
            now,
            expect=1,
        )

    def insert_containment(self, write: Write, child: str, parent: str) -> None:
        """Put a new object into its place."""
        write.execute(
            "INSERT INTO org_containment (child, parent, kind) VALUES ($1, $2, $3)",
            child,
            parent,
            kind_of(child),
        )

    def remove_containment(self, write: Write, child: str) -> None:
        """Take an object out of the tree."""
        write.execute("DELETE FROM org_containment WHERE child = $1", child)

    def move_containment(self, write: Write, child: str, parent: str) -> None:
        """Put an object into another place."""
        write.execute("UPDATE org_containment SET parent = $2 WHERE child = $1", child, parent, expect=1)

    async def held_by(self, subject: str, now: int) -> dict[str, frozenset[str]]:
        """Return per object the relations that tuples give to a subject, through groups of groups."""
        rows = cast("list[tuple[str, str]]", await self._database.fetch(_HELD, subject, now))
        held: dict[str, set[str]] = {}
        for object_, relation in rows:
            held.setdefault(object_, set()).add(relation)
        return {object_: frozenset(relations) for object_, relations in held.items()}

    async def tuples_of(self, subject: str, now: int, relation: str = "") -> list[Relation]:
        """Return the tuples that give something to a subject, or to whoever has a relation to it, through groups of groups."""
        rows = await self._database.fetch(_TUPLES, subject, now, relation)
        return [Relation(*row) for row in cast("list[tuple[str, str, str, str, int, int]]", rows)]

    async def direct_of(self, subject: str, now: int) -> list[Node]:
        """Return what tuples give to a subject directly, now or later."""
        rows = await self._database.fetch(
            "SELECT DISTINCT object, relation FROM org_relation"
            " WHERE subject = $1 AND subject_relation = '' AND ends_at > $2 ORDER BY object, relation",
            subject,
            now,
        )
        return cast("list[Node]", rows)

    async def subjects_of(self, nodes: Collection[Node], now: int, *, after: str, limit: int) -> list[str]:
        """Return the people behind `after` to whom tuples give one of the nodes, through groups of groups."""
        seeds = ", ".join(
            f"(CAST(${number} AS TEXT), CAST(${number + 1} AS TEXT))"
            for number in range(4, 4 + 2 * len(nodes), 2)
        )
        flat = [part for node in nodes for part in node]
        rows = await self._database.scan(_SUBJECTS.format(seeds=seeds), now, after, limit, *flat)
        return [cast("str", row[0]) for row in rows]

    async def edges_above(self, object_: str, now: int) -> list[Edge]:
        """Return (child, parent) of everything that contains an object; a person stands below the posts they hold."""
        if kind_of(object_) == "user":
            return cast("list[Edge]", await self._database.fetch(_ABOVE_PERSON, object_, now))
        return cast("list[Edge]", await self._database.fetch(_ABOVE, object_))

    async def edges_below(self, objects: Collection[str], kinds: Collection[str], now: int) -> list[Edge]:
        """Return (child, parent) of everything below objects that is of one of the kinds."""
        if not objects:
            return []
        of_people = "user" in kinds
        first = 3 if of_people else 2
        marks = (f"(CAST(${number} AS TEXT), '', 0)" for number in range(first, first + len(objects)))
        names = ", ".join(f"'{name}'" for name in sorted(kinds))
        sql = _BELOW.format(roots=", ".join(marks), kinds=names, people=_PEOPLE_BELOW if of_people else "")
        rows = await self._database.scan(sql, _BETWEEN, *((now,) if of_people else ()), *objects)
        text = cast("str | None", rows[0][0])
        ids = text.split(_BETWEEN) if text else []
        return list(zip(ids[::2], ids[1::2], strict=True))
