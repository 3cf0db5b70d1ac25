# SPDX-License-Identifier: EUPL-1.2
"""This module's own vocabulary: events before they are stored, and what the authorisation of the next one needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from chancery.kit.ids import DeviceId, EventId, RoomId, UserId

Content = Mapping[str, Any]
StateKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that somebody wants to append."""

    type: str
    sender: UserId
    content: Content
    state_key: str | None = None
    origin_server_ts: int | None = None
    device_id: DeviceId | None = None
    txn_id: str | None = None
    sticky_ms: int | None = None
    delay_id: str | None = None


@dataclass(slots=True)
class NewEvent:
    """An event as it is stored, before it has a position."""

    room_id: RoomId
    event_id: EventId
    type: str
    state_key: str | None
    sender: UserId
    origin_server_ts: int
    content: Content
    body: bytes
    unsigned: bytes | None
    graph: bytes
    device_id: DeviceId | None
    txn_id: str | None
    relates_to: str | None
    rel_type: str | None
    changed_to: str | None
    sticky_ms: int | None = None
    delay_id: str | None = None


@dataclass(frozen=True, slots=True)
class StickyMark:
    """Until when the event at a position is sticky (MSC4354)."""

    position: int
    room_id: RoomId
    event_id: EventId
    expires_ts: int


@dataclass(frozen=True, slots=True)
class StateEntry:
    """The newest event of a (type, state_key), as the next event is judged by it."""

    event_id: EventId
    sender: UserId
    content: bytes

    def decoded(self) -> dict[str, Any]:
        """Return the content as an object."""
        return decode_object(self.content)


@dataclass(frozen=True, slots=True)
class Member:
    """A person's member event; `membership` is "" and `entry` None when there is none."""

    membership: str
    entry: StateEntry | None


STRANGER = Member("", None)

Reason = Literal["delay", "action", "error"]
"""Why a delayed event ended: its time came, somebody asked for it, or it was refused."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a delayed event ended: sent as `event_id`, refused with an error, or (neither) cancelled."""

    ts: int
    reason: Reason
    event_id: EventId | None = None
    errcode: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class DelayedEvent:
    """An event to be sent later (MSC4140); `content` is canonical JSON, `outcome` None while it is scheduled."""

    delay_id: str
    user_id: UserId
    device_id: DeviceId
    room_id: RoomId
    type: str
    state_key: str | None
    content: bytes
    sticky_ms: int | None
    delay_ms: int
    since_ts: int
    due_ts: int
    position: int
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reported: a person, a room, or an event in it (`subject` is then its sender)."""

    reporter: str
    room_id: str | None
    event_id: str | None
    subject: str | None
    reason: str
    ts: int
    position: int = 0


class _Body(msgspec.Struct):
    content: msgspec.Raw


_body_decoder = msgspec.json.Decoder(_Body)
_object_decoder = msgspec.json.Decoder(dict[str, Any])


def content_of(body: bytes) -> bytes:
    """Return the JSON bytes of the content inside an event's client form."""
    return bytes(_body_decoder.decode(body).content)


def decode_object(data: bytes) -> dict[str, Any]:
    """Return a stored JSON object."""
    return _object_decoder.decode(data)
