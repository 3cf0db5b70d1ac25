# SPDX-License-Identifier: EUPL-1.2
"""Teams with their spaces and rooms."""

from collections.abc import Sequence

from chancery.kit.ids import TeamId, UnitId, UserId
from chancery.modules.org.contract import NewTeam
from chancery.modules.teams.schemas import (
    NewTeamBody,
    RoomView,
    SpaceBody,
    TeamNameBody,
    TeamRoomBody,
    TeamSpaceList,
    TeamSpaceView,
    room_view,
    space_view,
)
from chancery.modules.teams.service.spaces import RoomNames, TeamSpaces
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

_TEAMS = "/api/v1/teams"


class TeamsApi:
    """`/api/v1/teams`."""

    def __init__(self, spaces: TeamSpaces) -> None:
        self._spaces = spaces

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        one = f"{_TEAMS}/{{team_id}}"
        return (
            Route("GET", _TEAMS, self.teams, answer=TeamSpaceList, tag="teams",
                  summary="My teams with their spaces and rooms; `unit_id`: those of a unit that I may see"),
            Route("POST", _TEAMS, self.create, body=NewTeamBody, answer=TeamSpaceView, tag="teams",
                  summary="Create a team with its space: a unit's own, or one with a name"),
            Route("PATCH", one, self.rename, body=TeamNameBody, tag="teams", summary="Rename a team"),
            Route("DELETE", one, self.close, tag="teams", summary="Close a team: its people leave its rooms"),
            Route("POST", f"{one}/space", self.furnish, body=SpaceBody, optional_body=True,
                  answer=TeamSpaceView, tag="teams", summary="Give a team a space with rooms"),
            Route("POST", f"{one}/rooms", self.add_room, body=TeamRoomBody, answer=RoomView, tag="teams",
                  summary="Give a team one more room"),
        )  # fmt: skip

    async def teams(self, request: Request) -> TeamSpaceList:
        """Answer `GET /api/v1/teams`."""
        actor, unit_id = request.caller.user_id, request.query.get("unit_id")
        if unit_id is None:
            found = await self._spaces.list_mine(actor)
        else:
            found = await self._spaces.list_of_unit(actor, UnitId(unit_id.replace("\0", "")))
        return TeamSpaceList([space_view(space) for space in found])

    async def create(self, request: Request) -> Response:
        """Answer `POST /api/v1/teams`."""
        body: NewTeamBody = request.body
        sponsor = UserId(body.sponsor_id) if body.sponsor_id else None
        wish = NewTeam(body.name, sponsor, [UserId(member) for member in body.members])
        space = await self._spaces.create(
            request.caller.user_id, UnitId(body.unit_id), wish, _names(body.announcements)
        )
        return json_response(space_view(space), 201)

    async def rename(self, request: Request) -> object:
        """Answer `PATCH /api/v1/teams/{team_id}`."""
        await self._spaces.rename(request.caller.user_id, _team(request), request.body.name)
        return {}

    async def close(self, request: Request) -> object:
        """Answer `DELETE /api/v1/teams/{team_id}`."""
        await self._spaces.close(request.caller.user_id, _team(request))
        return {}

    async def furnish(self, request: Request) -> TeamSpaceView:
        """Answer `POST /api/v1/teams/{team_id}/space`."""
        body: SpaceBody = request.body
        names = _names(body.announcements)
        return space_view(await self._spaces.furnish(request.caller.user_id, _team(request), names))

    async def add_room(self, request: Request) -> Response:
        """Answer `POST /api/v1/teams/{team_id}/rooms`."""
        body: TeamRoomBody = request.body
        room = await self._spaces.add_room(
            request.caller.user_id,
            _team(request),
            body.name,
            announcements=body.announcements,
            encrypted=body.encrypted,
        )
        return json_response(room_view(room), 201)


def _team(request: Request) -> TeamId:
    return TeamId(request.params["team_id"])


def _names(announcements: str | None) -> RoomNames:
    return RoomNames() if announcements is None else RoomNames(announcements)
