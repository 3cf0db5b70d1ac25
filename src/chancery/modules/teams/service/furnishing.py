# SPDX-License-Identifier: EUPL-1.2
"""What rooms of teams and posts look like: made by the organisation's account, named after what they belong to."""

from collections.abc import Mapping, Sequence
from typing import Any

from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.org.contract import PostSummary, TeamSummary
from chancery.modules.rooms.contract import ComputedRooms
from chancery.modules.teams.contract import BoundRoom, Purpose
from chancery.modules.teams.rules import team_title
from chancery.modules.teams.store import TeamStore

MANAGER_LEVEL = 50
_ENCRYPTED = "org.chancery.encrypted"
_POST_STATE = "org.chancery.post"


class Furnishing:
    """Makes rooms and keeps what they say of themselves."""

    def __init__(self, rooms: ComputedRooms, store: TeamStore, accounts: Accounts, server_name: str) -> None:
        self._rooms = rooms
        self._store = store
        self._accounts = accounts
        self._server_name = server_name

    async def make(self, purpose: Purpose, name: str, *, encrypted: bool) -> RoomId:
        """Create a room in which nobody is yet."""
        options: dict[str, Any] = {"name": name, _ENCRYPTED: encrypted}
        if purpose == "space":
            options["creation_content"] = {"type": "m.space"}
        if purpose in ("space", "announcements"):
            options["power_level_content_override"] = {"events_default": MANAGER_LEVEL}
        return await self._rooms.create(options)

    async def keep_team_room(self, room: BoundRoom, team: TeamSummary, rooms: Sequence[BoundRoom]) -> None:
        """Let a team's room bear its name, and the space and its rooms know of each other."""
        await self._rooms.set_state(room.room_id, "m.room.name", "", {"name": team_title(room, team.name)})
        link = {"via": [self._server_name]}
        for other in rooms:
            if room.purpose == "space" and other.purpose != "space":
                await self._rooms.set_state(room.room_id, "m.space.child", other.room_id, link)
            elif room.purpose != "space" and other.purpose == "space":
                parent: Mapping[str, Any] = {**link, "canonical": True}
                await self._rooms.set_state(room.room_id, "m.space.parent", other.room_id, parent)

    async def keep_post_room(self, room: BoundRoom, post: PostSummary, *, is_vacant: bool) -> None:
        """Let a post's room say whose it is, and whether the post is vacant."""
        state = {
            "post_id": post.id,
            "title": post.title,
            "unit_id": post.unit_id,
            "unit_name": post.unit_name,
            "vacant": is_vacant,
        }
        topic = f"{post.title}, {post.unit_name}"
        if is_vacant:
            topic = f"{topic}: the post is vacant, the head of the unit answers"
        name = await self._post_title(room, post)
        await self._rooms.set_state(room.room_id, "m.room.name", "", {"name": name})
        await self._rooms.set_state(room.room_id, "m.room.topic", "", {"topic": topic})
        await self._rooms.set_state(room.room_id, _POST_STATE, "", state)

    async def _post_title(self, room: BoundRoom, post: PostSummary) -> str:
        if room.purpose == "post":
            return room.name or post.title
        writers = await self._store.grants(room.room_id)
        return f"{post.title} · {await self.person_name(writers[0])}" if writers else post.title

    async def person_name(self, user_id: UserId) -> str:
        """Return what people call somebody."""
        names = await self._accounts.display_names([user_id])
        return names.get(user_id, user_id)
