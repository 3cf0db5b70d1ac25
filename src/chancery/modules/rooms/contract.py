# SPDX-License-Identifier: EUPL-1.2
"""Door to rooms: send and read events, membership and state; what sync, push, keys and media build on."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import msgspec

from chancery.kit.ids import DeviceId, EventId, RoomId, UserId
from chancery.platform.db.port import Write
from chancery.platform.http.request import Caller

MembershipKind = Literal["join", "invite", "knock", "leave", "ban"]


@dataclass(frozen=True, slots=True)
class Membership:
    """One person's place in one room, as of stream `position` (that of the member event).

    `began` is the position at which the person came to have this `membership` without a break: a new display name
    moves `position` and leaves `began` alone. Sync tells "newly joined" by it.
    """

    room_id: RoomId
    user_id: UserId
    membership: MembershipKind
    event_id: EventId
    sender: UserId
    position: int
    forgotten: bool = False
    began: int = 0


@dataclass(frozen=True, slots=True)
class ReadableRange:
    """The span of a room's stream that a person may read: events at positions in (after, upto]; `upto` None: no end.

    Their state is that of `state_upto`: of now for None, and there is none for 0. `older` are the spans before it that
    the person may read too, oldest first; what lies between them is hidden.
    """

    after: int
    upto: int | None
    state_upto: int | None
    older: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class MembershipChange:
    """A person's membership of a room became another one at `position` (profile changes are left out)."""

    room_id: RoomId
    user_id: UserId
    membership: MembershipKind
    position: int


class Standing(Protocol):
    """What one person was in one room over time."""

    def membership_at(self, position: int) -> str:
        """Return the person's membership as of the event at a position; `leave` before they had any."""

    def copy(self, event: "RoomEvent") -> "RoomEvent":
        """Return an event as the person may have it: redacted when they came after its sender's erasure."""


@dataclass(frozen=True, slots=True)
class RoomEvent:
    """A stored event.

    `body` is the client form as JSON bytes: event_id, type, sender, origin_server_ts, content, state_key, redacts;
    without room_id and unsigned. `unsigned` holds lasting members as JSON object bytes (prev_content,
    redacted_because, …) or None. `device_id` and `txn_id` are the sender's, for `unsigned.transaction_id`; `delay_id` is of the delayed event that
    this one came of (MSC4140).
    """

    position: int
    room_id: RoomId
    event_id: EventId
    type: str
    state_key: str | None
    sender: UserId
    origin_server_ts: int
    body: bytes
    unsigned: bytes | None = None
    device_id: DeviceId | None = None
    txn_id: str | None = None
    delay_id: str | None = None

    def render(
        self,
        *,
        for_device: tuple[UserId, DeviceId] | None = None,
        with_room: bool = False,
        relations: bytes | None = None,
        sticky_ttl_ms: int | None = None,
        membership: str | None = None,
    ) -> bytes:
        """Return the JSON bytes a client gets: `body` with room_id and unsigned spliced in, never parsed.

        `relations` becomes the member `m.relations` of unsigned, `sticky_ttl_ms` the one of MSC4354, `membership`
        what the reader was in the room when the event was sent.
        """
        tail = b""
        if with_room:
            tail = b',"room_id":"' + self.room_id.encode() + b'"'
        unsigned = self.unsigned
        if self.txn_id is not None and for_device == (self.sender, self.device_id):
            unsigned = _with_member(unsigned, b'"transaction_id":' + msgspec.json.encode(self.txn_id))
        if self.delay_id is not None and for_device is not None and for_device[0] == self.sender:
            unsigned = _with_member(unsigned, _delay_members(self.delay_id))
        if sticky_ttl_ms is not None:
            unsigned = _with_member(unsigned, b'"msc4354_sticky_duration_ttl_ms":%d' % sticky_ttl_ms)
        if relations is not None:
            unsigned = _with_member(unsigned, b'"m.relations":' + relations)
        if membership is not None:
            unsigned = _with_member(unsigned, b'"membership":"' + membership.encode() + b'"')
        if unsigned is not None:
            tail += b',"unsigned":' + unsigned
        return self.body[:-1] + tail + b"}" if tail else self.body


def _with_member(unsigned: bytes | None, member: bytes) -> bytes:
    if unsigned is None or unsigned == b"{}":
        return b"{" + member + b"}"
    return unsigned[:-1] + b"," + member + b"}"


def _delay_members(delay_id: str) -> bytes:
    text = msgspec.json.encode(delay_id)
    return b'"delay_id":%b,"org.matrix.msc4140.delay_id":%b' % (text, text)


@dataclass(frozen=True, slots=True)
class TimelineSlice:
    """Events of one room in stream order; `limited` when older ones in the range were left out.

    `start` is the position just before the first event (a `prev_batch` token).
    """

    events: Sequence[RoomEvent]
    limited: bool
    start: int


@dataclass(frozen=True, slots=True)
class StickyEvent:
    """An event that is sticky for another `ttl_ms` (MSC4354)."""

    event: RoomEvent
    ttl_ms: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Events before a place (newest first) and after it that a person may see; `start` and `end` page on from them."""

    before: Sequence[RoomEvent]
    after: Sequence[RoomEvent]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RoomSummary:
    """What a list shows of a room without reading its state: counts, heroes (at most five), name parts."""

    joined: int
    invited: int
    heroes: Sequence[UserId]


@dataclass(frozen=True, slots=True)
class ReceiptRecord:
    """A read receipt: `kind` is `m.read` or `m.read.private`; `thread_id` as in the specification."""

    user_id: UserId
    kind: str
    event_id: EventId
    thread_id: str | None
    ts: int
    position: int


MAIN_THREAD = "main"


@dataclass(frozen=True, slots=True)
class ReadPositions:
    """Up to which stream positions a person has read a room.

    `everywhere` is where unthreaded receipts are, `threads` where receipts of one thread and the person's own events
    are: by the thread's root, or MAIN_THREAD for what belongs to no thread.
    """

    everywhere: int = 0
    threads: Mapping[str, int] = field(default_factory=dict)

    def of(self, thread: str | None) -> int:
        """Return the position up to which a thread (None: the main timeline) has been read."""
        return max(self.everywhere, self.threads.get(thread or MAIN_THREAD, 0))

    def moved(self, thread: str | None, position: int) -> "ReadPositions":
        """Return the positions with one of them moved forward; `thread` None: the unthreaded one."""
        everywhere = max(self.everywhere, position) if thread is None else self.everywhere
        moved = {} if thread is None else {thread: max(self.threads.get(thread, 0), position)}
        threads = {**self.threads, **moved}
        return ReadPositions(everywhere, {name: at for name, at in threads.items() if at > everywhere})


class Rooms(Protocol):
    """Rooms as other modules use them. Every method with an actor checks what the actor may do."""

    async def create_room(self, actor: Caller, options: Mapping[str, Any]) -> RoomId:
        """Create a room from the body of `POST /createRoom`."""

    async def send_event(
        self,
        actor: Caller,
        room_id: RoomId,
        kind: str,
        content: Mapping[str, Any],
        *,
        txn_id: str | None = None,
        state_key: str | None = None,
        origin_server_ts: int | None = None,
    ) -> EventId:
        """Append an event; durable when this returns. A repeated `txn_id` of the same device returns the first id."""

    async def join(self, actor: Caller, room_id: RoomId) -> None:
        """Join a room that the actor may enter."""

    async def invite(self, actor: Caller, room_id: RoomId, user_id: UserId) -> None:
        """Invite a person."""

    async def mark_read(self, actor: Caller, room_id: RoomId, event_id: EventId) -> None:
        """Move the actor's public read receipt to an event."""


@dataclass(frozen=True, slots=True)
class LeavingPlace:
    """A room that somebody will leave, whose invitation they will reject or whose knock they take back.

    `others` are joined beside them. `orphaned`: none of those may administer the room, and the leaver may. `heir` takes
    that over: the one person who stays, else the successor; None leaves an orphaned room without.
    """

    room_id: RoomId
    name: str | None
    membership: MembershipKind
    others: int
    orphaned: bool
    heir: UserId | None


LeftRoom = Callable[[Write, str | None], None]
"""Adds to the write by which somebody leaves a room; gets why the heir could not take over, None when nothing failed."""


class RoomDepartures(Protocol):
    """Takes people whose login was closed out of their rooms; asks no rights."""

    async def places(self, user_id: UserId, successor: UserId | None) -> Sequence[LeavingPlace]:
        """Return the rooms that somebody is in, invited to or knocks at."""

    async def depart(
        self, room_id: RoomId, user_id: UserId, heir: UserId | None, *, actor: str, also: LeftRoom
    ) -> bool:
        """Give the room to the heir and leave it; False when the person was out already, and nothing was added."""


class ComputedRooms(Protocol):
    """Rooms that belong to the organisation: its own account made them, and who is in them is computed elsewhere.

    People are put in and taken out without being asked, and can neither leave, invite nor be invited by hand.
    `also` adds statements to the write of a membership; when they refuse it, RoomBusy is raised and nothing is kept.
    """

    async def create(self, options: Mapping[str, Any]) -> RoomId:
        """Create a room from the body of `POST /createRoom`; nobody is in it but the organisation's account."""

    async def put_in(self, room_id: RoomId, user_id: UserId, *, also: Callable[[Write], None]) -> bool:
        """Let a person be in a room; False when they were, and nothing was added."""

    async def take_out(self, room_id: RoomId, user_id: UserId, *, also: Callable[[Write], None]) -> bool:
        """Let a person leave a room, in their own name; False when they were not in it, and nothing was added."""

    async def set_levels(self, room_id: RoomId, levels: Mapping[UserId, int | None]) -> None:
        """Give people a power level in a room, or (None) the usual one; nothing happens when they have it."""

    async def set_state(self, room_id: RoomId, kind: str, state_key: str, content: Mapping[str, Any]) -> None:
        """Set a state event in the organisation's name unless its content is the one that stands."""

    async def levels(self, room_id: RoomId) -> Mapping[UserId, int]:
        """Return the people of whom the room's levels name one."""

    async def people(self, room_id: RoomId) -> Collection[UserId]:
        """Return who is in a room, without the organisation's account."""


class Bridges(Protocol):
    """What application services say of the names that are theirs; given to rooms when they are built."""

    def owner_of_alias(self, alias: str) -> str | None:
        """Return the id of the application service to which an alias belongs exclusively."""

    def covers_alias(self, service: str, alias: str) -> bool:
        """Tell whether an alias is in the namespace of an application service."""

    async def offers_room(self, alias: str) -> bool:
        """Ask for the room of an unknown alias; True when there is one now."""

    async def offers_user(self, user_id: UserId) -> bool:
        """Ask for an unknown person; True when they exist now."""


class RoomReader(Protocol):
    """What `sync`, `push` and `keys` read. Only committed data; all positions are stream positions."""

    async def memberships(self, user_id: UserId) -> Mapping[RoomId, Membership]:
        """Return every room in which the person has, or had, a place (cached and live; forgotten ones are left out)."""

    async def membership_changes(self, *, since: int, upto: int) -> Sequence[MembershipChange]:
        """Return the changes in (since, upto] over all rooms in which someone came to or ceased to be joined."""

    async def members(self, room_id: RoomId) -> Mapping[UserId, MembershipKind]:
        """Return everybody who has, or had, a place in a room (cached while the room is hot; live, do not change)."""

    async def membership(self, room_id: RoomId, user_id: UserId) -> Membership | None:
        """Return one person's place in a room, also a forgotten one."""

    async def standing(self, room_id: RoomId, user_id: UserId) -> "Standing":
        """Return what a person was in a room at each time."""

    async def event(self, event_id: EventId) -> RoomEvent | None:
        """Return an event by its id, whoever may see it."""

    async def federation_forms(
        self, room_id: RoomId, event_ids: Sequence[EventId]
    ) -> Mapping[EventId, Mapping[str, Any]]:
        """Return events of a room in the form in which servers exchange them, without signatures."""

    async def events_between(self, since: int, upto: int, *, limit: int) -> Sequence[RoomEvent]:
        """Return the oldest `limit` events of all rooms in (since, upto], whoever may see them."""

    async def aliases(self, room_id: RoomId) -> Sequence[str]:
        """Return the aliases that lead to a room."""

    def last_position(self, room_id: RoomId) -> int | None:
        """Return the position of the room's newest event when the room is hot, else None."""

    async def newest_positions(self, room_ids: Collection[RoomId]) -> Mapping[RoomId, int]:
        """Return the newest event's position per room (for ordering lists)."""

    async def timeline(self, room_id: RoomId, *, since: int, upto: int, limit: int) -> TimelineSlice:
        """Return the newest `limit` events in (since, upto] in stream order."""

    async def readable(self, room_id: RoomId, user_id: UserId) -> ReadableRange:
        """Return what the person may read by membership and history visibility: the newest unbroken span.

        `after` is 0 where the whole past is open (`shared`, `world_readable`), otherwise the position before the
        person's join (or invite). `upto` is None while joined, the position of the leave or ban event afterwards;
        of someone who never joined, only their own newest member event is in the span.
        """

    async def state_at(
        self, room_id: RoomId, upto: int, *, members: Collection[UserId] | None = None
    ) -> Sequence[RoomEvent]:
        """Return the room's state as of position `upto`, one event per (type, state_key).

        `members` bounds the `m.room.member` events to those of the given people (lazy loading); None: all of them.
        """

    def member_pages(self, room_id: RoomId, upto: int) -> AsyncIterator[Sequence[RoomEvent]]:
        """Yield the `m.room.member` events as of position `upto`, some at a time: a large room is never held whole."""

    async def state_between(
        self, room_id: RoomId, since: int, upto: int, *, members: Collection[UserId] | None = None
    ) -> Sequence[RoomEvent]:
        """Return the newest state event per (type, state_key) in (since, upto]; `members` as in `state_at`."""

    async def state_events(
        self, room_id: RoomId, keys: Collection[tuple[str, str]], *, upto: int | None = None
    ) -> Sequence[RoomEvent]:
        """Return the state events of the given (type, state_key) pairs that exist: now, or as of position `upto`."""

    async def sticky_events(
        self, room_ids: Collection[RoomId], *, since: int, upto: int, limit: int
    ) -> Sequence[StickyEvent]:
        """Return the oldest `limit` events in (since, upto] of some rooms that are sticky now, in stream order.

        Whoever is joined may see them, whatever the history visibility.
        """

    async def plain_state(
        self, room_ids: Collection[RoomId], types: Collection[str]
    ) -> Mapping[RoomId, Mapping[str, bytes]]:
        """Return room -> type -> body of the current state events with an empty state key, for many rooms at once."""

    async def is_public(self, room_id: RoomId) -> bool:
        """Tell whether the room is in the public directory."""

    async def joined_count(self, room_id: RoomId) -> int:
        """Return how many people are joined; it costs the same in every room."""

    async def summary(self, room_id: RoomId, reader: UserId) -> RoomSummary:
        """Return the counts and heroes as `reader` should see them."""

    async def receipts(
        self, room_id: RoomId, *, since: int, upto: int, reader: UserId
    ) -> Sequence[ReceiptRecord]:
        """Return receipts that moved in (since, upto]; others' private ones are left out."""

    def typing(self, room_id: RoomId) -> tuple[int, Sequence[UserId]]:
        """Return the serial of the last change and who types now."""

    async def users_sharing_rooms(self, user_id: UserId) -> frozenset[UserId]:
        """Return the people who are joined to at least one encrypted or plain room together with `user_id`."""

    async def shares_room(self, user_id: UserId, other: UserId) -> bool:
        """Tell whether both are joined to at least one common room (cheaper than `users_sharing_rooms`)."""

    async def read_positions(self, room_id: RoomId, user_id: UserId) -> ReadPositions:
        """Return up to where the person has read the room and its threads, by receipts and own events."""

    async def threaded_events(
        self, room_id: RoomId, *, since: int, upto: int, limit: int
    ) -> Sequence[RoomEvent]:
        """Return the newest `limit` events in (since, upto] that belong to threads, in stream order."""


class RoomArchive(Protocol):
    """What a search index is made of, and what a person may see of what it found."""

    async def list_events(self, kinds: Collection[str], *, after: int, limit: int) -> Sequence[RoomEvent]:
        """Return the oldest events of some types after a position, over all rooms, as they stand now."""

    async def events_at(self, positions: Sequence[int]) -> Sequence[RoomEvent]:
        """Return the events at some positions, in no order."""

    async def newest_edit(self, event: RoomEvent) -> RoomEvent | None:
        """Return the event that replaces an event now, None when none does."""

    async def visible(
        self, user_id: UserId, room_id: RoomId, senders: Mapping[int, UserId]
    ) -> Collection[int]:
        """Return those positions of a room at which the person may read the event, by all of their memberships.

        `senders` are those of the events at the positions in question.
        """

    async def neighbours(
        self, actor: Caller, room_id: RoomId, position: int, *, before: int, after: int
    ) -> Neighbours:
        """Return events around a position, as the actor may see them."""

    async def render(self, actor: Caller, events: Sequence[RoomEvent]) -> Mapping[EventId, bytes]:
        """Return events of one room as the actor's device sees them, with what relates to them."""
