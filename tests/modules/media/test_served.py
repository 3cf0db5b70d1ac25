# SPDX-License-Identifier: EUPL-1.2
"""Files over a real connection: streamed in and out, in part, and their heads alone."""

import hashlib
from collections.abc import AsyncIterator

import httpx
from support.registry import Registry
from support.served import served

CONTENT = hashlib.shake_128(b"big").digest(5_000_000)


async def in_pieces() -> AsyncIterator[bytes]:
    for start in range(0, len(CONTENT), 70_000):
        yield CONTENT[start : start + 70_000]


async def test_big_file_makes_the_round_trip_whole_and_in_part(registry: Registry) -> None:
    token = (await registry.signed_in("anna")).token
    async with (
        served(registry.kernel) as server,
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{server.port}", headers={"authorization": f"Bearer {token}"}
        ) as client,
    ):
        # Without a Content-Length: the body is chunked.
        uploaded = await client.post("/_matrix/media/v3/upload", content=in_pieces())
        path = uploaded.json()["content_uri"].removeprefix("mxc://")
        url = f"/_matrix/client/v1/media/download/{path}"

        whole = await client.get(url)
        assert whole.content == CONTENT
        assert "transfer-encoding" not in whole.headers
        part = await client.get(url, headers={"range": "bytes=1000000-3999999"})
        assert (part.status_code, part.content) == (206, CONTENT[1_000_000:4_000_000])
        head = await client.head(url)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(CONTENT))
        assert (await client.get(url, headers={"if-none-match": whole.headers["etag"]})).status_code == 304


async def test_reader_who_goes_away_leaves_the_server_well(registry: Registry) -> None:
    token = (await registry.signed_in("anna")).token
    async with served(registry.kernel) as server:
        headers = {"authorization": f"Bearer {token}"}
        base = f"http://127.0.0.1:{server.port}"
        async with httpx.AsyncClient(base_url=base, headers=headers) as client:
            uploaded = await client.post("/_matrix/media/v3/upload", content=CONTENT)
            url = f"/_matrix/client/v1/media/download/{uploaded.json()['content_uri'].removeprefix('mxc://')}"
            for _ in range(5):
                async with client.stream("GET", url) as answer:
                    assert await anext(answer.aiter_bytes(10_000))
            assert (await client.get(url)).content == CONTENT
