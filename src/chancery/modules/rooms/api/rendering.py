# SPDX-License-Identifier: EUPL-1.2
"""Events as JSON for one reader, spliced from stored bytes."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing

import msgspec

from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.service.relations import Sight
from chancery.platform.http.request import Caller
from chancery.platform.http.response import JSON_HEADERS, Response, StreamResponse, raw_json

AnyResponse = Response | StreamResponse


def render_event(event: RoomEvent, caller: Caller, sight: Sight | None = None) -> bytes:
    """Return an event with its room id, as the caller's device sees it."""
    device = (caller.user_id, caller.device_id)
    if sight is None:
        return event.render(for_device=device, with_room=True)
    return sight.render(event, device)


def render_events(events: Sequence[RoomEvent], caller: Caller, sight: Sight | None = None) -> bytes:
    """Return what stands between the brackets of a JSON array of events."""
    return b",".join([render_event(event, caller, sight) for event in events])


def render_list(events: Sequence[RoomEvent], caller: Caller, sight: Sight | None = None) -> bytes:
    """Return a JSON array of events."""
    return b"[" + render_events(events, caller, sight) + b"]"


def answer(members: Mapping[str, bytes]) -> Response:
    """Return a JSON object whose members are JSON already."""
    joined = b",".join([msgspec.json.encode(name) + b":" + value for name, value in members.items()])
    return raw_json(b"{" + joined + b"}")


async def answer_parts(before: bytes, parts: AsyncGenerator[bytes, None], after: bytes) -> AnyResponse:
    """Return parts of a JSON list or object with commas between them: a short one as a whole, a long one as it is read.

    What can fail for the first two parts fails before an answer has begun.
    """
    ahead = [part async for part in _most(parts, 2)]
    if len(ahead) < 2:
        return raw_json(before + b"".join(ahead) + after)
    return StreamResponse(_chunks(before + b",".join(ahead), parts, after), 200, JSON_HEADERS)


async def _most(parts: AsyncGenerator[bytes, None], count: int) -> AsyncIterator[bytes]:
    while count and (part := await anext(parts, None)) is not None:
        yield part
        count -= 1


async def _chunks(first: bytes, parts: AsyncGenerator[bytes, None], after: bytes) -> AsyncIterator[bytes]:
    async with aclosing(parts):
        yield first
        async for part in parts:
            yield b"," + part
        yield after


def text(value: str) -> bytes:
    """Return a JSON string."""
    return msgspec.json.encode(value)
