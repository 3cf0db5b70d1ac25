# SPDX-License-Identifier: EUPL-1.2
"""The red list, for those who administer the people on it."""

from collections.abc import Sequence

from chancery.kit.ids import UserId
from chancery.modules.org.schemas import RedListingBody, RedListView, red_list_view
from chancery.modules.org.service.red_list import StoredRedList
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_RED_LIST = "/api/v1/org/red-list"


class RedListApi:
    """`/api/v1/org/red-list`."""

    def __init__(self, red_list: StoredRedList) -> None:
        self._red_list = red_list

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _RED_LIST, self.listings, answer=RedListView, tag="org",
                  summary="Whom I administer and who is hidden in the directory, and whether I am"),
            Route("PUT", f"{_RED_LIST}/{{user_id}}", self.put, body=RedListingBody, tag="org",
                  summary="Hide a person from all but those with a need, until a day"),
            Route("DELETE", f"{_RED_LIST}/{{user_id}}", self.remove, tag="org", summary="Show a person again"),
        )  # fmt: skip

    async def listings(self, request: Request) -> RedListView:
        """Answer `GET /api/v1/org/red-list`."""
        return red_list_view(await self._red_list.list_listings(request.caller.user_id))

    async def put(self, request: Request) -> object:
        """Answer `PUT /api/v1/org/red-list/{user_id}`."""
        body: RedListingBody = request.body
        await self._red_list.put(
            request.caller.user_id,
            UserId(request.params["user_id"]),
            reason=body.reason,
            ends_at=body.ends_at,
        )
        return {}

    async def remove(self, request: Request) -> object:
        """Answer `DELETE /api/v1/org/red-list/{user_id}`."""
        await self._red_list.remove(request.caller.user_id, UserId(request.params["user_id"]))
        return {}
