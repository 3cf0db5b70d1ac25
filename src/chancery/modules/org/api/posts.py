# SPDX-License-Identifier: EUPL-1.2
"""Posts, and who holds, held and will hold them."""

from collections.abc import Sequence

from chancery.kit.ids import PostId, UnitId, UserId
from chancery.modules.org.schemas import AppointmentBody, AppointmentList, PostBody, appointment_list
from chancery.modules.org.service.administration import Administration, AppointmentOrder
from chancery.modules.org.service.history import History
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

_ORG = "/api/v1/org"


class PostsApi:
    """Posts and appointments."""

    def __init__(self, administration: Administration, history: History) -> None:
        self._administration = administration
        self._history = history

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{_ORG}/units/{{unit_id}}/posts", self.posts, tag="org", summary="A unit's posts"),
            Route("POST", f"{_ORG}/posts", self.create_post, body=PostBody, tag="org", summary="Create a post"),
            Route("POST", f"{_ORG}/posts/{{post_id}}/appointments", self.appoint, body=AppointmentBody,
                  tag="org", summary="Appoint a person"),
            Route("DELETE", f"{_ORG}/posts/{{post_id}}/appointments/{{user_id}}", self.end_appointment,
                  tag="org", summary="End an appointment now"),
            Route("GET", f"{_ORG}/posts/{{post_id}}/appointments", self.history_of_post, answer=AppointmentList,
                  tag="org", summary="Who holds, held and will hold a post"),
            Route("GET", f"{_ORG}/people/{{user_id}}/appointments", self.history_of_person,
                  answer=AppointmentList, tag="org", summary="Which posts a person holds, held and will hold"),
        )  # fmt: skip

    async def posts(self, request: Request) -> object:
        """Answer `GET /api/v1/org/units/{unit_id}/posts`."""
        posts = await self._administration.list_posts(UnitId(request.params["unit_id"]))
        return {"posts": [{"id": post.id, "title": post.title, "kind": post.kind} for post in posts]}

    async def create_post(self, request: Request) -> Response:
        """Answer `POST /api/v1/org/posts`."""
        body: PostBody = request.body
        post = await self._administration.create_post(
            request.caller.user_id, UnitId(body.unit_id), title=body.title, kind=body.kind
        )
        view = {"id": post.id, "unit_id": post.unit_id, "title": post.title, "kind": post.kind}
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

    async def history_of_post(self, request: Request) -> AppointmentList:
        """Answer `GET /api/v1/org/posts/{post_id}/appointments`."""
        post_id = PostId(request.params["post_id"])
        return appointment_list(await self._history.of_post(request.caller.user_id, post_id))

    async def history_of_person(self, request: Request) -> AppointmentList:
        """Answer `GET /api/v1/org/people/{user_id}/appointments`; somebody else's look is logged."""
        user_id = UserId(request.params["user_id"])
        return appointment_list(await self._history.of_person(request.caller.user_id, user_id))
