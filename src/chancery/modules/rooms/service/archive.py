# SPDX-License-Identifier: EUPL-1.2
"""What search reads: the text of all rooms in stream order, and each person's sight of what was found."""

from collections.abc import Collection, Mapping, Sequence

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.rooms.contract import Neighbours, RoomEvent
from chancery.modules.rooms.errors import NotInRoom
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.history import History
from chancery.modules.rooms.service.relations import Relations
from chancery.modules.rooms.store.events import EventStore
from chancery.platform.http.request import Caller


class StoredRoomArchive:
    """Reads stored events."""

    def __init__(self, access: Access, events: EventStore, history: History, relations: Relations) -> None:
        self._access = access
        self._events = events
        self._history = history
        self._relations = relations

    async def list_events(self, kinds: Collection[str], *, after: int, limit: int) -> Sequence[RoomEvent]:
        return await self._events.scan_kinds(sorted(kinds), after=after, limit=limit)

    async def events_at(self, positions: Sequence[int]) -> Sequence[RoomEvent]:
        return await self._events.list_at(positions)

    async def newest_edit(self, event: RoomEvent) -> RoomEvent | None:
        return await self._relations.newest_edit(event)

    async def visible(
        self, user_id: UserId, room_id: RoomId, senders: Mapping[int, UserId]
    ) -> Collection[int]:
        try:
            view = await self._access.view(user_id, room_id)
        except NotInRoom:
            return ()
        if not view.may_enter:
            return ()
        return [
            position
            for position, sender in senders.items()
            if view.sees(position) and not view.redacts(sender, position)
        ]

    async def neighbours(
        self, actor: Caller, room_id: RoomId, position: int, *, before: int, after: int
    ) -> Neighbours:
        return await self._history.neighbours(actor, room_id, position, before=before, after=after)

    async def render(self, actor: Caller, events: Sequence[RoomEvent]) -> Mapping[EventId, bytes]:
        sight = await self._relations.see(actor, events)
        device = (actor.user_id, actor.device_id)
        return {event.event_id: sight.render(event, device) for event in events}
