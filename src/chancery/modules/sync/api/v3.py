# SPDX-License-Identifier: EUPL-1.2
"""Route of `GET /sync`."""

from collections.abc import Sequence

from chancery.modules.sync.rules.tokens import parse_token
from chancery.modules.sync.service.filters import FilterService
from chancery.modules.sync.service.polls import Polls
from chancery.modules.sync.service.requests import SyncRequest
from chancery.platform.http.request import Query, Request
from chancery.platform.http.response import Response, raw_json
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

    async def sync(self, request: Request) -> Response:
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
        return raw_json(await self._polls.sync(wanted, request.park))


def _state_after(query: Query) -> str | None:
    """Return the key of the state at the timeline's end: the specification's name, or the one of MSC4222."""
    if query.flag("use_state_after"):
        return "state_after"
    if query.flag("org.matrix.msc4222.use_state_after"):
        return "org.matrix.msc4222.state_after"
    return None
