# SPDX-License-Identifier: EUPL-1.2
"""Events as JSON for one reader, spliced from stored bytes."""

from collections.abc import Mapping, Sequence

import msgspec

from chancery.kit.ids import EventId
from chancery.modules.rooms.contract import RoomEvent
from chancery.platform.http.request import Caller
from chancery.platform.http.response import Response, raw_json

Bundles = Mapping[EventId, bytes]
_NONE: Bundles = {}


def render_event(event: RoomEvent, caller: Caller, bundles: Bundles = _NONE) -> bytes:
    """Return an event with its room id, as the caller's device sees it."""
    return event.render(
        for_device=(caller.user_id, caller.device_id),
        with_room=True,
        relations=bundles.get(event.event_id),
    )


def render_list(events: Sequence[RoomEvent], caller: Caller, bundles: Bundles = _NONE) -> bytes:
    """Return a JSON array of events."""
    return b"[" + b",".join([render_event(event, caller, bundles) for event in events]) + b"]"


def answer(members: Mapping[str, bytes]) -> Response:
    """Return a JSON object whose members are JSON already."""
    joined = b",".join([msgspec.json.encode(name) + b":" + value for name, value in members.items()])
    return raw_json(b"{" + joined + b"}")


def text(value: str) -> bytes:
    """Return a JSON string."""
    return msgspec.json.encode(value)
