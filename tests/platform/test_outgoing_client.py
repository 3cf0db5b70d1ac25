# SPDX-License-Identifier: EUPL-1.2
"""The outgoing client against hostile peers: redirects inwards, rebinding names, floods, drips and bombs."""

import asyncio
import gzip
import logging
import socket
import zlib
from collections.abc import AsyncIterator, Sequence

import pytest
from aiohttp import web
from support.peers import peer, says

from chancery.platform.outgoing.client import GuardedNetwork
from chancery.platform.outgoing.port import (
    AddressRefused,
    Bounds,
    OutgoingFailed,
    PeerUnreachable,
    ReplyTimeout,
    ReplyTooLarge,
    WrongAddressList,
)

LOOPBACK = ("127.0.0.1",)
PATIENT = Bounds(seconds=30)


@pytest.fixture
async def network() -> AsyncIterator[GuardedNetwork]:
    network = GuardedNetwork()
    yield network
    await network.close()


async def test_a_request_and_its_answer(network: GuardedNetwork) -> None:
    async with peer(says(b'{"rejected":[]}', content_type="application/json", set_cookie="a=b")) as gateway:
        client = network.client("push", LOOPBACK)
        for _ in range(2):
            reply = await client.request(
                "POST", gateway.url("/a%2Fb?q=1"), headers={"x-more": "yes"}, body=b"{}"
            )
    assert (reply.status, reply.body) == (200, b'{"rejected":[]}')
    assert reply.headers["content-type"] == "application/json"
    sent = gateway.requests[1]
    assert sent.raw_path == "/a%2Fb?q=1"
    assert sent.headers["x-more"] == "yes"
    assert not {"Cookie", "Referer"} & set(sent.headers)
    assert network.tally.sent == 2


async def test_nothing_is_called_unless_it_is_listed(network: GuardedNetwork) -> None:
    async with peer(says()) as gateway:
        for entries in ((), ("*",), ("gateway.example",), ("10.0.0.0/8",)):
            with pytest.raises(AddressRefused):
                await network.client("push", entries).request("GET", gateway.url())
    assert not gateway.requests
    assert network.tally.refused == 4
    assert not network.client("push", ()).is_open


async def test_an_unreadable_list_stops_the_start(network: GuardedNetwork) -> None:
    with pytest.raises(WrongAddressList, match="outgoing.push"):
        network.client("push", ["no host"])


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1:{port}/inside", "//127.0.0.1:{port}/", "http://2130706433/"]
)
async def test_a_redirect_inwards_is_refused(network: GuardedNetwork, place: str) -> None:
    async with peer(says(b"secret")) as inside:

        async def redirect(request: web.Request) -> web.Response:
            return web.Response(status=302, headers={"location": place.format(port=inside.port)})

        async def resolve(host: str, port: int) -> Sequence[tuple[socket.AddressFamily, str]]:
            return [(socket.AF_INET, "127.0.0.1")]

        async with peer(redirect) as outside:
            # Only the name with its port is allowed, not what it redirects to.
            network.resolver = resolve
            client = network.client("previews", [f"localhost:{outside.port}"])
            with pytest.raises(AddressRefused):
                await client.request("GET", outside.url(host="localhost"), bounds=Bounds(redirects=3))
    assert len(outside.requests) == 1
    assert not inside.requests


async def test_redirects_are_followed_for_reading_only_and_lose_credentials(network: GuardedNetwork) -> None:
    async with (
        peer(says(b"there")) as target,
        peer(says(status=307, location=target.url("/there"))) as first,
    ):
        client = network.client("previews", LOOPBACK)
        secret = {"authorization": "Bearer secret"}
        reply = await client.request("GET", first.url(), headers=secret, bounds=Bounds(redirects=1))
        posted = await client.request("POST", first.url(), body=b"x", bounds=Bounds(redirects=1))
    assert (reply.body, reply.url) == (b"there", target.url("/there"))
    assert "Authorization" not in target.requests[0].headers
    assert posted.status == 307
    assert len(target.requests) == 1


async def test_a_redirect_loop_ends(network: GuardedNetwork) -> None:
    async with peer(says(status=302, location="/again")) as loop:
        with pytest.raises(PeerUnreachable):
            await network.client("previews", LOOPBACK).request("GET", loop.url(), bounds=Bounds(redirects=5))
    assert len(loop.requests) == 6


async def test_a_rebinding_name_is_caught_at_every_connection(network: GuardedNetwork) -> None:
    """The name is public at first and loopback afterwards: vetted is what is connected to, each time."""
    answers = iter(["8.8.8.8", "127.0.0.1", "::ffff:127.0.0.1", "169.254.169.254"])

    async def rebinding(host: str, port: int) -> Sequence[tuple[socket.AddressFamily, str]]:
        return [(socket.AF_INET, next(answers))]

    assert await rebinding("evil.example", 80) == [(socket.AF_INET, "8.8.8.8")]
    network.resolver = rebinding
    async with peer(says()) as inside:
        client = network.client("push", ["*"])
        for _ in range(3):
            with pytest.raises(AddressRefused):
                await client.request("GET", inside.url(host="evil.example"))
    assert not inside.requests


async def test_one_bad_address_among_good_ones_refuses_the_name(network: GuardedNetwork) -> None:
    async def mixed(host: str, port: int) -> Sequence[tuple[socket.AddressFamily, str]]:
        return [(socket.AF_INET, "8.8.8.8"), (socket.AF_INET6, "::1")]

    network.resolver = mixed
    with pytest.raises(AddressRefused):
        await network.client("push", ["*"]).request("GET", "https://mixed.example/")


async def test_a_huge_body_is_cut_off(network: GuardedNetwork) -> None:
    async def flood(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 65_536)
        except (ConnectionError, asyncio.CancelledError):
            pass
        return response

    async with peer(flood) as gateway:
        with pytest.raises(ReplyTooLarge):
            await network.client("push", LOOPBACK).request("GET", gateway.url(), bounds=Bounds(bytes=100_000))


async def test_an_announced_huge_body_is_not_read(network: GuardedNetwork) -> None:
    async with peer(says(b"x" * 100_001)) as gateway:
        with pytest.raises(ReplyTooLarge):
            await network.client("push", LOOPBACK).request("GET", gateway.url(), bounds=Bounds(bytes=100_000))


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
async def test_a_bomb_is_not_unpacked(network: GuardedNetwork, pack: "type[bytes]") -> None:
    bomb = pack(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    async with peer(says(bomb, content_encoding="gzip")) as gateway:
        with pytest.raises(ReplyTooLarge):
            await network.client("push", LOOPBACK).request("GET", gateway.url(), bounds=Bounds(bytes=100_000))


async def test_unasked_compression_is_undone_within_the_bound(network: GuardedNetwork) -> None:
    async with peer(says(gzip.compress(b"plain"), content_encoding="gzip")) as gateway:
        reply = await network.client("push", LOOPBACK).request("GET", gateway.url())
    assert reply.body == b"plain"


@pytest.mark.parametrize(("encoding", "body"), [("br", b"x"), ("gzip", b"no gzip"), ("gzip, gzip", b"x")])
async def test_unknown_and_broken_compression_fails(
    network: GuardedNetwork, encoding: str, body: bytes
) -> None:
    async with peer(says(body, content_encoding=encoding)) as gateway:
        with pytest.raises(PeerUnreachable):
            await network.client("push", LOOPBACK).request("GET", gateway.url())


async def test_of_a_huge_body_the_beginning_is_taken_where_that_will_do(network: GuardedNetwork) -> None:
    for body, encoding in ((b"x" * 300_000, "identity"), (gzip.compress(b"x" * 300_000), "gzip")):
        async with peer(says(body, content_encoding=encoding)) as gateway:
            bounds = Bounds(bytes=100_000, cut=True)
            reply = await network.client("push", LOOPBACK).request("GET", gateway.url(), bounds=bounds)
        assert reply.body == b"x" * 100_000


async def test_a_dripping_body_ends_at_the_deadline(network: GuardedNetwork) -> None:
    gone = asyncio.Event()

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-length": "1000"})
        await response.prepare(request)
        await response.write(b"x")
        await gone.wait()
        return response

    async with peer(drip) as gateway:
        with pytest.raises(ReplyTimeout):
            await network.client("push", LOOPBACK).request("GET", gateway.url(), bounds=Bounds(seconds=0.2))
        gone.set()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"x%d: y\r\n" % number for number in range(20_000)) + b"\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    ],
)
async def test_broken_http_is_unreachable(network: GuardedNetwork, answer: bytes) -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with pytest.raises(PeerUnreachable):
            await network.client("push", LOOPBACK).request("GET", f"http://127.0.0.1:{port}/", bounds=PATIENT)


async def test_nobody_listens(network: GuardedNetwork) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        with pytest.raises(PeerUnreachable):
            await network.client("push", LOOPBACK).request(
                "GET", f"http://127.0.0.1:{held.getsockname()[1]}/"
            )
    assert network.tally.failed == 1


async def test_no_proxy_of_the_environment(network: GuardedNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    async with peer(says(b"direct")) as gateway, peer(says(b"proxied")) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        assert (await network.client("push", LOOPBACK).request("GET", gateway.url())).body == b"direct"


async def test_the_log_holds_no_path_and_no_query(
    network: GuardedNetwork, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "chancery")
    for url in ("https://gateway.example/path-secret?token=secret", "https://user:secret@gateway.example/"):
        with pytest.raises(OutgoingFailed) as failure:
            await network.client("push", ()).request("GET", url)
        assert "secret" not in str(failure.value)
    assert "refused" in caplog.text
    assert "secret" not in "".join(str(vars(record)) for record in caplog.records)
