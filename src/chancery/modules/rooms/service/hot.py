# SPDX-License-Identifier: EUPL-1.2
"""The hot rooms: loaded on demand, kept while used, thrown away when a commit failed."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.contract import Membership, MembershipKind, RoomEvent
from chancery.modules.rooms.errors import NotInRoom, RoomBusy
from chancery.modules.rooms.model import STRANGER, Member
from chancery.modules.rooms.service.catch_up import catch_up
from chancery.modules.rooms.service.hot_room import (
    RING_SIZE,
    VISIBILITY,
    Building,
    Committed,
    HotRoom,
    build_room,
    visibility_of,
)
from chancery.modules.rooms.store.events import EventStore
from chancery.modules.rooms.store.members import MemberStore
from chancery.modules.rooms.store.rooms import RoomStore
from chancery.modules.rooms.store.state import StateStore
from chancery.wire.matrix.versions import room_version

MAX_ROOMS = 1000
MAX_PEOPLE = 5000
_LOAD_ATTEMPTS = 5
_NEWEST = 2**62


class HotRooms:
    """Rooms and people's membership lists in memory; `apply` keeps them current with each commit."""

    def __init__(self, events: EventStore, state: StateStore, members: MemberStore, rooms: RoomStore) -> None:
        self._events = events
        self._state = state
        self._members = members
        self._rooms = rooms
        self._hot: OrderedDict[RoomId, HotRoom] = OrderedDict()
        self._loading: dict[RoomId, asyncio.Future[HotRoom | None]] = {}
        self._people: OrderedDict[UserId, dict[RoomId, Membership]] = OrderedDict()
        # What was told while the database was being read: such a read is repeated.
        self._told: dict[RoomId, int] = {}
        self._expected: dict[int, tuple[RoomEvent, Membership | None, str]] = {}
        self._people_loading: dict[UserId, asyncio.Future[dict[RoomId, Membership]]] = {}
        self._people_told: set[UserId] = set()

    def peek(self, room_id: RoomId) -> HotRoom | None:
        """Return a room if it is in memory."""
        return self._hot.get(room_id)

    def touch(self, room_id: RoomId) -> HotRoom | None:
        """Return a room if it is in memory and current, and keep it there."""
        room = self._hot.get(room_id)
        if room is None or room.is_behind:
            return None
        self._hot.move_to_end(room_id)
        return room

    async def find(self, room_id: RoomId) -> HotRoom | None:
        """Return a room, or None when there is none with this id."""
        known = self._hot.get(room_id)
        # What is told after this call is for later ones, or a busy room would hold up its readers for ever.
        wanted = known.heard_of if known is not None else 0
        while True:
            room = self.touch(room_id) or await self._shared_load(room_id)
            # A load that began before this call may have missed what was told in between.
            if room is None or room.committed.last_position >= wanted:
                return room

    async def _shared_load(self, room_id: RoomId) -> HotRoom | None:
        loading = self._loading.get(room_id)
        # One that is done is for those who waited for it; its callback may be yet to run.
        if loading is None or loading.done():
            loading = asyncio.ensure_future(self._load(room_id))
            self._loading[room_id] = loading
            loading.add_done_callback(partial(self._loaded, room_id))
        return await asyncio.shield(loading)

    def _loaded(self, room_id: RoomId, loading: "asyncio.Future[HotRoom | None]") -> None:
        if self._loading.get(room_id) is loading:
            del self._loading[room_id]

    async def load(self, room_id: RoomId) -> HotRoom:
        """Return a room; for an unknown one says what a stranger would hear of any room."""
        room = await self.find(room_id)
        if room is None:
            raise NotInRoom
        return room

    async def load_member(self, building: Building, user_id: str) -> Member:
        """Make a person's membership known to the building side of a room."""
        member = building.use_member(user_id)
        if member is None:
            found = await self._members.find_entry(building.room_id, UserId(user_id))
            # Another request may have loaded or changed it while the database was read.
            member = building.use_member(user_id, found or STRANGER)
        assert member is not None
        return member

    def evict(self, room: HotRoom) -> None:
        """Forget a room whose building side ran ahead of what was stored."""
        if self._hot.get(room.room_id) is room:
            del self._hot[room.room_id]

    async def memberships(self, user_id: UserId) -> dict[RoomId, Membership]:
        """Return the person's memberships, without the forgotten ones; the mapping is live, do not change it."""
        known = self._people.get(user_id)
        if known is not None:
            self._people.move_to_end(user_id)
            return known
        loading = self._people_loading.get(user_id)
        if loading is None:
            loading = asyncio.ensure_future(self._load_person(user_id))
            self._people_loading[user_id] = loading
            loading.add_done_callback(lambda _: self._people_loading.pop(user_id, None))
        return await asyncio.shield(loading)

    async def kinds(self, room_id: RoomId) -> dict[UserId, MembershipKind]:
        """Return the membership of everybody in a room; the mapping is live, do not change it."""
        room = await self.find(room_id)
        if room is None:
            return {}
        committed = room.committed
        if committed.kinds is None:
            # Changes that are committed during the scan are collected beside it and win.
            if committed.kinds_loading is None:
                committed.kinds_loading = {}
            changed = committed.kinds_loading
            kinds = await self._members.scan_kinds(room_id)
            kinds.update(changed)
            if committed.kinds is None:
                committed.kinds = kinds
                committed.kinds_loading = None
        return committed.kinds

    async def visibilities(self, room: HotRoom) -> Sequence[tuple[int, str]]:
        """Return the room's history visibilities with the positions from which they hold."""
        committed = room.committed
        if committed.visibilities is not None:
            return committed.visibilities
        current = committed.state.get(VISIBILITY)
        events = await self._state.list_history(room.room_id, *VISIBILITY)
        visibilities = [(event.position, visibility_of(event)) for event in events]
        if committed.state.get(VISIBILITY) is current:
            committed.visibilities = visibilities
        return visibilities

    def expect(self, event: RoomEvent, membership: Membership | None, previous: str) -> None:
        """Keep a committed event of this process until `heard` says that its turn in the stream has come."""
        self._expected[event.position] = event, membership, previous

    def heard(self, room_id: RoomId, position: int) -> None:
        """Show readers the event at a position, told in stream order; another process's is read at the next use."""
        expected = self._expected.pop(position, None)
        room = self._hot.get(room_id)
        if room is not None and expected is not None:
            room.building.settle(expected[0].event_id)
            if expected[1] is not None:
                room.building.store_member(expected[1].user_id, expected[0].event_id)
        if room is None:
            if room_id in self._loading:
                self._told[room_id] = max(position, self._told.get(room_id, 0))
        elif expected is None or room.is_behind:
            room.heard_of = max(position, room.heard_of)
        elif position > room.committed.last_position:
            event, membership, previous = expected
            room.committed.append(event)
            if membership is not None:
                room.committed.change_member(membership.user_id, membership.membership, previous)
        if expected is not None and expected[1] is not None:
            self._apply_membership(expected[1])

    def redacted(self, event: RoomEvent) -> None:
        """Show the redacted form of an event; what was built on redacted state is read anew."""
        expected = self._expected.get(event.position)
        if expected is not None:
            self._expected[event.position] = event, *expected[1:]
        if event.room_id in self._loading:
            self._told[event.room_id] = _NEWEST
        room = self._hot.get(event.room_id)
        if room is None:
            return
        room.committed.replace(event)
        if event.state_key is not None:
            self.evict(room)

    def receipt_moved(
        self, room_id: RoomId, position: int, user_id: UserId, *, thread: str | None, event_position: int
    ) -> None:
        """Note a committed receipt; `thread` None: an unthreaded one."""
        room = self._hot.get(room_id)
        if room is None:
            return
        committed = room.committed
        committed.receipts_position = max(position, committed.receipts_position or 0)
        if user_id in committed.read_positions:
            committed.read_positions[user_id] = committed.read_positions[user_id].moved(
                thread, event_position
            )

    def forget_all(self) -> None:
        """Read everything anew: facts of other processes may have been missed."""
        self._hot.clear()
        self._people.clear()
        self._people_told |= self._people_loading.keys()
        for room_id in self._loading:
            self._told[room_id] = _NEWEST

    def heard_of_member(self, room_id: RoomId, user_id: UserId, position: int) -> None:
        """Drop a person's list when another process has changed it."""
        known = self._people.get(user_id)
        if known is None:
            self._mark_loading(user_id)
            return
        current = known.get(room_id)
        if current is None or current.position < position:
            self.forget_person(user_id)

    def heard_of_receipt(self, room_id: RoomId, user_id: UserId, position: int) -> None:
        """Note a receipt that another process has moved."""
        room = self._hot.get(room_id)
        if room is None:
            return
        committed = room.committed
        if committed.receipts_position is None or committed.receipts_position < position:
            committed.receipts_position = position
            committed.read_positions.pop(user_id, None)

    def forget(self, room_id: RoomId, user_id: UserId) -> None:
        """Drop a room from a person's list."""
        known = self._people.get(user_id)
        if known is not None:
            known.pop(room_id, None)

    def forget_person(self, user_id: UserId) -> None:
        """Read a person's list anew next time."""
        self._people.pop(user_id, None)
        self._mark_loading(user_id)

    def _mark_loading(self, user_id: UserId) -> None:
        if user_id in self._people_loading:
            self._people_told.add(user_id)

    def _apply_membership(self, membership: Membership) -> None:
        known = self._people.get(membership.user_id)
        if known is None:
            self._mark_loading(membership.user_id)
            return
        current = known.get(membership.room_id)
        if current is not None and current.position >= membership.position:
            return
        if current is not None and current.membership == membership.membership:
            membership = replace(membership, began=current.began)
        known[membership.room_id] = membership

    async def _load_person(self, user_id: UserId) -> dict[RoomId, Membership]:
        loaded = await self._members.list_of_person(user_id)
        while user_id in self._people_told:
            self._people_told.discard(user_id)
            loaded = await self._members.list_of_person(user_id)
        self._people[user_id] = loaded
        if len(self._people) > MAX_PEOPLE:
            self._people.popitem(last=False)
        return loaded

    async def _load(self, room_id: RoomId) -> HotRoom | None:
        for _ in range(_LOAD_ATTEMPTS):
            self._told.pop(room_id, None)
            room = self._hot.get(room_id) or await self._read(room_id)
            if room is None:
                return None
            # What others append from now on is for the next use: a busy room must not hold up its readers for ever.
            row = await self._rooms.find(room_id)
            is_current = row is not None and await catch_up(room, row, self._events)
            told = self._told.pop(room_id, 0)
            if is_current and told != _NEWEST and room.committed.last_position >= told:
                return self._keep(room)
            self.evict(room)  # read anew: what was told meanwhile does not fit to what was read
        raise RoomBusy("the room changes faster than it can be read; try again")

    async def _read(self, room_id: RoomId) -> HotRoom | None:
        """Read a room; what is read later is the same or newer, and `catch_up` makes all of it equally new."""
        counts, position = await self._members.count(room_id)
        newest = await self._events.list_newest(room_id, since=0, upto=position, limit=RING_SIZE)
        row = await self._rooms.find(room_id)
        if row is None or not newest:
            return None
        state = await self._state.list_current(room_id)
        building = build_room(room_id, row, room_version(row.version), state)
        return HotRoom(room_id, building, Committed(newest[::-1], state, counts))

    def _keep(self, room: HotRoom) -> HotRoom:
        self._hot[room.room_id] = room
        while len(self._hot) > MAX_ROOMS:
            self._hot.popitem(last=False)
        return room
