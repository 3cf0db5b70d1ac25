# SPDX-License-Identifier: EUPL-1.2
"""SQL of the tree: agencies, units, posts, appointments, teams."""

from collections.abc import Collection
from typing import cast

from chancery.kit.ids import AgencyId, PostId, TeamId, UnitId, UserId
from chancery.modules.org.contract import PostKind
from chancery.modules.org.model import Agency, Post, StoredUnit, Team
from chancery.platform.db.port import Database, Row, Write

_UNIT = "id, agency_id, parent_id, name, kind, place"
_POST = "id, unit_id, title, kind, place"
_TEAM = "id, unit_id, name, own"
_INSIDE = """
WITH RECURSIVE above(id, parent_id) AS (
    SELECT id, parent_id FROM org_unit WHERE id = $1
    UNION
    SELECT u.id, u.parent_id FROM org_unit u JOIN above ON u.id = above.parent_id
)
SELECT 1 FROM above WHERE id = $2
"""
_MOVE = """
UPDATE org_unit SET parent_id = $2, place = $3
WHERE id = $1 AND parent_id = $4 AND $2 NOT IN (
    WITH RECURSIVE inside(id) AS (
        SELECT CAST($1 AS TEXT)
        UNION
        SELECT u.id FROM org_unit u JOIN inside ON u.parent_id = inside.id
    )
    SELECT id FROM inside
)
"""
_NOW = "a.starts_at <= $1 AND a.ends_at > $1"


class TreeStore:
    """The tree and who holds what in it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert_agency(self, write: Write, agency: Agency, now: int) -> None:
        """Add an agency."""
        write.execute(
            "INSERT INTO org_agency (id, name, created_at, demo) VALUES ($1, $2, $3, $4)",
            agency.id,
            agency.name,
            now,
            agency.demo,
        )

    def insert_unit(self, write: Write, unit: StoredUnit, words: str) -> None:
        """Add a unit."""
        write.execute(
            f"INSERT INTO org_unit ({_UNIT}, words) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            unit.id,
            unit.agency_id,
            unit.parent_id,
            unit.name,
            unit.kind,
            unit.place,
            words,
        )

    def rename_unit(self, write: Write, unit_id: UnitId, name: str, words: str) -> None:
        """Rename a unit; the root bears the agency's name."""
        write.execute(
            "UPDATE org_unit SET name = $2, words = $3 WHERE id = $1", unit_id, name, words, expect=1
        )
        write.execute(
            "UPDATE org_agency SET name = $2 WHERE id ="
            " (SELECT agency_id FROM org_unit WHERE id = $1 AND parent_id IS NULL)",
            unit_id,
            name,
        )

    def insert_post(self, write: Write, post: Post, words: str) -> None:
        """Add a post."""
        write.execute(
            f"INSERT INTO org_post ({_POST}, words) VALUES ($1, $2, $3, $4, $5, $6)",
            post.id,
            post.unit_id,
            post.title,
            post.kind,
            post.place,
            words,
        )

    def hold_unit(self, write: Write, unit_id: UnitId) -> None:
        """Refuse the write when the unit was abolished since somebody looked."""
        write.execute(
            "UPDATE org_unit SET place = place WHERE id = $1 AND abolished_at IS NULL", unit_id, expect=1
        )

    def hold_post(self, write: Write, post_id: PostId) -> None:
        """Refuse the write when the post was abolished since somebody looked."""
        write.execute(
            "UPDATE org_post SET place = place WHERE id = $1 AND abolished_at IS NULL", post_id, expect=1
        )

    def rename_post(self, write: Write, post_id: PostId, title: str, words: str) -> None:
        """Give a post another title."""
        write.execute(
            "UPDATE org_post SET title = $2, words = $3 WHERE id = $1", post_id, title, words, expect=1
        )

    def move_unit(self, write: Write, unit: StoredUnit, parent_id: UnitId, place: int) -> None:
        """Put a unit below another one; the write is refused when that would make a ring, whoever else moves units."""
        # The agency's row stands for its tree: moves of two processes follow each other.
        write.execute("UPDATE org_agency SET name = name WHERE id = $1", unit.agency_id)
        write.execute(_MOVE, unit.id, parent_id, place, unit.parent_id, expect=1)

    def insert_team(self, write: Write, team: Team) -> None:
        """Add a team."""
        write.execute(
            "INSERT INTO org_team (id, unit_id, name, own) VALUES ($1, $2, $3, $4)",
            team.id,
            team.unit_id,
            team.name,
            int(team.own),
        )

    def rename_team(self, write: Write, team_id: TeamId, name: str) -> None:
        """Rename an open team that is no unit's own."""
        write.execute(
            "UPDATE org_team SET name = $2 WHERE id = $1 AND own = 0 AND closed_at IS NULL",
            team_id,
            name,
            expect=1,
        )

    def rename_own_team(self, write: Write, unit_id: UnitId, name: str) -> None:
        """Let a unit's own team bear its name."""
        write.execute("UPDATE org_team SET name = $2 WHERE unit_id = $1 AND own = 1", unit_id, name)

    def close_team(self, write: Write, team_id: TeamId, now: int) -> None:
        """Close a team; refuses the write when it is closed."""
        write.execute(
            "UPDATE org_team SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL", team_id, now, expect=1
        )

    async def find_agency(self) -> Agency | None:
        """Return the agency of this server, the first one if there are several."""
        row = await self._database.fetch_one(
            "SELECT id, name, demo FROM org_agency ORDER BY created_at, id LIMIT 1"
        )
        if row is None:
            return None
        agency_id, name, demo = cast("tuple[str, str, str | None]", row)
        return Agency(AgencyId(agency_id), name, demo)

    async def list_agencies(self) -> list[tuple[Agency, UnitId]]:
        """Return all agencies, each with the root of its tree, the first one first."""
        rows = await self._database.fetch(
            "SELECT a.id, a.name, u.id FROM org_agency a JOIN org_unit u ON u.agency_id = a.id"
            " WHERE u.parent_id IS NULL ORDER BY a.created_at, a.id"
        )
        found = cast("list[tuple[AgencyId, str, UnitId]]", rows)
        return [(Agency(agency_id, name), root) for agency_id, name, root in found]

    async def is_inside(self, unit_id: UnitId, other_id: UnitId) -> bool:
        """Tell whether a unit is another one or stands somewhere below it."""
        row = await self._database.fetch_one(_INSIDE, unit_id, other_id)
        return row is not None

    async def list_units(self) -> list[StoredUnit]:
        """Return all units, siblings in order."""
        rows = await self._database.scan(
            f"SELECT {_UNIT} FROM org_unit WHERE abolished_at IS NULL ORDER BY place, id"
        )
        return [_unit(row) for row in rows]

    async def find_unit(self, unit_id: str) -> StoredUnit | None:
        """Return a unit, or None."""
        row = await self._database.fetch_one(
            f"SELECT {_UNIT} FROM org_unit WHERE id = $1 AND abolished_at IS NULL", unit_id
        )
        return _unit(row) if row else None

    async def find_post(self, post_id: str) -> Post | None:
        """Return a post, or None."""
        row = await self._database.fetch_one(
            f"SELECT {_POST} FROM org_post WHERE id = $1 AND abolished_at IS NULL", post_id
        )
        return _post(row) if row else None

    async def list_posts(self, unit_id: UnitId) -> list[Post]:
        """Return a unit's posts in order."""
        rows = await self._database.fetch(
            f"SELECT {_POST} FROM org_post WHERE unit_id = $1 AND abolished_at IS NULL ORDER BY place, id",
            unit_id,
        )
        return [_post(row) for row in rows]

    async def next_place(self, parent_id: UnitId) -> int:
        """Return the place behind a unit's last child, be it unit or post."""
        row = await self._database.fetch_one(
            "SELECT coalesce(max(place), 0) FROM (SELECT place FROM org_unit WHERE parent_id = $1"
            " UNION ALL SELECT place FROM org_post WHERE unit_id = $1) AS siblings",
            parent_id,
        )
        return cast("int", row[0]) + 1 if row else 1

    async def heads(self, now: int) -> dict[UnitId, UserId]:
        """Return who leads each unit; the appointed one before an acting one."""
        rows = await self._database.scan(
            "SELECT p.unit_id, a.user_id FROM org_appointment a JOIN org_post p ON p.id = a.post_id"
            f" WHERE p.kind = 'head' AND {_NOW} ORDER BY a.acting DESC, a.starts_at DESC, a.user_id DESC",
            now,
        )
        return {UnitId(cast("str", unit_id)): UserId(cast("str", user_id)) for unit_id, user_id in rows}

    async def count_people(self, now: int) -> dict[UnitId, int]:
        """Return how many people hold posts in each unit or below it, each person once."""
        rows = await self._database.scan(
            "WITH RECURSIVE above(id, top) AS (SELECT id, id FROM org_unit"
            " UNION SELECT above.id, u.parent_id FROM above JOIN org_unit u ON u.id = above.top"
            " WHERE u.parent_id IS NOT NULL)"
            " SELECT above.top, count(DISTINCT a.user_id) FROM org_appointment a"
            " JOIN org_post p ON p.id = a.post_id JOIN above ON above.id = p.unit_id"
            f" WHERE {_NOW} GROUP BY above.top",
            now,
        )
        return {UnitId(cast("str", unit_id)): cast("int", count) for unit_id, count in rows}

    async def list_held(self, user_id: UserId, now: int) -> list[tuple[Post, bool]]:
        """Return the posts that a person holds now, each with whether they are acting."""
        rows = await self._database.fetch(
            "SELECT p.id, p.unit_id, p.title, p.kind, p.place, a.acting FROM org_appointment a"
            f" JOIN org_post p ON p.id = a.post_id WHERE a.user_id = $2 AND {_NOW}"
            " ORDER BY a.acting, CASE p.kind WHEN 'head' THEN 0 ELSE 1 END, p.place, p.id",
            now,
            user_id,
        )
        return [(_post(row[:5]), bool(row[5])) for row in rows]

    async def list_teams(self, team_ids: Collection[str]) -> list[Team]:
        """Return those of the given teams that exist, by name."""
        if not team_ids:
            return []
        marks = ", ".join(f"${number}" for number in range(1, len(team_ids) + 1))
        rows = await self._database.fetch(
            f"SELECT {_TEAM} FROM org_team WHERE id IN ({marks}) AND closed_at IS NULL ORDER BY name, id",
            *team_ids,
        )
        return [_team(row) for row in rows]

    async def list_teams_of(self, unit_id: UnitId) -> list[Team]:
        """Return a unit's open teams, its own first."""
        rows = await self._database.fetch(
            f"SELECT {_TEAM} FROM org_team WHERE unit_id = $1 AND closed_at IS NULL"
            " ORDER BY own DESC, name, id",
            unit_id,
        )
        return [_team(row) for row in rows]


def _unit(row: Row) -> StoredUnit:
    return StoredUnit(*cast("tuple[UnitId, AgencyId, UnitId | None, str, str, int]", row))


def _team(row: Row) -> Team:
    team_id, unit_id, name, own = cast("tuple[TeamId, UnitId, str, int]", row)
    return Team(team_id, unit_id, name, bool(own))


def _post(row: Row) -> Post:
    return Post(*cast("tuple[PostId, UnitId, str, PostKind, int]", row))
