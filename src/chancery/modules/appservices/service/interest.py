# SPDX-License-Identifier: EUPL-1.2
"""Decides which rooms and events concern an application service."""

from collections import OrderedDict

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.contract import RoomEvent, RoomReader
from chancery.wire.matrix.registration import Registration

_MAX_ROOMS = 20_000


class Interest:
    """What concerns one service; which rooms do is remembered until their people or aliases change."""

    def __init__(self, service: Registration, rooms: RoomReader) -> None:
        self._service = service
        self._rooms = rooms
        self._known: OrderedDict[RoomId, bool] = OrderedDict()

    async def wants(self, event: RoomEvent) -> bool:
        """Tell whether an event is to be sent to the service."""
        if self._service.knows_user(event.sender):
            return True
        if event.type == "m.room.member" and self._service.knows_user(event.state_key or ""):
            return True
        return await self.wants_room(event.room_id)

    async def wants_room(self, room_id: RoomId) -> bool:
        """Tell whether everything in a room concerns the service."""
        known = self._known.get(room_id)
        if known is None:
            known = await self._decide(room_id)
            self._known[room_id] = known
            if len(self._known) > _MAX_ROOMS:
                self._known.popitem(last=False)
        return known

    def member_changed(self, room_id: RoomId, user_id: UserId) -> None:
        """Decide anew about a room when somebody of the service's came or went."""
        if self._service.knows_user(user_id):
            self._known.pop(room_id, None)

    def aliases_changed(self, room_id: RoomId) -> None:
        """Decide anew about a room whose aliases changed."""
        self._known.pop(room_id, None)

    def forget(self) -> None:
        """Decide anew about every room: facts were lost."""
        self._known.clear()

    async def _decide(self, room_id: RoomId) -> bool:
        service = self._service
        if service.knows_room(room_id):
            return True
        if service.aliases and any(map(service.knows_alias, await self._rooms.aliases(room_id))):
            return True
        members = await self._rooms.members(room_id)
        return any(kind == "join" and service.knows_user(user_id) for user_id, kind in members.items())
