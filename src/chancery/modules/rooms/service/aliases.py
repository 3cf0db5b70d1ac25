# SPDX-License-Identifier: EUPL-1.2
"""Room aliases and the public directory's flag."""

from collections.abc import Mapping, Sequence
from typing import Any

from chancery.kit.errors import Forbidden
from chancery.kit.ids import RoomId
from chancery.modules.rooms.contract import Bridges
from chancery.modules.rooms.errors import AliasInUse, AliasReserved, ForeignServer, RoomInUse, RoomNotFound
from chancery.modules.rooms.events import AliasesChanged
from chancery.modules.rooms.model import Draft
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.append import Appender
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.store.rooms import RoomStore
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller
from chancery.wire.matrix.errors import EventRejected
from chancery.wire.matrix.identifiers import parse_alias, server_of


class Aliases:
    """Gives rooms names of the form `#name:server`."""

    def __init__(
        self,
        *,
        database: Database,
        rooms: RoomStore,
        access: Access,
        hot: HotRooms,
        appender: Appender,
        bridges: Bridges,
        server_name: str,
    ) -> None:
        self._database = database
        self._rooms = rooms
        self._access = access
        self._hot = hot
        self._appender = appender
        self._bridges = bridges
        self._server_name = server_name

    async def free_alias(self, actor: Caller, localpart: str) -> str:
        """Return the full alias of a local name; raises RoomInUse when it is taken, and AliasReserved."""
        alias = parse_alias(f"#{localpart}:{self._server_name}")
        self._check_owner(actor, alias)
        if await self._rooms.find_alias(alias):
            raise RoomInUse(f"{alias} is taken already")
        return alias

    async def resolve(self, alias: str) -> RoomId:
        """Return the room that an alias names; raises RoomNotFound."""
        found = await self._rooms.find_alias(parse_alias(alias))
        if found is None and await self._bridges.offers_room(alias):
            found = await self._rooms.find_alias(alias)
        if found is None:
            raise RoomNotFound(f"there is no room {alias}")
        return found[0]

    async def add_alias(self, actor: Caller, alias: str, room_id: RoomId) -> None:
        """Name a room in which the caller is; application services name any room in their namespaces."""
        if server_of(parse_alias(alias)) != self._server_name:
            raise ForeignServer("aliases of another server cannot be made here")
        self._check_owner(actor, alias)
        if self._serves(actor, alias):
            await self._hot.load(room_id)
        else:
            await self._access.access_joined(actor, room_id)
        write = Write()
        self._rooms.insert_alias(write, alias, room_id, actor.user_id)
        write.publish(AliasesChanged(room_id))
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise AliasInUse(f"{alias} names a room already") from error

    async def remove_alias(self, actor: Caller, alias: str) -> None:
        """Remove an alias: its maker, its application service, and those who may set the room's canonical alias."""
        found = await self._rooms.find_alias(parse_alias(alias))
        if found is None:
            raise RoomNotFound(f"there is no room {alias}")
        room_id, creator = found
        if creator != actor.user_id and not actor.is_admin and not self._serves(actor, alias):
            may = await self._access.may_send_state(actor, room_id, "m.room.canonical_alias")
            if not may:
                raise Forbidden("you may not remove this alias")
        write = Write()
        self._rooms.delete_alias(write, alias)
        write.publish(AliasesChanged(room_id))
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise RoomNotFound(f"there is no room {alias}") from error
        await self._take_from_state(actor, room_id, alias)

    async def _take_from_state(self, actor: Caller, room_id: RoomId, alias: str) -> None:
        """Take a removed alias out of the canonical alias event, if the actor may."""
        room = await self._hot.find(room_id)
        entry = room.building.entry_of(("m.room.canonical_alias", "")) if room else None
        content = entry.decoded() if entry else {}
        left = _without_alias(content, alias)
        if left == content:
            return
        try:
            await self._appender.append(room_id, Draft("m.room.canonical_alias", actor.user_id, left, ""))
        except EventRejected:
            return  # whoever made an alias may remove it without a right over the room's state

    async def list_aliases(self, actor: Caller, room_id: RoomId) -> Sequence[str]:
        """Return a room's aliases for its members, and for everybody when its history is open."""
        view = await self._access.access_history(actor, room_id)
        if view.membership != "join" and view.visibility != "world_readable":
            await self._access.access_joined(actor, room_id)
        return await self._rooms.list_aliases(room_id)

    def _serves(self, actor: Caller, alias: str) -> bool:
        """Whether the actor is of an application service that has the alias in its namespace, and no other owns it."""
        service = actor.app_service
        if service is None or self._bridges.owner_of_alias(alias) not in (None, service):
            return False
        return self._bridges.covers_alias(service, alias)

    def _check_owner(self, actor: Caller, alias: str) -> None:
        """Raise AliasReserved for the name of an application service that the actor is not."""
        owner = self._bridges.owner_of_alias(alias)
        if owner is not None and owner != actor.app_service:
            raise AliasReserved(f"{alias} belongs to an application service")


def _without_alias(content: Mapping[str, Any], alias: str) -> dict[str, Any]:
    left = {name: value for name, value in content.items() if name != "alias" or value != alias}
    others = left.get("alt_aliases")
    if isinstance(others, list):
        left["alt_aliases"] = [other for other in others if other != alias]
        if not left["alt_aliases"]:
            del left["alt_aliases"]
    return left
