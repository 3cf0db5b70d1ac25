# SPDX-License-Identifier: EUPL-1.2
"""Peers that break off, lie about their size or send bombs, over real sockets: refused, and nothing is kept."""

import asyncio
import io
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
from PIL import Image
from support.process import ServerProcess
from support.samples import picture_bomb
from support.sender import Sender

UPLOAD = "/_matrix/media/v3/upload"


@pytest.fixture
async def anna(server: ServerProcess) -> Sender:
    """Somebody signed in to a started server."""
    await server.add_people("anna")
    server.start()
    anna = Sender(server.url, "anna")
    await anna.log_in()
    return anna


async def say(server: ServerProcess, request: bytes, *, more: bool = False) -> bytes:
    """Send raw bytes, end the sending side unless there is `more` to come, and return all that comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(request)
    await writer.drain()
    if not more:
        writer.write_eof()
    try:
        async with asyncio.timeout(20):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


def blobs(server: ServerProcess) -> list[Path]:
    """Return every file that the server keeps of uploads."""
    return sorted(path for path in (server.folder / "data/blobs").rglob("*") if path.is_file())


async def test_truncated_upload(server: ServerProcess, anna: Sender) -> None:
    kept = blobs(server)
    head = f"POST {UPLOAD} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {anna.token}\r\ncontent-type: image/png\r\n"
    for framing in (
        "content-length: 100000\r\n\r\nonly this",
        "transfer-encoding: chunked\r\n\r\n5\r\nonly \r\n",
    ):
        answer = await say(server, (head + framing).encode())
        assert b" 200 " not in answer[:20]
    assert blobs(server) == kept
    assert (await anna.call("GET", "/_matrix/client/v3/account/whoami"))["user_id"].startswith("@anna")


async def test_upload_over_the_limit(server: ServerProcess, anna: Sender) -> None:
    """A server with a limit of its own says so before the body comes."""
    most = (await anna.call("GET", "/_matrix/client/v1/media/config"))["m.upload.size"]
    head = f"POST {UPLOAD} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {anna.token}\r\n"
    answer = await say(server, f"{head}content-length: {most + 1}\r\n\r\n".encode(), more=True)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"M_TOO_LARGE" in answer


async def test_picture_bomb(server: ServerProcess, anna: Sender) -> None:
    """A picture that claims to be huge is never unpacked: no thumbnail, and the server lives on."""
    headers = {"Authorization": f"Bearer {anna.token}", "Content-Type": "image/png"}
    async with aiohttp.ClientSession(server.url, headers=headers) as session:
        for content, expected in (
            (picture_bomb(60_000, 60_000), {400, 403, 404, 413}),
            (real_picture(), {200}),
        ):
            async with session.post(UPLOAD, data=content) as answer:
                stored = await answer.json()
                if answer.status != 200:
                    assert answer.status in expected
                    continue
            path = f"/_matrix/client/v1/media/thumbnail/{quote(stored['content_uri'].removeprefix('mxc://'))}"
            async with session.get(path, params={"width": "64", "height": "64"}) as answer:
                assert answer.status in expected, await answer.text()


def real_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 100), "navy").save(out, "PNG")
    return out.getvalue()


GARBAGE = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100),
    "bare line feeds in a header": b"GET /health HTTP/1.1\r\nhost: x\r\na: b\x00c\r\n\r\n",
    "two lengths": b"POST /_matrix/client/v3/login HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\n{}",
    "length and chunks": b"POST /_matrix/client/v3/login HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "negative length": b"POST /_matrix/client/v3/login HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n{}",
    "chunk of no size": b"POST /_matrix/client/v3/login HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n",
    "long line": b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\nhost: x\r\n\r\n",
    "many headers": b"GET /health HTTP/1.1\r\nhost: x\r\n" + b"a: b\r\n" * 20_000 + b"\r\n",
}


async def test_what_is_no_request(server: ServerProcess, anna: Sender) -> None:
    """Each is refused or cut off; none is served, and everybody else is."""
    for name, request in GARBAGE.items():
        answer = await say(server, request)
        status = answer[9:12].decode(errors="replace")
        assert status in ("", "400", "408", "413", "414", "431", "501"), (name, answer[:200])
    assert (await anna.call("GET", "/_matrix/client/v3/account/whoami"))["user_id"].startswith("@anna")
    assert server.stop() == 0
    assert "Traceback" not in server.log()
