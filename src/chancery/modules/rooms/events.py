# SPDX-License-Identifier: EUPL-1.2
"""Facts about rooms that other modules may hear."""

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.platform.bus.port import Fact


class EventSent(Fact, frozen=True):
    """An event was appended to a room's timeline (also state events)."""

    room_id: RoomId
    event_id: EventId
    sender: UserId
    type: str
    is_state: bool
    position: int


class MembershipChanged(Fact, frozen=True):
    """A person's membership of a room changed from `previous` ("" for none) to `membership`."""

    room_id: RoomId
    user_id: UserId
    sender: UserId
    membership: str
    previous: str
    position: int


class RoomSucceeded(Fact, frozen=True):
    """A person who was in a room entered the one that replaced it; what they set for the old one counts for the new."""

    user_id: UserId
    old_room_id: RoomId
    new_room_id: RoomId
    position: int


class AliasesChanged(Fact, frozen=True):
    """An alias began or ceased to lead to a room."""

    room_id: RoomId


class EventRedacted(Fact, frozen=True):
    """An event's content was removed by the redaction `by`."""

    room_id: RoomId
    event_id: EventId
    by: EventId
    position: int


class ReceiptMoved(Fact, frozen=True):
    """A person read a room up to an event; `private` receipts are told to the reader alone."""

    room_id: RoomId
    user_id: UserId
    private: bool
    position: int


class TypingChanged(Fact, frozen=True):
    """The people who type in a room changed; `serial` rises with every change in this process.

    `users` are those who type through the process `origin`.
    """

    room_id: RoomId
    serial: int
    users: tuple[UserId, ...] = ()
    origin: str = ""


class StickySent(Fact, frozen=True):
    """A sticky event was appended; `expires_ts` is when it ceases to be sticky."""

    room_id: RoomId
    event_id: EventId
    position: int
    expires_ts: int


class EventScheduled(Fact, frozen=True):
    """A delayed event was scheduled, or its delay began anew; it is due at `due_ts`."""

    due_ts: int
