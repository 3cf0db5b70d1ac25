# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with an event or an identifier, with the protocol's codes."""

from chancery.kit.errors import BadJson, BadRequest, Forbidden, TooLarge


class NotCanonical(BadJson):
    """The value has no canonical JSON form (a float, an integer past 2^53-1, a lone surrogate, too deep)."""

    code = "not_canonical_json"


class BadIdentifier(BadRequest):
    """A user id, room id, event id or alias breaks its grammar."""

    code = "bad_identifier"


class EventTooLarge(TooLarge):
    """The event or one of its fields exceeds the size that every server accepts."""

    code = "event_too_large"


class EventRejected(Forbidden):
    """The room's authorisation rules do not let this event pass."""

    code = "event_rejected"


class UnsupportedRoomVersion(BadRequest):
    """The room version is unknown here."""

    code = "unsupported_room_version"
    errcode = "M_UNSUPPORTED_ROOM_VERSION"
