# SPDX-License-Identifier: EUPL-1.2
"""Delayed events (MSC4140): scheduling, restarting, cancelling and listing them; sending is `delayed_sending`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import RoomId, UserId, random_text
from chancery.modules.rooms.errors import (
    DelayedFinalised,
    DelayedNotFound,
    DelayTooLong,
    TooManyDelayed,
)
from chancery.modules.rooms.events import EventScheduled
from chancery.modules.rooms.model import DelayedEvent, Outcome
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.delayed_sending import DelayedSender
from chancery.modules.rooms.store.delayed import DelayedStore
from chancery.platform.config.settings import Rooms as RoomSettings
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller
from chancery.wire.matrix.canonical import canonical_checked
from chancery.wire.matrix.errors import EventTooLarge
from chancery.wire.matrix.limits import MAX_EVENT_BYTES, check_field

MAX_LISTED = 200
DAY_MS = 24 * 3600 * 1000
_ID_LENGTH = 40
"""An id is the only credential of the endpoints that manage an event: 206 bits."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be sent later."""

    type: str
    content: Mapping[str, Any]
    delay_ms: int
    state_key: str | None = None
    txn_id: str | None = None
    sticky_ms: int | None = None


class DelayedEvents:
    """What people do with their delayed events."""

    def __init__(
        self,
        *,
        database: Database,
        store: DelayedStore,
        access: Access,
        sender: DelayedSender,
        settings: RoomSettings,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._access = access
        self._sender = sender
        self._longest_ms = settings.max_delay_days * DAY_MS
        self._most = settings.max_delayed_events
        self._clock = clock

    async def schedule(self, actor: Caller, room_id: RoomId, wish: Wish) -> str:
        """Schedule an event and return its delay id; whether it may be sent is decided when it is due."""
        await self._access.access_joined(actor, room_id)
        event = self._event_of(actor, room_id, wish)
        write = Write()
        self._store.insert(write, event, wish.txn_id, most=self._most)
        write.publish(EventScheduled(event.due_ts))
        try:
            await self._database.commit(write)
        except WriteConflict:
            known = wish.txn_id and await self._store.find_transaction(event, wish.txn_id)
            if known:
                return known
            raise await self._too_many(actor.user_id) from None
        return event.delay_id

    async def send(self, delay_id: str, owner: UserId | None = None) -> None:
        """Send an event now; one that was sent already is fine."""
        event = await self._sender.settle_overtaken(await self._access_delayed(delay_id, owner))
        if event.outcome is None:
            event = await self._sender.send(event, "action")
        if event.outcome is None or event.outcome.event_id is None:
            raise DelayedFinalised("the delayed event was cancelled")

    async def cancel(self, delay_id: str, owner: UserId | None = None) -> None:
        """See that an event is never sent; one that was cancelled already is fine."""
        event = await self._access_delayed(delay_id, owner)
        if event.outcome is None:
            event = await self._sender.finalise(event, Outcome(self._clock(), "action"))
        if event.outcome is not None and event.outcome.event_id is not None:
            raise DelayedFinalised("the delayed event was sent")

    async def restart(self, delay_id: str, owner: UserId | None = None) -> None:
        """Let the delay begin anew."""
        event = await self._sender.settle_overtaken(await self._access_delayed(delay_id, owner))
        now = self._clock()
        write = Write()
        self._store.restart(write, event, now)
        write.publish(EventScheduled(now + event.delay_ms))
        try:
            await self._database.commit(write)
        except WriteConflict:
            raise DelayedFinalised("the delayed event was sent or cancelled") from None

    async def access_delayed(self, actor: Caller, delay_id: str) -> DelayedEvent:
        """Return one of the actor's own events."""
        return await self._sender.settle_overtaken(await self._access_delayed(delay_id, actor.user_id))

    async def list_scheduled(self, actor: Caller) -> Sequence[DelayedEvent]:
        """Return the actor's scheduled events, the next one first."""
        events = [
            await self._sender.settle_overtaken(event)
            for event in await self._store.list_scheduled(actor.user_id)
        ]
        return [event for event in events if event.outcome is None]

    async def list_finalised(self, actor: Caller) -> Sequence[DelayedEvent]:
        """Return what became of the actor's latest events, the last one first."""
        return await self._store.list_finalised(actor.user_id, MAX_LISTED)

    async def _access_delayed(self, delay_id: str, owner: UserId | None) -> DelayedEvent:
        event = await self._store.find(delay_id)
        if event is None or (owner is not None and event.user_id != owner):
            raise DelayedNotFound
        return event

    async def _too_many(self, user_id: UserId) -> TooManyDelayed:
        scheduled = await self._store.list_scheduled(user_id)
        wait = max(scheduled[0].due_ts - self._clock(), 0) if scheduled else 0
        return TooManyDelayed(
            f"at most {self._most} events of one person may be scheduled", retry_after_ms=wait
        )

    def _event_of(self, actor: Caller, room_id: RoomId, wish: Wish) -> DelayedEvent:
        self._check_delay(wish.delay_ms)
        check_field("type", wish.type)
        if wish.state_key is not None:
            check_field("state_key", wish.state_key)
        content = canonical_checked(wish.content)
        if len(content) > MAX_EVENT_BYTES:
            raise EventTooLarge(f"an event may have at most {MAX_EVENT_BYTES} bytes")
        now = self._clock()
        return DelayedEvent(
            delay_id=random_text(_ID_LENGTH),
            user_id=actor.user_id,
            device_id=actor.device_id,
            room_id=room_id,
            type=wish.type,
            state_key=wish.state_key,
            content=content,
            sticky_ms=wish.sticky_ms,
            delay_ms=wish.delay_ms,
            since_ts=now,
            due_ts=now + wish.delay_ms,
            position=self._database.position,
        )

    def _check_delay(self, delay_ms: int) -> None:
        if delay_ms <= 0:
            raise BadRequest("the delay must be a positive number of milliseconds")
        if delay_ms > self._longest_ms:
            raise DelayTooLong(self._longest_ms)
