# SPDX-License-Identifier: EUPL-1.2
"""Who is to be in which room, in the organisation of now or in a supposed one: the one answer for deed and preview."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.org.contract import World
from chancery.modules.teams.contract import BoundRoom
from chancery.modules.teams.rules import is_of_post, post_of
from chancery.modules.teams.store import TeamStore


@dataclass(frozen=True, slots=True)
class PostPeople:
    """Who answers in a post's room, and all who are to be in it."""

    answering: Sequence[UserId]
    people: Collection[UserId]
    is_vacant: bool


class Belonging:
    """Computes."""

    def __init__(self, store: TeamStore, accounts: Accounts) -> None:
        self._store = store
        self._accounts = accounts

    async def team_rooms(self, world: World, user_id: UserId) -> Mapping[RoomId, BoundRoom]:
        """Return the rooms of teams in which a person is to be."""
        if not await self._accounts.exists(user_id):
            return {}
        bound = await self._store.list_bound(await world.held(user_id))
        granted = await self._store.list_granted(user_id)
        return {room.room_id: room for room in [*bound, *granted] if not is_of_post(room)}

    async def post_people(self, world: World, room: BoundRoom) -> PostPeople:
        """Return who is to be in a post's room."""
        answering = await self._active(await world.holders(post_of(room)))
        is_vacant = not answering
        if is_vacant:
            answering = await self._active(await world.stand_ins(post_of(room)))
        named = await self._active(await self._store.grants(room.room_id))
        return PostPeople(answering, {*answering, *named}, is_vacant)

    async def _active(self, user_ids: Sequence[UserId]) -> list[UserId]:
        return [user_id for user_id in user_ids if await self._accounts.exists(user_id)]
