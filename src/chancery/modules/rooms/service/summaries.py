# SPDX-License-Identifier: EUPL-1.2
"""What a person may know of a room before they enter it, and which rooms two people share."""

from typing import Any

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.contract import RoomReader
from chancery.modules.rooms.errors import RoomNotFound
from chancery.modules.rooms.service.directory import describe
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import HotRoom
from chancery.modules.rooms.service.restricted import Authorisers
from chancery.platform.http.request import Caller

_OPEN_RULES = ("public", "knock", "knock_restricted")


class Summaries:
    """Describes rooms to those who may enter or are in."""

    def __init__(self, hot: HotRooms, authorisers: Authorisers, reader: RoomReader) -> None:
        self._hot = hot
        self._authorisers = authorisers
        self._reader = reader

    async def access_summary(self, actor: Caller, room_id: RoomId) -> dict[str, Any]:
        """Return a room's summary; raises RoomNotFound for one that is closed to the actor."""
        room = await self._hot.find(room_id)
        if room is None:
            raise RoomNotFound("there is no such room")
        member = await self._hot.load_member(room.building, actor.user_id)
        summary = describe(room)
        is_inside = member.membership in ("join", "invite", "knock")
        if not is_inside and not summary["world_readable"] and not await self._may_enter(actor, room):
            raise RoomNotFound("there is no such room")
        if member.membership:
            summary["membership"] = member.membership
        return summary

    async def list_shared(self, actor: Caller, other: UserId) -> list[RoomId]:
        """Return the rooms to which both are joined."""
        own = await self._reader.memberships(actor.user_id)
        theirs = await self._reader.memberships(other)
        return [
            room_id
            for room_id, place in own.items()
            if place.membership == "join" and room_id in theirs and theirs[room_id].membership == "join"
        ]

    async def _may_enter(self, actor: Caller, room: HotRoom) -> bool:
        if room.building.membership_of(actor.user_id) == "ban":
            return False
        if room.building.join_rule in _OPEN_RULES:
            return True
        return await self._authorisers.authoriser_for(actor.user_id, room.building) is not None
