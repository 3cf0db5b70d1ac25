# SPDX-License-Identifier: EUPL-1.2
"""SQL by which administrators keep the tree: who holds a unit's posts, other titles and ends, what is abolished."""

from typing import cast

from chancery.kit.ids import PostId, UnitId, UserId
from chancery.modules.org.model import Appointment, Holder, Node, Post, StaffedPost
from chancery.platform.db.port import Database, Row, Write

_STAFF = """
SELECT p.id, p.unit_id, p.title, p.kind, p.place, a.user_id, coalesce(d.name, a.user_id), a.starts_at, a.ends_at, a.acting
FROM org_post p
LEFT JOIN org_appointment a ON a.post_id = p.id AND a.ends_at > $2
LEFT JOIN org_person d ON d.user_id = a.user_id
WHERE p.unit_id = $1 AND p.abolished_at IS NULL
ORDER BY p.place, p.id, a.starts_at, a.user_id
"""
_ABOLISH_POST = """
UPDATE org_post SET abolished_at = $2 WHERE id = $1 AND abolished_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM org_appointment WHERE post_id = $1 AND ends_at > $2)
"""
_ABOLISH_UNIT = """
UPDATE org_unit SET abolished_at = $2 WHERE id = $1 AND abolished_at IS NULL AND parent_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM org_containment WHERE parent = $3 AND kind IN ('unit', 'post'))
    AND NOT EXISTS (SELECT 1 FROM org_team WHERE unit_id = $1 AND closed_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM org_external WHERE unit_id = $1 AND ends_at > $2)
"""


class UpkeepStore:
    """Changes of posts, units and appointments that are there already."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_staff(self, unit_id: UnitId, now: int) -> list[StaffedPost]:
        """Return a unit's posts, each with who holds it now or later."""
        staffed: dict[PostId, StaffedPost] = {}
        for row in await self._database.fetch(_STAFF, unit_id, now):
            post = Post(*cast("tuple[PostId, UnitId, str, str, int]", row[:5]))  # type: ignore[arg-type]  # a kind of post
            known = staffed.setdefault(post.id, StaffedPost(post, []))
            if row[5] is not None:
                known.holders.append(_holder(row))
        return list(staffed.values())

    async def find_appointment(
        self, post_id: PostId, user_id: UserId, starts_at: int, now: int
    ) -> Appointment | None:
        """Return an appointment that is not over, or None."""
        row = await self._database.fetch_one(
            "SELECT ends_at, acting FROM org_appointment"
            " WHERE post_id = $1 AND user_id = $2 AND starts_at = $3 AND ends_at > $4",
            post_id,
            user_id,
            starts_at,
            now,
        )
        if row is None:
            return None
        ends_at, acting = cast("tuple[int, int]", row)
        return Appointment(post_id, user_id, starts_at, ends_at, bool(acting))

    async def list_administrators(self, object_: str, now: int) -> list[UserId]:
        """Return the people to whom tuples give the administration of an object directly."""
        rows = await self._database.fetch(
            "SELECT DISTINCT subject FROM org_relation WHERE object = $1 AND relation = 'administers'"
            " AND subject_relation = '' AND starts_at <= $2 AND ends_at > $2 ORDER BY subject",
            object_,
            now,
        )
        return [UserId(cast("str", row[0]).removeprefix("user:")) for row in rows]

    def set_end(self, write: Write, appointment: Appointment, ends_at: int) -> None:
        """Give an appointment another end; refuses the write when it ended or changed meanwhile."""
        write.execute(
            "UPDATE org_appointment SET ends_at = $5"
            " WHERE post_id = $1 AND user_id = $2 AND starts_at = $3 AND ends_at = $4",
            appointment.post_id,
            appointment.user_id,
            appointment.starts_at,
            appointment.ends_at,
            ends_at,
            expect=1,
        )
        write.execute(
            "UPDATE org_relation SET ends_at = $4 WHERE object = $1 AND relation = 'holder' AND subject = $2"
            " AND subject_relation = '' AND starts_at = $3",
            f"post:{appointment.post_id}",
            f"user:{appointment.user_id}",
            appointment.starts_at,
            ends_at,
        )

    def abolish_post(self, write: Write, post_id: PostId, now: int) -> None:
        """Abolish a post; refuses the write when somebody holds or will hold it."""
        write.execute(_ABOLISH_POST, post_id, now, expect=1)
        self._forget(write, ("post", post_id), now)

    def abolish_unit(self, write: Write, unit_id: UnitId, now: int) -> None:
        """Abolish a unit; refuses the write when anything stands in it, and for the root of an agency."""
        write.execute(_ABOLISH_UNIT, unit_id, now, f"unit:{unit_id}", expect=1)
        self._forget(write, ("unit", unit_id), now)

    def _forget(self, write: Write, node: Node, now: int) -> None:
        """End all that tuples say of an object, and take it out of what contains it."""
        object_ = ":".join(node)
        write.execute("DELETE FROM org_containment WHERE child = $1", object_)
        write.execute(
            "UPDATE org_relation SET ends_at = $2 WHERE (object = $1 OR subject = $1) AND ends_at > $2",
            object_,
            now,
        )


def _holder(row: Row) -> Holder:
    user_id, name, starts_at, ends_at, acting = cast("tuple[UserId, str, int, int, int]", row[5:])
    return Holder(user_id, name, starts_at, ends_at, bool(acting))
