# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong in rooms, with the protocol's codes."""

from chancery.kit.errors import (
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    TooManyRequests,
    Unavailable,
)


class NotInRoom(Forbidden):
    """The person is not (and was not) in the room; says the same when the room does not exist."""

    code = "not_in_room"

    def __init__(self, message: str = "you are not in this room") -> None:
        super().__init__(message)


class RoomNotFound(NotFound):
    """There is no such room, or no way into it."""

    code = "room_not_found"


class EventNotFound(NotFound):
    """There is no such event, or the person may not see it."""

    code = "event_not_found"

    def __init__(self, message: str = "there is no such event") -> None:
        super().__init__(message)


class PersonNotFound(NotFound):
    """Nobody here has this user id."""

    code = "person_not_found"


class ForeignServer(Forbidden):
    """The id belongs to another server, and this server does not federate."""

    code = "foreign_server"


class AliasInUse(Conflict):
    """The alias names another room already."""

    code = "alias_in_use"
    errcode = "M_UNKNOWN"


class AliasReserved(BadRequest):
    """The alias lies in the namespace of an application service."""

    code = "alias_reserved"
    errcode = "M_EXCLUSIVE"


class RoomInUse(BadRequest):
    """The alias that a new room asks for is taken."""

    code = "room_in_use"
    errcode = "M_ROOM_IN_USE"


class InvalidRoomState(BadRequest):
    """The initial state of a new room contradicts itself."""

    code = "invalid_room_state"
    errcode = "M_INVALID_ROOM_STATE"


class BadAlias(BadRequest):
    """An alias in the canonical alias event does not lead to the room."""

    code = "bad_alias"
    errcode = "M_BAD_ALIAS"


class DuplicateAnnotation(BadRequest):
    """The person has reacted to the event with the same key before."""

    code = "duplicate_annotation"
    errcode = "M_DUPLICATE_ANNOTATION"


class CannotLeaveNotices(Forbidden):
    """The room is where the server's notices reach the person."""

    code = "cannot_leave_server_notice_room"
    errcode = "M_CANNOT_LEAVE_SERVER_NOTICE_ROOM"


class ComputedMembership(Forbidden):
    """Who is in the room follows from the organisation."""

    code = "computed_membership"

    def __init__(self) -> None:
        super().__init__(
            "who is in this room follows from posts and teams; it is left when the post or the team is"
        )


class ClosedToGuests(Forbidden):
    """The room takes no guests."""

    code = "closed_to_guests"
    errcode = "M_GUEST_ACCESS_FORBIDDEN"


class InviteBlocked(Forbidden):
    """The person takes no invitations."""

    code = "invite_blocked"
    errcode = "M_INVITE_BLOCKED"


class ThirdPartyDenied(Forbidden):
    """Nobody is invited by an e-mail address or telephone number: there is no identity server."""

    code = "third_party_denied"
    errcode = "M_THREEPID_DENIED"

    def __init__(self) -> None:
        super().__init__("people are invited by their user id; this server asks no identity server")


class MemberChanged(Conflict):
    """A member event is no longer the one that was to be replaced."""

    code = "member_changed"


class RoomBusy(Unavailable):
    """Other writes to the room kept coming first."""

    code = "room_busy"


class DelayTooLong(BadRequest):
    """The delay of an event exceeds the configured bound (MSC4140); the drafts of the proposal have other codes for it."""

    code = "delay_too_long"
    errcode = "M_MAX_DELAY_EXCEEDED"

    def __init__(self, longest_ms: int, errcode: str | None = None) -> None:
        self.longest_ms = longest_ms
        bound = {"max_delay": longest_ms, "max_delay_ms": longest_ms}
        unstable = {f"org.matrix.msc4140.{name}": value for name, value in bound.items()}
        super().__init__(
            "the delay exceeds the allowed maximum",
            errcode=errcode,
            details={**bound, **unstable, "org.matrix.msc4140.errcode": self.errcode},
        )


class TooManyDelayed(TooManyRequests):
    """The person has as many scheduled events as one may have (MSC4140); one is free when the next one is due."""

    code = "too_many_delayed_events"


class DelayedNotFound(NotFound):
    """Nobody has a delayed event of this id, or not this person."""

    code = "delayed_event_not_found"

    def __init__(self) -> None:
        super().__init__("there is no such delayed event")


class DelayedFinalised(Conflict):
    """The delayed event has ended in another way than the action wants."""

    code = "delayed_event_finalised"
    errcode = "M_UNKNOWN"
