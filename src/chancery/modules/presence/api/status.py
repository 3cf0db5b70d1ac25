# SPDX-License-Identifier: EUPL-1.2
"""`/presence/{userId}/status`."""

from collections.abc import Sequence

import msgspec

from chancery.kit.errors import Forbidden, NotFound
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.presence.service.keeper import PresenceKeeper
from chancery.modules.rooms.contract import RoomReader
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_STATUS = "/_matrix/client/v3/presence/{user_id}/status"


class StatusBody(msgspec.Struct):
    """Body of `PUT`."""

    presence: str
    status_msg: str | None = None


class StatusApi:
    """Says and shows how people are."""

    def __init__(self, keeper: PresenceKeeper, accounts: Accounts, rooms: RoomReader) -> None:
        self._keeper = keeper
        self._accounts = accounts
        self._rooms = rooms

    def routes(self) -> Sequence[Route]:
        """Return the routes of this file."""
        return (
            Route("GET", _STATUS, self.show, tag="Presence"),
            Route("PUT", _STATUS, self.set, body=StatusBody, tag="Presence"),
        )

    async def show(self, request: Request) -> object:
        """Answer `GET`."""
        user_id, caller = UserId(request.params["user_id"]), request.caller.user_id
        if not await self._accounts.exists(user_id):
            raise NotFound("there is no such person")
        if user_id != caller and not await self._rooms.shares_room(caller, user_id):
            raise Forbidden("you share no room with this person")
        return self._keeper.content(self._keeper.find(user_id))

    async def set(self, request: Request) -> object:
        """Answer `PUT`."""
        if request.params["user_id"] != request.caller.user_id:
            raise Forbidden("you can speak for yourself only")
        body: StatusBody = request.body
        await self._keeper.say(request.caller.user_id, body.presence, body.status_msg)
        return {}
