# SPDX-License-Identifier: EUPL-1.2
"""Delayed events: scheduled, claimed by the write that appends them, kept for a while when they are done."""

from typing import cast

from chancery.kit.ids import DeviceId, EventId, RoomId, UserId
from chancery.modules.rooms.model import DelayedEvent, Outcome, Reason
from chancery.platform.db.port import Database, Row, Write

_COLUMNS = (
    "delay_id, user_id, device_id, room_id, type, state_key, content, sticky_ms, delay_ms, since_ts, due_ts, "
    "position, finalised_ts, reason, event_id, errcode, error"
)
# The bound holds however many requests arrive at once.
_INSERT = (
    "INSERT INTO rooms_delayed (delay_id, user_id, device_id, txn_id, room_id, type, state_key, content, sticky_ms, "
    "delay_ms, since_ts, due_ts, position) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 WHERE "
    "(SELECT count(*) FROM rooms_delayed WHERE user_id = $2 AND finalised_ts IS NULL) < $14"
)
_BY_ID = f"SELECT {_COLUMNS} FROM rooms_delayed WHERE delay_id = $1"
_BY_TXN = (
    "SELECT delay_id FROM rooms_delayed "
    "WHERE user_id = $1 AND device_id = $2 AND room_id = $3 AND type = $4 AND txn_id = $5"
)
_DUE = (
    f"SELECT {_COLUMNS} FROM rooms_delayed WHERE finalised_ts IS NULL AND due_ts <= $1 "
    "ORDER BY due_ts, delay_id LIMIT $2"
)
_NEXT = "SELECT min(due_ts) FROM rooms_delayed WHERE finalised_ts IS NULL AND due_ts > $1"
_SCHEDULED = f"SELECT {_COLUMNS} FROM rooms_delayed WHERE user_id = $1 AND finalised_ts IS NULL ORDER BY due_ts, delay_id"
_FINALISED = (
    f"SELECT {_COLUMNS} FROM rooms_delayed WHERE user_id = $1 AND finalised_ts IS NOT NULL "
    "ORDER BY finalised_ts DESC, delay_id LIMIT $2"
)
_RESTART = "UPDATE rooms_delayed SET since_ts = $2, due_ts = $3 WHERE delay_id = $1 AND finalised_ts IS NULL"
_FINALISE = (
    "UPDATE rooms_delayed SET finalised_ts = $2, reason = $3, event_id = $4, errcode = $5, error = $6 "
    "WHERE delay_id = $1 AND finalised_ts IS NULL"
)
_PRUNE = "DELETE FROM rooms_delayed WHERE finalised_ts < $1"
_KEPT = "SELECT 1 FROM rooms_event WHERE event_id = $1"
_OVERTAKEN = (
    "SELECT event_id FROM rooms_event WHERE room_id = $1 AND type = $2 AND state_key = $3 AND position > $4 "
    "AND sender <> $5 LIMIT 1"
)


class DelayedStore:
    """The `rooms_delayed` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, event: DelayedEvent, txn_id: str | None, *, most: int) -> None:
        """Schedule an event; the write is refused when the person has `most` of them, or the transaction is known."""
        write.execute(
            _INSERT,
            event.delay_id,
            event.user_id,
            event.device_id,
            txn_id,
            event.room_id,
            event.type,
            event.state_key,
            event.content,
            event.sticky_ms,
            event.delay_ms,
            event.since_ts,
            event.due_ts,
            event.position,
            most,
            expect=1,
        )

    def restart(self, write: Write, event: DelayedEvent, now: int) -> None:
        """Start the delay anew; the write is refused when the event is done."""
        write.execute(_RESTART, event.delay_id, now, now + event.delay_ms, expect=1)

    def finalise(self, write: Write, delay_id: str, outcome: Outcome) -> None:
        """Note how an event ended; the write is refused when it had ended before."""
        write.execute(
            _FINALISE,
            delay_id,
            outcome.ts,
            outcome.reason,
            outcome.event_id,
            outcome.errcode,
            outcome.error,
            expect=1,
        )

    def prune(self, write: Write, before: int) -> None:
        """Forget what ended long ago."""
        write.execute(_PRUNE, before)

    async def find(self, delay_id: str) -> DelayedEvent | None:
        """Return a delayed event by its id."""
        row = await self._database.fetch_one(_BY_ID, delay_id)
        return _to_delayed(row) if row else None

    async def find_transaction(self, event: DelayedEvent, txn_id: str) -> str | None:
        """Return the id that a transaction of the same device was given before."""
        row = await self._database.fetch_one(
            _BY_TXN, event.user_id, event.device_id, event.room_id, event.type, txn_id
        )
        return cast("str", row[0]) if row else None

    async def list_due(self, now: int, limit: int) -> list[DelayedEvent]:
        """Return scheduled events whose time has come, the earliest first."""
        return [_to_delayed(row) for row in await self._database.fetch(_DUE, now, limit)]

    async def next_due(self, after: int) -> int | None:
        """Return when the next event is due after a time."""
        row = await self._database.fetch_one(_NEXT, after)
        return cast("int | None", row[0]) if row else None

    async def list_scheduled(self, user_id: UserId) -> list[DelayedEvent]:
        """Return a person's scheduled events, the next one first."""
        return [_to_delayed(row) for row in await self._database.fetch(_SCHEDULED, user_id)]

    async def list_finalised(self, user_id: UserId, limit: int) -> list[DelayedEvent]:
        """Return a person's finished events, the latest first."""
        return [_to_delayed(row) for row in await self._database.fetch(_FINALISED, user_id, limit)]

    async def is_kept(self, event_id: EventId) -> bool:
        """Whether an event is in its room."""
        return await self._database.fetch_one(_KEPT, event_id) is not None

    async def is_overtaken(self, event: DelayedEvent) -> bool:
        """Whether somebody else has set the same state since this event was scheduled."""
        row = await self._database.fetch_one(
            _OVERTAKEN, event.room_id, event.type, event.state_key, event.position, event.user_id
        )
        return row is not None


def _to_delayed(row: Row) -> DelayedEvent:
    finalised_ts = cast("int | None", row[12])
    outcome = None
    if finalised_ts is not None:
        outcome = Outcome(
            finalised_ts,
            cast("Reason", row[13]),
            cast("EventId | None", row[14]),
            cast("str | None", row[15]),
            cast("str | None", row[16]),
        )
    return DelayedEvent(
        delay_id=cast("str", row[0]),
        user_id=UserId(cast("str", row[1])),
        device_id=DeviceId(cast("str", row[2])),
        room_id=RoomId(cast("str", row[3])),
        type=cast("str", row[4]),
        state_key=cast("str | None", row[5]),
        content=cast("bytes", row[6]),
        sticky_ms=cast("int | None", row[7]),
        delay_ms=cast("int", row[8]),
        since_ts=cast("int", row[9]),
        due_ts=cast("int", row[10]),
        position=cast("int", row[11]),
        outcome=outcome,
    )
