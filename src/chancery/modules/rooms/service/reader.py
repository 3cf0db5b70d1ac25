# SPDX-License-Identifier: EUPL-1.2
"""What sync, push and keys read: committed rooms, mostly from memory."""

from collections import OrderedDict
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Any

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.rooms.contract import (
    MAIN_THREAD,
    Membership,
    MembershipChange,
    MembershipKind,
    ReadableRange,
    ReadPositions,
    ReceiptRecord,
    RoomEvent,
    RoomSummary,
    Standing,
    StickyEvent,
    TimelineSlice,
)
from chancery.modules.rooms.rules.federation import federation_form
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.member_lists import MemberLists
from chancery.modules.rooms.service.sticky import StickyEvents
from chancery.modules.rooms.service.typing import Typing
from chancery.modules.rooms.store.events import EventStore
from chancery.modules.rooms.store.members import MemberStore
from chancery.modules.rooms.store.receipts import ReceiptStore
from chancery.modules.rooms.store.rooms import RoomStore
from chancery.modules.rooms.store.state import StateStore, newest_of_each

_HEROES = 5
_MAX_SHARING = 1000
_MEMBER = "m.room.member"
_OPEN = ("shared", "world_readable")


class StoredRoomReader:
    """Reads rooms for the server's own parts; nothing here asks what a person may see."""

    def __init__(
        self,
        *,
        hot: HotRooms,
        access: Access,
        events: EventStore,
        state: StateStore,
        members: MemberStore,
        rooms: RoomStore,
        receipts: ReceiptStore,
        typing: Typing,
        sticky: StickyEvents,
        lists: MemberLists,
    ) -> None:
        self._hot = hot
        self._access = access
        self._events = events
        self._state = state
        self._members = members
        self._rooms = rooms
        self._receipts = receipts
        self._typing = typing
        self._sticky = sticky
        self._lists = lists
        self._sharing: OrderedDict[UserId, tuple[dict[RoomId, int], frozenset[UserId]]] = OrderedDict()

    async def memberships(self, user_id: UserId) -> Mapping[RoomId, Membership]:
        return await self._hot.memberships(user_id)

    async def members(self, room_id: RoomId) -> Mapping[UserId, MembershipKind]:
        return await self._hot.kinds(room_id)

    async def membership_changes(self, *, since: int, upto: int) -> Sequence[MembershipChange]:
        return await self._members.scan_changes(since, upto)

    async def membership(self, room_id: RoomId, user_id: UserId) -> Membership | None:
        return await self._members.find(room_id, user_id)

    async def standing(self, room_id: RoomId, user_id: UserId) -> Standing:
        return await self._access.view(user_id, room_id)

    async def event(self, event_id: EventId) -> RoomEvent | None:
        return await self._events.find(event_id)

    async def federation_forms(
        self, room_id: RoomId, event_ids: Sequence[EventId]
    ) -> Mapping[EventId, Mapping[str, Any]]:
        version = (await self._hot.load(room_id)).building.version
        graphs = await self._events.list_graphs(event_ids)
        events = await self._events.list_by_ids(event_ids)
        return {
            event.event_id: federation_form(room_id, event.body, graphs[event.event_id], version)
            for event in events
        }

    async def events_between(self, since: int, upto: int, *, limit: int) -> Sequence[RoomEvent]:
        return await self._events.scan_stream(since, upto, limit)

    async def is_public(self, room_id: RoomId) -> bool:
        row = await self._rooms.find(room_id)
        return row is not None and row.is_public

    async def aliases(self, room_id: RoomId) -> Sequence[str]:
        return await self._rooms.list_aliases(room_id)

    def last_position(self, room_id: RoomId) -> int | None:
        room = self._hot.peek(room_id)
        return room.last_position if room else None

    async def newest_positions(self, room_ids: Collection[RoomId]) -> Mapping[RoomId, int]:
        known: dict[RoomId, int] = {}
        cold: list[RoomId] = []
        for room_id in room_ids:
            room = self._hot.peek(room_id)
            if room is not None:
                known[room_id] = room.last_position
            else:
                cold.append(room_id)
        return known | await self._rooms.positions(cold)

    async def timeline(self, room_id: RoomId, *, since: int, upto: int, limit: int) -> TimelineSlice:
        room = await self._hot.find(room_id)
        if room is None:
            return TimelineSlice((), limited=False, start=since)
        committed = room.committed
        if since >= committed.last_position:
            return TimelineSlice((), limited=False, start=since)
        wanted = [event for event in committed.ring if since < event.position <= upto]
        if since < committed.ring_since and len(wanted) <= limit:
            newest = await self._events.list_newest(room_id, since=since, upto=upto, limit=limit + 1)
            wanted = newest[::-1]
        limited = len(wanted) > limit
        if limited:
            wanted = wanted[len(wanted) - limit :] if limit else []
        start = wanted[0].position - 1 if wanted else since
        return TimelineSlice(wanted, limited, start)

    async def readable(self, room_id: RoomId, user_id: UserId) -> ReadableRange:
        room = await self._hot.find(room_id)
        if room is None:
            return ReadableRange(0, 0, 0)
        place = (await self._hot.memberships(user_id)).get(room_id)
        if place is not None and place.membership == "join":
            visibilities = await self._hot.visibilities(room)
            if all(value in _OPEN for _, value in visibilities):
                return ReadableRange(0, None, None)
        view = await self._access.view(user_id, room_id)
        after, upto = view.readable()
        older = tuple(span for span in view.spans() if span[1] <= after) if view.may_enter else ()
        return ReadableRange(after, upto, view.upto, older)

    async def state_at(
        self, room_id: RoomId, upto: int, *, members: Collection[UserId] | None = None
    ) -> Sequence[RoomEvent]:
        room = await self._hot.find(room_id)
        if room is None:
            return ()
        current = [*room.committed.state.values(), *await self._member_events(room_id, members)]
        if all(event.position <= upto for event in current):
            return current
        return [
            found
            for event in current
            if (found := event if event.position <= upto else await self._before(event, upto)) is not None
        ]

    def member_pages(self, room_id: RoomId, upto: int) -> AsyncIterator[Sequence[RoomEvent]]:
        return self._lists.pages(room_id, upto)

    async def state_between(
        self, room_id: RoomId, since: int, upto: int, *, members: Collection[UserId] | None = None
    ) -> Sequence[RoomEvent]:
        room = await self._hot.find(room_id)
        if room is None or since >= room.committed.last_position:
            return ()
        if since >= room.committed.ring_since:
            ring = room.committed.ring
            events = [e for e in ring if e.state_key is not None and since < e.position <= upto]
        else:
            events = await self._state.list_between(room_id, since, upto)
        if members is not None:
            events = [e for e in events if e.type != _MEMBER or e.state_key in members]
        return sorted(newest_of_each(events).values(), key=lambda event: event.position)

    async def state_events(
        self, room_id: RoomId, keys: Collection[tuple[str, str]], *, upto: int | None = None
    ) -> Sequence[RoomEvent]:
        room = await self._hot.find(room_id)
        if room is None:
            return ()
        state = room.committed.state
        found = [state[key] for key in keys if key in state]
        people = [key[1] for key in keys if key[0] == _MEMBER]
        if people:
            found += await self._members.list_events(room_id, people)
        if upto is None or upto >= room.committed.last_position:
            return found
        return [
            then
            for event in found
            if (then := event if event.position <= upto else await self._before(event, upto)) is not None
        ]

    async def plain_state(
        self, room_ids: Collection[RoomId], types: Collection[str]
    ) -> Mapping[RoomId, Mapping[str, bytes]]:
        return await self._state.list_plain(room_ids, types)

    async def sticky_events(
        self, room_ids: Collection[RoomId], *, since: int, upto: int, limit: int
    ) -> Sequence[StickyEvent]:
        return await self._sticky.between(room_ids, since=since, upto=upto, limit=limit)

    async def joined_count(self, room_id: RoomId) -> int:
        room = await self._hot.find(room_id)
        return room.committed.counts.get("join", 0) if room is not None else 0

    async def summary(self, room_id: RoomId, reader: UserId) -> RoomSummary:
        room = await self._hot.find(room_id)
        if room is None:
            return RoomSummary(0, 0, ())
        committed = room.committed
        first = committed.heroes
        if first is None:
            version = committed.member_version
            first = await self._first_members(room_id)
            if committed.member_version == version:
                committed.heroes = first
        heroes = [user_id for user_id in first if user_id != reader][:_HEROES]
        return RoomSummary(committed.counts.get("join", 0), committed.counts.get("invite", 0), heroes)

    async def receipts(
        self, room_id: RoomId, *, since: int, upto: int, reader: UserId
    ) -> Sequence[ReceiptRecord]:
        room = await self._hot.find(room_id)
        if room is None:
            return ()
        if room.committed.receipts_position is None:
            newest = await self._receipts.newest_position(room_id)
            # A receipt may have moved while the database was read.
            room.committed.receipts_position = max(newest, room.committed.receipts_position or 0)
        if since >= room.committed.receipts_position:
            return ()
        return await self._receipts.list_between(room_id, since, upto, reader)

    def typing(self, room_id: RoomId) -> tuple[int, Sequence[UserId]]:
        return self._typing.now(room_id)

    async def users_sharing_rooms(self, user_id: UserId) -> frozenset[UserId]:
        versions: dict[RoomId, int] = {}
        for room_id, membership in list((await self._hot.memberships(user_id)).items()):
            if membership.membership != "join":
                continue
            room = await self._hot.find(room_id)
            versions[room_id] = room.committed.member_version if room else 0
        known = self._sharing.get(user_id)
        if known is not None and known[0] == versions:
            self._sharing.move_to_end(user_id)
            return known[1]
        sharing = await self._members.scan_sharing(user_id)
        self._sharing[user_id] = (versions, sharing)
        if len(self._sharing) > _MAX_SHARING:
            self._sharing.popitem(last=False)
        return sharing

    async def shares_room(self, user_id: UserId, other: UserId) -> bool:
        own = await self._hot.memberships(user_id)
        theirs = await self._hot.memberships(other)
        return any(
            place.membership == "join" and room_id in theirs and theirs[room_id].membership == "join"
            for room_id, place in own.items()
        )

    async def read_positions(self, room_id: RoomId, user_id: UserId) -> ReadPositions:
        room = await self._hot.find(room_id)
        if room is None:
            return ReadPositions()
        committed = room.committed
        known = committed.read_positions.get(user_id)
        if known is not None:
            return known
        before = (committed.last_position, committed.receipts_position)
        read = await self._receipts.read_upto(room_id, user_id)
        own = await self._events.last_own_position(room_id, user_id, since=read.of(None))
        read = read.moved(MAIN_THREAD, own)
        threads = await self._events.last_own_in_threads(room_id, user_id, since=read.everywhere)
        for thread, position in threads.items():
            read = read.moved(thread, position)
        # What changed while the database was read may not be in the result.
        if before == (committed.last_position, committed.receipts_position):
            committed.read_positions[user_id] = read
        return read

    async def threaded_events(
        self, room_id: RoomId, *, since: int, upto: int, limit: int
    ) -> Sequence[RoomEvent]:
        return await self._events.list_threaded(room_id, since=since, upto=upto, limit=limit)

    async def _member_events(
        self, room_id: RoomId, members: Collection[UserId] | None
    ) -> Sequence[RoomEvent]:
        if members is None:
            return await self._members.scan_events(room_id)
        return await self._members.list_events(room_id, list(members)) if members else ()

    async def _before(self, event: RoomEvent, upto: int) -> RoomEvent | None:
        return await self._state.find_at(event.room_id, event.type, event.state_key or "", upto)

    async def _first_members(self, room_id: RoomId) -> Sequence[UserId]:
        """Return those who name a room without a name; those who left name one that is empty."""
        found: list[UserId] = []
        for membership in ("join", "invite"):
            found += await self._members.list_first(room_id, membership, _HEROES + 1)
        if len(found) <= 1:
            for membership in ("leave", "ban"):
                found += await self._members.list_first(room_id, membership, _HEROES + 1)
        return found
