# SPDX-License-Identifier: EUPL-1.2
"""Hiring people, and teams."""

from collections.abc import Sequence

from chancery.kit.ids import PostId, TeamId, UnitId, UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.org.model import PersonDetails
from chancery.modules.org.schemas import (
    MemberBody,
    PersonBody,
    TeamBody,
    TeamList,
    TeamMembers,
    TeamView,
)
from chancery.modules.org.service.administration import Administration, Hiring
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

_ORG = "/api/v1/org"
_MEMBERS = 1_000


class AdministrationApi:
    """People and teams, for those who administer them."""

    def __init__(self, administration: Administration, server_name: str) -> None:
        self._administration = administration
        self._server_name = server_name

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("POST", f"{_ORG}/people", self.hire, body=PersonBody, tag="org",
                  summary="Create a person with login and post"),
            Route("GET", f"{_ORG}/teams", self.teams, answer=TeamList, tag="org", summary="My teams"),
            Route("POST", f"{_ORG}/teams", self.create_team, body=TeamBody, tag="org", summary="Create a team"),
            Route("GET", f"{_ORG}/teams/{{team_id}}/members", self.members, answer=TeamMembers, tag="org",
                  summary="Who belongs to a team"),
            Route("POST", f"{_ORG}/teams/{{team_id}}/members", self.add_member, body=MemberBody, tag="org",
                  summary="Take a person into a team"),
            Route("DELETE", f"{_ORG}/teams/{{team_id}}/members/{{user_id}}", self.remove_member, tag="org",
                  summary="Put a person out of a team"),
        )  # fmt: skip

    async def hire(self, request: Request) -> Response:
        """Answer `POST /api/v1/org/people`."""
        body: PersonBody = request.body
        user_id = UserId(f"@{body.user_name}:{self._server_name}")
        hiring = Hiring(
            login=NewPerson(user_id, body.name, password=body.password, email=body.email),
            details=PersonDetails(user_id, body.name, body.phones, body.room, body.languages),
            post_id=PostId(body.post_id),
        )
        await self._administration.hire(request.caller.user_id, hiring)
        return json_response({"user_id": user_id}, 201)

    async def teams(self, request: Request) -> TeamList:
        """Answer `GET /api/v1/org/teams`."""
        teams = await self._administration.list_teams(request.caller.user_id)
        return TeamList([TeamView(team.id, team.unit_id, team.name) for team in teams])

    async def create_team(self, request: Request) -> Response:
        """Answer `POST /api/v1/org/teams`."""
        body: TeamBody = request.body
        team = await self._administration.create_team(request.caller.user_id, UnitId(body.unit_id), body.name)
        return json_response({"id": team.id, "unit_id": team.unit_id, "name": team.name}, 201)

    async def members(self, request: Request) -> TeamMembers:
        """Answer `GET /api/v1/org/teams/{team_id}/members`; what is left out is told by `more`."""
        team_id = TeamId(request.params["team_id"])
        found = await self._administration.list_team_members(request.caller.user_id, team_id, _MEMBERS + 1)
        return TeamMembers(list(found[:_MEMBERS]), len(found) > _MEMBERS)

    async def add_member(self, request: Request) -> object:
        """Answer `POST /api/v1/org/teams/{team_id}/members`."""
        await self._administration.add_team_member(
            request.caller.user_id, TeamId(request.params["team_id"]), UserId(request.body.user_id)
        )
        return {}

    async def remove_member(self, request: Request) -> object:
        """Answer `DELETE /api/v1/org/teams/{team_id}/members/{user_id}`."""
        await self._administration.remove_team_member(
            request.caller.user_id, TeamId(request.params["team_id"]), UserId(request.params["user_id"])
        )
        return {}
