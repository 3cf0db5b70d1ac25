# SPDX-License-Identifier: EUPL-1.2
"""A lean HTTP/1.1 client for load: one keep-alive connection, one request at a time, answers as bytes.

A general client costs more CPU per request than the server under test, and both share a machine here.
"""

import asyncio
import ssl
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import httptools

MAX_ANSWER = 64 * 1024 * 1024


class ConnectionLost(Exception):
    """The connection could not be made, broke, or brought no valid answer."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens; `source` is a local address to connect from (ports of one address are limited)."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None
    source: str | None = None

    @classmethod
    def parse(cls, url: str) -> "Address":
        """Return the address of an `http:` or `https:` URL."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or parts.hostname is None:
            raise ValueError(f"{url!r} is not an http or https address")
        secure = parts.scheme == "https"
        return cls(
            parts.hostname,
            parts.port or (443 if secure else 80),
            ssl.create_default_context() if secure else None,
        )


class _Answer(asyncio.Protocol):
    """Reads answers from a connection."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiter: asyncio.Future[tuple[int, bytes]] | None = None
        self._chunks: list[bytes] = []
        self._size = 0
        self._keep = True
        self._parser = httptools.HttpResponseParser(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclasses of asyncio's.
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        self._fail(f"connection lost: {exc or 'closed by the server'}")

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(f"not HTTP: {error}")
            self.close()

    def on_body(self, body: bytes) -> None:
        self._size += len(body)
        if self._size > MAX_ANSWER:
            self._fail("the answer is too large")
            self.close()
            return
        self._chunks.append(body)

    def on_message_complete(self) -> None:
        content, self._chunks, self._size = b"".join(self._chunks), [], 0
        status, keep = self._parser.get_status_code(), self._parser.should_keep_alive()
        waiter, self.waiter = self.waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result((status, content))
        if not keep:
            self.close()

    def close(self) -> None:
        if self.transport is not None:
            self.transport.close()
            self.transport = None

    def _fail(self, reason: str) -> None:
        waiter, self.waiter = self.waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_exception(ConnectionLost(reason))


class Connection:
    """One connection to a server, opened when needed."""

    __slots__ = ("_address", "_answer", "_busy")

    def __init__(self, address: Address) -> None:
        self._address = address
        self._answer: _Answer | None = None
        self._busy = asyncio.Lock()

    async def request(self, head: bytes, body: bytes, seconds: float) -> tuple[int, bytes]:
        """Send a request and return status and body; raises ConnectionLost, also after `seconds`."""
        async with self._busy:
            answer = await self._open()
            assert answer.transport is not None
            answer.waiter = asyncio.get_running_loop().create_future()
            waiter = answer.waiter
            answer.transport.write(head + body)
            try:
                async with asyncio.timeout(seconds):
                    return await waiter
            except TimeoutError:
                raise ConnectionLost(f"no answer for {seconds:.0f} s") from None
            finally:
                if not waiter.done() or waiter.cancelled() or waiter.exception() is not None:
                    self.close()

    async def _open(self) -> _Answer:
        if self._answer is not None and self._answer.transport is not None:
            return self._answer
        address = self._address
        local = (address.source, 0) if address.source else None
        try:
            _, self._answer = await asyncio.get_running_loop().create_connection(
                _Answer, address.host, address.port, ssl=address.tls, local_addr=local
            )
        except OSError as error:
            raise ConnectionLost(f"cannot connect: {error.strerror or error}") from error
        return self._answer

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._answer is not None:
            self._answer.close()
            self._answer = None


def head(method: str, path: str, host: str, *, token: str = "", length: int = 0) -> bytes:
    """Return the bytes of a request's head."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Accept: application/json"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if length:
        lines += ["Content-Type: application/json", f"Content-Length: {length}"]
    elif method in ("POST", "PUT"):
        lines.append("Content-Length: 0")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
