# SPDX-License-Identifier: EUPL-1.2
"""Appends events to rooms: compose, submit, run ahead, and show the event to readers when it is committed."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ParamSpec, cast

from chancery.kit.clock import Clock
from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.rooms.contract import Membership, MembershipKind, RoomEvent
from chancery.modules.rooms.errors import RoomBusy
from chancery.modules.rooms.events import EventSent, MembershipChanged, StickySent
from chancery.modules.rooms.model import Draft, NewEvent
from chancery.modules.rooms.service.compose import Composer
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import Building, HotRoom
from chancery.modules.rooms.service.transactions import Transactions
from chancery.modules.rooms.store.events import EventStore
from chancery.modules.rooms.store.members import MemberStore
from chancery.modules.rooms.store.rooms import Advance, RoomStore
from chancery.modules.rooms.store.state import StateStore
from chancery.modules.rooms.store.sticky import StickyStore
from chancery.platform.db.port import Database, Position, Receipt, Write, WriteConflict

_ATTEMPTS = 8
P = ParamSpec("P")

Check = Callable[[Building], None]
"""Raises when an event must not be appended to the room as it is now."""
Also = Callable[[Write, NewEvent], None]
"""Adds statements and facts that must be kept together with an event."""


@dataclass(frozen=True, slots=True)
class Rider:
    """What goes along with a delayed event through every service that may append it: a check, statements, its id."""

    check: Check
    also: Also
    delay_id: str


class Abandoned(asyncio.CancelledError):
    """The request has ended, but its event is on the way into the database."""


class Appender:
    """The one way by which events enter rooms."""

    def __init__(
        self,
        *,
        database: Database,
        events: EventStore,
        state: StateStore,
        members: MemberStore,
        rooms: RoomStore,
        sticky: StickyStore,
        hot: HotRooms,
        composer: Composer,
        transactions: Transactions,
        clock: Clock,
    ) -> None:
        self._database = database
        self._events = events
        self._state = state
        self._members = members
        self._rooms = rooms
        self._sticky = sticky
        self._hot = hot
        self._composer = composer
        self._transactions = transactions
        self._clock = clock

    async def append(
        self,
        room_id: RoomId,
        draft: Draft,
        *,
        people: Sequence[str] = (),
        check: Check | None = None,
        also: Also | None = None,
        rider: Rider | None = None,
    ) -> EventId:
        """Append an event; durable when this returns.

        `people` are those beside the sender whose membership decides; `check` may refuse what the room's own rules
        would allow. Sends that lost a race are checked and composed anew.
        """
        if rider is not None:
            check, also = _joined(check, rider.check), _joined(also, rider.also)
            draft = replace(draft, delay_id=rider.delay_id)
        for _ in range(_ATTEMPTS):
            room = self._hot.touch(room_id) or await self._hot.load(room_id)
            await self._load_people(room.building, draft, people)
            if check is not None:
                check(room.building)
            event, receipt = self._submit(room, draft, also)
            try:
                await asyncio.shield(receipt)
            except asyncio.CancelledError:
                receipt.add_done_callback(partial(self._abandoned, room, event))
                raise Abandoned from None
            except WriteConflict:
                self._hot.evict(room)
                done = await self._transactions.find_taken(event)
                if done is not None:
                    return done
                continue
            except Exception:
                self._hot.evict(room)
                raise
            return event.event_id
        raise RoomBusy("too many others write to this room; try again")

    async def append_first(self, write: Write, building: Building, drafts: Sequence[Draft]) -> Receipt:
        """Append the first events of a room, whose create event is in `write` already, in one commit."""
        for draft in drafts:
            self.add(write, building, draft)
        return await self._database.submit(write)

    def add_create(self, write: Write, event: NewEvent, version: str) -> None:
        """Add a create event and its room to a write."""
        position = self._events.insert(write, event)
        self._rooms.insert(write, event, version, position)
        self._state.upsert(write, event, position)
        self._tell(write, event, position, "")

    def add(self, write: Write, building: Building, draft: Draft) -> NewEvent:
        """Add the event to a write and let the next one build on it."""
        event, content = self._composer.compose(building, draft, self._clock())
        previous = ""
        if event.type == "m.room.member" and event.state_key is not None:
            previous = building.membership_of(event.state_key)
            event.changed_to = (
                event.content["membership"] if event.content["membership"] != previous else None
            )
        position = self._events.insert(write, event)
        self._rooms.advance(write, event.room_id, _step(building, event), position)
        self._transactions.record(write, event)
        if event.type == "m.room.member":
            self._members.upsert(write, event, position)
        elif event.state_key is not None:
            self._state.upsert(write, event, position)
        if event.sticky_ms is not None:
            self._stick(write, event, position)
        building.advance(event, content)
        self._tell(write, event, position, previous)
        return event

    def _stick(self, write: Write, event: NewEvent, position: Position) -> None:
        """MSC4354: a time of origin that lies ahead does not make an event sticky for longer."""
        expires_ts = min(self._clock(), event.origin_server_ts) + (event.sticky_ms or 0)
        offset = position.offset
        self._sticky.insert(write, position, expires_ts)
        write.publish(lambda base: StickySent(event.room_id, event.event_id, base + offset, expires_ts))

    def _abandoned(self, room: HotRoom, event: NewEvent, done: "asyncio.Future[Receipt]") -> None:
        """Clean up when nobody waits for a write that fails; one that succeeds is told like any other."""
        if done.cancelled() or done.exception() is not None:
            self._hot.evict(room)
            self._transactions.abandon(to_room_event(event, 0))

    def _submit(
        self, room: HotRoom, draft: Draft, also: Also | None
    ) -> "tuple[NewEvent, asyncio.Future[Receipt]]":
        """Compose and queue in one step of the event loop: nothing may come between the two."""
        write = Write()
        event = self.add(write, room.building, draft)
        try:
            if also is not None:
                also(write, event)
            return event, asyncio.ensure_future(self._database.submit(write))
        except Exception:
            self._hot.evict(room)
            raise

    async def _load_people(self, building: Building, draft: Draft, people: Sequence[str]) -> None:
        if building.use_member(draft.sender) is None:
            await self._hot.load_member(building, draft.sender)
        for user_id in people:
            await self._hot.load_member(building, user_id)

    def _tell(self, write: Write, event: NewEvent, position: Position, previous: str) -> None:
        offset = position.offset
        membership = event.content["membership"] if event.type == "m.room.member" else None
        write.publish(lambda base: self._committed(event, base + offset, previous))
        if membership is not None:
            write.publish(
                lambda base: MembershipChanged(
                    event.room_id,
                    UserId(cast("str", event.state_key)),
                    event.sender,
                    membership,
                    previous,
                    base + offset,
                )
            )

    def _committed(self, event: NewEvent, position: int, previous: str) -> EventSent:
        stored = to_room_event(event, position)
        self._hot.expect(stored, _membership_of(event, position), previous)
        if event.txn_id is not None:
            self._transactions.finish(stored)
        return EventSent(
            event.room_id, event.event_id, event.sender, event.type, event.state_key is not None, position
        )


def _joined(one: Callable[P, None] | None, other: Callable[P, None]) -> Callable[P, None]:
    if one is None:
        return other

    def both(*args: P.args, **kwargs: P.kwargs) -> None:
        one(*args, **kwargs)
        other(*args, **kwargs)

    return both


def _step(building: Building, event: NewEvent) -> Advance:
    """Return the event's place in the graph, with everything that it was judged by."""
    is_member = event.type == "m.room.member"
    people: list[str] = [event.sender]
    if is_member:
        authoriser = event.content.get("join_authorised_via_users_server")
        people += [who for who in (event.state_key, authoriser) if isinstance(who, str)]
    return Advance(
        event.event_id,
        building.ends,
        building.own_end,
        building.depth + 1,
        building.state_tip,
        event.state_key is not None and not is_member,
        {user_id: building.event_id_of(("m.room.member", user_id)) for user_id in people},
    )


def to_room_event(event: NewEvent, position: int) -> RoomEvent:
    """Return the stored form of a new event."""
    return RoomEvent(
        position,
        event.room_id,
        event.event_id,
        event.type,
        event.state_key,
        event.sender,
        event.origin_server_ts,
        event.body,
        event.unsigned,
        event.device_id,
        event.txn_id,
        event.delay_id,
    )


def _membership_of(event: NewEvent, position: int) -> Membership | None:
    if event.type != "m.room.member" or event.state_key is None:
        return None
    membership = cast("MembershipKind", event.content["membership"])
    return Membership(
        event.room_id,
        UserId(event.state_key),
        membership,
        event.event_id,
        event.sender,
        position,
        began=position,
    )
