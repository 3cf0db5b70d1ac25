# SPDX-License-Identifier: EUPL-1.2
"""Lists of a room's members, page by page: a room of 100,000 is never in memory as a whole, and nobody waits for it."""

from collections.abc import AsyncIterator, Sequence

from chancery.kit.ids import RoomId
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.store.members import MemberStore
from chancery.modules.rooms.store.state import StateStore

PAGE = 1_000
"""Members that are read and rendered in one turn: some milliseconds."""


class MemberLists:
    """Reads member events in the order of people's ids."""

    def __init__(self, hot: HotRooms, members: MemberStore, state: StateStore) -> None:
        self._hot = hot
        self._members = members
        self._state = state

    async def pages(self, room_id: RoomId, upto: int) -> AsyncIterator[Sequence[RoomEvent]]:
        """Yield the member events as of a position; what changes while they are read is not among them."""
        room = await self._hot.find(room_id)
        if room is None:
            return
        upto = min(upto, room.committed.last_position)
        page = await self._members.scan_page(room_id, after="", limit=PAGE)
        while page:
            last = page[-1].state_key or ""
            is_last = len(page) < PAGE
            yield await self._as_of(page, upto)
            page = [] if is_last else await self._members.scan_page(room_id, after=last, limit=PAGE)

    async def _as_of(self, page: Sequence[RoomEvent], upto: int) -> Sequence[RoomEvent]:
        if all(event.position <= upto for event in page):
            return page
        found = [event if event.position <= upto else await self._before(event, upto) for event in page]
        return [event for event in found if event is not None]

    async def _before(self, event: RoomEvent, upto: int) -> RoomEvent | None:
        return await self._state.find_at(event.room_id, event.type, event.state_key or "", upto)
