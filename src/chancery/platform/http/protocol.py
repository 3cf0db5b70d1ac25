# SPDX-License-Identifier: EUPL-1.2
"""uvicorn's HTTP/1.1 protocol with what it lacks: bounded headers, a header timeout, notice of a lost peer."""

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from chancery.platform.http.exchange import BODILESS, CONNECTION, Send
from chancery.platform.http.limits import Limits

_HEADERS_TOO_LARGE = b"431 Request Header Fields Too Large"
_TIMEOUT = b"408 Request Timeout"


class ChanceryProtocol(HttpToolsProtocol):
    """One connection. `limits` is set on a subclass by the server."""

    limits = Limits()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_lost: Callable[[], None] | None = None
        self._head_timer: asyncio.TimerHandle | None = None
        self._in_head = True
        self._head_bytes = 0
        self._refused = False
        self._message_complete = True
        self._linger_timer: asyncio.TimerHandle | None = None
        self._idle_since: float | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        super().connection_made(transport)
        # A peer that connects and says nothing is a slow head, too.
        self._start_head_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_head_timer()
        self._stop_lingering()
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
        super().connection_lost(exc)
        lost, self.on_lost = self.on_lost, None
        if lost is not None:
            lost()

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        self._head_bytes += len(data)
        super().data_received(data)
        if not self._in_head:
            return
        if self._head_bytes > self.limits.header_bytes:
            self._refuse(_HEADERS_TOO_LARGE)
        elif self._head_timer is None:
            self._start_head_timer()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head = True
        self._message_complete = False
        self.scope["extensions"] = {CONNECTION: self}  # type: ignore[dict-item]  # an object of this process

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._head_bytes = 0
        self._stop_head_timer()
        if self._refused:
            return
        # As on the wire, with colon, blank and line end: twenty thousand headers of one letter are too many, too.
        if sum([len(name) + len(value) + 4 for name, value in self.headers]) > self.limits.header_bytes:
            self._refuse(_HEADERS_TOO_LARGE)
            return
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._head_bytes = 0
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._head_bytes = 0
        self._message_complete = True
        if self._refused:
            return
        if self._linger_timer is not None:
            self._stop_lingering()
            if not self.cycle.keep_alive:
                self.transport.close()
                return
            self._begin_to_idle()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Do what uvicorn does, with another timer."""
        self.server_state.total_requests += 1
        if not self.transport.is_closing():
            self.flow.resume_reading()
            if self.pipeline:
                cycle, app = self.pipeline.pop()
                self._start_asgi_task(cycle, app)
            else:
                self._begin_to_idle()
        # Answered before the body had come (too large, not allowed). Closing now would reset the connection under
        # the client while it still sends, and the answer would be lost; so the rest is read and dropped for a while.
        if self.cycle.response_complete and not self._message_complete:
            self._linger()

    def answer(self, send: Send, status: int, head_block: bytes, body: bytes) -> bool:
        """Write status, headers and body in one piece; uvicorn takes two system calls and checks each header again.

        Does what uvicorn's `RequestResponseCycle.send` does for a start and one last body message.
        """
        cycle: RequestResponseCycle = send.__self__  # type: ignore[attr-defined]  # `send` is the cycle's bound method
        if self.flow.write_paused or cycle.response_started:
            return False
        if cycle.disconnected:
            return True
        cycle.response_started = cycle.response_complete = True
        cycle.waiting_for_100_continue = False
        parts = (
            STATUS_LINE[status],
            *[b"%b: %b\r\n" % pair for pair in self.server_state.default_headers],
            head_block,
            b"" if status in BODILESS else b"content-length: %d\r\n" % len(body),
            b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n",
            b"" if cycle.scope["method"] == "HEAD" else body,
        )
        self.transport.write(b"".join(parts))
        cycle.message_event.set()
        if not cycle.keep_alive and self._message_complete:
            self.transport.close()
        cycle.on_response()
        return True

    def _begin_to_idle(self) -> None:
        # A connection has one timer, which looks at its end whether it came too early: one per answer costs too much.
        self._idle_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._check_idleness_in(self.timeout_keep_alive)

    def _unset_keepalive_if_required(self) -> None:
        self._idle_since = None

    def _check_idleness_in(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def timeout_keep_alive_handler(self) -> None:
        """Close the connection when it has been idle for so long."""
        self.timeout_keep_alive_task = None
        if self._idle_since is None:
            return
        left = self._idle_since + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._check_idleness_in(left)
        else:
            super().timeout_keep_alive_handler()

    def _linger(self) -> None:
        self._linger_timer = self.loop.call_later(self.limits.linger_seconds, self.transport.close)

    def _stop_lingering(self) -> None:
        if self._linger_timer is not None:
            self._linger_timer.cancel()
            self._linger_timer = None

    def _start_head_timer(self) -> None:
        self._head_timer = self.loop.call_later(self.limits.header_seconds, self._head_is_late)

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_is_late(self) -> None:
        self._refuse(_TIMEOUT)

    def _refuse(self, status: bytes) -> None:
        """Answer without a request and close; nothing of the connection is parsed any more."""
        self._refused = True
        self._stop_head_timer()
        if not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            )
            if self.transport.can_write_eof():  # TLS has no half-closed connections
                self.transport.write_eof()
            self._linger()
