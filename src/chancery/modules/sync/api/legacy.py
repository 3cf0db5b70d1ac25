# SPDX-License-Identifier: EUPL-1.2
"""What the specification deprecates in favour of `/sync`, for clients and test suites that still ask for it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from chancery.modules.presence.contract import PresenceReader
from chancery.modules.sync.rules.tokens import parse_token
from chancery.modules.sync.service.event_stream import EventStream
from chancery.modules.sync.service.snapshots import Snapshots
from chancery.platform.http.request import Caller, Query, Request
from chancery.platform.http.response import Response, raw_json
from chancery.platform.http.routes import Route
from chancery.wire.matrix.identifiers import parse_event_id, parse_room_id

_V3 = "/_matrix/client/v3"
_MAX_MESSAGES = 100
_MAX_TIMEOUT_MS = 120_000
_USUAL_WAIT_MS = 30_000


class LegacyApi:
    """`/initialSync`, `/rooms/{roomId}/initialSync`, `/events` and `/events/{eventId}`."""

    def __init__(self, snapshots: Snapshots, stream: EventStream, presence: PresenceReader) -> None:
        self._snapshots = snapshots
        self._stream = stream
        self._presence = presence

    def routes(self) -> Sequence[Route]:
        """Return the routes of this file."""
        return (
            Route("GET", f"{_V3}/initialSync", self.all_rooms),
            Route("GET", f"{_V3}/rooms/{{room_id}}/initialSync", self.one_room),
            Route("GET", f"{_V3}/events", self.follow, idle=True),
            Route("GET", f"{_V3}/events/{{event_id}}", self.find),
        )

    async def all_rooms(self, request: Request) -> Response:
        """Answer `GET /initialSync`."""
        query = request.query
        async with self._shown(request.caller):
            body = await self._snapshots.all_rooms(
                request.caller, limit=_limit(query), archived=query.flag("archived")
            )
        return raw_json(body)

    async def one_room(self, request: Request) -> Response:
        """Answer `GET /rooms/{roomId}/initialSync`."""
        room_id = parse_room_id(request.params["room_id"])
        return raw_json(await self._snapshots.one_room(request.caller, room_id, limit=_limit(request.query)))

    async def follow(self, request: Request) -> Response:
        """Answer `GET /events`."""
        query = request.query
        since, room = query.get("from"), query.get("room_id")
        async with self._shown(request.caller):
            body = await self._stream.follow(
                request.caller,
                parse_token(since) if since else None,
                parse_room_id(room) if room else None,
                seconds=query.integer("timeout", default=_wait(since, room), most=_MAX_TIMEOUT_MS) / 1000,
                park=request.park,
            )
        return raw_json(body)

    async def find(self, request: Request) -> Response:
        """Answer `GET /events/{eventId}`."""
        return raw_json(await self._stream.find(request.caller, parse_event_id(request.params["event_id"])))

    @asynccontextmanager
    async def _shown(self, caller: Caller) -> AsyncIterator[None]:
        """Show the person as online while they ask, as `/sync` does."""
        try:
            await self._presence.arrive(caller.user_id, None)
            yield
        finally:
            self._presence.depart(caller.user_id)


def _wait(since: str | None, room: str | None) -> int:
    """Return how long to wait when nothing is said of that: without a token no event of a room is there yet."""
    return _USUAL_WAIT_MS if room and not since else 0


def _limit(query: Query) -> int:
    return query.integer("limit", default=10, least=0, most=_MAX_MESSAGES)
