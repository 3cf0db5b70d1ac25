# SPDX-License-Identifier: EUPL-1.2
"""Makes who is in the rooms of teams and posts the same as who is to be in them.

A change of one person looks at this person's rooms only, however large they are. Each membership is written only while
what is due is still what was looked at: two processes that work on the same never undo each other.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.org.contract import Authority, Organisation
from chancery.modules.rooms.contract import ComputedRooms, RoomReader
from chancery.modules.teams.contract import BoundRoom
from chancery.modules.teams.rules import is_of_post, post_of
from chancery.modules.teams.service.belonging import Belonging
from chancery.modules.teams.service.everybody import everybody
from chancery.modules.teams.service.furnishing import MANAGER_LEVEL, Furnishing
from chancery.modules.teams.store import Due, TeamStore
from chancery.platform.db.port import Database, Write

_TOGETHER = 16
_MOST_MANAGERS = 1_000


class Reconciler:
    """Looks at one person or one room."""

    def __init__(
        self,
        *,
        database: Database,
        store: TeamStore,
        belonging: Belonging,
        furnishing: Furnishing,
        organisation: Organisation,
        authority: Authority,
        accounts: Accounts,
        rooms: ComputedRooms,
        reader: RoomReader,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._belonging = belonging
        self._furnishing = furnishing
        self._organisation = organisation
        self._authority = authority
        self._accounts = accounts
        self._rooms = rooms
        self._reader = reader
        self._clock = clock

    async def reconcile(self, due: Due) -> None:
        """Do what is due of a person or a room, and note that it is done."""
        if due.subject.startswith("@"):
            await self._person(due, UserId(due.subject))
        else:
            await self._room(due, RoomId(due.subject))
        write = Write()
        self._store.remove_due(write, due)
        await self._database.commit(write)

    async def reconcile_now(self, subjects: Iterable[str]) -> None:
        """Do at once what is due of some people or rooms."""
        for subject in subjects:
            due = await self._store.find_due(subject)
            if due is not None:
                await self.reconcile(due)

    async def _person(self, due: Due, user_id: UserId) -> None:
        wanted = await self._belonging.team_rooms(self._organisation.now(), user_id)
        is_active = await self._accounts.exists(user_id)
        places = await self._reader.memberships(user_id)
        joined = [room_id for room_id, place in places.items() if place.membership == "join"]
        present = {room.room_id: room for room in await self._store.list_among(joined)}
        for room in sorted(wanted.values(), key=lambda one: (one.purpose != "space", one.room_id)):
            if room.room_id not in present:
                await self._rooms.put_in(room.room_id, user_id, also=self._guard(due))
        for room in present.values():
            if room.room_id not in wanted and not (is_active and is_of_post(room)):
                await self._take_out(due, room.room_id, user_id)
        await self._person_levels(user_id, wanted.values())

    async def _person_levels(self, user_id: UserId, rooms: Collection[BoundRoom]) -> None:
        for team in sorted({room.object for room in rooms}):
            level = await self._level(user_id, team)
            for room in rooms:
                if room.object == team:
                    await self._rooms.set_levels(room.room_id, {user_id: level})

    async def _level(self, user_id: UserId, team: str) -> int | None:
        manages = await self._authority.check(user_id, "administers", team)
        return MANAGER_LEVEL if manages else None

    async def _room(self, due: Due, room_id: RoomId) -> None:
        room = await self._store.find_room(room_id)
        if room is None:
            await self._make_same(due, room_id, set())
        elif is_of_post(room):
            await self._post_room(due, room)
        else:
            await self._team_room(due, room)

    async def _team_room(self, due: Due, room: BoundRoom) -> None:
        team_id = room.object.removeprefix("team:")
        found = await self._organisation.teams([team_id])
        if not found:
            await self._close(due, room)
            return
        siblings = await self._store.list_rooms([room.object])
        await self._furnishing.keep_team_room(room, found[0], siblings)
        wanted = set(await self._store.grants(room.room_id))
        for object_, relation in await self._store.bindings(room.room_id):
            wanted |= await everybody(self._authority, relation, object_)
        managers = await self._authority.list_subjects("administers", room.object, limit=_MOST_MANAGERS)
        await self._make_same(due, room.room_id, wanted)
        await self._set_managers(room.room_id, wanted.intersection(managers))

    async def _close(self, due: Due, room: BoundRoom) -> None:
        """Let nobody be in the room of a team that was closed."""
        write = Write()
        self._store.require_due(write, due)
        self._store.close_room(write, room.room_id, self._clock())
        await self._database.commit(write)
        await self._make_same(due, room.room_id, ())

    async def _post_room(self, due: Due, room: BoundRoom) -> None:
        post = await self._organisation.find_post(post_of(room))
        people = await self._belonging.post_people(self._organisation.now(), room)
        if room.is_vacant is not people.is_vacant:
            write = Write()
            self._store.require_due(write, due)
            self._store.set_vacant(write, room.room_id, is_vacant=people.is_vacant)
            await self._database.commit(write)
        if post is not None:
            await self._furnishing.keep_post_room(room, post, is_vacant=people.is_vacant)
        await self._make_same(due, room.room_id, people.people)
        if room.purpose == "post":
            await self._set_managers(room.room_id, people.answering)

    async def _make_same(self, due: Due, room_id: RoomId, wanted: Collection[UserId]) -> None:
        present = set(await self._rooms.people(room_id))
        await _all(
            [self._put_in(due, room_id, user_id) for user_id in sorted(set(wanted) - present)]
            + [self._take_out_later(due, room_id, user_id) for user_id in sorted(present - set(wanted))]
        )

    def _put_in(self, due: Due, room_id: RoomId, user_id: UserId) -> Callable[[], Awaitable[object]]:
        async def put_in() -> None:
            if await self._accounts.exists(user_id):
                await self._rooms.put_in(room_id, user_id, also=self._guard(due))

        return put_in

    def _take_out_later(self, due: Due, room_id: RoomId, user_id: UserId) -> Callable[[], Awaitable[object]]:
        return lambda: self._take_out(due, room_id, user_id)

    async def _take_out(self, due: Due, room_id: RoomId, user_id: UserId) -> None:
        await self._rooms.set_levels(room_id, {user_id: None})
        await self._rooms.take_out(room_id, user_id, also=self._guard(due))

    async def _set_managers(self, room_id: RoomId, managers: Collection[UserId]) -> None:
        levels: dict[UserId, int | None] = dict.fromkeys(await self._rooms.levels(room_id))
        levels.update(dict.fromkeys(managers, MANAGER_LEVEL))
        await self._rooms.set_levels(room_id, levels)

    def _guard(self, due: Due) -> Callable[[Write], None]:
        return lambda write: self._store.require_due(write, due)


async def _all(deeds: Collection[Callable[[], Awaitable[object]]]) -> None:
    """Do all, some at a time; what one of them cannot do keeps nobody else out, and is raised at the end."""
    waiting, problems = list(deeds), []
    for start in range(0, len(waiting), _TOGETHER):
        outcomes = await asyncio.gather(
            *(deed() for deed in waiting[start : start + _TOGETHER]), return_exceptions=True
        )
        for outcome in outcomes:
            if isinstance(outcome, ChanceryError):
                problems.append(outcome)
            elif isinstance(outcome, BaseException):
                raise outcome
    if problems:
        raise problems[0]
