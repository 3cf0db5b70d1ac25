# SPDX-License-Identifier: EUPL-1.2
"""Events as JSON for one reader, spliced from stored bytes."""

from collections.abc import Mapping, Sequence

import msgspec

from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.service.relations import Sight
from chancery.platform.http.request import Caller
from chancery.platform.http.response import Response, raw_json


def render_event(event: RoomEvent, caller: Caller, sight: Sight | None = None) -> bytes:
    """Return an event with its room id, as the caller's device sees it."""
    device = (caller.user_id, caller.device_id)
    if sight is None:
        return event.render(for_device=device, with_room=True)
    return sight.render(event, device)


def render_list(events: Sequence[RoomEvent], caller: Caller, sight: Sight | None = None) -> bytes:
    """Return a JSON array of events."""
    return b"[" + b",".join([render_event(event, caller, sight) for event in events]) + b"]"


def answer(members: Mapping[str, bytes]) -> Response:
    """Return a JSON object whose members are JSON already."""
    joined = b",".join([msgspec.json.encode(name) + b":" + value for name, value in members.items()])
    return raw_json(b"{" + joined + b"}")


def text(value: str) -> bytes:
    """Return a JSON string."""
    return msgspec.json.encode(value)
