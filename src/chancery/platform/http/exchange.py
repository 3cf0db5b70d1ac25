# SPDX-License-Identifier: EUPL-1.2
"""One request and its answer over ASGI: the body in with its bounds, the answer out, the peer watched."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import aclosing
from typing import Any, Protocol

from chancery.kit.errors import TooLarge
from chancery.platform.http.errors import CutOff, RequestTimeout
from chancery.platform.http.inflight import Bell, Cause, InFlight
from chancery.platform.http.limits import Limits
from chancery.platform.http.response import JSON_HEADERS, Response, StreamResponse
from chancery.platform.http.zones import RawHeaders, Zone, block, head

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

CONNECTION = "chancery.connection"
"""ASGI extension of our own server: the connection, which calls `on_lost` once when the peer is gone."""

BODILESS = frozenset({204, 304})
"""Statuses whose answers have neither a body nor a length."""


class Connection(Protocol):
    """What our server's protocol class offers to the request that it carries."""

    on_lost: Callable[[], None] | None

    def answer(self, send: Send, status: int, head_block: bytes, body: bytes) -> bool:
        """Write a whole answer in one piece; False when it must go through `send` (the peer reads too slowly)."""


class AsgiExchange:
    """The ASGI side of a request; the kernel makes one per request."""

    __slots__ = (
        "_connection",
        "_inflight",
        "_limits",
        "_receive",
        "_send",
        "_task",
        "_watcher",
        "body_done",
        "body_limit",
        "cause",
        "deadline",
        "declared_length",
        "started",
    )

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, inflight: InFlight, limits: Limits
    ) -> None:
        self._receive = receive
        self._send = send
        self._inflight = inflight
        self._limits = limits
        extensions = scope.get("extensions")
        self._connection: Connection | None = extensions.get(CONNECTION) if extensions else None
        self._task: asyncio.Task[Any] | None = None
        self._watcher: asyncio.Task[None] | None = None
        self.cause: Cause | None = None
        self.deadline = 0.0
        self.declared_length = 0
        self.body_limit = 0
        self.body_done = False
        self.started = False

    @property
    def is_bounded(self) -> bool:
        """Whether the server has checked the size of the headers already."""
        return self._connection is not None

    def stop(self, cause: Cause) -> None:
        """End the request's task; the kernel turns the cancellation into the answer that fits the cause."""
        if self.cause is None and self._task is not None:
            self.cause = cause
            self._task.cancel()

    def limit_time(self, seconds: float) -> None:
        """Give the current task `seconds` from now; an earlier limit is replaced."""
        loop = self._inflight.loop
        self._task = self._task or asyncio.current_task(loop)
        self.deadline = loop.time() + seconds
        self._inflight.watch(self)

    def lift_time_limit(self) -> None:
        """Let the current task run without a deadline."""
        self._task = self._task or asyncio.current_task(self._inflight.loop)
        self._inflight.unwatch(self)

    async def read(self) -> bytes:
        """Return the whole body; raises TooLarge and CutOff."""
        self.check_declared_length()
        message = await self._receive()
        body: bytes = message.get("body", b"")
        if message.get("more_body"):
            body = await self._read_rest(body)
        elif message["type"] == "http.disconnect":
            raise CutOff("the body was cut off")
        elif len(body) > self.body_limit:
            raise self._too_large()
        self.body_done = True
        return body

    async def _read_rest(self, first: bytes) -> bytes:
        chunks = bytearray(first)
        async for chunk in self._chunks():
            chunks += chunk
            if len(chunks) > self.body_limit:
                raise self._too_large()
        return bytes(chunks)

    def check_declared_length(self) -> None:
        """Refuse a body whose Content-Length is over the limit before any of it is read."""
        if self.declared_length > self.body_limit:
            raise self._too_large()

    def _too_large(self) -> TooLarge:
        return TooLarge(f"the body may have {self.body_limit} bytes")

    async def _chunks(self) -> AsyncIterator[bytes]:
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise CutOff("the body was cut off")
            chunk: bytes = message.get("body", b"")
            if chunk:
                yield chunk
            if not message.get("more_body"):
                self.body_done = True
                return

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives, within the route's limit and not slower than the least rate."""
        self.check_declared_length()
        loop = asyncio.get_running_loop()
        allowed_until = loop.time() + self._limits.body_seconds
        received = 0
        async with aclosing(self._chunks()) as chunks:  # type: ignore[type-var]  # an async generator
            while True:
                try:
                    async with asyncio.timeout_at(
                        allowed_until + received / self._limits.least_bytes_per_second
                    ):
                        chunk = await anext(chunks)
                except StopAsyncIteration:
                    return
                except TimeoutError as error:
                    raise RequestTimeout(
                        "the body came too slowly", headers={"connection": "close"}
                    ) from error
                received += len(chunk)
                if received > self.body_limit:
                    raise self._too_large()
                before = loop.time()
                yield chunk
                allowed_until += loop.time() - before

    async def park(self, bell: Bell, seconds: float) -> bool:
        """Wait for `bell` without a deadline; ends the request when the peer goes."""
        self.lift_time_limit()
        self._watch_peer()
        return await self._inflight.park(bell, seconds)

    async def disconnected(self) -> None:
        """Return when the peer is gone."""
        if self._connection is None:
            await self._wait_for_disconnect()
            return
        gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def lost() -> None:
            if not gone.done():
                gone.set_result(None)

        self._connection.on_lost = lost
        await gone

    async def _wait_for_disconnect(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def _watch_peer(self) -> None:
        """End the task when the peer goes: through our own server for nothing, else with a task on `receive`."""
        if self._connection is not None:
            self._connection.on_lost = self._lost
        elif self._watcher is None:
            self._watcher = asyncio.create_task(self._wait_for_disconnect())
            self._watcher.add_done_callback(self._watched)

    def _watched(self, watcher: "asyncio.Task[None]") -> None:
        if not watcher.cancelled():
            watcher.exception()
            self._lost()

    def _lost(self) -> None:
        self.stop(Cause.GONE)

    def close(self) -> None:
        """Forget the request: no deadline and no watcher is left behind."""
        self._inflight.unwatch(self)
        if self._connection is not None:
            self._connection.on_lost = None
        if self._watcher is not None:
            self._watcher.cancel()

    async def answer(self, response: Response, zone: Zone) -> None:
        """Send a whole answer."""
        connection = self._connection
        if connection is not None:
            plain = response.headers is JSON_HEADERS
            head_block = zone.json_block if plain else block(head(zone, response.headers))
            self.started = True
            if connection.answer(self._send, response.status, head_block, response.body):
                return
        headers = head(zone, response.headers)
        if response.status not in BODILESS:
            headers = [(b"content-length", b"%d" % len(response.body)), *headers]
        await self._start(response.status, headers)
        await self._send({"type": "http.response.body", "body": response.body})

    async def answer_stream(
        self, response: StreamResponse, zone: Zone, *, idle: bool, head_only: bool
    ) -> None:
        """Send an answer chunk by chunk; the iterator is closed at the end and when the peer goes away."""
        self.lift_time_limit()
        try:
            await self._start(response.status, list(head(zone, response.headers)))
            if not head_only:
                await self._send_chunks(response, idle=idle)
            await self._send({"type": "http.response.body", "body": b""})
        finally:
            closing = getattr(response.chunks, "aclose", None)
            if closing is not None:
                await closing()

    async def _send_chunks(self, response: StreamResponse, *, idle: bool) -> None:
        self._watch_peer()
        if idle:
            self._inflight.opened(self)
        try:
            async for chunk in response.chunks:
                await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
        except asyncio.CancelledError:
            if self.cause is not Cause.STOPPING:
                raise
            current = asyncio.current_task()
            if current is not None:
                current.uncancel()
        finally:
            self._inflight.closed(self)

    async def _start(self, status: int, headers: RawHeaders) -> None:
        self.started = True
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
