# SPDX-License-Identifier: EUPL-1.2
"""Guests: they enter only rooms that say so, and leave when a room says so no longer (client-server API, "Guest Access")."""

from collections.abc import Mapping
from typing import Any

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import RoomId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.rooms.errors import ClosedToGuests
from chancery.modules.rooms.model import Draft
from chancery.modules.rooms.service.append import Appender
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import Building
from chancery.platform.http.request import Caller

GUEST_ACCESS = "m.room.guest_access"


class Guests:
    """Judges whether guests may enter, and shows them out."""

    def __init__(self, accounts: Accounts, hot: HotRooms, appender: Appender) -> None:
        self._accounts = accounts
        self._hot = hot
        self._appender = appender

    def check_may_enter(self, actor: Caller, building: Building) -> None:
        """Raise ClosedToGuests for a guest at a room that takes none."""
        entry = building.entry_of((GUEST_ACCESS, ""))
        if actor.is_guest and not (entry is not None and takes_guests(entry.decoded())):
            raise ClosedToGuests("this room takes no guests")

    async def show_out(self, room_id: RoomId) -> None:
        """Let every guest leave a room that has just been closed to them."""
        kinds = await self._hot.kinds(room_id)
        present = [user_id for user_id, kind in kinds.items() if kind in ("join", "invite")]
        for guest in await self._accounts.guests(present):
            draft = Draft("m.room.member", guest, {"membership": "leave"}, guest)
            try:
                await self._appender.append(room_id, draft)
            except ChanceryError:
                continue  # they have left by themselves meanwhile


def takes_guests(content: Mapping[str, Any]) -> bool:
    """Whether the content of a guest access event opens the room."""
    return content.get("guest_access") == "can_join"
