# SPDX-License-Identifier: EUPL-1.2
"""Restricted rooms: members of certain other rooms may join, vouched for by somebody with the power to invite."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.model import StateEntry
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import Building
from chancery.modules.rooms.store.members import MemberStore

_CANDIDATES = 20


class Authorisers:
    """Finds who vouches for a join."""

    def __init__(self, hot: HotRooms, members: MemberStore) -> None:
        self._hot = hot
        self._members = members

    async def authoriser_for(self, user_id: UserId, building: Building) -> UserId | None:
        """Return a member who may invite, when the room's join rule lets the person in through another room."""
        if building.join_rule not in ("restricted", "knock_restricted"):
            return None
        if building.membership_of(user_id) in ("invite", "join"):
            return None
        entry = building.entry_of(("m.room.join_rules", ""))
        if entry is None or not await self._is_in_one(user_id, entry):
            return None
        levels = building.power_levels
        async for candidate in self._candidates(building):
            member = await self._hot.load_member(building, candidate)
            if member.membership == "join" and levels.of(candidate) >= levels.needed_to("invite"):
                return UserId(candidate)
        return None

    async def answering(self, building: Building) -> UserId:
        """Return who answers for a room: of those in it the creator, the most powerful one, or who came first."""
        async for candidate in self._candidates(building):
            if (await self._hot.load_member(building, candidate)).membership == "join":
                return UserId(candidate)
        return building.creator

    async def _is_in_one(self, user_id: UserId, entry: StateEntry) -> bool:
        memberships = await self._hot.memberships(user_id)
        for room_id in _allowed_rooms(entry.decoded()):
            membership = memberships.get(RoomId(room_id))
            if membership is not None and membership.membership == "join":
                return True
        return False

    async def _candidates(self, building: Building) -> AsyncIterator[str]:
        """Yield the most powerful ones, then who came first."""
        for powerful in _powerful(building):
            yield powerful
        for oldest in await self._members.list_first(building.room_id, "join", _CANDIDATES):
            yield oldest


def _allowed_rooms(content: dict[str, Any]) -> Iterator[str]:
    allow = content.get("allow")
    for condition in allow if isinstance(allow, list) else ():
        if isinstance(condition, dict) and condition.get("type") == "m.room_membership":
            room_id = condition.get("room_id")
            if isinstance(room_id, str):
                yield room_id


def _powerful(building: Building) -> list[str]:
    users = (building.power_content or {}).get("users", {})
    ranked = sorted(users, key=building.power_levels.of, reverse=True)
    return [*building.creators, *ranked[:_CANDIDATES]]
