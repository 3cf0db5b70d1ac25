# SPDX-License-Identifier: EUPL-1.2
"""Teams with their spaces and rooms."""

from collections.abc import Sequence
from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import RoomId, TeamId, UnitId, UserId
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.contract import Authority, NewTeam, Organisation, TeamSummary
from chancery.modules.teams.contract import BoundRoom, Purpose, TeamSpace
from chancery.modules.teams.errors import TeamBusy, TeamNotFound
from chancery.modules.teams.rules import team_title
from chancery.modules.teams.service.following import Following
from chancery.modules.teams.service.furnishing import Furnishing
from chancery.modules.teams.service.reconciling import Reconciler
from chancery.modules.teams.store import TeamStore
from chancery.platform.db.port import Database, Write, WriteConflict

_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class RoomNames:
    """What the rooms that a team begins with are called in its people's language; the first one bears the team's name."""

    announcements: str = "Announcements"


class TeamSpaces:
    """Creates teams and their rooms, for who administers them."""

    def __init__(
        self,
        *,
        database: Database,
        store: TeamStore,
        furnishing: Furnishing,
        reconciler: Reconciler,
        following: Following,
        organisation: Organisation,
        authority: Authority,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._furnishing = furnishing
        self._reconciler = reconciler
        self._following = following
        self._organisation = organisation
        self._authority = authority
        self._audit = audit
        self._clock = clock

    async def list_mine(self, actor: UserId) -> Sequence[TeamSpace]:
        """Return the teams to which the actor belongs, with their rooms."""
        ids = await self._authority.list_objects(actor, "member", "team")
        return await self._spaces(actor, await self._organisation.teams(ids))

    async def list_of_unit(self, actor: UserId, unit_id: UnitId) -> Sequence[TeamSpace]:
        """Return those teams of a unit to which the actor belongs or which they administer."""
        teams = await self._organisation.teams_of(unit_id)
        seen = [team for team in teams if await self._authority.check(actor, "sees", f"team:{team.id}")]
        return await self._spaces(actor, seen)

    async def create(self, actor: UserId, unit_id: UnitId, wish: NewTeam, names: RoomNames) -> TeamSpace:
        """Create a team with its space and rooms; those who are in them come at once.

        A unit's own team that came to be without rooms, because a process died in between, gets them.
        """
        team = await self._unfurnished(unit_id) if wish.name is None else None
        if team is None:
            team = await self._organisation.create_team(actor, unit_id, wish)
        return await self.furnish(actor, team.id, names)

    async def furnish(self, actor: UserId, team_id: TeamId, names: RoomNames) -> TeamSpace:
        """Give a team that has none a space with rooms; asked again, return what is there."""
        team = await self._administered(actor, team_id)
        await self.furnish_team(team, actor, names)
        await self._reconciler.reconcile_now([actor])
        return (await self._spaces(actor, [team]))[0]

    async def furnish_team(self, team: TeamSummary, actor: str, names: RoomNames) -> None:
        """Give a team its space and rooms unless it has them."""
        if await self._store.list_rooms([f"team:{team.id}"]):
            return
        write = Write()
        await self._add_space(write, team, names)
        self._store.add_due(write, [actor] if actor.startswith("@") else [], write.position())
        self._audit.record(write, Entry("team.furnished", actor, f"team:{team.id}"))
        try:
            await self._commit(write)
        except TeamBusy:
            # Somebody else did the same: their space counts, and nobody ever sees this one.
            return

    async def add_room(
        self, actor: UserId, team_id: TeamId, name: str, *, announcements: bool, encrypted: bool
    ) -> BoundRoom:
        """Give a team one more room."""
        team = await self._administered(actor, team_id)
        title = _named(name)
        purpose: Purpose = "announcements" if announcements else "room"
        room = await self._make(team, purpose, title, encrypted=encrypted)
        write = Write()
        self._add(write, [room])
        # The space learns of the room when it is looked at, too.
        siblings = await self._store.list_room_ids([room.object])
        self._store.add_due(write, [actor, *siblings], write.position())
        self._audit.record(write, Entry("team.room_added", actor, f"team:{team.id}", {"room": room.room_id}))
        await self._commit(write)
        await self._reconciler.reconcile_now([actor])
        return room

    async def rename(self, actor: UserId, team_id: TeamId, name: str) -> None:
        """Rename a team; its rooms follow."""
        await self._organisation.rename_team(actor, team_id, name)

    async def close(self, actor: UserId, team_id: TeamId) -> None:
        """Close a team: its people leave its rooms, which nobody enters again."""
        await self._organisation.close_team(actor, team_id)

    async def _unfurnished(self, unit_id: UnitId) -> TeamSummary | None:
        """Return a unit's own team when it has no rooms."""
        for team in await self._organisation.teams_of(unit_id):
            if team.own and not await self._store.list_rooms([f"team:{team.id}"]):
                return team
        return None

    async def _administered(self, actor: UserId, team_id: TeamId) -> TeamSummary:
        found = await self._organisation.teams([team_id])
        if not found or not await self._authority.check(actor, "administers", f"team:{team_id}"):
            raise TeamNotFound
        return found[0]

    async def _spaces(self, actor: UserId, teams: Sequence[TeamSummary]) -> list[TeamSpace]:
        rooms = await self._store.list_rooms([f"team:{team.id}" for team in teams])
        return [
            _space(
                team,
                [room for room in rooms if room.object == f"team:{team.id}"],
                belongs=await self._authority.check(actor, "member", f"team:{team.id}"),
                administers=await self._authority.check(actor, "administers", f"team:{team.id}"),
            )
            for team in teams
        ]

    async def _add_space(self, write: Write, team: TeamSummary, names: RoomNames) -> None:
        rooms = [
            await self._make(team, "space", "", encrypted=False),
            await self._make(team, "discussion", "", encrypted=True),
            await self._make(team, "announcements", _named(names.announcements), encrypted=False),
        ]
        self._add(write, rooms)

    async def _make(self, team: TeamSummary, purpose: Purpose, name: str, *, encrypted: bool) -> BoundRoom:
        room = BoundRoom(RoomId(""), f"team:{team.id}", purpose, name)
        room_id = await self._furnishing.make(purpose, team_title(room, team.name), encrypted=encrypted)
        return BoundRoom(room_id, room.object, purpose, name)

    def _add(self, write: Write, rooms: Sequence[BoundRoom]) -> None:
        now = self._clock()
        for room in rooms:
            self._store.insert_room(write, room, "member", now)
        self._store.add_due(write, [room.room_id for room in rooms], write.position())

    async def _commit(self, write: Write) -> None:
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise TeamBusy("somebody else changed this team at the same moment") from error
        self._following.wake()


def _space(team: TeamSummary, rooms: Sequence[BoundRoom], *, belongs: bool, administers: bool) -> TeamSpace:
    spaces = [room.room_id for room in rooms if room.purpose == "space"]
    inside = [room for room in rooms if room.purpose != "space"]
    return TeamSpace(team, spaces[0] if spaces else None, inside, belongs, administers)


def _named(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= _MAX_NAME:
        raise BadRequest(f"a name has 1 to {_MAX_NAME} characters")
    return text
