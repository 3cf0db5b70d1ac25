# SPDX-License-Identifier: EUPL-1.2
"""Route of simplified sliding sync (MSC4186), under the name that clients of the field use."""

from collections.abc import Sequence

from chancery.modules.sync.api.v3 import MAX_TIMEOUT_MS
from chancery.modules.sync.rules.sliding_request import SlidingRequest, check_request
from chancery.modules.sync.service.sliding import Sliding, SlidingQuery
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, raw_json
from chancery.platform.http.routes import Route

PATH = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"


class SlidingApi:
    """The sync of lists and windows."""

    def __init__(self, sliding: Sliding) -> None:
        self._sliding = sliding

    def routes(self) -> Sequence[Route]:
        """Return the routes of this file."""
        return (
            Route("POST", PATH, self.sync, body=SlidingRequest, optional_body=True, idle=True, tag="sync",
                  summary="What moved in the rooms that lists and subscriptions take in; waits for news"),
        )  # fmt: skip

    async def sync(self, request: Request) -> Response:
        """Answer `POST …/org.matrix.simplified_msc3575/sync`."""
        check_request(request.body)
        timeout = request.query.integer("timeout", default=0, most=MAX_TIMEOUT_MS) / 1000
        query = SlidingQuery(
            request.body, request.query.get("pos") or None, timeout, request.query.get("set_presence")
        )
        return raw_json(await self._sliding.sync(request.caller, query, request.park))
