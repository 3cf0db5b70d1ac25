# SPDX-License-Identifier: EUPL-1.2
"""`POST …/upgrade`."""

from collections.abc import Sequence

import msgspec

from chancery.modules.rooms.api.params import ROOM, room_of
from chancery.modules.rooms.service.upgrade import RoomUpgrader
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route


class UpgradeBody(msgspec.Struct):
    """The version that the successor shall have, and who stands above its levels beside its creator."""

    new_version: str
    additional_creators: list[str] = []


class UpgradeApi:
    """Replacing a room by one of another version."""

    def __init__(self, upgrader: RoomUpgrader) -> None:
        self._upgrader = upgrader

    def routes(self) -> Sequence[Route]:
        """Return the route."""
        return (Route("POST", f"{ROOM}/upgrade", self.upgrade, body=UpgradeBody),)

    async def upgrade(self, request: Request) -> object:
        """Answer `POST …/upgrade`."""
        body: UpgradeBody = request.body
        successor = await self._upgrader.upgrade(
            request.caller, room_of(request), body.new_version, body.additional_creators
        )
        return {"replacement_room": successor}
