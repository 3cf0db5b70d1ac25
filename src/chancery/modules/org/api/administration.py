# SPDX-License-Identifier: EUPL-1.2
"""Changing the organisation."""

from collections.abc import Sequence

from chancery.kit.ids import PostId, TeamId, UnitId, UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.org.model import PersonDetails
from chancery.modules.org.schemas import (
    AppointmentBody,
    MemberBody,
    NameBody,
    PersonBody,
    PostBody,
    TeamBody,
    TeamList,
    TeamMembers,
    TeamView,
    UnitBody,
)
from chancery.modules.org.service.administration import Administration, AppointmentOrder, Hiring
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

_ORG = "/api/v1/org"
_MEMBERS = 1_000


class AdministrationApi:
    """Units, posts, appointments, people and teams, for those who administer them."""

    def __init__(self, administration: Administration, server_name: str) -> None:
        self._administration = administration
        self._server_name = server_name

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("POST", f"{_ORG}/units", self.create_unit, body=UnitBody, tag="org", summary="Create a unit"),
            Route("PATCH", f"{_ORG}/units/{{unit_id}}", self.rename_unit, body=NameBody, tag="org",
                  summary="Rename a unit"),
            Route("GET", f"{_ORG}/units/{{unit_id}}/posts", self.posts, tag="org", summary="A unit's posts"),
            Route("POST", f"{_ORG}/posts", self.create_post, body=PostBody, tag="org", summary="Create a post"),
            Route("POST", f"{_ORG}/posts/{{post_id}}/appointments", self.appoint, body=AppointmentBody,
                  tag="org", summary="Appoint a person"),
            Route("DELETE", f"{_ORG}/posts/{{post_id}}/appointments/{{user_id}}", self.end_appointment,
                  tag="org", summary="End an appointment now"),
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

    async def create_unit(self, request: Request) -> Response:
        """Answer `POST /api/v1/org/units`."""
        body: UnitBody = request.body
        unit = await self._administration.create_unit(
            request.caller.user_id, UnitId(body.parent_id), name=body.name, kind=body.kind
        )
        view = {"id": unit.id, "parent_id": unit.parent_id, "name": unit.name, "kind": unit.kind}
        return json_response(view, 201)

    async def rename_unit(self, request: Request) -> object:
        """Answer `PATCH /api/v1/org/units/{unit_id}`."""
        unit_id = UnitId(request.params["unit_id"])
        await self._administration.rename_unit(request.caller.user_id, unit_id, request.body.name)
        return {}

    async def posts(self, request: Request) -> object:
        """Answer `GET /api/v1/org/units/{unit_id}/posts`."""
        posts = await self._administration.list_posts(UnitId(request.params["unit_id"]))
        return {"posts": [{"id": post.id, "title": post.title, "is_head": post.is_head} for post in posts]}

    async def create_post(self, request: Request) -> Response:
        """Answer `POST /api/v1/org/posts`."""
        body: PostBody = request.body
        post = await self._administration.create_post(
            request.caller.user_id, UnitId(body.unit_id), title=body.title, is_head=body.is_head
        )
        view = {"id": post.id, "unit_id": post.unit_id, "title": post.title, "is_head": post.is_head}
        return json_response(view, 201)

    async def appoint(self, request: Request) -> Response:
        """Answer `POST /api/v1/org/posts/{post_id}/appointments`."""
        body: AppointmentBody = request.body
        order = AppointmentOrder(
            PostId(request.params["post_id"]),
            UserId(body.user_id),
            acting=body.acting,
            starts_at=body.starts_at,
            ends_at=body.ends_at,
        )
        made = await self._administration.appoint(request.caller.user_id, order)
        return json_response({"starts_at": made.starts_at, "ends_at": made.ends_at}, 201)

    async def end_appointment(self, request: Request) -> object:
        """Answer `DELETE /api/v1/org/posts/{post_id}/appointments/{user_id}`."""
        await self._administration.end_appointment(
            request.caller.user_id, PostId(request.params["post_id"]), UserId(request.params["user_id"])
        )
        return {}

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
