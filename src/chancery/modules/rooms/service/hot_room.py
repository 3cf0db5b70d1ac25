# SPDX-License-Identifier: EUPL-1.2
"""One room in memory, twice: as the next event builds on it, and as readers may see it.

The building side runs ahead: it advances when an event is submitted, so that many sends of one room share a commit.
The reading side advances only when the commit is told, in stream order. What other processes append is read when the
room is used next. No step of either costs more as members grow.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.rooms.contract import MAIN_THREAD, MembershipKind, ReadPositions, RoomEvent
from chancery.modules.rooms.model import (
    STRANGER,
    Member,
    NewEvent,
    StateEntry,
    StateKey,
    content_of,
    decode_object,
)
from chancery.modules.rooms.service.threads import thread_of
from chancery.modules.rooms.store.rooms import RoomRow
from chancery.wire.matrix.event_auth import creators_of
from chancery.wire.matrix.power_levels import PowerLevels
from chancery.wire.matrix.third_party import THIRD_PARTY_INVITE, PendingInvite
from chancery.wire.matrix.versions import RoomVersion

RING_SIZE = 40
MOST_MEMBERS = 5_000
"""Stored member events that a room keeps for judging: many times what the requests of a moment look at."""
_MISSING = object()
VISIBILITY = ("m.room.history_visibility", "")
VISIBILITIES = frozenset({"world_readable", "shared", "invited", "joined"})


class Building:
    """The room as the next event is judged by and built on; satisfies `AuthState` and `MemberState`."""

    __slots__ = (
        "create_content",
        "creator",
        "creators",
        "depth",
        "ends",
        "entries",
        "join_rule",
        "members",
        "own_end",
        "power_content",
        "power_levels",
        "room_id",
        "state_tip",
        "stored_members",
        "version",
    )

    def __init__(self, room_id: RoomId, version: RoomVersion, creator: UserId, create: StateEntry) -> None:
        self.room_id = room_id
        self.version = version
        self.creator = creator
        self.create_content: Mapping[str, Any] = create.decoded()
        self.creators = creators_of(self.create_content, creator, version)
        self.ends = f" {create.event_id}"
        """The events that the next one follows, each with a space before it."""
        self.own_end = ""
        """The newest event of this process that may still be on its way, in the same form."""
        self.state_tip = create.event_id
        self.depth = 1
        self.entries: dict[StateKey, StateEntry] = {("m.room.create", ""): create}
        self.members: dict[str, Member] = {}
        self.stored_members: dict[str, None] = {}
        """Those of `members` whose event is stored, the one that was used last at the end: they may be read again."""
        self.power_content: Mapping[str, Any] | None = None
        self.power_levels = PowerLevels.without_event(version, self.creators)
        self.join_rule = "invite"

    def membership_of(self, user_id: str) -> str:
        """Return a loaded person's membership."""
        return self.members.get(user_id, STRANGER).membership

    def third_party_invite(self, token: str) -> PendingInvite | None:
        """Return a pending invitation of an e-mail address or telephone number."""
        entry = self.entries.get((THIRD_PARTY_INVITE, token))
        return PendingInvite(entry.sender, entry.decoded()) if entry else None

    def event_id_of(self, key: StateKey) -> EventId | None:
        """Return the id of the current event of a (type, state_key)."""
        entry = self.entry_of(key)
        return entry.event_id if entry else None

    def entry_of(self, key: StateKey) -> StateEntry | None:
        """Return the current event of a (type, state_key); members must have been loaded."""
        if key[0] == "m.room.member":
            return self.members.get(key[1], STRANGER).entry
        return self.entries.get(key)

    def advance(self, event: NewEvent, content: bytes) -> None:
        """Let the next event build on this one."""
        self.ends = self.own_end = f" {event.event_id}"
        self.depth += 1
        if event.state_key is not None:
            self.set_state((event.type, event.state_key), StateEntry(event.event_id, event.sender, content))

    def use_member(self, user_id: str, stored: Member | None = None) -> Member | None:
        """Return what is known of a person, or else what was read, and keep it for a while; the oldest is forgotten."""
        member = self.members.get(user_id)
        if member is None and stored is not None:
            member = self.members[user_id] = stored
            self.stored_members[user_id] = None
        elif self.stored_members.pop(user_id, _MISSING) is None:
            self.stored_members[user_id] = None
        if len(self.stored_members) > MOST_MEMBERS:
            oldest = next(iter(self.stored_members))
            del self.stored_members[oldest], self.members[oldest]
        return member

    def store_member(self, user_id: str, event_id: EventId) -> None:
        """Note that a person's member event was kept, so that it can be read again when it is forgotten here."""
        entry = self.members.get(user_id, STRANGER).entry
        if entry is not None and entry.event_id == event_id:
            self.stored_members[user_id] = None
            self.use_member(user_id)

    def settle(self, event_id: EventId) -> None:
        """Note that an event of this process was kept; when it is the newest, nothing is on its way any more."""
        if self.own_end == f" {event_id}":
            self.own_end = ""

    def take_over(self, row: RoomRow) -> None:
        """Follow what others have appended, too, unless an event of this process is still on its way."""
        if not self.own_end or self.own_end in row.ends:
            self.ends, self.own_end, self.depth = row.ends, "", row.depth
            self.state_tip = row.state_tip

    def set_state(self, key: StateKey, entry: StateEntry) -> None:
        """Take over a state event, with what is derived from it."""
        if key[0] == "m.room.member":
            self.members[key[1]] = Member(entry.decoded()["membership"], entry)
            self.stored_members.pop(key[1], None)
            return
        self.entries[key] = entry
        self.state_tip = entry.event_id
        if key == ("m.room.power_levels", ""):
            self.power_content = entry.decoded()
            creators = self.creators if self.version.creators_above_all else frozenset[str]()
            self.power_levels = PowerLevels(self.power_content, creators)
        elif key == ("m.room.join_rules", ""):
            self.join_rule = str(entry.decoded().get("join_rule", "invite"))


class Committed:
    """The room as readers see it.

    `member_version` is another number after every change of who is in the room, also across loads.
    """

    __slots__ = (
        "counts",
        "heroes",
        "kinds",
        "kinds_loading",
        "last_position",
        "member_version",
        "read_positions",
        "receipts_position",
        "ring",
        "ring_since",
        "state",
        "visibilities",
    )

    def __init__(
        self, events: Sequence[RoomEvent], state: Sequence[RoomEvent], counts: Mapping[str, int]
    ) -> None:
        self.ring: deque[RoomEvent] = deque(events)
        self.ring_since = events[0].position - 1 if len(events) >= RING_SIZE else 0
        self.last_position = events[-1].position if events else 0
        self.state: dict[StateKey, RoomEvent] = {(e.type, e.state_key or ""): e for e in state}
        self.counts: dict[str, int] = dict(counts)
        self.kinds: dict[UserId, MembershipKind] | None = None
        self.kinds_loading: dict[UserId, MembershipKind] | None = None
        self.member_version = self.last_position
        self.heroes: Sequence[UserId] | None = None
        self.receipts_position: int | None = None
        self.read_positions: dict[UserId, ReadPositions] = {}
        self.visibilities: list[tuple[int, str]] | None = None

    def append(self, event: RoomEvent) -> None:
        """Show a committed event."""
        self.last_position = event.position
        self.ring.append(event)
        if len(self.ring) > RING_SIZE:
            self.ring_since = self.ring.popleft().position
        if event.sender in self.read_positions:
            read = self.read_positions[event.sender]
            self.read_positions[event.sender] = read.moved(thread_of(event) or MAIN_THREAD, event.position)
        if event.state_key is not None and event.type != "m.room.member":
            self.state[event.type, event.state_key] = event
            if (event.type, event.state_key) == VISIBILITY:
                self.visibilities = None

    def change_member(self, user_id: UserId, membership: MembershipKind, previous: str) -> None:
        """Count a changed membership."""
        if membership == previous:
            return
        if previous:
            self.counts[previous] = self.counts.get(previous, 0) - 1
        self.counts[membership] = self.counts.get(membership, 0) + 1
        self.member_version = self.last_position
        self.heroes = None
        for kinds in (self.kinds, self.kinds_loading):
            if kinds is not None:
                kinds[user_id] = membership

    def replace(self, event: RoomEvent) -> None:
        """Show the redacted form of an event."""
        for index, known in enumerate(self.ring):
            if known.position == event.position:
                self.ring[index] = event
        key = (event.type, event.state_key or "")
        current = self.state.get(key)
        if current is not None and current.position == event.position:
            self.state[key] = event


class HotRoom:
    """Both sides of one room."""

    __slots__ = ("building", "committed", "heard_of", "room_id")

    def __init__(self, room_id: RoomId, building: Building, committed: Committed) -> None:
        self.room_id = room_id
        self.building = building
        self.committed = committed
        self.heard_of = 0
        """The newest position at which another process has written to the room."""

    @property
    def is_behind(self) -> bool:
        """Whether there are events that readers here do not see yet."""
        return self.heard_of > self.committed.last_position

    @property
    def last_position(self) -> int:
        """The position of the newest event, seen or only heard of."""
        return max(self.heard_of, self.committed.last_position)


def build_room(room_id: RoomId, row: RoomRow, version: RoomVersion, state: Sequence[RoomEvent]) -> Building:
    """Return the building side of a stored room."""
    entries = {
        (e.type, e.state_key or ""): StateEntry(e.event_id, e.sender, content_of(e.body)) for e in state
    }
    building = Building(room_id, version, row.creator, entries["m.room.create", ""])
    for key, entry in entries.items():
        building.set_state(key, entry)
    building.ends = row.ends
    building.state_tip = row.state_tip
    building.depth = row.depth
    return building


def visibility_of(event: RoomEvent) -> str:
    """Return the value of a history visibility event; one that is not understood is taken as `shared`."""
    value = decode_object(content_of(event.body)).get("history_visibility")
    return value if isinstance(value, str) and value in VISIBILITIES else "shared"
