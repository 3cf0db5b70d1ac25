# SPDX-License-Identifier: EUPL-1.2
"""Events: appended once, read by position, by id, by relation."""

from collections.abc import Collection, Sequence
from typing import cast

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.model import NewEvent
from chancery.modules.rooms.store.rows import CHUNK, EVENT, chunks, places_from, to_event
from chancery.platform.db.port import Database, Position, Row, Write

_INSERT = (
    "INSERT INTO rooms_event (position, room_id, event_id, type, state_key, sender, origin_server_ts, body, "
    "unsigned, graph, device_id, txn_id, relates_to, rel_type, changed_to, delay_id) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
)
_BY_ID = f"SELECT {EVENT} FROM rooms_event e WHERE e.event_id = $1"
_NEWEST = (
    f"SELECT {EVENT} FROM rooms_event e WHERE e.room_id = $1 AND e.position > $2 AND e.position <= $3 "
    "ORDER BY e.position DESC LIMIT $4"
)
_OLDEST = (
    f"SELECT {EVENT} FROM rooms_event e WHERE e.room_id = $1 AND e.position > $2 AND e.position <= $3 "
    "ORDER BY e.position LIMIT $4"
)
_STREAM = (
    f"SELECT {EVENT} FROM rooms_event e WHERE e.position > $1 AND e.position <= $2 "
    "ORDER BY e.position LIMIT $3"
)
_REWRITE = (
    "UPDATE rooms_event SET body = $2, unsigned = $3, relates_to = NULL, rel_type = NULL WHERE event_id = $1"
)
_UNSIGNED = "UPDATE rooms_event SET unsigned = $2 WHERE event_id = $1"
_RECENT_TXNS = (
    "SELECT position, origin_server_ts, sender, device_id, room_id, type, txn_id, event_id, "
    "CASE WHEN type = 'm.room.redaction' THEN body END FROM rooms_event WHERE position < $1 ORDER BY position DESC LIMIT $2"
)
_NEAREST_AFTER = (
    "SELECT origin_server_ts, position, event_id FROM rooms_event WHERE room_id = $1 AND origin_server_ts >= $2 "
    "AND position > $3 AND position <= $4 ORDER BY origin_server_ts, position LIMIT 1"
)
_NEAREST_BEFORE = (
    "SELECT origin_server_ts, position, event_id FROM rooms_event WHERE room_id = $1 AND origin_server_ts <= $2 "
    "AND position > $3 AND position <= $4 ORDER BY origin_server_ts DESC, position DESC LIMIT 1"
)
_THREADS = (
    "SELECT relates_to, max(position) AS newest FROM rooms_event "
    "WHERE room_id = $1 AND rel_type = 'm.thread' AND relates_to IS NOT NULL "
    "GROUP BY relates_to HAVING max(position) < $2 ORDER BY newest DESC LIMIT $3"
)
_SHARED_THREADS = (
    "SELECT answer.relates_to, max(answer.position) AS newest FROM rooms_event answer "
    "WHERE answer.room_id = $1 AND answer.rel_type = 'm.thread' AND answer.relates_to IS NOT NULL "
    "GROUP BY answer.relates_to HAVING max(answer.position) < $2 "
    "AND (max(CASE WHEN answer.sender = $4 THEN 1 ELSE 0 END) = 1 OR EXISTS (SELECT 1 FROM rooms_event root "
    "WHERE root.event_id = answer.relates_to AND root.sender = $4)) ORDER BY newest DESC LIMIT $3"
)
_LAST_OWN = (
    "SELECT position FROM rooms_event WHERE room_id = $1 AND sender = $2 AND position > $3 "
    "AND (rel_type IS NULL OR rel_type <> 'm.thread') ORDER BY position DESC LIMIT 1"
)
_OWN_THREADS = (
    "SELECT relates_to, max(position) FROM rooms_event WHERE room_id = $1 AND rel_type = 'm.thread' "
    "AND sender = $2 AND position > $3 AND relates_to IS NOT NULL GROUP BY relates_to"
)
_THREADED = (
    f"SELECT {EVENT} FROM rooms_event e WHERE e.room_id = $1 AND e.rel_type = 'm.thread' "
    "AND e.position > $2 AND e.position <= $3 ORDER BY e.position DESC LIMIT $4"
)


class EventStore:
    """The `rooms_event` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, event: NewEvent) -> Position:
        """Add the event to a write and return the position it will have."""
        position = write.position()
        write.execute(
            _INSERT,
            position,
            event.room_id,
            event.event_id,
            event.type,
            event.state_key,
            event.sender,
            event.origin_server_ts,
            event.body,
            event.unsigned,
            event.graph,
            event.device_id,
            event.txn_id,
            event.relates_to,
            event.rel_type,
            event.changed_to,
            event.delay_id,
        )
        return position

    def rewrite(self, write: Write, event_id: EventId, *, body: bytes, unsigned: bytes | None) -> None:
        """Put the redacted form in the place of an event; its relation goes with its content."""
        write.execute(_REWRITE, event_id, body, unsigned, expect=1)

    def set_unsigned(self, write: Write, event_id: EventId, unsigned: bytes | None) -> None:
        """Replace the lasting unsigned members of an event."""
        write.execute(_UNSIGNED, event_id, unsigned)

    async def find(self, event_id: str) -> RoomEvent | None:
        """Return an event by its id."""
        row = await self._database.fetch_one(_BY_ID, event_id)
        return to_event(row) if row else None

    async def list_by_ids(self, event_ids: Sequence[str]) -> list[RoomEvent]:
        """Return the events with these ids, in no order."""
        found: list[Row] = []
        for part, places in chunks(event_ids):
            sql = f"SELECT {EVENT} FROM rooms_event e WHERE e.event_id IN ({places})"
            found += await self._database.fetch(sql, *part)
        return [to_event(row) for row in {row[2]: row for row in found}.values()]

    async def list_graphs(self, event_ids: Sequence[str]) -> dict[EventId, bytes]:
        """Return each event's place in the room's graph, with its hashes, as JSON."""
        found: dict[EventId, bytes] = {}
        for part, places in chunks(event_ids):
            sql = f"SELECT event_id, graph FROM rooms_event WHERE event_id IN ({places})"
            for event_id, graph in await self._database.fetch(sql, *part):
                found[EventId(cast("str", event_id))] = cast("bytes", graph)
        return found

    async def list_newest(self, room_id: RoomId, *, since: int, upto: int, limit: int) -> list[RoomEvent]:
        """Return the newest `limit` events in (since, upto], newest first."""
        return [to_event(row) for row in await self._database.fetch(_NEWEST, room_id, since, upto, limit)]

    async def list_oldest(self, room_id: RoomId, *, since: int, upto: int, limit: int) -> list[RoomEvent]:
        """Return the oldest `limit` events in (since, upto], oldest first."""
        return [to_event(row) for row in await self._database.fetch(_OLDEST, room_id, since, upto, limit)]

    async def scan_stream(self, since: int, upto: int, limit: int) -> list[RoomEvent]:
        """Return the oldest `limit` events of all rooms in (since, upto]."""
        return [to_event(row) for row in await self._database.scan(_STREAM, since, upto, limit)]

    async def wait_for_former_commits(self) -> None:
        """Return when commits that a killed process left under way are done and seen by later reads.

        Every write waits for those before it, so an empty one is enough.
        """
        await self._database.commit(Write())

    async def scan_recent_transactions(self, before: int, limit: int) -> list[Row]:
        """Return a block of events older than `before`, newest first, with what names their transactions."""
        return await self._database.scan(_RECENT_TXNS, before, limit)

    async def find_nearest(
        self, room_id: RoomId, ts: int, after: int, upto: int, *, forward: bool
    ) -> tuple[int, int, EventId] | None:
        """Return time, position and id of the event of a span that is closest to a time, at or after it or before."""
        rows = await self._database.scan(
            _NEAREST_AFTER if forward else _NEAREST_BEFORE, room_id, ts, after, upto
        )
        if not rows:
            return None
        at, position, event_id = rows[0]
        return cast("int", at), cast("int", position), EventId(cast("str", event_id))

    async def last_own_position(self, room_id: RoomId, user_id: UserId, *, since: int) -> int:
        """Return the position of the person's newest event outside threads after `since`, or `since`."""
        row = await self._database.fetch_one(_LAST_OWN, room_id, user_id, since)
        return cast("int", row[0]) if row else since

    async def last_own_in_threads(self, room_id: RoomId, user_id: UserId, *, since: int) -> dict[str, int]:
        """Return the position of the person's newest event after `since` in each thread, by root."""
        rows = await self._database.fetch(_OWN_THREADS, room_id, user_id, since)
        return {cast("str", root): cast("int", position) for root, position in rows}

    async def list_threaded(self, room_id: RoomId, *, since: int, upto: int, limit: int) -> list[RoomEvent]:
        """Return the newest events in (since, upto] that belong to threads, in stream order."""
        rows = await self._database.fetch(_THREADED, room_id, since, upto, limit)
        return [to_event(row) for row in reversed(rows)]

    async def scan_threads(
        self, room_id: RoomId, *, before: int, limit: int, of: UserId | None = None
    ) -> list[tuple[str, int]]:
        """Return the roots of threads (those in which `of` took part) with the position of their newest event, newest first."""
        if of is not None:
            rows = await self._database.scan(_SHARED_THREADS, room_id, before, limit, of)
        else:
            rows = await self._database.scan(_THREADS, room_id, before, limit)
        return [(cast("str", root), cast("int", newest)) for root, newest in rows]

    async def find_related(
        self,
        room_id: RoomId,
        event_ids: Sequence[str],
        *,
        rel_types: Sequence[str] | None,
        senders: Sequence[str] | None,
    ) -> frozenset[str]:
        """Return those events to which some event of the given types and senders relates (None: any)."""
        found: set[str] = set()
        for part, places in chunks(event_ids):
            sql = f"SELECT DISTINCT relates_to FROM rooms_event WHERE relates_to IN ({places})"
            values: list[str] = [*part]
            for column, wanted in (("room_id", [room_id]), ("rel_type", rel_types), ("sender", senders)):
                if wanted is not None:
                    # An empty list is wanted by nobody, and matches nothing.
                    names = list(wanted) or [""]
                    sql += f" AND {column} IN ({places_from(len(values) + 1, len(names))})"
                    values += names
            found |= {cast("str", row[0]) for row in await self._database.fetch(sql, *values)}
        return frozenset(found)

    async def list_thread_summaries(
        self,
        room_id: RoomId,
        roots: Sequence[str],
        user_id: UserId,
        *,
        since: int,
        upto: int,
        ignored: Collection[UserId] = (),
    ) -> list[tuple[EventId, int, int, bool]]:
        """Return root, number of answers, position of the newest, and whether the person took part.

        Answers of ignored people do not count.
        """
        unheard = sorted(ignored)[:CHUNK]
        found: list[Row] = []
        for part, places in chunks(roots):
            tail = len(part)
            sql = (
                "SELECT relates_to, count(*), max(position), "
                f"max(CASE WHEN sender = ${tail + 1} THEN 1 ELSE 0 END) FROM rooms_event "
                f"WHERE relates_to IN ({places}) AND rel_type = 'm.thread' AND room_id = ${tail + 2} "
                f"AND position > ${tail + 3} AND position <= ${tail + 4} "
            )
            if unheard:
                sql += f"AND sender NOT IN ({places_from(tail + 5, len(unheard))}) "
            sql += "GROUP BY relates_to"
            found += await self._database.fetch(sql, *part, user_id, room_id, since, upto, *unheard)
        return [
            (EventId(cast("str", root)), cast("int", count), cast("int", newest), took_part == 1)
            for root, count, newest, took_part in found
        ]

    async def list_at(self, positions: Sequence[int]) -> list[RoomEvent]:
        """Return the events at some positions."""
        found: list[Row] = []
        for start in range(0, len(positions), CHUNK):
            part = positions[start : start + CHUNK]
            sql = f"SELECT {EVENT} FROM rooms_event e WHERE e.position IN ({places_from(1, len(part))})"
            found += await self._database.fetch(sql, *part)
        return [to_event(row) for row in found]

    async def scan_kinds(self, kinds: Sequence[str], *, after: int, limit: int) -> list[RoomEvent]:
        """Return the oldest events of some types after a position, over all rooms."""
        tail = len(kinds)
        sql = (
            f"SELECT {EVENT} FROM rooms_event e WHERE e.type IN ({places_from(1, tail)}) "
            f"AND e.position > ${tail + 1} ORDER BY e.position LIMIT ${tail + 2}"
        )
        return [to_event(row) for row in await self._database.scan(sql, *kinds, after, limit)]

    async def list_relations(
        self,
        room_id: RoomId,
        parents: Collection[str],
        *,
        since: int,
        upto: int,
        limit: int,
        backwards: bool,
        rel_types: Sequence[str] = (),
        kind: str | None = None,
    ) -> list[RoomEvent]:
        """Return the events that relate to any of `parents`, in (since, upto]; no `rel_types` means all."""
        found: list[RoomEvent] = []
        for part, places in chunks(list(parents)):
            tail = len(part)
            sql = (
                f"SELECT {EVENT} FROM rooms_event e WHERE e.relates_to IN ({places}) "
                f"AND e.position > ${tail + 1} AND e.position <= ${tail + 2} "
            )
            values: list[str | int] = [*part, since, upto]
            # As an expression the room is no reason to walk through its whole timeline instead of the relations.
            room = "(e.room_id || '')"
            for column, wanted in ((room, [room_id]), ("e.rel_type", rel_types), ("e.type", [kind])):
                names = [name for name in wanted if name is not None]
                if names:
                    first = len(values) + 1
                    values += names
                    sql += f"AND {column} IN ({places_from(first, len(names))}) "
            sql += f"ORDER BY e.position {'DESC' if backwards else 'ASC'} LIMIT ${len(values) + 1}"
            found += [to_event(row) for row in await self._database.fetch(sql, *values, limit)]
        found.sort(key=lambda event: event.position, reverse=backwards)
        return found[:limit]
