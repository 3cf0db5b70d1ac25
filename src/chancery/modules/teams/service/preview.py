# SPDX-License-Identifier: EUPL-1.2
"""What a deed would do to the rooms of teams and posts: the reconciler's own computation in a supposed organisation."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.contract import Authority, Deed, MoveUnit, Organisation, World
from chancery.modules.rooms.contract import ComputedRooms, RoomReader
from chancery.modules.teams.contract import BoundRoom, HandedOver, Preview, RoomChange
from chancery.modules.teams.rules import is_of_post, post_of, team_title
from chancery.modules.teams.service.belonging import Belonging
from chancery.modules.teams.service.furnishing import MANAGER_LEVEL
from chancery.modules.teams.store import TeamStore

_MOST_HEIRS = 5
Key = tuple[str, str]
"""Person and room: the order of changes, and where a page begins."""


@dataclass(frozen=True, slots=True)
class _Step:
    user_id: UserId
    joins: bool
    room: BoundRoom

    @property
    def key(self) -> Key:
        return self.user_id, self.room.room_id


class Previews:
    """Looks, and changes nothing."""

    def __init__(
        self,
        *,
        store: TeamStore,
        belonging: Belonging,
        organisation: Organisation,
        authority: Authority,
        rooms: ComputedRooms,
        reader: RoomReader,
        accounts: Accounts,
        audit: AuditLog,
    ) -> None:
        self._store = store
        self._belonging = belonging
        self._organisation = organisation
        self._authority = authority
        self._rooms = rooms
        self._reader = reader
        self._accounts = accounts
        self._audit = audit

    async def preview(self, actor: UserId, deed: Deed, *, after: Key | None, limit: int) -> Preview:
        """Return what a deed that the actor may do would do, with the changes behind `after`; the look leaves an entry."""
        world = await self._organisation.suppose(actor, deed)
        steps: list[_Step] = []
        for user_id in await world.concerned():
            steps += await self._person(world, user_id)
        for room in await self._post_rooms(deed):
            steps += await self._post_room(world, room)
        steps.sort(key=lambda step: step.key)
        await self._audit.append(Entry("deed.previewed", actor, _subject(deed)))
        joins = sum(step.joins for step in steps)
        behind = [step for step in steps if after is None or step.key > after]
        return Preview(
            len({step.user_id for step in steps}),
            joins,
            len(steps) - joins,
            await self._changes(behind[:limit]),
            await self._handed_over(world, steps),
        )

    async def _person(self, world: World, user_id: UserId) -> list[_Step]:
        wanted = await self._belonging.team_rooms(world, user_id)
        places = await self._reader.memberships(user_id)
        joined = [room_id for room_id, place in places.items() if place.membership == "join"]
        present = {
            room.room_id: room for room in await self._store.list_among(joined) if not is_of_post(room)
        }
        joining = [_Step(user_id, True, room) for room in wanted.values() if room.room_id not in present]
        leaving = [_Step(user_id, False, room) for room in present.values() if room.room_id not in wanted]
        return joining + leaving

    async def _post_rooms(self, deed: Deed) -> Collection[BoundRoom]:
        """Return the rooms of posts that the deed may concern: the post's own, and those of vacant ones."""
        vacant = {room.room_id: room for room in await self._store.list_vacant()}
        if isinstance(deed, MoveUnit):
            return vacant.values()
        rooms = await self._store.list_rooms([f"post:{deed.post_id}"])
        return {**vacant, **{room.room_id: room for room in rooms}}.values()

    async def _post_room(self, world: World, room: BoundRoom) -> list[_Step]:
        wanted = set((await self._belonging.post_people(world, room)).people)
        present = set(await self._rooms.people(room.room_id))
        return [_Step(user_id, user_id in wanted, room) for user_id in wanted ^ present]

    async def _changes(self, steps: Sequence[_Step]) -> list[RoomChange]:
        names = await self._accounts.display_names([step.user_id for step in steps])
        return [
            RoomChange(
                step.user_id,
                names.get(step.user_id, step.user_id),
                step.joins,
                step.room.room_id,
                step.room.object,
                step.room.purpose,
                await self._title(step.room),
            )
            for step in steps
        ]

    async def _title(self, room: BoundRoom) -> str:
        if is_of_post(room):
            post = await self._organisation.find_post(post_of(room))
            own = room.name if room.purpose == "post" else ""
            return own or (post.title if post else "")
        found = await self._organisation.teams([room.object.removeprefix("team:")])
        return team_title(room, found[0].name if found else "")

    async def _handed_over(self, world: World, steps: Sequence[_Step]) -> list[HandedOver]:
        leaving: dict[RoomId, list[_Step]] = defaultdict(list)
        for step in steps:
            if not step.joins:
                leaving[step.room.room_id].append(step)
        found = [await self._room_handed_over(world, ways) for ways in leaving.values()]
        return [one for one in found if one is not None]

    async def _room_handed_over(self, world: World, leaving: Sequence[_Step]) -> HandedOver | None:
        room, leavers = leaving[0].room, {step.user_id for step in leaving}
        levels = await self._rooms.levels(room.room_id)
        powerful = {user_id for user_id, level in levels.items() if level >= MANAGER_LEVEL}
        if not powerful or powerful - leavers:
            return None
        heirs = [user_id for user_id in await self._heirs(world, room) if user_id not in leavers]
        title = await self._title(room)
        return HandedOver(room.room_id, room.object, title, sorted(powerful), heirs[:_MOST_HEIRS])

    async def _heirs(self, world: World, room: BoundRoom) -> Sequence[UserId]:
        if is_of_post(room):
            return await world.holders(post_of(room)) or await world.stand_ins(post_of(room))
        return await self._authority.list_subjects("administers", room.object, limit=_MOST_HEIRS * 4)


def key_of(change: RoomChange) -> Key:
    """Return where a change stands in the list."""
    return change.user_id, change.room_id


def _subject(deed: Deed) -> str:
    return f"unit:{deed.unit_id}" if isinstance(deed, MoveUnit) else f"post:{deed.post_id}"
