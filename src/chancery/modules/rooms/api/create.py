# SPDX-License-Identifier: EUPL-1.2
"""`POST /createRoom` and `GET /joined_rooms`."""

from collections.abc import Sequence

from chancery.modules.rooms.api.params import CLIENT, OBJECT
from chancery.modules.rooms.contract import RoomReader
from chancery.modules.rooms.service.create import RoomCreator
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route


class CreateApi:
    """Creating rooms and listing one's own."""

    def __init__(self, creator: RoomCreator, reader: RoomReader) -> None:
        self._creator = creator
        self._reader = reader

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("POST", f"{CLIENT}/createRoom", self.create, body=OBJECT, optional_body=True),
            Route("GET", f"{CLIENT}/joined_rooms", self.joined),
        )

    async def create(self, request: Request) -> object:
        """Answer `POST /createRoom`."""
        room_id = await self._creator.create_room(request.caller, request.body)
        if not request.body.get("room_alias_name"):
            return {"room_id": room_id}
        # Not in the specification any more, but clients and test suites still read it.
        return {"room_id": room_id, "room_alias": (await self._reader.aliases(room_id))[0]}

    async def joined(self, request: Request) -> object:
        """Answer `GET /joined_rooms`."""
        memberships = await self._reader.memberships(request.caller.user_id)
        return {"joined_rooms": [room for room, place in memberships.items() if place.membership == "join"]}
