# SPDX-License-Identifier: EUPL-1.2
"""Rooms themselves: the end of the event graph, the directory, aliases."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.rooms.model import NewEvent
from chancery.modules.rooms.store.rows import chunks
from chancery.platform.db.port import Database, Position, Write

_INSERT = (
    "INSERT INTO rooms_room (room_id, version, creator, ends, depth, position, is_public, state_tip) "
    "VALUES ($1, $2, $3, $4, $5, $6, 0, $7)"
)
# While nobody else appends, the ends are as they are known here. When another process did, the event may still enter
# beside its events (ADR 0008): if the state it was judged by holds (no other state event, the same member events of the
# people whom the rules look at) and the event of this process that it follows was kept.
_ADVANCE = (
    "UPDATE rooms_room SET ends = CASE WHEN ends = $2 THEN $3 ELSE replace(ends, $4, '') || $3 END, "
    "depth = CASE WHEN depth < $5 THEN $5 ELSE depth END, position = $6, state_tip = $7 "
    "WHERE room_id = $1 AND (ends = $2 OR (state_tip = $8 AND ($4 = '' OR replace(ends, $4, '') <> ends) "
    "AND NOT EXISTS (SELECT 1 FROM rooms_membership m WHERE m.room_id = $1 "
    "AND m.user_id IN ($9, $10, $11) AND m.event_id NOT IN ($12, $13, $14))))"
)
_FIND = (
    "SELECT version, creator, ends, depth, position, is_public, state_tip FROM rooms_room WHERE room_id = $1"
)
_PUBLISH = "UPDATE rooms_room SET is_public = $2 WHERE room_id = $1"
_PUBLIC = "SELECT room_id FROM rooms_room WHERE is_public = 1"
_ADD_ALIAS = "INSERT INTO rooms_alias (alias, room_id, creator) VALUES ($1, $2, $3)"
_DROP_ALIAS = "DELETE FROM rooms_alias WHERE alias = $1"
_ALIAS = "SELECT room_id, creator FROM rooms_alias WHERE alias = $1"
_MOVE_ALIASES = "UPDATE rooms_alias SET room_id = $2 WHERE room_id = $1"
_ALIASES = "SELECT alias FROM rooms_alias WHERE room_id = $1 ORDER BY alias"


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A stored room and the ends of its event graph, each with a space before it."""

    version: str
    creator: UserId
    ends: str
    depth: int
    position: int
    is_public: bool
    state_tip: EventId


@dataclass(frozen=True, slots=True)
class Advance:
    """An event at its place in the graph, and what it was judged by."""

    event_id: EventId
    ends: str
    own_end: str
    depth: int
    judged_by: EventId
    """The newest state event that is no member event."""
    is_state: bool
    people: Mapping[str, EventId | None]
    """Up to three people whose member events the rules looked at."""


class RoomStore:
    """The `rooms_room` and `rooms_alias` tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, create: NewEvent, version: str, position: Position) -> None:
        """Add a room whose only event is its create event."""
        ends = f" {create.event_id}"
        write.execute(_INSERT, create.room_id, version, create.sender, ends, 1, position, create.event_id)

    def advance(self, write: Write, room_id: RoomId, step: Advance, position: Position) -> None:
        """Move the ends of the graph; the write fails when the event could not be judged as it was any more."""
        people = list(step.people)
        members = [event_id or "" for event_id in step.people.values()]
        write.execute(
            _ADVANCE,
            room_id,
            step.ends,
            f" {step.event_id}",
            step.own_end,
            step.depth,
            position,
            step.event_id if step.is_state else step.judged_by,
            step.judged_by,
            *_three(people),
            *_three(members),
            expect=1,
        )

    def set_public(self, write: Write, room_id: RoomId, *, is_public: bool) -> None:
        """Show or hide a room in the directory."""
        write.execute(_PUBLISH, room_id, int(is_public), expect=1)

    def insert_alias(self, write: Write, alias: str, room_id: RoomId, creator: UserId) -> None:
        """Add an alias; the write fails when it is taken."""
        write.execute(_ADD_ALIAS, alias, room_id, creator)

    def delete_alias(self, write: Write, alias: str) -> None:
        """Remove an alias."""
        write.execute(_DROP_ALIAS, alias, expect=1)

    def move_aliases(self, write: Write, old: RoomId, new: RoomId) -> None:
        """Let all aliases of a room name another one."""
        write.execute(_MOVE_ALIASES, old, new)

    async def find(self, room_id: RoomId) -> RoomRow | None:
        """Return a room."""
        row = await self._database.fetch_one(_FIND, room_id)
        if row is None:
            return None
        version, creator, ends, depth, position, is_public, state_tip = row
        return RoomRow(
            cast("str", version),
            UserId(cast("str", creator)),
            cast("str", ends),
            cast("int", depth),
            cast("int", position),
            is_public == 1,
            EventId(cast("str", state_tip)),
        )

    async def positions(self, room_ids: Collection[RoomId]) -> dict[RoomId, int]:
        """Return the position of the newest event of each room."""
        found: dict[RoomId, int] = {}
        for part, places in chunks(list(room_ids)):
            sql = f"SELECT room_id, position FROM rooms_room WHERE room_id IN ({places})"
            rows = await self._database.fetch(sql, *part)
            found |= {RoomId(cast("str", room)): cast("int", position) for room, position in rows}
        return found

    async def list_public(self) -> list[RoomId]:
        """Return the rooms in the directory."""
        return [RoomId(cast("str", room)) for (room,) in await self._database.fetch(_PUBLIC)]

    async def find_alias(self, alias: str) -> tuple[RoomId, UserId] | None:
        """Return the room that an alias names and who made the alias."""
        row = await self._database.fetch_one(_ALIAS, alias)
        return (RoomId(cast("str", row[0])), UserId(cast("str", row[1]))) if row else None

    async def list_aliases(self, room_id: RoomId) -> Sequence[str]:
        """Return a room's aliases."""
        return [cast("str", alias) for (alias,) in await self._database.fetch(_ALIASES, room_id)]


def _three(values: Sequence[str]) -> Sequence[str]:
    """Return three values for a statement of fixed length."""
    return (*values, *[values[0]] * 3)[:3]
