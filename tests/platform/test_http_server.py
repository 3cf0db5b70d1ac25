# SPDX-License-Identifier: EUPL-1.2
"""The kernel behind real sockets: slow and hostile peers, lost peers, the graceful stop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec
import pytest
from support.served import served

from chancery.platform.http.inflight import Bell
from chancery.platform.http.kernel import Kernel
from chancery.platform.http.limits import Limits
from chancery.platform.http.protocol import ChanceryProtocol
from chancery.platform.http.request import Request
from chancery.platform.http.response import StreamResponse, json_response
from chancery.platform.http.routes import Route
from chancery.platform.http.server import HttpServer, listen
from chancery.platform.http.sse import EventStream, render_event

LIMITS = Limits(
    header_seconds=0.3,
    body_seconds=0.3,
    request_seconds=10,
    linger_seconds=0.5,
    least_bytes_per_second=1_000_000,
)


class Body(msgspec.Struct):
    text: str


@dataclass
class Handlers:
    """Handlers that show the test when they wait and when they were let go."""

    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    freed: asyncio.Event = field(default_factory=asyncio.Event)
    news: "asyncio.Future[str]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    bell: Bell = field(default_factory=Bell)
    listeners: list[EventStream] = field(default_factory=list)

    async def echo(self, request: Request) -> object:
        return {"text": request.body.text}

    async def poll(self, request: Request) -> object:
        self.waiting.set()
        try:
            return {"news": "it snows" if await request.park(self.bell, 30) else None}
        finally:
            self.freed.set()

    async def watch(self, request: Request) -> object:
        self.waiting.set()
        await request.disconnected()
        self.freed.set()
        return {}

    async def work(self, _request: Request) -> object:
        self.waiting.set()
        await self.news
        return {"done": True}

    async def upload(self, request: Request) -> object:
        self.waiting.set()
        try:
            return {"bytes": sum([len(chunk) async for chunk in request.stream()])}
        finally:
            self.freed.set()

    async def events(self, _request: Request) -> StreamResponse:
        listener = EventStream()
        self.listeners.append(listener)
        listener.send(render_event("hello", {"n": 1}))
        return listener.response()

    async def endless(self, _request: Request) -> StreamResponse:
        async def chunks() -> AsyncIterator[bytes]:
            try:
                while True:
                    self.waiting.set()
                    yield b"x" * 65_536
            finally:
                self.freed.set()

        return StreamResponse(chunks())

    async def ready(self, _request: Request) -> object:
        return json_response({"ok": True})

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/api/v1/ready", self.ready, login=False),
            Route("PUT", "/api/v1/echo/{name}", self.echo, body=Body, login=False),
            Route("GET", "/api/v1/poll", self.poll, login=False, idle=True),
            Route("GET", "/api/v1/watch", self.watch, login=False, idle=True),
            Route("GET", "/api/v1/work", self.work, login=False),
            Route("POST", "/api/v1/upload", self.upload, stream=True, login=False, limit=1_000_000),
            Route("GET", "/api/v1/events", self.events, login=False, idle=True),
            Route("GET", "/api/v1/endless", self.endless, login=False),
        ]


async def nobody(_request: Request) -> None:
    return None


class Peer:
    """A TCP connection that says exactly what the test wants."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def say(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self) -> tuple[int, bytes]:
        """Read one answer with a Content-Length."""
        async with asyncio.timeout(10):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or b"0")
            return int(head.split()[1]), await self.reader.readexactly(length)

    async def closed(self) -> bytes:
        """Read until the server closes."""
        async with asyncio.timeout(10):
            return await self.reader.read()

    async def leave(self) -> None:
        self.writer.transport.abort()


@pytest.fixture
async def handlers() -> Handlers:
    return Handlers()


@pytest.fixture
async def kernel(handlers: Handlers) -> Kernel:
    return Kernel(handlers.routes(), authenticate=nobody, limits=LIMITS)


class PlainProtocol(ChanceryProtocol):
    """Sends every answer as ASGI messages, as another ASGI server would."""

    def answer(self, *_answer: object) -> bool:
        return False


@pytest.fixture(params=[ChanceryProtocol, PlainProtocol])
def protocol(request: pytest.FixtureRequest) -> type[ChanceryProtocol]:
    return request.param


@pytest.fixture
async def server(kernel: Kernel, protocol: type[ChanceryProtocol]) -> AsyncIterator[HttpServer]:
    async with served(kernel, grace_seconds=2, protocol=protocol) as server:
        yield server


@contextlib.asynccontextmanager
async def peer_of(server: HttpServer) -> AsyncIterator[Peer]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        yield Peer(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


@pytest.fixture
async def peer(server: HttpServer) -> AsyncIterator[Peer]:
    async with peer_of(server) as peer:
        yield peer


def put(body: bytes, *extra: bytes, name: bytes = b"n") -> bytes:
    head = (b"PUT /api/v1/echo/" + name + b" HTTP/1.1", b"host: x", b"content-length: %d" % len(body), *extra)
    return b"\r\n".join(head) + b"\r\n\r\n" + body


def get(path: bytes) -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\nhost: x\r\n\r\n"


async def test_requests_on_one_connection_are_answered_in_order(peer: Peer) -> None:
    await peer.say(put(b'{"text":"1"}') + put(b'{"text":"2"}') + get(b"/api/v1/ready") + put(b'{"text":"3"}'))
    bodies = [(await peer.answer())[1] for _ in range(4)]
    assert bodies == [b'{"text":"1"}', b'{"text":"2"}', b'{"ok":true}', b'{"text":"3"}']


async def test_a_body_may_come_in_pieces(peer: Peer) -> None:
    whole = put(b'{"text":"in pieces"}')
    for index in range(len(whole)):
        await peer.say(whole[index : index + 1])
        await asyncio.sleep(0)
    assert await peer.answer() == (200, b'{"text":"in pieces"}')


async def test_a_chunked_body_is_read(peer: Peer) -> None:
    head = b"PUT /api/v1/echo/n HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
    await peer.say(head + b'8\r\n{"text":\r\n')
    await peer.say(b'5\r\n"hi"}\r\n0\r\n\r\n')
    assert await peer.answer() == (200, b'{"text":"hi"}')


async def test_a_chunked_body_over_the_limit_is_counted(peer: Peer) -> None:
    head = b"POST /api/v1/upload HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
    chunk = b"x" * 100_000
    await peer.say(head + b"".join(b"%x\r\n" % len(chunk) + chunk + b"\r\n" for _ in range(11)))
    assert (await peer.answer())[0] == 413


async def test_a_client_that_asks_first_is_told_to_continue(peer: Peer) -> None:
    body = b'{"text":"hi"}'
    await peer.say(put(body, b"expect: 100-continue")[: -len(body)])
    async with asyncio.timeout(10):
        assert await peer.reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
    await peer.say(body)
    assert await peer.answer() == (200, body)


async def test_a_client_that_asks_first_is_not_told_to_send_what_is_too_large(peer: Peer) -> None:
    await peer.say(
        b"POST /api/v1/upload HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 9999999\r\n\r\n"
    )
    assert (await peer.answer())[0] == 413
    assert await peer.closed() == b""


async def test_two_lengths_are_refused(peer: Peer) -> None:
    await peer.say(put(b'{"text":"x"}', b"transfer-encoding: chunked"))
    assert (await peer.answer())[0] == 400
    assert await peer.closed() == b""


@pytest.mark.parametrize(
    "junk", [b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"HELLO\r\n\r\n", b"GET /\xff\xfe HTTP/1.1\r\n\r\n"]
)
async def test_what_is_no_http_is_refused(peer: Peer, junk: bytes) -> None:
    await peer.say(junk)
    assert (await peer.closed()).startswith(b"HTTP/1.1 400")


async def test_a_header_bomb_is_refused(peer: Peer) -> None:
    with contextlib.suppress(ConnectionError):
        await peer.say(b"GET /api/v1/ready HTTP/1.1\r\nhost: x\r\n" + b"x-a: b\r\n" * 40_000 + b"\r\n")
    assert (await peer.closed()).startswith(b"HTTP/1.1 431")


async def test_one_endless_header_is_cut_off_before_it_ends(peer: Peer) -> None:
    await peer.say(b"GET /api/v1/ready HTTP/1.1\r\nx-a: ")
    with contextlib.suppress(ConnectionError):
        for _ in range(40):
            await peer.say(b"x" * 10_000)
            await asyncio.sleep(0)
    assert (await peer.closed()).startswith(b"HTTP/1.1 431")


async def test_headers_that_never_end_are_cut_off(peer: Peer) -> None:
    await peer.say(b"GET /api/v1/ready HTTP/1.1\r\nhost: x\r\n")
    assert (await peer.closed()).startswith(b"HTTP/1.1 408")


async def test_a_peer_that_says_nothing_is_cut_off(peer: Peer) -> None:
    assert (await peer.closed()).startswith(b"HTTP/1.1 408")


async def test_a_connection_between_two_requests_is_not_slow(peer: Peer) -> None:
    await peer.say(get(b"/api/v1/ready"))
    assert (await peer.answer())[0] == 200
    await asyncio.sleep(LIMITS.header_seconds * 2)
    await peer.say(get(b"/api/v1/ready"))
    assert (await peer.answer())[0] == 200


async def test_a_body_that_never_ends_is_cut_off(peer: Peer) -> None:
    await peer.say(put(b'{"text":"x"}')[:-3])
    assert (await peer.answer())[0] == 408
    assert await peer.closed() == b""


async def test_an_upload_that_drips_is_cut_off(peer: Peer, handlers: Handlers) -> None:
    await peer.say(b"POST /api/v1/upload HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nabc")
    assert (await peer.answer())[0] == 408
    assert handlers.freed.is_set()


async def test_an_upload_whose_peer_leaves_is_freed(peer: Peer, handlers: Handlers) -> None:
    await peer.say(b"POST /api/v1/upload HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nabc")
    await handlers.waiting.wait()
    await peer.leave()
    async with asyncio.timeout(5):
        await handlers.freed.wait()


async def test_a_parked_poll_is_answered_when_its_news_come(peer: Peer, handlers: Handlers) -> None:
    await peer.say(get(b"/api/v1/poll"))
    await handlers.waiting.wait()
    handlers.bell.ring()
    assert await peer.answer() == (200, b'{"news":"it snows"}')


@pytest.mark.parametrize("path", [b"/api/v1/poll", b"/api/v1/watch", b"/api/v1/endless"])
async def test_a_peer_that_leaves_frees_its_handler(
    peer: Peer, handlers: Handlers, kernel: Kernel, path: bytes
) -> None:
    await peer.say(get(path))
    async with asyncio.timeout(5):
        await handlers.waiting.wait()
        await peer.leave()
        await handlers.freed.wait()
    assert kernel.inflight.parked == 0


async def test_a_parked_poll_is_answered_at_the_stop(
    kernel: Kernel, handlers: Handlers, protocol: type[ChanceryProtocol]
) -> None:
    async with served(kernel, protocol=protocol) as server, peer_of(server) as peer:
        await peer.say(get(b"/api/v1/poll"))
        await handlers.waiting.wait()
        server.stop()
        assert await peer.answer() == (200, b'{"news":null}')
        assert await peer.closed() == b""


class Impatient(ChanceryProtocol):
    """Lets connections be idle for a moment only."""

    made: ClassVar[list[ChanceryProtocol]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.timeout_keep_alive = 1
        self.made.append(self)


async def test_a_connection_that_is_idle_too_long_is_closed(kernel: Kernel) -> None:
    async with served(kernel, protocol=Impatient) as server, peer_of(server) as peer:
        for _ in range(2):
            await peer.say(get(b"/api/v1/work/none"))
            assert (await peer.answer())[0] == 404
        assert await peer.closed() == b""


async def test_a_connection_with_a_parked_poll_is_not_idle(kernel: Kernel, handlers: Handlers) -> None:
    async with served(kernel, protocol=Impatient) as server, peer_of(server) as peer:
        await peer.say(get(b"/api/v1/work/none"))
        assert (await peer.answer())[0] == 404
        await peer.say(get(b"/api/v1/poll"))
        async with asyncio.timeout(5):
            while Impatient.made[-1].timeout_keep_alive_task is not None:
                await asyncio.sleep(0.01)
        handlers.bell.ring()
        assert await peer.answer() == (200, b'{"news":"it snows"}')
        assert await peer.closed() == b""


async def test_a_request_in_flight_is_finished_at_the_stop(kernel: Kernel, handlers: Handlers) -> None:
    async with served(kernel) as server, peer_of(server) as peer:
        await peer.say(get(b"/api/v1/work"))
        await handlers.waiting.wait()
        server.stop()
        async with asyncio.timeout(5):
            while not kernel.inflight.stopping:  # the stop shows nowhere else
                await asyncio.sleep(0.01)
        handlers.news.set_result("go")
        assert await peer.answer() == (200, b'{"done":true}')


async def test_a_refused_body_does_not_spoil_the_next_request(peer: Peer) -> None:
    body = b"x" * 1_000_001
    await peer.say(
        b"POST /api/v1/upload HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n" % len(body) + body[:9]
    )
    assert (await peer.answer())[0] == 413
    await peer.say(body[9:] + get(b"/api/v1/ready"))
    assert await peer.answer() == (200, b'{"ok":true}')


async def test_head_and_close_are_respected(peer: Peer) -> None:
    await peer.say(b"HEAD /api/v1/ready HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    whole = await peer.closed()
    assert b"\r\ncontent-length: 11\r\n" in whole
    assert b"\r\nconnection: close\r\n" in whole
    assert whole.endswith(b"\r\n\r\n")


async def test_a_request_over_the_grace_is_told_so(kernel: Kernel, handlers: Handlers) -> None:
    async with served(kernel, grace_seconds=0.1) as server, peer_of(server) as peer:
        await peer.say(get(b"/api/v1/work"))
        await handlers.waiting.wait()
        server.stop()
        status, body = await peer.answer()
        assert status == 503
        assert b'"code":"stopping"' in body


async def test_events_flow_and_end_at_the_stop(kernel: Kernel, handlers: Handlers) -> None:
    async with served(kernel) as server, peer_of(server) as peer:
        await peer.say(get(b"/api/v1/events"))
        async with asyncio.timeout(5):
            await peer.reader.readuntil(b'data: {"n":1}\n\n')
            handlers.listeners[0].send(render_event("more", {"n": 2}))
            await peer.reader.readuntil(b'event: more\ndata: {"n":2}\n\n')
        server.stop()
        assert (await peer.closed()).endswith(b"0\r\n\r\n")
        assert handlers.listeners[0].is_closed


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="Linux only")
async def test_a_connection_knows_when_to_give_up_a_silent_peer() -> None:
    with contextlib.closing(listen("127.0.0.1", 0)) as listener:
        listener.listen()
        with contextlib.closing(socket.create_connection(listener.getsockname())):
            await asyncio.sleep(0)
            accepted, _ = await asyncio.get_running_loop().sock_accept(listener)
            with contextlib.closing(accepted):
                assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 60_000
