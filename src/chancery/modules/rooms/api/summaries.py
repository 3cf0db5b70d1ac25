# SPDX-License-Identifier: EUPL-1.2
"""Summaries of rooms, the tree below a space, and the rooms that two people share."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.kit.paging import decode_cursor, encode_cursor
from chancery.modules.rooms.api.params import room_of
from chancery.modules.rooms.service.aliases import Aliases
from chancery.modules.rooms.service.spaces import MAX_DEPTH, Spaces
from chancery.modules.rooms.service.summaries import Summaries
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route
from chancery.wire.matrix.identifiers import parse_room_id, parse_user_id

_MAX_PAGE = 100
_V1 = "/_matrix/client/v1"


class SummariesApi:
    """`/room_summary/…`, `…/hierarchy` and `/mutual_rooms`."""

    def __init__(self, summaries: Summaries, spaces: Spaces, aliases: Aliases) -> None:
        self._summaries = summaries
        self._spaces = spaces
        self._aliases = aliases

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{_V1}/room_summary/{{room}}", self.summary),
            Route("GET", f"{_V1}/rooms/{{room_id}}/hierarchy", self.hierarchy),
            Route("GET", f"{_V1}/mutual_rooms", self.mutual),
        )

    async def summary(self, request: Request) -> object:
        """Answer `GET /room_summary/{roomIdOrAlias}`."""
        name = request.params["room"]
        room_id = await self._aliases.resolve(name) if name.startswith("#") else parse_room_id(name)
        return await self._summaries.access_summary(request.caller, room_id)

    async def hierarchy(self, request: Request) -> object:
        """Answer `GET …/hierarchy`."""
        query = request.query
        cursor = decode_cursor(query.get("from")) or "0"
        if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
            raise BadRequest("this is no token that this server issued")
        page = await self._spaces.list_hierarchy(
            request.caller,
            room_of(request),
            first=int(cursor),
            limit=query.integer("limit", default=50, least=1, most=_MAX_PAGE),
            max_depth=query.integer("max_depth", default=MAX_DEPTH, least=0, most=MAX_DEPTH),
            suggested_only=query.flag("suggested_only"),
        )
        answer: dict[str, object] = {"rooms": page.rooms}
        if page.next_index is not None:
            answer["next_batch"] = encode_cursor(str(page.next_index))
        return answer

    async def mutual(self, request: Request) -> object:
        """Answer `GET /mutual_rooms`; all rooms come at once, so there are no tokens."""
        other = parse_user_id(request.query.require("user_id"))
        if other == request.caller.user_id:
            raise BadRequest("user_id is your own")
        if request.query.get("from"):
            raise BadRequest("this is no token that this server issued")
        joined = await self._summaries.list_shared(request.caller, other)
        return {"joined": joined, "count": len(joined)}
