# SPDX-License-Identifier: EUPL-1.2
"""Delayed events (MSC4140): scheduling, looking up, and the actions that need no more than the delay id."""

from collections.abc import Sequence
from typing import Any

import msgspec

from chancery.kit.errors import BadRequest
from chancery.modules.rooms.api.params import OBJECT, ROOM, room_of
from chancery.modules.rooms.errors import DelayTooLong
from chancery.modules.rooms.model import DelayedEvent
from chancery.modules.rooms.service.delayed import DelayedEvents, Wish
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_UNSTABLE = "/_matrix/client/unstable/org.matrix.msc4140"
_ONE = "/_matrix/client/v1/delayed_events/{delay_id}"
_SCHEDULE = "delayed_event/{event_type}/{txn_id}"
_DELAY = "org.matrix.msc4140.delay"
_STICKY = "org.matrix.msc4354.sticky_duration_ms"
_MAX_STICKY_MS = 3_600_000
_ACTIONS = ("send", "cancel", "restart")
_STATUSES = ("scheduled", "finalised")
_MAX_TXN = 255
_UNSTABLE_TOO_LONG = "ORG.MATRIX.MSC4140_MAX_DELAY_EXCEEDED"
_EARLY_TOO_LONG = "M_UNKNOWN"
"""What clients of the earlier drafts look for, the code itself being a further member."""


class DelayedBody(msgspec.Struct):
    """The body of `PUT …/delayed_event/…`; earlier drafts wrote `delay`."""

    content: dict[str, Any]
    delay_ms: int | None = None
    delay: int | None = None
    state_key: str | None = None


class ActionBody(msgspec.Struct):
    """The body of `POST …/delayed_events/{delay_id}` in earlier drafts."""

    action: str


class DelayedApi:
    """`…/delayed_event/…` and `…/delayed_events…`: the paths of the merged proposal and of its unstable prefix."""

    def __init__(self, delayed: DelayedEvents) -> None:
        self._delayed = delayed

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        one = f"{_UNSTABLE}/delayed_events/{{delay_id}}"
        return (
            Route("PUT", f"{ROOM}/{_SCHEDULE}", self.schedule, body=DelayedBody),
            Route("PUT", f"{_UNSTABLE}/rooms/{{room_id}}/{_SCHEDULE}", self.schedule, body=DelayedBody),
            Route("GET", f"{_UNSTABLE}/delayed_events", self.list),
            Route("GET", _ONE, self.show),
            Route("GET", one, self.show),
            Route("POST", one, self.update, body=ActionBody),
            # Who holds the id may act: a client hands it to the service that watches its call.
            Route("POST", f"{_ONE}/{{action}}", self.act, body=OBJECT, optional_body=True, login=False),
            Route("POST", f"{one}/{{action}}", self.act, body=OBJECT, optional_body=True, login=False),
        )

    async def schedule(self, request: Request) -> object:
        """Answer `PUT …/rooms/{roomId}/delayed_event/{eventType}/{txnId}`."""
        body: DelayedBody = request.body
        delay = body.delay_ms if body.delay_ms is not None else body.delay
        if delay is None:
            raise BadRequest("delay_ms is missing", errcode="M_MISSING_PARAM")
        wish = _wish(request, delay, body.content, body.state_key)
        is_unstable = request.route.startswith(_UNSTABLE)
        return await self._schedule(request, wish, _UNSTABLE_TOO_LONG if is_unstable else None)

    async def schedule_send(self, request: Request, delay: int) -> object:
        """Answer `PUT …/send/…` or `PUT …/state/…` with a delay, as earlier drafts have it."""
        is_state = "txn_id" not in request.params
        state_key = request.params.get("state_key", "") if is_state else None
        return await self._schedule(request, _wish(request, delay, request.body, state_key), _EARLY_TOO_LONG)

    async def _schedule(self, request: Request, wish: Wish, too_long: str | None) -> object:
        try:
            delay_id = await self._delayed.schedule(request.caller, room_of(request), wish)
        except DelayTooLong as error:
            raise DelayTooLong(error.longest_ms, too_long) from error
        return {"delay_id": delay_id}

    async def list(self, request: Request) -> object:
        """Answer `GET …/delayed_events`: the caller's own, by status."""
        wanted = request.query.all("status") or _STATUSES
        if any(status not in _STATUSES for status in wanted):
            raise BadRequest("status must be scheduled or finalised", errcode="M_UNKNOWN")
        ids = set(request.query.all("delay_id"))
        answer: dict[str, object] = {}
        if "scheduled" in wanted:
            scheduled = _chosen(await self._delayed.list_scheduled(request.caller), ids)
            answer["scheduled"] = answer["delayed_events"] = [_described(event) for event in scheduled]
        if "finalised" in wanted:
            finalised = _chosen(await self._delayed.list_finalised(request.caller), ids)
            answer["finalised"] = [_finalised(event) for event in finalised]
        return answer

    async def show(self, request: Request) -> object:
        """Answer `GET …/delayed_events/{delayId}`."""
        return _described(await self._delayed.access_delayed(request.caller, request.params["delay_id"]))

    async def update(self, request: Request) -> object:
        """Answer `POST …/delayed_events/{delayId}` for the one who scheduled it."""
        return await self._act(request, request.body.action, mine=True)

    async def act(self, request: Request) -> object:
        """Answer `POST …/delayed_events/{delayId}/{send,cancel,restart}`."""
        return await self._act(request, request.params["action"], mine=False)

    async def _act(self, request: Request, action: str, *, mine: bool) -> object:
        if action not in _ACTIONS:
            raise BadRequest("the action must be send, cancel or restart")
        owner = request.caller.user_id if mine else None
        await getattr(self._delayed, action)(request.params["delay_id"], owner)
        return {}


def delay_of(request: Request) -> int | None:
    """Return the delay that a request to send asks for, None to send at once."""
    if request.query.get(_DELAY) is None:
        return None
    return request.query.integer(_DELAY, default=0, least=-1)


def sticky_of(request: Request) -> int | None:
    """Return for how long the event shall be sticky (MSC4354), None for not at all."""
    if request.query.get(_STICKY) is None:
        return None
    duration = request.query.integer(_STICKY, default=0, least=-1)
    if not 0 <= duration <= _MAX_STICKY_MS:
        raise BadRequest(f"{_STICKY} must lie between 0 and {_MAX_STICKY_MS}")
    return duration


def _wish(request: Request, delay: int, content: dict[str, Any], state_key: str | None) -> Wish:
    txn_id = request.params.get("txn_id")
    if txn_id is not None and len(txn_id) > _MAX_TXN:
        raise BadRequest(f"a transaction id may have at most {_MAX_TXN} characters")
    return Wish(request.params["event_type"], content, delay, state_key, txn_id, sticky_of(request))


def _chosen(events: Sequence[DelayedEvent], ids: set[str]) -> Sequence[DelayedEvent]:
    return [event for event in events if not ids or event.delay_id in ids]


def _described(event: DelayedEvent) -> dict[str, object]:
    """Return an event under the names of the proposal and those of its earlier drafts."""
    described: dict[str, object] = {
        "delay_id": event.delay_id,
        "room_id": event.room_id,
        "type": event.type,
        "content": msgspec.Raw(event.content),
        "delay_ms": event.delay_ms,
        "delayed_since_ts": event.since_ts,
        "delay": event.delay_ms,
        "running_since": event.since_ts,
    }
    if event.state_key is not None:
        described["state_key"] = event.state_key
    if event.outcome is not None:
        described["finalised"] = {"finalised_ts": event.outcome.ts, **_result(event)}
    return described


def _finalised(event: DelayedEvent) -> dict[str, object]:
    described = _described(event)
    outcome = event.outcome
    assert outcome is not None
    return {
        **described,
        "delayed_event": described,
        "outcome": "send" if outcome.event_id else "cancel",
        "reason": outcome.reason,
        "origin_server_ts": outcome.ts,
        **_result(event),
    }


def _result(event: DelayedEvent) -> dict[str, object]:
    outcome = event.outcome
    if outcome is None:
        return {}
    if outcome.event_id is not None:
        return {"event_id": outcome.event_id}
    if outcome.errcode is None:
        return {}
    return {"error": {"errcode": outcome.errcode, "error": outcome.error or ""}}
