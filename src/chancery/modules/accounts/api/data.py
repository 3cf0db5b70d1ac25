# SPDX-License-Identifier: EUPL-1.2
"""Matrix account data and room tags."""

from collections.abc import Sequence
from typing import Any

from chancery.kit.errors import BadRequest, Forbidden
from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.service.data import MAX_CONTENT, AccountDataService
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, raw_json
from chancery.platform.http.routes import Route

_USER = "/_matrix/client/v3/user/{user_id}"
_ROOM = f"{_USER}/rooms/{{room_id}}"
_OBJECT = dict[str, Any]
_LIMIT = 2 * MAX_CONTENT


class DataApi:
    """`/user/{userId}/account_data/*` and tags."""

    def __init__(self, data: AccountDataService) -> None:
        self._data = data

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{_USER}/account_data/{{type}}", self.show),
            Route("PUT", f"{_USER}/account_data/{{type}}", self.set, body=_OBJECT, limit=_LIMIT),
            Route("GET", f"{_ROOM}/account_data/{{type}}", self.show),
            Route("PUT", f"{_ROOM}/account_data/{{type}}", self.set, body=_OBJECT, limit=_LIMIT),
            Route("GET", f"{_ROOM}/tags", self.tags),
            Route("PUT", f"{_ROOM}/tags/{{tag}}", self.set_tag, body=_OBJECT, optional_body=True),
            Route("DELETE", f"{_ROOM}/tags/{{tag}}", self.remove_tag),
        )

    async def show(self, request: Request) -> Response:
        """Answer `GET …/account_data/{type}`."""
        return raw_json(await self._data.access(_own(request), request.params["type"], _room(request)))

    async def set(self, request: Request) -> object:
        """Answer `PUT …/account_data/{type}`."""
        await self._data.set_by_client(_own(request), request.params["type"], request.body, _room(request))
        return {}

    async def tags(self, request: Request) -> object:
        """Answer `GET …/tags`."""
        return {"tags": await self._data.tags(_own(request), _required_room(request))}

    async def set_tag(self, request: Request) -> object:
        """Answer `PUT …/tags/{tag}`."""
        await self._data.set_tag(_own(request), _required_room(request), request.params["tag"], request.body)
        return {}

    async def remove_tag(self, request: Request) -> object:
        """Answer `DELETE …/tags/{tag}`."""
        await self._data.remove_tag(_own(request), _required_room(request), request.params["tag"])
        return {}


def _own(request: Request) -> UserId:
    if request.params["user_id"] != request.caller.user_id:
        raise Forbidden("account data belongs to its owner alone")
    return request.caller.user_id


def _room(request: Request) -> RoomId | None:
    return _required_room(request) if "room_id" in request.params else None


def _required_room(request: Request) -> RoomId:
    room_id = request.params["room_id"]
    if not room_id.startswith("!") or len(room_id.encode()) > 255:
        raise BadRequest("not a room id")
    return RoomId(room_id)
