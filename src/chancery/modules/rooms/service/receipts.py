# SPDX-License-Identifier: EUPL-1.2
"""Read receipts and the fully-read marker."""

from collections.abc import Mapping

import msgspec

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.rooms.contract import ReceiptRecord, RoomEvent
from chancery.modules.rooms.errors import EventNotFound
from chancery.modules.rooms.events import ReceiptMoved
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.threads import is_read_in
from chancery.modules.rooms.store.events import EventStore
from chancery.modules.rooms.store.receipts import ReceiptStore
from chancery.platform.db.port import Database, Write
from chancery.platform.http.request import Caller
from chancery.wire.matrix.identifiers import parse_event_id

READ, PRIVATE, FULLY = "m.read", "m.read.private", "m.fully_read"


class ReceiptService:
    """Moves receipts forward; one that would move back is ignored."""

    def __init__(
        self,
        *,
        database: Database,
        access: Access,
        hot: HotRooms,
        events: EventStore,
        receipts: ReceiptStore,
        accounts: Accounts,
        clock: Clock,
    ) -> None:
        self._database = database
        self._access = access
        self._hot = hot
        self._events = events
        self._receipts = receipts
        self._accounts = accounts
        self._clock = clock

    async def set_receipt(
        self, actor: Caller, room_id: RoomId, kind: str, event_id: str, *, thread_id: str | None = None
    ) -> None:
        """Move one receipt or the fully-read marker to an event."""
        _check(kind, thread_id)
        await self.set_markers(actor, room_id, {kind: event_id}, thread_id=thread_id)

    async def set_markers(
        self, actor: Caller, room_id: RoomId, markers: Mapping[str, str], *, thread_id: str | None = None
    ) -> None:
        """Move several of a person's receipts in one commit."""
        await self._access.access_joined(actor, room_id)
        write = Write()
        for kind, event_id in markers.items():
            event = await self._event(room_id, event_id)
            if thread_id is not None and not is_read_in(event, thread_id):
                raise BadRequest(f"{event_id} does not belong to thread {thread_id}")
            if kind == FULLY:
                await self._set_fully_read(actor, room_id, event)
            elif await self._is_ahead(actor.user_id, event, kind, thread_id):
                self._move(write, actor.user_id, event, kind, thread_id)
        if write.statements:
            await self._database.commit(write)

    async def _event(self, room_id: RoomId, event_id: str) -> RoomEvent:
        event = await self._events.find(parse_event_id(event_id))
        if event is None or event.room_id != room_id:
            raise EventNotFound
        return event

    async def _is_ahead(self, user_id: UserId, event: RoomEvent, kind: str, thread_id: str | None) -> bool:
        known = await self._receipts.find_position(event.room_id, user_id, kind, thread_id)
        return event.position > known

    def _move(
        self, write: Write, user_id: UserId, event: RoomEvent, kind: str, thread_id: str | None
    ) -> None:
        record = ReceiptRecord(user_id, kind, EventId(event.event_id), thread_id, self._clock(), 0)
        self._receipts.upsert(write, event.room_id, record, event.position)
        offset = write.positions

        def tell(base: int) -> ReceiptMoved:
            self._hot.receipt_moved(
                event.room_id, base + offset, user_id, thread=thread_id, event_position=event.position
            )
            return ReceiptMoved(event.room_id, user_id, kind == PRIVATE, base + offset)

        write.publish(tell)

    async def _set_fully_read(self, actor: Caller, room_id: RoomId, event: RoomEvent) -> None:
        known = await self._fully_read(actor.user_id, room_id)
        # Clients that mark a room as unread say so by `m.marked_unread`, and not by this marker.
        if known is not None and event.position <= known.position:
            return
        content = msgspec.json.encode({"event_id": event.event_id})
        await self._accounts.set_account_data(actor.user_id, FULLY, content, room_id=room_id)

    async def _fully_read(self, user_id: UserId, room_id: RoomId) -> RoomEvent | None:
        datum = await self._accounts.account_datum(user_id, FULLY, room_id=room_id)
        event_id = msgspec.json.decode(datum.content).get("event_id") if datum else None
        found = await self._events.find(EventId(event_id)) if isinstance(event_id, str) else None
        return found if found is not None and found.room_id == room_id else None


def _check(kind: str, thread_id: str | None) -> None:
    if kind not in (READ, PRIVATE, FULLY):
        raise BadRequest(f"{kind!r} is no type of receipt")
    if thread_id is None:
        return
    if kind == FULLY:
        raise BadRequest("the fully-read marker belongs to no thread")
    if not thread_id or len(thread_id) > 255:
        raise BadRequest("thread_id must be main or an event id")
