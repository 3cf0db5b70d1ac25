# SPDX-License-Identifier: EUPL-1.2
"""Spaces that list a room which was replaced: its successor takes its place in them."""

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import RoomId
from chancery.modules.rooms.model import Draft
from chancery.modules.rooms.service.append import Appender
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import Building
from chancery.platform.http.request import Caller

_PARENT, _CHILD = "m.space.parent", "m.space.child"


class SpaceParents:
    """Changes the spaces that a room names as its parents, as far as the actor may."""

    def __init__(self, hot: HotRooms, appender: Appender) -> None:
        self._hot = hot
        self._appender = appender

    async def replace_child(self, actor: Caller, old: RoomId, new: RoomId) -> None:
        """Put the successor in the place of the old room, which goes from the space; done already, do nothing."""
        room = await self._hot.load(old)
        for kind, parent in list(room.building.entries):
            if kind == _PARENT:
                await self._replace_in(actor, RoomId(parent), old, new)

    async def _replace_in(self, actor: Caller, parent: RoomId, old: RoomId, new: RoomId) -> None:
        space = await self._hot.find(parent)
        entry = space.building.entry_of((_CHILD, old)) if space else None
        content = entry.decoded() if entry else {}
        if space is None or not isinstance(content.get("via"), list):
            return
        await self._hot.load_member(space.building, actor.user_id)
        if not _may(actor, space.building):
            return
        try:
            if space.building.entry_of((_CHILD, new)) is None:
                await self._appender.append(parent, Draft(_CHILD, actor.user_id, content, new))
            await self._appender.append(parent, Draft(_CHILD, actor.user_id, {}, old))
        except ChanceryError:
            return  # the actor lost their right in the space meanwhile; the room itself is replaced


def _may(actor: Caller, space: Building) -> bool:
    levels = space.power_levels
    is_in = space.membership_of(actor.user_id) == "join"
    return is_in and levels.of(actor.user_id) >= levels.needed_for(_CHILD, is_state=True)
