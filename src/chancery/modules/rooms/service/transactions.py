# SPDX-License-Identifier: EUPL-1.2
"""Which event a device's transaction id made: the last day's in memory, read back from the events at start.

Where several processes take requests, the memory is one process's and the database decides: the transaction is kept
in the event's own write, which a second one with the same transaction cannot enter.
"""

import asyncio
from typing import cast

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError, Unavailable
from chancery.kit.ids import EventId
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.model import NewEvent, content_of, decode_object
from chancery.modules.rooms.store.events import EventStore
from chancery.modules.rooms.store.transactions import TransactionStore
from chancery.platform.db.port import Row, Write

Key = tuple[str, str, str, str, str]
"""User, device, room, what is sent (an event type; for redactions with the target), transaction id."""

KEPT_MS = 24 * 3600 * 1000
MAX_KEPT = 200_000
_BLOCK = 2000

Entry = EventId | asyncio.Future[EventId]


class Transactions:
    """A dictionary in two halves: when the newer one is full, the older one is forgotten."""

    def __init__(self, events: EventStore, clock: Clock, shared: TransactionStore | None = None) -> None:
        self._events = events
        self._clock = clock
        self._shared = shared
        self._newer: dict[Key, Entry] = {}
        self._older: dict[Key, Entry] = {}
        self._loading: asyncio.Task[None] | None = None
        self.ready = shared is not None

    async def load(self) -> None:
        """Read the last day back; concurrent callers share one reading."""
        if self.ready:
            return
        await asyncio.shield(self._start_loading())

    def _start_loading(self) -> "asyncio.Task[None]":
        if self._loading is None or (self._loading.done() and not self.ready):
            self._loading = asyncio.ensure_future(self._read_back())
            # A failed reading is repeated by the next send, which then hears of it.
            self._loading.add_done_callback(lambda task: task.cancelled() or task.exception())
        return self._loading

    async def begin_loading(self) -> None:
        """Start reading the last day back, so that the first send does not have to."""
        if not self.ready:
            self._start_loading()

    async def stop(self) -> None:
        """End a reading that still goes on."""
        if self._loading is not None and not self._loading.done():
            self._loading.cancel()
            await asyncio.gather(self._loading, return_exceptions=True)

    def find(self, key: Key) -> Entry | None:
        """Return the event that a transaction made, or the future of one in flight."""
        return self._newer.get(key) or self._older.get(key)

    def start(self, key: Key) -> None:
        """Note a transaction in flight."""
        self._keep(key, asyncio.get_running_loop().create_future())

    def record(self, write: Write, event: NewEvent) -> None:
        """Keep the transaction with its event where other processes must know of it."""
        key = key_of(event)
        if self._shared is not None and key is not None:
            self._shared.insert(write, key, event.event_id, self._clock())

    async def find_taken(self, event: NewEvent) -> EventId | None:
        """Return the event that another process made of the same transaction."""
        key = key_of(event)
        return None if key is None else await self.find_shared(key)

    async def find_shared(self, key: Key) -> EventId | None:
        """Return the event that any process made of a transaction, and remember it."""
        found = await self._shared.find(key) if self._shared is not None else None
        if found is not None:
            self._settle(key, found)
        return found

    async def forget_old(self) -> None:
        """Delete what was kept for more than a day."""
        if self._shared is not None:
            await self._shared.forget(self._clock() - KEPT_MS)

    def finish(self, event: RoomEvent) -> None:
        """Note a committed event, also when the request that made it is gone."""
        key = key_of(event)
        if key is None:
            return
        self._settle(key, event.event_id)

    def _settle(self, key: Key, event_id: EventId) -> None:
        running = self.find(key)
        self._keep(key, event_id)
        if isinstance(running, asyncio.Future) and not running.done():
            running.set_result(event_id)

    def fail(self, key: Key, error: BaseException) -> None:
        """Let a transaction be tried again; those who waited for it hear why."""
        running = self.find(key)
        if not isinstance(running, asyncio.Future):
            return
        self._newer.pop(key, None)
        self._older.pop(key, None)
        if not running.done():
            reason = (
                error if isinstance(error, ChanceryError) else Unavailable("the first request was cut off")
            )
            running.set_exception(reason)
            running.exception()

    def abandon(self, event: RoomEvent) -> None:
        """Let the transaction of an event that was not kept be tried again."""
        key = key_of(event)
        if key is not None:
            self.fail(key, Unavailable("the event could not be stored"))

    async def _read_back(self) -> None:
        # PostgreSQL may still be at the last commit of a process that was killed a moment ago.
        await self._events.wait_for_former_commits()
        oldest = self._clock() - KEPT_MS
        before, more = 2**62, True
        found: list[tuple[Key, Entry]] = []
        while more and len(found) < MAX_KEPT // 2:
            rows = await self._events.scan_recent_transactions(before, _BLOCK)
            found += [
                (key, EventId(cast("str", row[7]))) for row in rows if (key := _key_of_row(row)) is not None
            ]
            more = len(rows) == _BLOCK and cast("int", rows[-1][1]) >= oldest
            before = cast("int", rows[-1][0]) if rows else 0
        self._older |= dict(reversed(found))
        self.ready = True

    def _keep(self, key: Key, entry: Entry) -> None:
        if len(self._newer) >= MAX_KEPT // 2 and key not in self._newer:
            self._older, self._newer = self._newer, {}
        self._newer[key] = entry


def key_of(event: RoomEvent | NewEvent) -> Key | None:
    """Return the transaction of an event that has one."""
    if event.txn_id is None or event.device_id is None:
        return None
    scope = _scope(event.type, event.body)
    return (event.sender, event.device_id, event.room_id, scope, event.txn_id)


def _scope(kind: str, body: bytes | None) -> str:
    if kind != "m.room.redaction" or body is None:
        return kind
    return f"{kind} {decode_object(content_of(body)).get('redacts')}"


def _key_of_row(row: Row) -> Key | None:
    _, _, sender, device_id, room_id, kind, txn_id, _, body = row
    if txn_id is None or device_id is None:
        return None
    scope = _scope(cast("str", kind), cast("bytes | None", body))
    return (cast("str", sender), cast("str", device_id), cast("str", room_id), scope, cast("str", txn_id))
