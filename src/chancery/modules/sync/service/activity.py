# SPDX-License-Identifier: EUPL-1.2
"""Remembers where each room's stream moved since this process began, so that most rooms are never asked.

Facts arrive in stream order and before the database's position covers them, so what is not noted here did not happen
in this process's time. For older tokens `knows` is False and the caller asks the room itself.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping

from chancery.kit.clock import Clock
from chancery.kit.ids import RoomId
from chancery.modules.rooms.contract import RoomReader

_KEPT = 256
_JOURNAL = 2048
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
SUMMED_UP = frozenset({"m.room.member", "m.room.name", "m.room.canonical_alias"})
"""Event types on which a room's summary depends: its heroes are told only while it has no name."""


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

    __slots__ = ("bump", "events", "generation", "receipts", "summary", "typing")

    def __init__(self, floor: int) -> None:
        self.events = Places(floor)
        self.receipts = Places(floor)
        self.summary = 0
        """The newest place at which what a room's summary tells may have changed."""
        self.typing = 0
        self.bump = 0
        self.generation = 0
        """Rises when a stored event changed (a redaction): remembered renderings of the room are void."""


class Journal:
    """Which room moved at which place, newest last: a short look back costs what moved, not how many rooms there are."""

    __slots__ = ("_places", "_rooms", "floor")

    def __init__(self, floor: int) -> None:
        self.floor = floor
        self._places: list[int] = []
        self._rooms: list[RoomId] = []

    def add(self, place: int, room_id: RoomId) -> None:
        """Note that a room moved; one that comes late, after a gap, is covered by the floor."""
        if place <= self.floor:
            return
        self._places.append(place)
        self._rooms.append(room_id)
        if len(self._places) > 2 * _JOURNAL:
            self.floor = self._places[-_JOURNAL - 1]
            del self._places[:-_JOURNAL], self._rooms[:-_JOURNAL]

    def since(self, place: int) -> set[RoomId] | None:
        """Return the rooms that moved after `place`, or None when that is too long ago to say."""
        if place < self.floor:
            return None
        return set(self._rooms[bisect_right(self._places, place) :])


class Activity:
    """The tracks of all rooms."""

    def __init__(self, rooms: RoomReader, clock: Clock, start: int) -> None:
        self._rooms = rooms
        self._tracks: dict[RoomId, RoomTrack] = {}
        self._newest: dict[RoomId, int] = {}
        self._journal = Journal(start)
        self.start = start
        self.redactions = 0
        """How often a stored event changed."""
        # Wall time as serials: a token from before a restart, or of another process, lies ahead by clock skew at most.
        self._clock = clock
        self.typing_serial = clock()
        self._typing_journal = Journal(self.typing_serial)

    def begin_anew(self, position: int) -> None:
        """Forget everything: facts up to `position` may have been missed."""
        self._tracks.clear()
        self._newest.clear()
        self._journal = Journal(position)
        self._typing_journal = Journal(self.typing_serial)
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
        self._journal.add(position, room_id)
        if room_id in self._newest:
            self._newest[room_id] = max(position, self._newest[room_id])
        if kind in SUMMED_UP:
            track.summary = position
        elif kind in BUMPING:
            track.bump = position

    def redacted(self, room_id: RoomId) -> None:
        """Note that a stored event of the room changed."""
        self.track(room_id).generation += 1
        self.redactions += 1

    def read(self, room_id: RoomId, position: int) -> None:
        """Note a receipt that moved."""
        self.track(room_id).receipts.add(position)
        self._journal.add(position, room_id)

    def read_privately(self, room_id: RoomId, position: int) -> None:
        """Note a receipt that moved for its owner alone."""
        self._journal.add(position, room_id)

    def typed(self, room_id: RoomId) -> None:
        """Note that the people who type changed."""
        self.typing_serial = max(self.typing_serial + 1, self._clock())
        self.track(room_id).typing = self.typing_serial
        self._typing_journal.add(self.typing_serial, room_id)

    def moved(self, since: int, typing_since: int) -> set[RoomId] | None:
        """Return the rooms where anything happened since the two places, or None when that is not known."""
        rooms = self._journal.since(since)
        typing = self._typing_journal.since(typing_since)
        return None if rooms is None or typing is None else rooms | typing

    async def newest(self, room_ids: Collection[RoomId]) -> Mapping[RoomId, int]:
        """Return the place of each room's newest event, however old; the mapping is live and has other rooms, too."""
        unknown = [room for room in room_ids if room not in self._newest]
        if unknown:
            found = await self._rooms.newest_positions(unknown)
            for room in unknown:
                # An event may have come while the database was read.
                self._newest[room] = max(found.get(room, 0), self.track(room).events.newest)
        return self._newest
