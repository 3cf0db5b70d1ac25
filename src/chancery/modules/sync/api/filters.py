# SPDX-License-Identifier: EUPL-1.2
"""Routes of stored filters."""

from collections.abc import Sequence
from typing import Any

from chancery.kit.errors import Forbidden
from chancery.kit.ids import UserId
from chancery.modules.sync.rules.filters import MAX_BYTES
from chancery.modules.sync.service.filters import FilterService
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, raw_json
from chancery.platform.http.routes import Route

_PATH = "/_matrix/client/v3/user/{user_id}/filter"


class FilterApi:
    """Upload and read back filters."""

    def __init__(self, filters: FilterService) -> None:
        self._filters = filters

    def routes(self) -> Sequence[Route]:
        """Return the routes of this file."""
        return (
            Route("POST", _PATH, self.upload, body=dict[str, Any], answer=dict[str, str], limit=MAX_BYTES,
                  tag="sync", summary="Store a filter"),
            Route("GET", f"{_PATH}/{{filter_id}}", self.read, tag="sync", summary="Read a stored filter"),
        )  # fmt: skip

    async def upload(self, request: Request) -> dict[str, str]:
        """Answer `POST …/filter`."""
        return {"filter_id": await self._filters.store(_own(request), request.body)}

    async def read(self, request: Request) -> Response:
        """Answer `GET …/filter/{filterId}`."""
        return raw_json(await self._filters.load(_own(request), request.params["filter_id"]))


def _own(request: Request) -> UserId:
    if request.params["user_id"] != request.caller.user_id:
        raise Forbidden("filters are their owner's alone")
    return request.caller.user_id
