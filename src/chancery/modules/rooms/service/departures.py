# SPDX-License-Identifier: EUPL-1.2
"""Takes people whose login was closed out of their rooms, and gives rooms that nobody else may administer to an heir.

Every step looks at the room as it is, so that whoever comes second or after a crash goes on where the first one ended.
"""

from collections.abc import Sequence
from typing import Any

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.rooms.contract import LeavingPlace, LeftRoom, Membership
from chancery.modules.rooms.errors import NotInRoom
from chancery.modules.rooms.model import Draft, NewEvent
from chancery.modules.rooms.service.append import Appender
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import Building
from chancery.modules.rooms.service.people import People
from chancery.modules.rooms.store.members import MemberStore
from chancery.platform.db.port import Write

_LEVELS = "m.room.power_levels"
_MEMBER = "m.room.member"
_PRESENT = ("join", "invite", "knock")
_USUAL_HIGHEST = 100


class StoredRoomDepartures:
    """`RoomDepartures` over the hot rooms."""

    def __init__(
        self,
        *,
        hot: HotRooms,
        appender: Appender,
        members: MemberStore,
        people: People,
        accounts: Accounts,
        audit: AuditLog,
    ) -> None:
        self._hot = hot
        self._appender = appender
        self._members = members
        self._people = people
        self._accounts = accounts
        self._audit = audit

    async def places(self, user_id: UserId, successor: UserId | None) -> Sequence[LeavingPlace]:
        found = await self._members.list_of_person(user_id)
        present = [place for place in found.values() if place.membership in _PRESENT]
        return [await self._place(place, successor) for place in sorted(present, key=lambda one: one.room_id)]

    async def depart(
        self, room_id: RoomId, user_id: UserId, heir: UserId | None, *, actor: str, also: LeftRoom
    ) -> bool:
        problem = None
        if heir is not None:
            try:
                await self._hand_over(room_id, user_id, heir, actor)
            except ChanceryError as error:
                if error.http_status >= 500:
                    raise
                problem = error.message

        def check(building: Building) -> None:
            if building.membership_of(user_id) not in _PRESENT:
                raise NotInRoom(f"{user_id} is not in this room")

        def record(write: Write, _event: NewEvent) -> None:
            self._audit.record(write, Entry("room.departed", actor, user_id, {"room": room_id}))
            also(write, problem)

        draft = Draft(_MEMBER, user_id, {"membership": "leave"}, user_id)
        try:
            await self._appender.append(room_id, draft, people=[user_id], check=check, also=record)
        except NotInRoom:
            return False
        return True

    async def _place(self, place: Membership, successor: UserId | None) -> LeavingPlace:
        room = await self._hot.load(place.room_id)
        building, user_id = room.building, place.user_id
        counts, _ = await self._members.count(place.room_id)
        others = counts.get("join", 0) - (place.membership == "join")
        orphaned = place.membership == "join" and others > 0 and await self._is_orphaned(building, user_id)
        heir = await self._heir(place, others, successor) if orphaned else None
        return LeavingPlace(place.room_id, _name(building), place.membership, others, orphaned, heir)

    async def _is_orphaned(self, building: Building, user_id: UserId) -> bool:
        """Only who is named, or created the room, can have more power than everybody: few people to look at."""
        levels, needed = building.power_levels, _needed(building)
        if levels.of(user_id) < needed or levels.users_default >= needed:
            return False
        named = {*_users(building.power_content), *building.creators, building.creator} - {user_id}
        for other in sorted(named):
            if levels.of(other) < needed or not await self._accounts.exists(UserId(other)):
                continue
            if (await self._hot.load_member(building, other)).membership == "join":
                return False
        return True

    async def _heir(self, place: Membership, others: int, successor: UserId | None) -> UserId | None:
        if others > 1:
            return successor
        first = await self._members.list_first(place.room_id, "join", 2)
        stays = next((one for one in first if one != place.user_id), None)
        return stays if stays is not None and await self._accounts.exists(stays) else successor

    async def _hand_over(self, room_id: RoomId, user_id: UserId, heir: UserId, actor: str) -> None:
        building = (await self._hot.load(room_id)).building
        if (await self._hot.load_member(building, user_id)).membership != "join":
            return
        if (await self._hot.load_member(building, heir)).membership not in ("join", "invite"):
            content = await self._people.member_content(heir, "invite")
            await self._appender.append(room_id, Draft(_MEMBER, user_id, content, heir), people=[heir])
        building = (await self._hot.load(room_id)).building
        if building.power_levels.of(heir) >= _needed(building):
            return

        def record(write: Write, _event: NewEvent) -> None:
            self._audit.record(write, Entry("room.handed_over", actor, heir, {"room": room_id}))

        draft = Draft(_LEVELS, user_id, _with_heir(building, user_id, heir), "")
        await self._appender.append(room_id, draft, also=record)


def _needed(building: Building) -> int:
    return building.power_levels.needed_for(_LEVELS, is_state=True)


def _users(content: object) -> dict[str, Any]:
    users = content.get("users") if isinstance(content, dict) else None
    return users if isinstance(users, dict) else {}


def _with_heir(building: Building, user_id: UserId, heir: UserId) -> dict[str, Any]:
    """Return the room's levels with the heir as high as the leaver; nobody gives what creators of version 12 have."""
    levels, content = building.power_levels, dict(building.power_content or {})
    level = min(levels.of(user_id), max(_USUAL_HIGHEST, levels.highest))
    return {**content, "users": {**_users(content), heir: level}}


def _name(building: Building) -> str | None:
    entry = building.entry_of(("m.room.name", ""))
    name = entry.decoded().get("name") if entry else None
    return name if isinstance(name, str) and name else None
