# SPDX-License-Identifier: EUPL-1.2
"""Receipts, typing and presence for services that asked for them: kept in memory until a transaction has taken them."""

from collections.abc import Sequence

import msgspec

from chancery.kit.ids import RoomId, UserId
from chancery.modules.appservices.service.interest import Interest
from chancery.modules.presence.contract import PresenceReader
from chancery.modules.rooms.contract import ReceiptRecord, RoomReader
from chancery.wire.matrix.registration import Registration

_MAX_ROOMS, _MAX_PEOPLE = 1000, 1000
"""More rooms or people at once than this are not reported: what is ephemeral may be missed."""


class Ephemeral:
    """What happened in rooms beside events since the last transaction."""

    def __init__(
        self, service: Registration, rooms: RoomReader, presence: PresenceReader, interest: Interest
    ) -> None:
        self._service = service
        self._rooms = rooms
        self._presence = presence
        self._interest = interest
        self._read: dict[RoomId, int] = {}
        self._typed: set[RoomId] = set()
        self._stood: dict[UserId, Sequence[RoomId]] = {}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self._read or self._typed or self._stood)

    def read(self, room_id: RoomId, position: int) -> None:
        """Note that a public receipt moved in a room."""
        if self._service.wants_ephemeral and len(self._read) < _MAX_ROOMS:
            self._read.setdefault(room_id, position - 1)

    def typed(self, room_id: RoomId) -> None:
        """Note that the people who type in a room changed."""
        if self._service.wants_ephemeral and len(self._typed) < _MAX_ROOMS:
            self._typed.add(room_id)

    def stood(self, user_id: UserId, rooms: Sequence[RoomId]) -> None:
        """Note that a person in these rooms came, went, or said something else of themselves."""
        if self._service.wants_ephemeral and len(self._stood) < _MAX_PEOPLE:
            self._stood[user_id] = rooms

    async def take(self, upto: int) -> list[bytes]:
        """Return and forget what there is to tell, as events with their room ids where they have one."""
        read, self._read = self._read, {}
        typed, self._typed = self._typed, set()
        found = []
        for room_id in typed:
            if await self._interest.wants_room(room_id):
                _, people = self._rooms.typing(room_id)
                found.append(_event("m.typing", room_id, {"user_ids": list(people)}))
        for room_id, since in read.items():
            if await self._interest.wants_room(room_id):
                records = await self._rooms.receipts(
                    room_id, since=since, upto=upto, reader=self._service.sender
                )
                found.append(_event("m.receipt", room_id, _receipts(records)))
        return [*found, *await self._take_presence()]

    async def _take_presence(self) -> list[bytes]:
        stood, self._stood = self._stood, {}
        found = []
        for user_id, rooms in stood.items():
            standing = self._presence.find(user_id)
            if standing is not None and await self._is_near(rooms):
                found.append(self._presence.event(standing))
        return found

    async def _is_near(self, rooms: Sequence[RoomId]) -> bool:
        for room_id in rooms:
            if await self._interest.wants_room(room_id):
                return True
        return False


def _event(kind: str, room_id: RoomId, content: object) -> bytes:
    return msgspec.json.encode({"type": kind, "room_id": room_id, "content": content})


def _receipts(records: Sequence[ReceiptRecord]) -> dict[str, dict[str, dict[str, object]]]:
    content: dict[str, dict[str, dict[str, object]]] = {}
    for record in records:
        told: dict[str, object] = {"ts": record.ts}
        if record.thread_id is not None:
            told["thread_id"] = record.thread_id
        content.setdefault(record.event_id, {}).setdefault(record.kind, {})[record.user_id] = told
    return content
