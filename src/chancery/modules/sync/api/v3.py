# SPDX-License-Identifier: EUPL-1.2
"""Route of `GET /sync`."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence

from chancery.modules.sync.rules.tokens import parse_token
from chancery.modules.sync.service.filters import FilterService
from chancery.modules.sync.service.polls import Polls
from chancery.modules.sync.service.requests import SyncRequest
from chancery.platform.http.request import Query, Request
from chancery.platform.http.response import JSON_HEADERS, Response, StreamResponse, raw_json
from chancery.platform.http.routes import Route

MAX_TIMEOUT_MS = 120_000


class SyncApi:
    """The classic sync."""

    def __init__(self, polls: Polls, filters: FilterService) -> None:
        self._polls = polls
        self._filters = filters

    def routes(self) -> Sequence[Route]:
        """Return the routes of this file."""
        return (
            Route("GET", "/_matrix/client/v3/sync", self.sync, idle=True, tag="sync",
                  summary="Everything that happened since a token; waits for news"),
        )  # fmt: skip

    async def sync(self, request: Request) -> Response | StreamResponse:
        """Answer `GET /_matrix/client/v3/sync`."""
        query, caller = request.query, request.caller
        since = query.get("since")
        wanted = SyncRequest(
            user_id=caller.user_id,
            device_id=caller.device_id,
            filter=await self._filters.resolve(caller.user_id, query.get("filter")),
            since=parse_token(since) if since else None,
            full_state=query.flag("full_state"),
            timeout=query.integer("timeout", default=0, most=MAX_TIMEOUT_MS) / 1000,
            state_after=_state_after(query),
            presence=query.get("set_presence"),
        )
        first, *more = await self._polls.sync(wanted, request.park)
        return StreamResponse(_sent_in_turns((first, *more)), 200, JSON_HEADERS) if more else raw_json(first)


async def _sent_in_turns(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    """Yield the parts of a large answer; others have their turn while each is sent."""
    for part in parts:
        yield part
        await asyncio.sleep(0)


def _state_after(query: Query) -> str | None:
    """Return the key of the state at the timeline's end: the specification's name, or the one of MSC4222."""
    if query.flag("use_state_after"):
        return "state_after"
    if query.flag("org.matrix.msc4222.use_state_after"):
        return "org.matrix.msc4222.state_after"
    return None
