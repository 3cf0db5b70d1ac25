# SPDX-License-Identifier: EUPL-1.2
"""What initial syncs have beside the events of rooms: receipts and how people are, each with its room or person."""

from collections.abc import Iterable, Sequence

import msgspec

from chancery.kit.ids import RoomId, UserId
from chancery.modules.presence.contract import PresenceReader, Standing
from chancery.modules.rooms.contract import RoomReader
from chancery.modules.sync.service import rendering
from chancery.platform.http.request import Caller

MOST_ROOMS = 500
"""Rooms whose people an initial sync tells of."""


class SideNotes:
    """Renders them; an `m.presence` event names its person in the content, as old clients expect."""

    def __init__(self, rooms: RoomReader, presence: PresenceReader) -> None:
        self._rooms = rooms
        self._presence = presence

    async def receipts(self, caller: Caller, room_id: RoomId, *, upto: int) -> bytes:
        """Return the receipts of a room as one event, or nothing."""
        found = await self._rooms.receipts(room_id, since=0, upto=upto, reader=caller.user_id)
        return _of_room(room_id, rendering.receipt_event(found))

    async def people(self, rooms: Iterable[RoomId]) -> set[UserId]:
        """Return who is joined to the rooms; those too large for presence are left out."""
        found: set[UserId] = set()
        for room_id in rooms:
            # Asked first, because a list of all members is no small thing to read.
            if await self._rooms.joined_count(room_id) <= self._presence.largest_room:
                members = await self._rooms.members(room_id)
                found.update(user for user, kind in members.items() if kind == "join")
        return found

    def presence(self, people: Iterable[UserId]) -> Sequence[bytes]:
        """Return how those people are of whom something was ever heard."""
        if not self._presence.enabled:
            return ()
        found = [self._presence.find(user) for user in sorted(people)]
        return [self._event(standing) for standing in found if standing]

    def everyone(self, people: Iterable[UserId]) -> Sequence[bytes]:
        """Return how people are; of whom nothing was ever heard is offline."""
        if not self._presence.enabled:
            return ()
        silent = sorted(user for user in people if self._presence.find(user) is None)
        return [*self.presence(people), *[_offline(user) for user in silent]]

    def _event(self, standing: Standing) -> bytes:
        event = msgspec.json.decode(self._presence.event(standing))
        event["content"]["user_id"] = standing.user_id
        return rendering.encode(event)


def _offline(user_id: UserId) -> bytes:
    content = {"presence": "offline", "user_id": user_id}
    return rendering.encode({"type": "m.presence", "sender": user_id, "content": content})


def _of_room(room_id: RoomId, event: bytes) -> bytes:
    return b'{"room_id":' + rendering.encode(room_id) + b"," + event[1:] if event else b""
