# SPDX-License-Identifier: EUPL-1.2
"""Reading and setting state, and lists of members."""

from collections.abc import AsyncGenerator, Sequence

import msgspec

from chancery.kit.errors import BadRequest
from chancery.modules.rooms.api.delayed import DelayedApi, delay_of, sticky_of
from chancery.modules.rooms.api.params import OBJECT, ROOM, room_of, time_of, token_of
from chancery.modules.rooms.api.rendering import AnyResponse, answer_parts, render_event, render_events
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.model import content_of
from chancery.modules.rooms.service.state import Pages, StateService
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

    async def list(self, request: Request) -> AnyResponse:
        """Answer `GET …/state`."""
        caller = request.caller
        plain, members = await self._state.list_state(caller, room_of(request))

        async def parts() -> AsyncGenerator[bytes, None]:
            async for events in _with_first(plain, members):
                yield render_events(events, caller)

        return await answer_parts(b"[", parts(), b"]")

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

    async def members(self, request: Request) -> AnyResponse:
        """Answer `GET …/members`."""
        caller, query = request.caller, request.query
        pages = await self._state.list_members(caller, room_of(request), at=token_of(request, "at"))
        wanted, unwanted = query.get("membership"), query.get("not_membership")

        async def parts() -> AsyncGenerator[bytes, None]:
            async for events in pages:
                chosen = [event for event in events if _has(event, wanted, unwanted)]
                if chosen:
                    yield render_events(chosen, caller)

        return await answer_parts(b'{"chunk":[', parts(), b"]}")

    async def joined_members(self, request: Request) -> AnyResponse:
        """Answer `GET …/joined_members`."""
        pages = await self._state.list_joined(request.caller, room_of(request))

        async def parts() -> AsyncGenerator[bytes, None]:
            async for events in pages:
                joined = {event.state_key: names for event in events if (names := _names(event)) is not None}
                if joined:
                    yield msgspec.json.encode(joined)[1:-1]

        return await answer_parts(b'{"joined":{', parts(), b"}}")


class _Content(msgspec.Struct):
    membership: object = None
    displayname: object = None
    avatar_url: object = None


class _Member(msgspec.Struct):
    content: _Content


_decoder = msgspec.json.Decoder(_Member)


async def _with_first(first: Sequence[RoomEvent], pages: Pages) -> Pages:
    if first:
        yield first
    async for page in pages:
        if page:
            yield page


def _names(event: RoomEvent) -> dict[str, str] | None:
    """Return what a joined member is called; None for everybody else."""
    content = _decoder.decode(event.body).content
    if content.membership != "join":
        return None
    names = {"display_name": content.displayname, "avatar_url": content.avatar_url}
    return {name: text for name, text in names.items() if isinstance(text, str)}


def _has(event: RoomEvent, wanted: str | None, unwanted: str | None) -> bool:
    if wanted is None and unwanted is None:
        return True
    membership = _decoder.decode(event.body).content.membership
    return (wanted is None or membership == wanted) and (unwanted is None or membership != unwanted)
