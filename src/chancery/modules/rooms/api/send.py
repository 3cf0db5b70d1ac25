# SPDX-License-Identifier: EUPL-1.2
"""Sending and redacting events."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.modules.rooms.api.delayed import DelayedApi, delay_of, sticky_of
from chancery.modules.rooms.api.params import OBJECT, ROOM, event_of, room_of, time_of
from chancery.modules.rooms.service.send import Sender
from chancery.platform.http.request import Request
from chancery.platform.http.response import raw_json
from chancery.platform.http.routes import Route

MAX_TXN_LENGTH = 255


class SendApi:
    """`PUT …/send/…` is the hottest endpoint of all."""

    def __init__(self, sender: Sender, delayed: DelayedApi) -> None:
        self._sender = sender
        self._delayed = delayed

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("PUT", f"{ROOM}/send/{{event_type}}/{{txn_id}}", self.send, body=OBJECT, turn="follows"),
            # Without a transaction id, as old clients and test suites do it: each call is an event.
            Route("POST", f"{ROOM}/send/{{event_type}}", self.send, body=OBJECT, turn="follows"),
            Route("POST", f"{ROOM}/redact/{{event_id}}", self.redact, body=OBJECT, optional_body=True),
            Route(
                "PUT", f"{ROOM}/redact/{{event_id}}/{{txn_id}}", self.redact, body=OBJECT, optional_body=True
            ),
        )

    async def send(self, request: Request) -> object:
        """Answer `PUT …/send/{eventType}/{txnId}`."""
        delay = delay_of(request)
        if delay is not None:
            return await self._delayed.schedule_send(request, delay)
        params = request.params
        event_id = await self._sender.send_message(
            request.caller,
            room_of(request),
            params["event_type"],
            request.body,
            txn_id=_transaction(request),
            sticky_ms=sticky_of(request),
            origin_server_ts=time_of(request),
        )
        return raw_json(b'{"event_id":"' + event_id.encode() + b'"}')

    async def redact(self, request: Request) -> object:
        """Answer `PUT …/redact/{eventId}/{txnId}`."""
        event_id = await self._sender.redact(
            request.caller,
            room_of(request),
            event_of(request),
            request.body,
            txn_id=_transaction(request),
        )
        return {"event_id": event_id}


def _transaction(request: Request) -> str | None:
    txn_id = request.params.get("txn_id")
    if txn_id is not None and len(txn_id) > MAX_TXN_LENGTH:
        raise BadRequest(f"a transaction id may have at most {MAX_TXN_LENGTH} characters")
    return txn_id
