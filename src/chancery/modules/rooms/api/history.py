# SPDX-License-Identifier: EUPL-1.2
"""Reading back: messages, context, single events, the event at a time."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.modules.rooms.api.params import (
    ROOM,
    backwards_of,
    event_of,
    limit_of,
    room_of,
    token_of,
)
from chancery.modules.rooms.api.rendering import answer, render_event, render_list, text
from chancery.modules.rooms.errors import EventNotFound, NotInRoom
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.history import History
from chancery.modules.rooms.service.relations import Relations
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, raw_json
from chancery.platform.http.routes import Route
from chancery.wire.matrix.filters import parse_event_filter
from chancery.wire.matrix.tokens import timeline_token


class HistoryApi:
    """`…/messages`, `…/context/…`, `…/event/…`, `…/timestamp_to_event`."""

    def __init__(self, history: History, access: Access, relations: Relations) -> None:
        self._history = history
        self._access = access
        self._relations = relations

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{ROOM}/messages", self.messages),
            Route("GET", f"{ROOM}/context/{{event_id}}", self.context),
            Route("GET", f"{ROOM}/event/{{event_id}}", self.event),
            Route("GET", "/_matrix/client/v1/rooms/{room_id}/timestamp_to_event", self.at_time),
        )

    async def messages(self, request: Request) -> Response:
        """Answer `GET …/messages`."""
        caller, room_id = request.caller, room_of(request)
        if request.query.get("dir") is None:
            # Who may not read here is told that, not what their request lacks.
            await self._access.access_history(caller, room_id)
        page = await self._history.list_messages(
            caller,
            room_id,
            backwards=backwards_of(request),
            start=token_of(request, "from"),
            stop=token_of(request, "to"),
            limit=limit_of(request),
            wanted=parse_event_filter(request.query.get("filter")),
        )
        sight = await self._relations.see(caller, page.events)
        members = {
            "chunk": render_list(page.events, caller, sight),
            "start": text(timeline_token(page.start)),
        }
        if page.end is not None:
            members["end"] = text(timeline_token(page.end))
        if page.state:
            members["state"] = render_list(page.state, caller)
        return answer(members)

    async def context(self, request: Request) -> Response:
        """Answer `GET …/context/{eventId}`."""
        caller = request.caller
        found = await self._history.find_context(
            caller,
            room_of(request),
            event_of(request),
            limit=request.query.integer("limit", default=10, least=0, most=1000),
            wanted=parse_event_filter(request.query.get("filter")),
        )
        sight = await self._relations.see(caller, [found.event, *found.before, *found.after])
        return answer(
            {
                "event": render_event(found.event, caller, sight),
                "events_before": render_list(found.before, caller, sight),
                "events_after": render_list(found.after, caller, sight),
                "start": text(timeline_token(found.start)),
                "end": text(timeline_token(found.end)),
                "state": render_list(found.state, caller),
            }
        )

    async def event(self, request: Request) -> Response:
        """Answer `GET …/event/{eventId}`."""
        try:
            event = await self._access.access_event(request.caller, room_of(request), event_of(request))
        except NotInRoom as error:
            # This endpoint alone says "not found" also to those who may not know.
            raise EventNotFound from error
        sight = await self._relations.see(request.caller, [event])
        return raw_json(render_event(event, request.caller, sight))

    async def at_time(self, request: Request) -> object:
        """Answer `GET …/timestamp_to_event`."""
        request.query.require("ts")
        direction = request.query.require("dir")
        if direction not in ("f", "b"):
            raise BadRequest("dir must be b or f")
        event_id, ts = await self._history.find_at_time(
            request.caller,
            room_of(request),
            request.query.integer("ts", default=0),
            forward=direction == "f",
        )
        return {"event_id": event_id, "origin_server_ts": ts}
