# SPDX-License-Identifier: EUPL-1.2
"""Room blocks: rendered pieces of a room's stream that are the same for many readers, built once and remembered.

A block's key holds settled places (see `Places.settle`), so all listeners of a room share one block whatever their
tokens are. Bodies are joined, never parsed; only the sender's own device gets its transaction ids spliced in.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from chancery.kit.ids import DeviceId, RoomId, UserId
from chancery.modules.rooms.contract import Membership, RoomEvent, RoomReader, Standing
from chancery.modules.sync.service.activity import Activity
from chancery.modules.sync.service.bundles import Bundles, bundle
from chancery.modules.sync.service.newest import Span, newest
from chancery.modules.sync.service.rendering import copy, membership_at, receipt_event, receipt_events

MEMBER = "m.room.member"
CAPACITY = 16 * 1024 * 1024
_ENTRY_COST = 400
_LARGEST_SHARE = 2
_SLICE = 2_000

Device = tuple[UserId, DeviceId]
T = TypeVar("T", bound="Block")


@dataclass(frozen=True, slots=True)
class Block:
    """A rendered list of events: `pieces`, with commas between them, are what stands between the brackets of a JSON array.

    There is one piece, but for a large room, whose members would fill one of many megabytes.
    """

    events: Sequence[RoomEvent]
    pieces: Sequence[bytes]

    @property
    def body(self) -> bytes:
        """All pieces in one."""
        return self.pieces[0] if len(self.pieces) == 1 else b",".join(self.pieces)


@dataclass(frozen=True, slots=True)
class TimelineBlock(Block):
    """A rendered timeline; `start` is the place before its first event, `devices` those that sent with transaction ids.

    `authors` are those who sent delayed events, which name themselves to them on every device.
    `named` are the people whose names a reader needs to show these events, `bundles` what relates to them.
    `hidden` is the state that holds at the end and was set in a stretch between the events that the reader may not see.
    """

    limited: bool
    start: int
    devices: frozenset[Device]
    authors: frozenset[UserId]
    named: frozenset[UserId]
    bundles: Bundles
    hidden: Sequence[RoomEvent] = ()

    def render(self, device: Device | None, standing: Standing | None = None) -> bytes:
        """Return the events for one device, or for those that sent none of them and took part in no thread.

        Without a `standing` the reader has been in the room all the while.
        """
        if standing is None and (device is None or not self.is_own(device)):
            return self.body
        return _join(self.events, self.bundles, device, standing)

    def is_own(self, device: Device) -> bool:
        """Tell whether the events look different to this device than to everybody."""
        user_id = device[0]
        return device in self.devices or user_id in self.authors or user_id in self.bundles.participants


@dataclass(frozen=True, slots=True)
class EntryBlock(Block):
    """What all listeners get of a room alike, but those to whom `timeline` is their own; `events` are members it names."""

    timeline: TimelineBlock


def _join(
    events: Sequence[RoomEvent], bundles: Bundles, device: Device | None, standing: Standing | None = None
) -> bytes:
    reader = None if device is None else device[0]
    copies = [copy(standing, event) for event in events]
    redacted = [event.event_id for event, seen in zip(events, copies, strict=True) if seen is not event]
    relations = bundles.for_reader(reader, standing, redacted)
    return b",".join(
        [
            event.render(
                for_device=device,
                relations=relations.get(event.event_id),
                membership=membership_at(standing, event),
            )
            for event in copies
        ]
    )


async def render_block(events: Sequence[RoomEvent]) -> Block:
    """Return events joined without anything personal; others get their turn while a large room is rendered."""
    if len(events) <= _SLICE:
        return Block(events, (b",".join([event.render() for event in events]),))
    pieces: list[bytes] = []
    for start in range(0, len(events), _SLICE):
        pieces.append(b",".join([event.render() for event in events[start : start + _SLICE]]))
        await asyncio.sleep(0)
    return Block(events, pieces)


def _rendered(events: Sequence[RoomEvent], takes: Callable[[RoomEvent], bool] | None) -> bytes:
    return b",".join([event.render() for event in events if takes is None or takes(event)])


EMPTY = Block((), (b"",))


class Blocks:
    """Builds blocks and remembers them, least recently used out first."""

    def __init__(self, rooms: RoomReader, activity: Activity, capacity: int = CAPACITY) -> None:
        self._rooms = rooms
        self._activity = activity
        self._capacity = capacity
        self._size = 0
        self._kept: OrderedDict[Hashable, Block] = OrderedDict()
        self._building: dict[Hashable, asyncio.Future[Block | None]] = {}

    async def timeline(self, room_id: RoomId, span: Span) -> TimelineBlock:
        """Return the span's events, with what is needed to go back from its start."""
        track = self._activity.track(room_id)
        since, upto = track.events.settle(span.since), track.events.settle(span.upto)
        settled = Span(since, upto, span.limit, span.matcher, span.ignored, span.older)
        place = (since, upto, span.limit, span.older)
        key = ("timeline", room_id, track.generation, place, span.matcher, span.ignored)
        return await self.remembered(key, lambda: self._build_timeline(room_id, settled))

    async def standing(self, events: Sequence[RoomEvent], place: Membership) -> Standing | None:
        """Return what the person of this place was over time; None when they were in the room at all the events.

        The events are in stream order.
        """
        is_inside = place.membership == "join"
        if not events or (is_inside and events[0].position >= place.began):
            return None
        return await self._rooms.standing(place.room_id, place.user_id)

    async def state_at(self, room_id: RoomId, upto: int, *, lazy: bool) -> Block:
        """Return the whole state at a place; without members when they are loaded lazily."""
        track = self._activity.track(room_id)
        place = track.events.settle(upto)
        key = ("state", room_id, track.generation, place, lazy)

        async def build() -> Block:
            members: Collection[UserId] | None = () if lazy else None
            return await render_block(await self._rooms.state_at(room_id, place, members=members))

        return await self.remembered(key, build)

    async def whole_state(
        self, room_id: RoomId, upto: int, takes: Callable[[RoomEvent], bool] | None = None
    ) -> Sequence[bytes]:
        """Return the whole state at a place with all members, rendered page by page; of it, the events that pass."""
        track = self._activity.track(room_id)
        place = track.events.settle(upto)

        async def build() -> Block:
            return Block((), await self._render_state(room_id, place, takes))

        if takes is not None:
            return (await build()).pieces
        return (await self.remembered(("whole", room_id, track.generation, place), build)).pieces

    async def _render_state(
        self, room_id: RoomId, upto: int, takes: Callable[[RoomEvent], bool] | None
    ) -> Sequence[bytes]:
        pieces = [_rendered(await self._rooms.state_at(room_id, upto, members=()), takes)]
        pieces += [_rendered(page, takes) async for page in self._rooms.member_pages(room_id, upto)]
        return pieces

    async def state_between(self, room_id: RoomId, since: int, upto: int, *, lazy: bool) -> Block:
        """Return the state that was replaced between two places."""
        track = self._activity.track(room_id)
        since, upto = track.events.settle(since), track.events.settle(upto)
        if since >= upto:
            return EMPTY
        key = ("delta", room_id, track.generation, since, upto, lazy)

        async def build() -> Block:
            members: Collection[UserId] | None = () if lazy else None
            return await render_block(await self._rooms.state_between(room_id, since, upto, members=members))

        return await self.remembered(key, build)

    async def members(self, room_id: RoomId, users: frozenset[UserId], upto: int) -> Block:
        """Return the member events of the given people as of a place."""
        if not users:
            return EMPTY
        track = self._activity.track(room_id)
        place = track.events.settle(upto)
        key = ("members", room_id, track.generation, place, users)

        async def build() -> Block:
            keys = [(MEMBER, user) for user in sorted(users)]
            return await render_block(await self._rooms.state_events(room_id, keys, upto=place))

        return await self.remembered(key, build)

    async def receipts(
        self, room_id: RoomId, since: int, upto: int, *, reader: UserId, single: bool = False
    ) -> bytes:
        """Return the `m.receipt` events of public receipts that moved; the reader has no private one among them.

        `single` is for answers that have a place for one event only.
        """
        track = self._activity.track(room_id)
        since, upto = track.receipts.settle(since), track.receipts.settle(upto)
        if since >= upto:
            return b""

        async def build() -> Block:
            found = await self._rooms.receipts(room_id, since=since, upto=upto, reader=reader)
            return Block((), (receipt_event(found) if single else receipt_events(found),))

        return (await self.remembered(("receipts", room_id, since, upto, single), build)).body

    async def remembered(self, key: Hashable, build: Callable[[], Awaitable[T]]) -> T:
        """Return the block of this key, built at most once."""
        while True:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known  # type: ignore[return-value]  # a key has one kind of block; `cast` costs a call
            building = self._building.get(key)
            if building is None:
                return await self._build(key, build)
            # When the one who builds fails or is cut off, the next one builds.
            built = await asyncio.shield(building)
            if built is not None:
                return built  # type: ignore[return-value]  # as above

    def clear(self) -> None:
        """Forget every block."""
        self._kept.clear()
        self._size = 0

    async def _build_timeline(self, room_id: RoomId, span: Span) -> TimelineBlock:
        found = await newest(self._rooms, room_id, span)
        events = found.events
        bundles = bundle(events, [event for event in found.scanned if event.sender not in span.ignored])
        devices = {
            (event.sender, event.device_id)
            for event in events
            if event.txn_id is not None and event.device_id is not None
        }
        named = {event.sender for event in events}
        named.update(UserId(event.state_key) for event in events if event.type == MEMBER and event.state_key)
        return TimelineBlock(
            events,
            (_join(events, bundles, None),),
            found.limited,
            found.start,
            frozenset(devices),
            frozenset(event.sender for event in events if event.delay_id is not None),
            frozenset(named),
            bundles,
            found.hidden,
        )

    async def _build(self, key: Hashable, build: Callable[[], Awaitable[T]]) -> T:
        # No task: what is in memory is then built before the other listeners have their turn, and nobody waits.
        done = self._building[key] = asyncio.get_running_loop().create_future()
        block = None
        try:
            block = await build()
            self._keep(key, block)
        finally:
            del self._building[key]
            done.set_result(block)
        return block

    def _keep(self, key: Hashable, block: Block) -> None:
        cost = _cost(block)
        if cost > self._capacity // _LARGEST_SHARE:
            # All members of a very large room: those who wait for it get it, and it would drive out everything else.
            return
        self._kept[key] = block
        self._size += cost
        while self._size > self._capacity:
            _, dropped = self._kept.popitem(last=False)
            self._size -= _cost(dropped)


def _cost(block: Block) -> int:
    return _ENTRY_COST + 2 * sum([len(piece) for piece in block.pieces])
