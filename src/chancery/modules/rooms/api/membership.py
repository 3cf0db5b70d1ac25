# SPDX-License-Identifier: EUPL-1.2
"""Joining, inviting, leaving, kicking, banning, knocking, forgetting."""

from collections.abc import Sequence
from typing import Any

import msgspec

from chancery.kit.errors import BadJson
from chancery.kit.ids import RoomId
from chancery.modules.rooms.api.params import (
    CLIENT,
    OBJECT,
    ROOM,
    Invitee,
    Joining,
    Person,
    Reasoned,
    room_of,
)
from chancery.modules.rooms.errors import ThirdPartyDenied
from chancery.modules.rooms.service.aliases import Aliases
from chancery.modules.rooms.service.membership import MembershipService
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route
from chancery.wire.matrix.identifiers import parse_room_id

_SERVERS = frozenset(
    {
        "membership",
        "reason",
        "displayname",
        "avatar_url",
        "third_party_signed",
        "third_party_invite",
        "join_authorised_via_users_server",
    }
)
"""What the server itself puts into the event of a join; everything else of the body goes into it, too."""


class MembershipApi:
    """One handler per verb; each is one call of the service."""

    def __init__(self, membership: MembershipService, aliases: Aliases) -> None:
        self._membership = membership
        self._aliases = aliases

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("POST", f"{CLIENT}/join/{{room}}", self.join_any, body=OBJECT, optional_body=True),
            Route("POST", f"{CLIENT}/knock/{{room}}", self.knock, body=Reasoned, optional_body=True),
            Route("POST", f"{ROOM}/join", self.join, body=OBJECT, optional_body=True),
            Route("POST", f"{ROOM}/leave", self.leave, body=Reasoned, optional_body=True),
            Route("POST", f"{ROOM}/forget", self.forget),
            Route("POST", f"{ROOM}/invite", self.invite, body=Invitee),
            Route("POST", f"{ROOM}/kick", self.kick, body=Person),
            Route("POST", f"{ROOM}/ban", self.ban, body=Person),
            Route("POST", f"{ROOM}/unban", self.unban, body=Person),
        )

    async def join_any(self, request: Request) -> object:
        """Answer `POST /join/{roomIdOrAlias}`."""
        return await self._join(request, await self._resolve(request))

    async def join(self, request: Request) -> object:
        """Answer `POST /rooms/{roomId}/join`."""
        return await self._join(request, room_of(request))

    async def knock(self, request: Request) -> object:
        """Answer `POST /knock/{roomIdOrAlias}`."""
        room_id = await self._resolve(request)
        await self._membership.knock(request.caller, room_id, reason=request.body.reason)
        return {"room_id": room_id}

    async def leave(self, request: Request) -> None:
        """Answer `POST …/leave`."""
        await self._membership.leave(request.caller, room_of(request), reason=request.body.reason)

    async def forget(self, request: Request) -> None:
        """Answer `POST …/forget`."""
        await self._membership.forget(request.caller, room_of(request))

    async def invite(self, request: Request) -> None:
        """Answer `POST …/invite`."""
        body: Invitee = request.body
        if body.user_id is None:
            if body.medium is not None or body.address is not None or body.id_server is not None:
                raise ThirdPartyDenied
            raise BadJson("user_id is missing")
        await self._membership.invite(request.caller, room_of(request), body.user_id, reason=body.reason)

    async def kick(self, request: Request) -> None:
        """Answer `POST …/kick`."""
        body: Person = request.body
        await self._membership.kick(request.caller, room_of(request), body.user_id, reason=body.reason)

    async def ban(self, request: Request) -> None:
        """Answer `POST …/ban`."""
        body: Person = request.body
        await self._membership.ban(request.caller, room_of(request), body.user_id, reason=body.reason)

    async def unban(self, request: Request) -> None:
        """Answer `POST …/unban`."""
        body: Person = request.body
        await self._membership.unban(request.caller, room_of(request), body.user_id, reason=body.reason)

    async def _join(self, request: Request, room_id: RoomId) -> object:
        body = _joining(request.body)
        if body.third_party_signed is not None:
            await self._membership.accept_third_party(request.caller, room_id, body.third_party_signed)
        extra = {name: value for name, value in request.body.items() if name not in _SERVERS}
        await self._membership.join(request.caller, room_id, reason=body.reason, extra=extra)
        return {"room_id": room_id}

    async def _resolve(self, request: Request) -> RoomId:
        name = request.params["room"]
        if name.startswith("#"):
            return await self._aliases.resolve(name)
        return parse_room_id(name)


def _joining(body: dict[str, Any]) -> Joining:
    try:
        return msgspec.convert(body, Joining)
    except msgspec.ValidationError as error:
        raise BadJson(str(error)) from error
