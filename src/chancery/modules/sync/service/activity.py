# SPDX-License-Identifier: EUPL-1.2
"""Remembers where each room's stream moved since this process began, so that most rooms are never asked.

Facts arrive in stream order and before the database's position covers them, so what is not noted here did not happen
in this process's time. For older tokens `knows` is False and the caller asks the room itself.
"""

from bisect import bisect_right
from collections.abc import Collection

from chancery.kit.clock import Clock
from chancery.kit.ids import RoomId
from chancery.modules.rooms.contract import RoomReader

_KEPT = 256
BUMPING = frozenset(
    {
        "m.room.create",
        "m.room.message",
        "m.room.encrypted",
        "m.sticker",
        "m.call.invite",
        "m.poll.start",
        "m.beacon_info",
    }
)
"""MSC4186: event types that count as activity for `bump_stamp`."""


class Places:
    """The recent places in the stream at which one thing moved; complete after `floor`."""

    __slots__ = ("_places", "floor")

    def __init__(self, floor: int) -> None:
        self.floor = floor
        self._places: list[int] = []

    @property
    def newest(self) -> int:
        """The newest noted place, 0 for none."""
        return self._places[-1] if self._places else 0

    def add(self, position: int) -> None:
        """Note a place. One that comes late, after a gap, is already covered by the floor."""
        if position <= max(self.floor, self.newest):
            return
        self._places.append(position)
        if len(self._places) > 2 * _KEPT:
            self.floor = self._places[-_KEPT - 1]
            del self._places[:-_KEPT]

    def moved_since(self, position: int) -> bool:
        """Tell whether the thing moved after `position`, or may have."""
        return position < self.floor or self.newest > position

    def settle(self, position: int) -> int:
        """Return the newest noted place at or before `position`: all positions between are as good as it."""
        if position < self.floor:
            return position
        index = bisect_right(self._places, position)
        return self._places[index - 1] if index else self.floor


class RoomTrack:
    """One room's recent places in the stream."""

    __slots__ = ("bump", "events", "generation", "members", "receipts", "typing")

    def __init__(self, floor: int) -> None:
        self.events = Places(floor)
        self.receipts = Places(floor)
        self.members = 0
        self.typing = 0
        self.bump = 0
        self.generation = 0
        """Rises when a stored event changed (a redaction): remembered renderings of the room are void."""


class Activity:
    """The tracks of all rooms."""

    def __init__(self, rooms: RoomReader, clock: Clock, start: int) -> None:
        self._rooms = rooms
        self._tracks: dict[RoomId, RoomTrack] = {}
        self._before: dict[RoomId, int] = {}
        self.start = start
        # Wall time as the first serial: a token from before a restart never lies ahead of the new serials.
        self.typing_serial = clock()

    def begin_anew(self, position: int) -> None:
        """Forget everything: facts up to `position` may have been missed."""
        self._tracks.clear()
        self._before.clear()
        self.start = position

    def track(self, room_id: RoomId) -> RoomTrack:
        """Return the room's track."""
        track = self._tracks.get(room_id)
        if track is None:
            track = self._tracks[room_id] = RoomTrack(self.start)
        return track

    def knows(self, since: int) -> bool:
        """Tell whether the tracks have all that happened after `since`."""
        return since >= self.start

    def sent(self, room_id: RoomId, kind: str, position: int) -> None:
        """Note an event."""
        track = self.track(room_id)
        track.events.add(position)
        if kind == "m.room.member":
            track.members = position
        elif kind in BUMPING:
            track.bump = position

    def redacted(self, room_id: RoomId) -> None:
        """Note that a stored event of the room changed."""
        self.track(room_id).generation += 1

    def read(self, room_id: RoomId, position: int) -> None:
        """Note a receipt that moved."""
        self.track(room_id).receipts.add(position)

    def typed(self, room_id: RoomId) -> None:
        """Note that the people who type changed."""
        self.typing_serial += 1
        self.track(room_id).typing = self.typing_serial

    async def newest(self, room_ids: Collection[RoomId]) -> dict[RoomId, int]:
        """Return the place of each room's newest event, however old."""
        unknown = [
            room for room in room_ids if room not in self._before and not self.track(room).events.newest
        ]
        if unknown:
            found = await self._rooms.newest_positions(unknown)
            self._before.update({room: found.get(room, 0) for room in unknown})
        return {room: self.newest_of(room) for room in room_ids}

    def newest_of(self, room_id: RoomId) -> int:
        """Return the place of the newest event as far as it is known."""
        return self.track(room_id).events.newest or self._before.get(room_id, 0)
