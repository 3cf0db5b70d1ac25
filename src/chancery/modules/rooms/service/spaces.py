# SPDX-License-Identifier: EUPL-1.2
"""Walks the tree below a space, as one person may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chancery.kit.ids import RoomId
from chancery.modules.rooms.errors import NotInRoom, RoomNotFound
from chancery.modules.rooms.model import content_of, decode_object
from chancery.modules.rooms.rules.spaces import Child, ordered
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.summaries import Summaries
from chancery.platform.http.request import Caller

MAX_DEPTH = 20
MAX_ROOMS = 2000


@dataclass(frozen=True, slots=True)
class SpacePage:
    """Rooms of a space tree; `next_index` is where the next page begins, None at the end."""

    rooms: Sequence[dict[str, Any]]
    next_index: int | None


class Spaces:
    """Lists what a space holds, depth first."""

    def __init__(self, hot: HotRooms, summaries: Summaries) -> None:
        self._hot = hot
        self._summaries = summaries

    async def list_hierarchy(
        self, actor: Caller, root: RoomId, *, first: int, limit: int, max_depth: int, suggested_only: bool
    ) -> SpacePage:
        """Return a page of the tree; each room comes once, those that are closed to the actor are left out."""
        found: list[dict[str, Any]] = []
        seen: set[RoomId] = {root}
        stack: list[tuple[RoomId, int]] = [(root, 0)]
        while stack and len(found) <= first + limit and len(seen) <= MAX_ROOMS:
            room_id, depth = stack.pop()
            try:
                summary = await self._summaries.access_summary(actor, room_id)
            except RoomNotFound:
                if room_id == root:
                    raise NotInRoom("you may not see this room") from None
                continue
            children = await self._children(room_id, suggested_only=suggested_only)
            found.append({**summary, "children_state": [child.stripped() for child in children]})
            if depth < max_depth:
                below = [RoomId(child.room_id) for child in children if child.room_id not in seen]
                seen.update(below)
                stack += [(child, depth + 1) for child in reversed(below)]
        page = found[first : first + limit]
        return SpacePage(page, first + limit if len(found) > first + limit else None)

    async def _children(self, room_id: RoomId, *, suggested_only: bool) -> list[Child]:
        room = await self._hot.find(room_id)
        if room is None:
            return []
        events = [event for key, event in room.committed.state.items() if key[0] == "m.space.child"]
        children = [
            Child(
                event.state_key or "",
                event.sender,
                decode_object(content_of(event.body)),
                event.origin_server_ts,
            )
            for event in events
        ]
        return ordered(children, suggested_only=suggested_only)
