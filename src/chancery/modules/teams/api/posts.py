# SPDX-License-Identifier: EUPL-1.2
"""Writing to posts, and rooms of their own."""

from collections.abc import Sequence

from chancery.modules.teams.schemas import (
    ConversationBody,
    ConversationView,
    PostCardView,
    PostRoomBody,
    RoomView,
    conversation_view,
    post_view,
    room_view,
)
from chancery.modules.teams.service.conversations import Conversations
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

_POST = "/api/v1/posts/{post_id}"


class PostsApi:
    """`/api/v1/posts/…`."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _POST, self.post, answer=PostCardView, tag="teams",
                  summary="A post: who holds it, who stands in, where I write to it"),
            Route("POST", f"{_POST}/conversation", self.converse, body=ConversationBody, optional_body=True,
                  answer=ConversationView, tag="teams", summary="The room between me and a post, made when needed"),
            Route("POST", f"{_POST}/rooms", self.add_room, body=PostRoomBody, answer=RoomView, tag="teams",
                  summary="Give a post a room of its own, which its next holder gets"),
        )  # fmt: skip

    async def post(self, request: Request) -> PostCardView:
        """Answer `GET /api/v1/posts/{post_id}`."""
        card = await self._conversations.access_post(request.caller.user_id, request.params["post_id"])
        return post_view(card)

    async def converse(self, request: Request) -> ConversationView:
        """Answer `POST /api/v1/posts/{post_id}/conversation`."""
        body: ConversationBody = request.body
        found = await self._conversations.open(
            request.caller, request.params["post_id"], encrypted=body.encrypted
        )
        return conversation_view(found)

    async def add_room(self, request: Request) -> Response:
        """Answer `POST /api/v1/posts/{post_id}/rooms`."""
        body: PostRoomBody = request.body
        room = await self._conversations.add_room(
            request.caller.user_id, request.params["post_id"], body.name.strip(), encrypted=body.encrypted
        )
        return json_response(room_view(room), 201)
