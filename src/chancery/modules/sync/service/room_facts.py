# SPDX-License-Identifier: EUPL-1.2
"""What sync must know of every room to list and title it: name, alias, avatar, encryption, type."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import msgspec

from chancery.kit.ids import RoomId
from chancery.modules.rooms.contract import RoomReader

_TYPES = ("m.room.create", "m.room.name", "m.room.canonical_alias", "m.room.avatar", "m.room.encryption")
_CACHED = 20_000


class _Content(msgspec.Struct):
    name: object = None
    alias: object = None
    url: object = None
    type: object = None
    algorithm: object = None


class _Event(msgspec.Struct):
    content: _Content


_decoder = msgspec.json.Decoder(_Event)


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """A room's title and kind; `name`, `alias` and `avatar` are None when unset."""

    name: str | None
    alias: str | None
    avatar: str | None
    encrypted: bool
    room_type: str | None

    @property
    def is_named(self) -> bool:
        """Whether the room is called something without a look at its members."""
        return self.name is not None or self.alias is not None


class RoomFactsCache:
    """Facts of rooms, read once and dropped when their state events change."""

    def __init__(self, rooms: RoomReader) -> None:
        self._rooms = rooms
        self._facts: dict[RoomId, RoomFacts] = {}
        self._changes = 0

    def changed(self, room_id: RoomId, kind: str) -> None:
        """Forget a room whose state of this type was replaced."""
        if kind in _TYPES:
            self._changes += 1
            self._facts.pop(room_id, None)

    def redacted(self, room_id: RoomId) -> None:
        """Forget a room of which an event lost its content."""
        self._changes += 1
        self._facts.pop(room_id, None)

    def clear(self) -> None:
        """Forget every room."""
        self._changes += 1
        self._facts.clear()

    async def load(self, room_id: RoomId) -> RoomFacts:
        """Return the facts as they are now."""
        known = self._facts.get(room_id)
        if known is not None:
            return known
        return (await self.load_many([room_id]))[room_id]

    async def load_many(self, room_ids: Collection[RoomId]) -> Mapping[RoomId, RoomFacts]:
        """Return the facts of rooms as they are now; those that are not remembered are read in one go."""
        unknown = [room_id for room_id in room_ids if room_id not in self._facts]
        found = {room_id: self._facts[room_id] for room_id in room_ids if room_id in self._facts}
        if unknown:
            before = self._changes
            read = await self._rooms.plain_state(unknown, _TYPES)
            fresh = {room_id: _facts(bodies) for room_id, bodies in read.items()}
            if before == self._changes:
                self._keep(fresh)
            found |= fresh
        return found

    def _keep(self, fresh: Mapping[RoomId, RoomFacts]) -> None:
        if len(self._facts) + len(fresh) > _CACHED:
            self._facts.clear()
        self._facts.update(fresh)


def _facts(bodies: Mapping[str, bytes]) -> RoomFacts:
    contents = {kind: _decoder.decode(body).content for kind, body in bodies.items()}
    return RoomFacts(
        name=_text(contents, "m.room.name", "name"),
        alias=_text(contents, "m.room.canonical_alias", "alias"),
        avatar=_text(contents, "m.room.avatar", "url"),
        encrypted=_text(contents, "m.room.encryption", "algorithm") is not None,
        room_type=_text(contents, "m.room.create", "type"),
    )


def _text(contents: dict[str, _Content], kind: str, member: str) -> str | None:
    value = getattr(contents.get(kind), member, None)
    return value if isinstance(value, str) and value else None
