# SPDX-License-Identifier: EUPL-1.2
"""What people set for a room follows them into its successor: tags and the mark of a direct chat."""

from typing import Any

import msgspec

from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import Building

_TAGS, _DIRECT = "m.tag", "m.direct"


def predecessor_of(building: Building) -> RoomId | None:
    """Return the room that this one replaces."""
    predecessor = building.create_content.get("predecessor")
    room_id = predecessor.get("room_id") if isinstance(predecessor, dict) else None
    return RoomId(room_id) if isinstance(room_id, str) else None


class Inheritance:
    """Copies a person's settings once; what they set for the new room already is left alone."""

    def __init__(self, accounts: Accounts, hot: HotRooms) -> None:
        self._accounts = accounts
        self._hot = hot

    async def predecessor_for(self, user_id: UserId, building: Building) -> RoomId | None:
        """Return the room that this one replaces when the person has, or had, a place in it."""
        old = predecessor_of(building)
        return old if old is not None and old in await self._hot.memberships(user_id) else None

    async def carry_over(self, user_id: UserId, old: RoomId, new: RoomId) -> None:
        """Copy tags and the mark of a direct chat; the push rules follow by `RoomSucceeded`."""
        await self._copy_tags(user_id, old, new)
        await self._copy_direct(user_id, old, new)

    async def _copy_tags(self, user_id: UserId, old: RoomId, new: RoomId) -> None:
        tags = await self._accounts.account_datum(user_id, _TAGS, room_id=old)
        if tags is None or await self._accounts.account_datum(user_id, _TAGS, room_id=new) is not None:
            return
        await self._accounts.set_account_data(user_id, _TAGS, tags.content, room_id=new)

    async def _copy_direct(self, user_id: UserId, old: RoomId, new: RoomId) -> None:
        datum = await self._accounts.account_datum(user_id, _DIRECT)
        if datum is None:
            return
        direct: dict[str, Any] = msgspec.json.decode(datum.content)
        changed = {person: _with_successor(rooms, old, new) for person, rooms in direct.items()}
        if changed != direct:
            await self._accounts.set_account_data(user_id, _DIRECT, msgspec.json.encode(changed))


def _with_successor(rooms: object, old: RoomId, new: RoomId) -> object:
    if not isinstance(rooms, list) or old not in rooms or new in rooms:
        return rooms
    return [*rooms, new]
