# SPDX-License-Identifier: EUPL-1.2
"""The door `Teams`, put together from the services."""

from chancery.kit.ids import RoomId, TeamId
from chancery.modules.org.contract import Organisation
from chancery.modules.teams.errors import TeamNotFound
from chancery.modules.teams.service.following import Following
from chancery.modules.teams.service.spaces import RoomNames, TeamSpaces
from chancery.modules.teams.store import TeamStore


class StoredTeams:
    """`Teams` for this machine's own commands and the demo."""

    def __init__(
        self, organisation: Organisation, store: TeamStore, spaces: TeamSpaces, following: Following
    ) -> None:
        self._organisation = organisation
        self._store = store
        self._spaces = spaces
        self._following = following

    async def furnish(self, team_id: TeamId) -> RoomId:
        found = await self._organisation.teams([team_id])
        if not found:
            raise TeamNotFound
        await self._spaces.furnish_team(found[0], "system", RoomNames())
        return (await self._store.list_rooms([f"team:{team_id}"]))[0].room_id

    async def settle(self) -> None:
        await self._following.settle()
