# SPDX-License-Identifier: EUPL-1.2
"""Brings a changed name or picture into the member events of a person's rooms."""

import asyncio
from typing import Any

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.errors import MemberChanged
from chancery.modules.rooms.model import Draft, decode_object
from chancery.modules.rooms.service.append import Appender
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import Building
from chancery.modules.rooms.service.people import People

_BATCH = 20
"""Rooms that are written to at once: they share commits, and the event loop stays free for others."""

_OWN_MEMBERS = ("displayname", "avatar_url")


class ProfileSpreader:
    """Rewrites member events, some rooms at a time."""

    def __init__(self, hot: HotRooms, appender: Appender, people: People) -> None:
        self._hot = hot
        self._appender = appender
        self._people = people

    async def spread(self, user_id: UserId) -> None:
        """Append a member event wherever the person is joined under an older profile."""
        profile = await self._people.member_content(user_id, "join")
        places = await self._hot.memberships(user_id)
        rooms = [room_id for room_id, place in places.items() if place.membership == "join"]
        for first in range(0, len(rooms), _BATCH):
            batch = (self._update(user_id, room_id, profile) for room_id in rooms[first : first + _BATCH])
            failures = [
                one for one in await asyncio.gather(*batch, return_exceptions=True) if one is not None
            ]
            # Somebody who is leaving a room meanwhile is no failure of the others.
            unexpected = [one for one in failures if not isinstance(one, ChanceryError)]
            if unexpected:
                raise unexpected[0]

    async def _update(self, user_id: UserId, room_id: RoomId, profile: dict[str, Any]) -> None:
        room = await self._hot.load(room_id)
        member = await self._hot.load_member(room.building, user_id)
        if member.membership != "join" or member.entry is None:
            return
        content = decode_object(member.entry.content)
        kept = {name: value for name, value in content.items() if name not in _OWN_MEMBERS}
        kept.pop("reason", None)
        updated = {**kept, **profile}
        if updated == content:
            return
        written = member.entry.event_id

        def check(building: Building) -> None:
            # Every process hears of a changed profile; whoever comes second finds the member event changed.
            if building.event_id_of(("m.room.member", user_id)) != written:
                raise MemberChanged("another process was first")

        draft = Draft("m.room.member", user_id, updated, user_id)
        await self._appender.append(room_id, draft, check=check)
