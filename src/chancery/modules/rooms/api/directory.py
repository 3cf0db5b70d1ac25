# SPDX-License-Identifier: EUPL-1.2
"""Aliases and the directory of public rooms."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from chancery.kit.errors import Unrecognized
from chancery.kit.ids import RoomId
from chancery.modules.rooms.api.params import CLIENT, ROOM, room_of
from chancery.modules.rooms.service.aliases import Aliases
from chancery.modules.rooms.service.directory import Directory, PublicRooms
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route
from chancery.wire.matrix.identifiers import parse_room_id

_ALIAS = f"{CLIENT}/directory/room/{{alias}}"
_LISTED = f"{CLIENT}/directory/list/room/{{room_id}}"
_MAX_PAGE = 500


class AliasBody(msgspec.Struct):
    """The body of `PUT /directory/room/{roomAlias}`."""

    room_id: str


class SearchFilter(msgspec.Struct):
    """What to look for in the directory; a null room type means an ordinary room."""

    generic_search_term: str | None = None
    room_types: list[str | None] | None = None


class SearchBody(msgspec.Struct):
    """The body of `POST /publicRooms`."""

    filter: SearchFilter = msgspec.field(default_factory=SearchFilter)
    limit: int = 100
    since: str | None = None
    third_party_instance_id: str | None = None


class VisibilityBody(msgspec.Struct):
    """The body of `PUT /directory/list/room/{roomId}`."""

    visibility: Literal["public", "private"] = "public"


class DirectoryApi:
    """Names and the list of rooms that are open to everybody."""

    def __init__(
        self, aliases: Aliases, directory: Directory, server_name: str, *, is_open: bool = False
    ) -> None:
        # The specification asks no login for the list; here only test suites read it without one.
        self._needs_login = not is_open
        self._aliases = aliases
        self._directory = directory
        self._server_name = server_name

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _ALIAS, self.resolve),
            Route("PUT", _ALIAS, self.add, body=AliasBody),
            Route("DELETE", _ALIAS, self.remove),
            Route("GET", f"{ROOM}/aliases", self.list_aliases),
            Route("GET", f"{CLIENT}/publicRooms", self.list_public, login=self._needs_login),
            Route("POST", f"{CLIENT}/publicRooms", self.search_public, body=SearchBody, optional_body=True),
            Route("GET", _LISTED, self.visibility),
            Route("PUT", _LISTED, self.set_visibility, body=VisibilityBody, optional_body=True),
        )

    async def resolve(self, request: Request) -> object:
        """Answer `GET /directory/room/{roomAlias}`."""
        room_id = await self._aliases.resolve(request.params["alias"])
        return {"room_id": room_id, "servers": [self._server_name]}

    async def add(self, request: Request) -> None:
        """Answer `PUT /directory/room/{roomAlias}`."""
        room_id: RoomId = parse_room_id(request.body.room_id)
        await self._aliases.add_alias(request.caller, request.params["alias"], room_id)

    async def remove(self, request: Request) -> None:
        """Answer `DELETE /directory/room/{roomAlias}`."""
        await self._aliases.remove_alias(request.caller, request.params["alias"])

    async def list_aliases(self, request: Request) -> object:
        """Answer `GET …/aliases`."""
        return {"aliases": await self._aliases.list_aliases(request.caller, room_of(request))}

    async def list_public(self, request: Request) -> object:
        """Answer `GET /publicRooms`."""
        self._check_server(request)
        limit = request.query.integer("limit", default=100, least=1, most=_MAX_PAGE)
        since = request.query.get("since")
        return _render(
            await self._directory.list_public(term=None, room_types=None, limit=limit, since=since)
        )

    async def search_public(self, request: Request) -> object:
        """Answer `POST /publicRooms`."""
        self._check_server(request)
        body: SearchBody = request.body
        if body.third_party_instance_id is not None:
            # Bridges publish rooms in the one directory, so no network has one of its own.
            return {"chunk": [], "total_room_count_estimate": 0}
        found = await self._directory.list_public(
            term=body.filter.generic_search_term,
            room_types=body.filter.room_types,
            limit=max(1, min(body.limit, _MAX_PAGE)),
            since=body.since,
        )
        return _render(found)

    async def visibility(self, request: Request) -> object:
        """Answer `GET /directory/list/room/{roomId}`."""
        is_public = await self._directory.is_public(room_of(request))
        return {"visibility": "public" if is_public else "private"}

    async def set_visibility(self, request: Request) -> None:
        """Answer `PUT /directory/list/room/{roomId}`."""
        body: VisibilityBody = request.body
        await self._directory.set_public(
            request.caller, room_of(request), is_public=body.visibility == "public"
        )

    def _check_server(self, request: Request) -> None:
        server = request.query.get("server")
        if server and server != self._server_name:
            raise Unrecognized("this server does not federate")


def _render(found: PublicRooms) -> object:
    answer: dict[str, object] = {"chunk": found.chunk, "total_room_count_estimate": found.total}
    if found.next_batch:
        answer["next_batch"] = found.next_batch
    if found.prev_batch:
        answer["prev_batch"] = found.prev_batch
    return answer
