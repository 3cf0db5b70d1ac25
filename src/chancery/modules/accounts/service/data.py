# SPDX-License-Identifier: EUPL-1.2
"""Account data and room tags."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from chancery.kit.errors import BadJson
from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import AccountDatum
from chancery.modules.accounts.errors import AccountDataNotFound, AccountDataTooLarge, ServerManagedData
from chancery.modules.accounts.events import AccountDataChanged
from chancery.modules.accounts.rules import tags
from chancery.modules.accounts.store.data import DataStore
from chancery.platform.db.port import Database, Position, Write, WriteConflict

MAX_CONTENT = 65_536
_MAX_TYPE = 255
# Client-server API: these have endpoints of their own and cannot be set as account data.
_SERVER_MANAGED = frozenset({"m.fully_read", "m.push_rules"})
_TRIES = 5


class AccountDataService:
    """What clients keep about themselves on the server."""

    def __init__(self, database: Database, store: DataStore) -> None:
        self._database = database
        self._store = store

    async def list_data(self, user_id: UserId, *, since: int, upto: int | None) -> Sequence[AccountDatum]:
        """Return what changed in (since, upto]."""
        return await self._store.list_data(user_id, since, upto)

    async def find(self, user_id: UserId, kind: str, room_id: RoomId | None) -> AccountDatum | None:
        """Return one piece, or None."""
        return await self._store.find_datum(user_id, room_id, kind)

    async def access(self, user_id: UserId, kind: str, room_id: RoomId | None) -> bytes:
        """Return one piece's content; raises AccountDataNotFound."""
        datum = await self.find(user_id, kind, room_id)
        if datum is None:
            raise AccountDataNotFound("nothing is stored under this type")
        return datum.content

    async def set_by_client(
        self, user_id: UserId, kind: str, content: Mapping[str, Any], room_id: RoomId | None
    ) -> None:
        """Replace one piece as a client asks; raises ServerManagedData, AccountDataTooLarge."""
        if kind in _SERVER_MANAGED:
            raise ServerManagedData(f"{kind} is set by its own endpoints")
        await self.set(user_id, kind, msgspec.json.encode(content), room_id)

    async def set(self, user_id: UserId, kind: str, content: bytes, room_id: RoomId | None) -> int:
        """Replace one piece and return its stream position."""
        _check_size(kind, content)
        write = Write()
        position = self._store.upsert_datum(write, user_id, room_id, kind, content)
        _publish(write, user_id, room_id, kind, position)
        receipt = await self._database.commit(write)
        return receipt.at(position)

    async def tags(self, user_id: UserId, room_id: RoomId) -> dict[str, Any]:
        """Return a room's tags."""
        datum = await self.find(user_id, tags.TAG_TYPE, room_id)
        return tags.tags_of(msgspec.json.decode(datum.content)) if datum else {}

    async def set_tag(self, user_id: UserId, room_id: RoomId, tag: str, body: Mapping[str, Any]) -> None:
        """Tag a room; raises BadJson."""
        await self._change_tags(user_id, room_id, lambda content: tags.with_tag(content, tag, body))

    async def remove_tag(self, user_id: UserId, room_id: RoomId, tag: str) -> None:
        """Take a tag off a room; an absent one is no error."""
        await self._change_tags(user_id, room_id, lambda content: tags.without_tag(content, tag))

    async def _change_tags(
        self, user_id: UserId, room_id: RoomId, change: Callable[[Any], dict[str, Any]]
    ) -> None:
        for _ in range(_TRIES - 1):
            try:
                return await self._try_change(user_id, room_id, change)
            except WriteConflict:
                # Another device changed the tags between our reading and writing; begin again with its result.
                continue
        return await self._try_change(user_id, room_id, change)

    async def _try_change(
        self, user_id: UserId, room_id: RoomId, change: Callable[[Any], dict[str, Any]]
    ) -> None:
        old = await self.find(user_id, tags.TAG_TYPE, room_id)
        content = msgspec.json.encode(change(msgspec.json.decode(old.content) if old else {}))
        _check_size(tags.TAG_TYPE, content)
        write = Write()
        if old is None:
            position = self._store.insert_datum(write, user_id, room_id, tags.TAG_TYPE, content)
        else:
            position = self._store.swap_datum(write, user_id, tags.TAG_TYPE, content, old)
        _publish(write, user_id, room_id, tags.TAG_TYPE, position)
        await self._database.commit(write)


def _check_size(kind: str, content: bytes) -> None:
    if not 0 < len(kind.encode()) <= _MAX_TYPE:
        raise BadJson(f"a type has 1 to {_MAX_TYPE} bytes")
    if len(content) > MAX_CONTENT:
        raise AccountDataTooLarge(f"one piece of account data may have {MAX_CONTENT} bytes")


def _publish(write: Write, user_id: UserId, room_id: RoomId | None, kind: str, position: Position) -> None:
    write.publish(lambda base: AccountDataChanged(user_id, room_id, kind, base + position.offset))
