# SPDX-License-Identifier: EUPL-1.2
"""Reading and setting state, and lists of members."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.modules.rooms.api.delayed import DelayedApi, delay_of, sticky_of
from chancery.modules.rooms.api.params import OBJECT, ROOM, room_of, time_of, token_of
from chancery.modules.rooms.api.rendering import answer, render_event, render_list
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.model import content_of, decode_object
from chancery.modules.rooms.service.state import StateService
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, raw_json
from chancery.platform.http.routes import Route

_STATE = f"{ROOM}/state"


class StateApi:
    """`…/state…`, `…/members`, `…/joined_members`."""

    def __init__(self, state: StateService, delayed: DelayedApi) -> None:
        self._state = state
        self._delayed = delayed

    def routes(self) -> Sequence[Route]:
        """Return the routes; without a state key the path means the empty one."""
        return (
            Route("GET", _STATE, self.list),
            Route("GET", f"{_STATE}/{{event_type}}", self.show),
            Route("GET", f"{_STATE}/{{event_type}}/{{state_key}}", self.show),
            Route("PUT", f"{_STATE}/{{event_type}}", self.set, body=OBJECT),
            Route("PUT", f"{_STATE}/{{event_type}}/{{state_key}}", self.set, body=OBJECT),
            Route("GET", f"{ROOM}/members", self.members),
            Route("GET", f"{ROOM}/joined_members", self.joined_members),
        )

    async def list(self, request: Request) -> Response:
        """Answer `GET …/state`."""
        state = await self._state.list_state(request.caller, room_of(request))
        return raw_json(render_list(state, request.caller))

    async def show(self, request: Request) -> Response:
        """Answer `GET …/state/{eventType}/{stateKey}`: the content, or the event with `format=event`."""
        event = await self._state.access_state(
            request.caller,
            room_of(request),
            request.params["event_type"],
            request.params.get("state_key", ""),
        )
        form = request.query.get("format") or "content"
        if form not in ("content", "event"):
            raise BadRequest("format must be content or event")
        return raw_json(content_of(event.body) if form == "content" else render_event(event, request.caller))

    async def set(self, request: Request) -> object:
        """Answer `PUT …/state/{eventType}/{stateKey}`."""
        delay = delay_of(request)
        if delay is not None:
            return await self._delayed.schedule_send(request, delay)
        params = request.params
        event_id = await self._state.send_state(
            request.caller,
            room_of(request),
            params["event_type"],
            params.get("state_key", ""),
            request.body,
            sticky_ms=sticky_of(request),
            origin_server_ts=time_of(request),
        )
        return {"event_id": event_id}

    async def members(self, request: Request) -> Response:
        """Answer `GET …/members`."""
        events = await self._state.list_members(request.caller, room_of(request), at=token_of(request, "at"))
        wanted, unwanted = request.query.get("membership"), request.query.get("not_membership")
        chosen = [event for event in events if _has(event, wanted, unwanted)]
        return answer({"chunk": render_list(chosen, request.caller)})

    async def joined_members(self, request: Request) -> object:
        """Answer `GET …/joined_members`."""
        joined = {}
        for event in await self._state.list_joined(request.caller, room_of(request)):
            content = decode_object(content_of(event.body))
            if content.get("membership") == "join":
                names = {"display_name": content.get("displayname"), "avatar_url": content.get("avatar_url")}
                joined[event.state_key] = {
                    name: text for name, text in names.items() if isinstance(text, str)
                }
        return {"joined": joined}


def _has(event: RoomEvent, wanted: str | None, unwanted: str | None) -> bool:
    if wanted is None and unwanted is None:
        return True
    membership = decode_object(content_of(event.body)).get("membership")
    return (wanted is None or membership == wanted) and (unwanted is None or membership != unwanted)
