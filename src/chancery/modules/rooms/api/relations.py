# SPDX-License-Identifier: EUPL-1.2
"""Relations of an event, and a room's threads."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.modules.rooms.api.params import backwards_of, event_of, limit_of, room_of, token_of
from chancery.modules.rooms.api.rendering import answer, render_list, text
from chancery.modules.rooms.service.relations import MAX_DEPTH, Relations
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response
from chancery.platform.http.routes import Route
from chancery.wire.matrix.tokens import timeline_token

_ROOM = "/_matrix/client/v1/rooms/{room_id}"
_RELATIONS = f"{_ROOM}/relations/{{event_id}}"
_MAX_PAGE = 100


class RelationsApi:
    """The three forms of `…/relations/…`, and `…/threads`."""

    def __init__(self, relations: Relations) -> None:
        self._relations = relations

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _RELATIONS, self.list),
            Route("GET", f"{_RELATIONS}/{{rel_type}}", self.list),
            Route("GET", f"{_RELATIONS}/{{rel_type}}/{{event_type}}", self.list),
            Route("GET", f"{_ROOM}/threads", self.threads),
        )

    async def list(self, request: Request) -> Response:
        """Answer `GET …/relations/{eventId}[/{relType}[/{eventType}]]`."""
        caller = request.caller
        recurse = request.query.flag("recurse")
        page = await self._relations.list_relations(
            caller,
            room_of(request),
            event_of(request),
            rel_type=request.params.get("rel_type"),
            kind=request.params.get("event_type"),
            backwards=backwards_of(request, "b"),
            start=token_of(request, "from"),
            stop=token_of(request, "to"),
            limit=min(limit_of(request, 50), _MAX_PAGE),
            recurse=recurse,
        )
        sight = await self._relations.see(caller, page.events)
        members = {"chunk": render_list(page.events, caller, sight)}
        if page.end is not None:
            members["next_batch"] = text(timeline_token(page.end))
        if request.query.get("from") is not None:
            members["prev_batch"] = text(request.query.require("from"))
        if recurse:
            members["recursion_depth"] = str(MAX_DEPTH).encode()
        return answer(members)

    async def threads(self, request: Request) -> Response:
        """Answer `GET …/threads`."""
        include = request.query.get("include") or "all"
        if include not in ("all", "participated"):
            raise BadRequest("include must be all or participated")
        page = await self._relations.list_threads(
            request.caller,
            room_of(request),
            participated=include == "participated",
            start=token_of(request, "from"),
            limit=min(limit_of(request, 50), _MAX_PAGE),
        )
        sight = await self._relations.see(request.caller, page.events)
        members = {"chunk": render_list(page.events, request.caller, sight)}
        if page.end is not None:
            members["next_batch"] = text(timeline_token(page.end))
        return answer(members)
