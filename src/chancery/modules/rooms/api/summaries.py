# SPDX-License-Identifier: EUPL-1.2
"""Summaries of rooms, and the rooms that two people share."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.modules.rooms.service.aliases import Aliases
from chancery.modules.rooms.service.summaries import Summaries
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route
from chancery.wire.matrix.identifiers import parse_room_id, parse_user_id

_V1 = "/_matrix/client/v1"


class SummariesApi:
    """`/room_summary/…` and `/mutual_rooms`."""

    def __init__(self, summaries: Summaries, aliases: Aliases) -> None:
        self._summaries = summaries
        self._aliases = aliases

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{_V1}/room_summary/{{room}}", self.summary),
            Route("GET", f"{_V1}/mutual_rooms", self.mutual),
        )

    async def summary(self, request: Request) -> object:
        """Answer `GET /room_summary/{roomIdOrAlias}`."""
        name = request.params["room"]
        room_id = await self._aliases.resolve(name) if name.startswith("#") else parse_room_id(name)
        return await self._summaries.access_summary(request.caller, room_id)

    async def mutual(self, request: Request) -> object:
        """Answer `GET /mutual_rooms`; all rooms come at once, so there are no tokens."""
        other = parse_user_id(request.query.require("user_id"))
        if other == request.caller.user_id:
            raise BadRequest("user_id is your own")
        if request.query.get("from"):
            raise BadRequest("this is no token that this server issued")
        joined = await self._summaries.list_shared(request.caller, other)
        return {"joined": joined, "count": len(joined)}
