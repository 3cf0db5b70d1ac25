# SPDX-License-Identifier: EUPL-1.2
"""Matrix presence."""

from collections.abc import Sequence

from chancery.kit.errors import Forbidden
from chancery.kit.ids import UserId
from chancery.modules.accounts.schemas import PresenceBody
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.service.presence import PresenceKeeper
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_STATUS = "/_matrix/client/v3/presence/{user_id}/status"


class PresenceApi:
    """`/presence/{userId}/status`."""

    def __init__(self, presence: PresenceKeeper, people: PeopleService) -> None:
        self._presence = presence
        self._people = people

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _STATUS, self.show),
            Route("PUT", _STATUS, self.set, body=PresenceBody),
        )

    async def show(self, request: Request) -> object:
        """Answer `GET /presence/{userId}/status`."""
        profile = await self._people.access_profile(UserId(request.params["user_id"]))
        state = self._presence.presence(profile.user_id)
        members = {
            "presence": state.presence,
            "last_active_ago": state.last_active_ago,
            "status_msg": state.status_msg,
            "currently_active": state.currently_active,
        }
        return {name: value for name, value in members.items() if value is not None}

    async def set(self, request: Request) -> object:
        """Answer `PUT /presence/{userId}/status`."""
        if request.params["user_id"] != request.caller.user_id:
            raise Forbidden("you can speak for yourself only")
        body: PresenceBody = request.body
        self._presence.set(request.caller.user_id, body.presence, body.status_msg)
        return {}
