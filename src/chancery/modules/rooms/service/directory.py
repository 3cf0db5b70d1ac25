# SPDX-License-Identifier: EUPL-1.2
"""The directory of public rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chancery.kit.errors import Forbidden
from chancery.kit.ids import RoomId
from chancery.kit.paging import decode_cursor, encode_cursor
from chancery.modules.rooms.errors import RoomNotFound
from chancery.modules.rooms.model import content_of, decode_object
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import HotRoom
from chancery.modules.rooms.store.rooms import RoomStore
from chancery.platform.db.port import Database, Write
from chancery.platform.http.request import Caller

# What of the state a directory entry shows: (event type, member of its content, name in the entry).
_SHOWN = (
    ("m.room.name", "name", "name"),
    ("m.room.topic", "topic", "topic"),
    ("m.room.canonical_alias", "alias", "canonical_alias"),
    ("m.room.avatar", "url", "avatar_url"),
    ("m.room.join_rules", "join_rule", "join_rule"),
    ("m.room.create", "type", "room_type"),
    ("m.room.encryption", "algorithm", "encryption"),
)


@dataclass(frozen=True, slots=True)
class PublicRooms:
    """A page of the directory, the biggest rooms first."""

    chunk: Sequence[dict[str, Any]]
    total: int
    next_batch: str | None
    prev_batch: str | None


class Directory:
    """Lists public rooms."""

    def __init__(self, *, database: Database, rooms: RoomStore, hot: HotRooms, access: Access) -> None:
        self._database = database
        self._rooms = rooms
        self._hot = hot
        self._access = access

    async def list_public(
        self, *, term: str | None, room_types: Sequence[str | None] | None, limit: int, since: str | None
    ) -> PublicRooms:
        """Return the rooms that match a search term and a type."""
        entries = [await self._entry(room_id) for room_id in await self._rooms.list_public()]
        matching = [entry for entry in entries if entry is not None and _matches(entry, term, room_types)]
        matching.sort(key=lambda entry: (-entry["num_joined_members"], entry["room_id"]))
        cursor = decode_cursor(since) or "0"
        first = int(cursor) if cursor.isascii() and cursor.isdigit() else 0
        last = first + limit
        return PublicRooms(
            matching[first:last],
            len(matching),
            encode_cursor(str(last)) if last < len(matching) else None,
            encode_cursor(str(max(first - limit, 0))) if first else None,
        )

    async def is_public(self, room_id: RoomId) -> bool:
        """Whether a room is in the directory; raises RoomNotFound."""
        row = await self._rooms.find(room_id)
        if row is None:
            raise RoomNotFound("there is no such room")
        return row.is_public

    async def set_public(self, actor: Caller, room_id: RoomId, *, is_public: bool) -> None:
        """Show or hide a room; those may who may change its canonical alias, and administrators."""
        if await self._hot.find(room_id) is None:
            raise RoomNotFound("there is no such room")
        may = await self._access.may_send_state(actor, room_id, "m.room.canonical_alias")
        if not may and not actor.is_admin:
            raise Forbidden("you may not change this room's place in the directory")
        write = Write()
        self._rooms.set_public(write, room_id, is_public=is_public)
        await self._database.commit(write)

    async def _entry(self, room_id: RoomId) -> dict[str, Any] | None:
        room = await self._hot.find(room_id)
        return describe(room) if room is not None else None


def describe(room: HotRoom) -> dict[str, Any]:
    """Return a directory entry."""
    state = room.committed.state
    entry: dict[str, Any] = {
        "room_id": room.room_id,
        "num_joined_members": room.committed.counts.get("join", 0),
        "world_readable": _value(room, "m.room.history_visibility", "history_visibility") == "world_readable",
        "guest_can_join": _value(room, "m.room.guest_access", "guest_access") == "can_join",
        "room_version": room.building.version.identifier,
    }
    for kind, member, name in _SHOWN:
        if (kind, "") in state and (value := _value(room, kind, member)):
            entry[name] = value
    return entry


def _value(room: HotRoom, kind: str, member: str) -> str | None:
    event = room.committed.state.get((kind, ""))
    value = decode_object(content_of(event.body)).get(member) if event else None
    return value if isinstance(value, str) else None


def _matches(entry: dict[str, Any], term: str | None, room_types: Sequence[str | None] | None) -> bool:
    if room_types is not None and entry.get("room_type") not in room_types:
        return False
    if not term:
        return True
    wanted = term.casefold()
    return any(wanted in str(entry.get(name, "")).casefold() for name in ("name", "topic", "canonical_alias"))
