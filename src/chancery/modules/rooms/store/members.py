# SPDX-License-Identifier: EUPL-1.2
"""Memberships: one row per person and room, kept with each member event."""

from collections.abc import Mapping, Sequence
from typing import cast

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.rooms.contract import Membership, MembershipChange, MembershipKind, RoomEvent
from chancery.modules.rooms.model import Member, NewEvent, StateEntry, content_of
from chancery.modules.rooms.store.rows import EVENT, MEMBERSHIP, chunks, convert_many, to_event, to_membership
from chancery.platform.db.port import Database, Position, Row, Write

_UPSERT = (
    "INSERT INTO rooms_membership (room_id, user_id, membership, event_id, sender, position, began, forgotten) "
    "VALUES ($1, $2, $3, $4, $5, $6, $6, 0) ON CONFLICT (room_id, user_id) DO UPDATE SET "
    "membership = excluded.membership, event_id = excluded.event_id, sender = excluded.sender, "
    "position = excluded.position, forgotten = 0, began = CASE "
    "WHEN rooms_membership.membership = excluded.membership THEN rooms_membership.began "
    "ELSE excluded.began END"
)
_FORGET = (
    "UPDATE rooms_membership SET forgotten = 1 WHERE room_id = $1 AND user_id = $2 "
    "AND membership IN ('leave', 'ban')"
)
_OF_PERSON = f"SELECT {MEMBERSHIP} FROM rooms_membership m WHERE m.user_id = $1 AND m.forgotten = 0"
_FIND = f"SELECT {MEMBERSHIP} FROM rooms_membership m WHERE m.room_id = $1 AND m.user_id = $2"
_ENTRY = (
    "SELECT m.membership, m.event_id, m.sender, e.body FROM rooms_membership m "
    "JOIN rooms_event e ON e.event_id = m.event_id WHERE m.room_id = $1 AND m.user_id = $2"
)
_KINDS = "SELECT user_id, membership FROM rooms_membership WHERE room_id = $1"
# One statement, so that the numbers are those of the position that comes with them.
_COUNTS = (
    "SELECT membership, count(*), (SELECT position FROM rooms_room WHERE room_id = $1) "
    "FROM rooms_membership WHERE room_id = $1 GROUP BY membership"
)
_FIRST = (
    "SELECT user_id FROM rooms_membership WHERE room_id = $1 AND membership = $2 ORDER BY position LIMIT $3"
)
_EVENTS = (
    f"SELECT {EVENT} FROM rooms_membership m JOIN rooms_event e ON e.event_id = m.event_id "
    "WHERE m.room_id = $1 ORDER BY m.position"
)
_PAGE = (
    f"SELECT {EVENT} FROM rooms_membership m JOIN rooms_event e ON e.position = m.position "
    "WHERE m.room_id = $1 AND m.user_id > $2 ORDER BY m.user_id LIMIT $3"
)
_OF_KIND = (
    f"SELECT {EVENT} FROM rooms_membership m JOIN rooms_event e ON e.event_id = m.event_id "
    "WHERE m.room_id = $1 AND m.membership = $2 ORDER BY m.position"
)
_CHANGES = (
    "SELECT room_id, state_key, changed_to, position FROM rooms_event "
    "WHERE changed_to IS NOT NULL AND position > $1 AND position <= $2 ORDER BY position"
)
_SHARING = (
    "SELECT DISTINCT other.user_id FROM rooms_membership own "
    "JOIN rooms_membership other ON other.room_id = own.room_id AND other.membership = 'join' "
    "WHERE own.user_id = $1 AND own.membership = 'join'"
)


class MemberStore:
    """The `rooms_membership` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, write: Write, event: NewEvent, position: Position) -> None:
        """Make a member event the current one of its person."""
        membership = event.content["membership"]
        write.execute(
            _UPSERT, event.room_id, event.state_key, membership, event.event_id, event.sender, position
        )

    def forget(self, write: Write, room_id: RoomId, user_id: UserId) -> None:
        """Drop a left room from the person's list."""
        write.execute(_FORGET, room_id, user_id, expect=1)

    async def list_of_person(self, user_id: UserId) -> dict[RoomId, Membership]:
        """Return the person's memberships without the forgotten ones."""
        rows = await self._database.fetch(_OF_PERSON, user_id)
        return {membership.room_id: membership for membership in map(to_membership, rows)}

    async def find(self, room_id: RoomId, user_id: UserId) -> Membership | None:
        """Return a person's membership of a room, also when it is forgotten."""
        row = await self._database.fetch_one(_FIND, room_id, user_id)
        return to_membership(row) if row else None

    async def find_entry(self, room_id: RoomId, user_id: UserId) -> Member | None:
        """Return what the authorisation of the person's next event needs."""
        row = await self._database.fetch_one(_ENTRY, room_id, user_id)
        if row is None:
            return None
        membership, event_id, sender, body = row
        entry = StateEntry(
            EventId(cast("str", event_id)), UserId(cast("str", sender)), content_of(cast("bytes", body))
        )
        return Member(cast("str", membership), entry)

    async def scan_kinds(self, room_id: RoomId) -> dict[UserId, MembershipKind]:
        """Return the membership of everyone who ever had one."""
        rows = await self._database.scan(_KINDS, room_id)
        return {UserId(cast("str", user)): cast("MembershipKind", kind) for user, kind in rows}

    async def count(self, room_id: RoomId) -> tuple[Mapping[str, int], int]:
        """Return how many people have each membership, and the position of the room's newest event then."""
        rows = await self._database.fetch(_COUNTS, room_id)
        counts = {cast("str", kind): cast("int", number) for kind, number, _ in rows}
        return counts, cast("int", rows[0][2]) if rows else 0

    async def list_first(self, room_id: RoomId, membership: str, limit: int) -> list[UserId]:
        """Return those whose membership is oldest."""
        rows = await self._database.fetch(_FIRST, room_id, membership, limit)
        return [UserId(cast("str", user)) for (user,) in rows]

    async def scan_events(self, room_id: RoomId) -> list[RoomEvent]:
        """Return all current member events, oldest first."""
        return await convert_many(await self._database.scan(_EVENTS, room_id), to_event)

    async def scan_page(self, room_id: RoomId, *, after: str, limit: int) -> list[RoomEvent]:
        """Return current member events of the people whose ids follow `after`, in their order."""
        return [to_event(row) for row in await self._database.scan(_PAGE, room_id, after, limit)]

    async def scan_of_kind(self, room_id: RoomId, membership: MembershipKind) -> list[RoomEvent]:
        """Return the member events of everybody who has a membership, oldest first."""
        return await convert_many(await self._database.scan(_OF_KIND, room_id, membership), to_event)

    async def list_events(self, room_id: RoomId, user_ids: Sequence[str]) -> list[RoomEvent]:
        """Return the current member events of some people."""
        found: list[Row] = []
        for part, places in chunks(user_ids):
            room = f"${len(part) + 1}"
            sql = (
                f"SELECT {EVENT} FROM rooms_membership m JOIN rooms_event e ON e.event_id = m.event_id "
                f"WHERE m.user_id IN ({places}) AND m.room_id = {room}"
            )
            found += await self._database.fetch(sql, *part, room_id)
        return [to_event(row) for row in {row[2]: row for row in found}.values()]

    async def scan_changes(self, since: int, upto: int) -> list[MembershipChange]:
        """Return all changes of membership in (since, upto], in stream order."""
        rows = await self._database.scan(_CHANGES, since, upto)
        return [
            MembershipChange(
                RoomId(cast("str", room)),
                UserId(cast("str", user)),
                cast("MembershipKind", membership),
                cast("int", position),
            )
            for room, user, membership, position in rows
        ]

    async def scan_sharing(self, user_id: UserId) -> frozenset[UserId]:
        """Return everyone who is joined to a room to which this person is joined."""
        rows = await self._database.scan(_SHARING, user_id)
        return frozenset(UserId(cast("str", user)) for (user,) in rows)
