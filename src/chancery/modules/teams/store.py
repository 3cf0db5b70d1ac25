# SPDX-License-Identifier: EUPL-1.2
"""SQL of the rooms of teams and posts, their bindings, and what is to be looked at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from chancery.kit.ids import PostId, RoomId, UserId
from chancery.modules.teams.contract import BoundRoom, Purpose
from chancery.platform.db.port import Database, Position, Row, Write

_ROOM = "r.room_id, r.object, r.purpose, r.name, r.is_vacant"
_OPEN = "r.closed_at IS NULL"
_CHUNK = 400
MarkName = Literal["position", "time"]


@dataclass(frozen=True, slots=True)
class Due:
    """A person or a room to look at; `serial` tells whether something came in between."""

    subject: str
    serial: int


class TeamStore:
    """The tables of this module."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert_room(self, write: Write, room: BoundRoom, relation: str, now: int) -> None:
        """Add a room bound to its object; a team's second space is refused."""
        write.execute(
            "INSERT INTO teams_room (room_id, object, purpose, name, created_at) VALUES ($1, $2, $3, $4, $5)",
            room.room_id,
            room.object,
            room.purpose,
            room.name,
            now,
        )
        write.execute(
            "INSERT INTO teams_binding (object, relation, room_id) VALUES ($1, $2, $3)",
            room.object,
            relation,
            room.room_id,
        )

    def insert_grant(self, write: Write, room_id: RoomId, user_id: UserId) -> None:
        """Let a person be in a room by name."""
        write.execute(
            "INSERT INTO teams_grant (user_id, room_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            user_id,
            room_id,
        )

    def insert_conversation(self, write: Write, post_id: PostId, user_id: UserId, room_id: RoomId) -> None:
        """Note the room between a person and a post; a second one is refused."""
        write.execute(
            "INSERT INTO teams_conversation (post_id, user_id, room_id) VALUES ($1, $2, $3)",
            post_id,
            user_id,
            room_id,
        )

    def close_room(self, write: Write, room_id: RoomId, now: int) -> None:
        """Close a room: nobody is in it from now on."""
        write.execute(
            "UPDATE teams_room SET closed_at = $2 WHERE room_id = $1 AND closed_at IS NULL", room_id, now
        )

    def set_vacant(self, write: Write, room_id: RoomId, *, is_vacant: bool) -> None:
        """Note whether somebody holds the post of a room."""
        write.execute("UPDATE teams_room SET is_vacant = $2 WHERE room_id = $1", room_id, int(is_vacant))

    def add_due(self, write: Write, subjects: Collection[str], position: Position) -> None:
        """Ask for people or rooms to be looked at."""
        write.execute_many(
            "INSERT INTO teams_due (subject, serial) VALUES ($1, $2)"
            " ON CONFLICT (subject) DO UPDATE SET serial = excluded.serial, retry_at = 0",
            [(subject, position) for subject in sorted(subjects)],
        )

    def require_due(self, write: Write, due: Due) -> None:
        """Refuse the write when somebody else has finished, or something new has come."""
        write.execute(
            "UPDATE teams_due SET serial = serial WHERE subject = $1 AND serial = $2",
            due.subject,
            due.serial,
            expect=1,
        )

    def remove_due(self, write: Write, due: Due) -> None:
        """Note that all was done, unless something new has come."""
        write.execute("DELETE FROM teams_due WHERE subject = $1 AND serial = $2", due.subject, due.serial)

    def put_off(self, write: Write, due: Due, until: int) -> None:
        """Look again later."""
        write.execute(
            "UPDATE teams_due SET retry_at = $3 WHERE subject = $1 AND serial = $2",
            due.subject,
            due.serial,
            until,
        )

    def move_mark(self, write: Write, name: MarkName, before: int, after: int) -> None:
        """Move a mark on; refused when another process has."""
        write.execute(
            "UPDATE teams_mark SET value = $3 WHERE name = $1 AND value = $2", name, before, after, expect=1
        )

    async def mark(self, name: MarkName) -> int:
        """Return a mark."""
        row = await self._database.fetch_one("SELECT value FROM teams_mark WHERE name = $1", name)
        return cast("int", row[0]) if row else 0

    async def list_due(self, sigil: str, now: int, limit: int) -> list[Due]:
        """Return the people (`@`) or rooms (`!`) to look at, the oldest first."""
        rows = await self._database.fetch(
            "SELECT subject, serial FROM teams_due WHERE retry_at <= $1 AND substr(subject, 1, 1) = $3"
            " ORDER BY serial, subject LIMIT $2",
            now,
            limit,
            sigil,
        )
        return [Due(*row) for row in cast("list[tuple[str, int]]", rows)]

    async def find_due(self, subject: str) -> Due | None:
        """Return what is due of one person or room."""
        row = await self._database.fetch_one(
            "SELECT subject, serial FROM teams_due WHERE subject = $1", subject
        )
        return Due(*cast("tuple[str, int]", row)) if row else None

    async def has_rooms(self) -> bool:
        """Tell whether there is any room to keep."""
        return await self._database.fetch_one("SELECT 1 FROM teams_room LIMIT 1") is not None

    async def find_room(self, room_id: str) -> BoundRoom | None:
        """Return an open room, or None."""
        row = await self._database.fetch_one(
            f"SELECT {_ROOM} FROM teams_room r WHERE r.room_id = $1 AND {_OPEN}", room_id
        )
        return _room(row) if row else None

    async def is_ours(self, room_id: str) -> bool:
        """Tell whether a room is or was one of ours."""
        row = await self._database.fetch_one("SELECT 1 FROM teams_room WHERE room_id = $1", room_id)
        return row is not None

    async def list_rooms(self, objects: Collection[str]) -> list[BoundRoom]:
        """Return the open rooms of teams and posts, each one's space first."""
        found: list[Row] = []
        for part, marks in _parts(sorted(objects)):
            found += await self._database.fetch(
                f"SELECT {_ROOM} FROM teams_room r WHERE r.object IN ({marks}) AND {_OPEN}"
                " ORDER BY r.object, CASE r.purpose WHEN 'space' THEN 0 ELSE 1 END, r.created_at, r.room_id",
                *part,
            )
        return [_room(row) for row in found]

    async def list_room_ids(self, objects: Collection[str]) -> list[RoomId]:
        """Return the rooms of teams and posts, closed ones among them."""
        found: list[RoomId] = []
        for part, marks in _parts(sorted(objects)):
            rows = await self._database.fetch(
                f"SELECT r.room_id FROM teams_room r WHERE r.object IN ({marks})", *part
            )
            found += [RoomId(cast("str", row[0])) for row in rows]
        return found

    async def list_bound(self, nodes: Collection[tuple[str, str]]) -> list[BoundRoom]:
        """Return the open rooms that are bound to one of some objects by the relation beside it."""
        wanted = set(nodes)
        found: dict[RoomId, BoundRoom] = {}
        for part, marks in _parts(sorted({object_ for object_, _ in wanted})):
            rows = await self._database.fetch(
                f"SELECT {_ROOM}, b.object, b.relation FROM teams_binding b"
                f" JOIN teams_room r ON r.room_id = b.room_id WHERE b.object IN ({marks}) AND {_OPEN}",
                *part,
            )
            for row in rows:
                if cast("tuple[str, str]", row[5:]) in wanted:
                    found[RoomId(cast("str", row[0]))] = _room(row[:5])
        return list(found.values())

    async def list_granted(self, user_id: UserId) -> list[BoundRoom]:
        """Return the open rooms in which a person is by name."""
        rows = await self._database.fetch(
            f"SELECT {_ROOM} FROM teams_grant g JOIN teams_room r ON r.room_id = g.room_id"
            f" WHERE g.user_id = $1 AND {_OPEN}",
            user_id,
        )
        return [_room(row) for row in rows]

    async def list_among(self, room_ids: Collection[str]) -> list[BoundRoom]:
        """Return those of some rooms that are or were ours."""
        found: list[Row] = []
        for part, marks in _parts(sorted(room_ids)):
            found += await self._database.fetch(
                f"SELECT {_ROOM} FROM teams_room r WHERE r.room_id IN ({marks})", *part
            )
        return [_room(row) for row in found]

    async def list_vacant(self) -> list[BoundRoom]:
        """Return the open rooms of vacant posts."""
        rows = await self._database.fetch(
            f"SELECT {_ROOM} FROM teams_room r WHERE r.is_vacant = 1 AND {_OPEN} ORDER BY r.room_id"
        )
        return [_room(row) for row in rows]

    async def bindings(self, room_id: RoomId) -> list[tuple[str, str]]:
        """Return the objects and relations to which a room is bound."""
        rows = await self._database.fetch(
            "SELECT object, relation FROM teams_binding WHERE room_id = $1 ORDER BY object, relation", room_id
        )
        return cast("list[tuple[str, str]]", rows)

    async def grants(self, room_id: RoomId) -> list[UserId]:
        """Return who is in a room by name."""
        rows = await self._database.fetch(
            "SELECT user_id FROM teams_grant WHERE room_id = $1 ORDER BY user_id", room_id
        )
        return [UserId(cast("str", row[0])) for row in rows]

    async def find_conversation(self, post_id: PostId, user_id: UserId) -> RoomId | None:
        """Return the room between a person and a post."""
        row = await self._database.fetch_one(
            "SELECT room_id FROM teams_conversation WHERE post_id = $1 AND user_id = $2", post_id, user_id
        )
        return RoomId(cast("str", row[0])) if row else None


def _parts(values: Sequence[str]) -> list[tuple[Sequence[str], str]]:
    """Return values in parts that a statement takes, each with its placeholders."""
    parts = [values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK)]
    return [(part, ", ".join(f"${number}" for number in range(1, len(part) + 1))) for part in parts]


def _room(row: Row) -> BoundRoom:
    room_id, object_, purpose, name, is_vacant = cast("tuple[str, str, Purpose, str, int]", row)
    return BoundRoom(RoomId(room_id), object_, purpose, name, bool(is_vacant))
