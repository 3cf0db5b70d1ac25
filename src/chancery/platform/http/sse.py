# SPDX-License-Identifier: EUPL-1.2
"""Server-sent events (HTML §9.2) for our own modules' live changes."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Final

import msgspec

from chancery.platform.http.response import StreamResponse

HEARTBEAT_SECONDS: Final = 20.0
QUEUE_EVENTS: Final = 256

_HEARTBEAT = b": still here\n\n"
_RESYNC = b"event: resync\ndata: {}\n\n"
_encoder = msgspec.json.Encoder()


def render_event(event: str, data: object, event_id: str | None = None) -> bytes:
    """Return one event as bytes; render once, send to many listeners."""
    lines = [b"event: " + event.encode(), b"data: " + _encoder.encode(data)]
    if event_id is not None:
        lines.append(b"id: " + event_id.encode())
    return b"\n".join(lines) + b"\n\n"


class EventStream:
    """One listener. A listener that reads too slowly is told to resync and cut, so that it never holds memory."""

    def __init__(self, *, most: int = QUEUE_EVENTS, heartbeat: float = HEARTBEAT_SECONDS) -> None:
        self._queue: deque[bytes] = deque()
        self._most = most
        self._heartbeat = heartbeat
        self._wake = asyncio.Event()
        self._closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the listener is gone or was cut; its owner forgets it."""
        return self._closed

    def send(self, rendered: bytes) -> None:
        """Queue an event from `render_event`; never waits."""
        if self._closed:
            return
        if len(self._queue) >= self._most:
            self._queue.clear()
            self._queue.append(_RESYNC)
            self._closed = True
        else:
            self._queue.append(rendered)
        self._wake.set()

    def close(self) -> None:
        """End the stream after what is queued."""
        self._closed = True
        self._wake.set()

    def response(self) -> StreamResponse:
        """Return the answer; its route needs `idle=True`."""
        headers = (
            ("content-type", "text/event-stream"),
            ("cache-control", "no-store"),
            ("x-accel-buffering", "no"),
        )
        return StreamResponse(self._chunks(), 200, headers)

    async def _chunks(self) -> AsyncIterator[bytes]:
        try:
            yield _HEARTBEAT
            while True:
                while self._queue:
                    batch = b"".join(self._queue)
                    self._queue.clear()
                    yield batch
                if self._closed:
                    return
                self._wake.clear()
                try:
                    await asyncio.wait_for(self._wake.wait(), self._heartbeat)
                except TimeoutError:
                    yield _HEARTBEAT
        finally:
            self._closed = True
