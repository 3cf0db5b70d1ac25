# SPDX-License-Identifier: EUPL-1.2
"""Previews of links over HTTP, from sites on loopback that the test names as allowed."""

import io
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from PIL import Image
from support.http import Answer
from support.ministry import Ministry
from support.peers import Peer, peer
from support.people import Person
from support.samples import EICAR

V1 = "/_matrix/client/v1/media"
PAGE = b"""<title>Budget</title><meta property="og:image" content="/flag.png">
<meta property="og:description" content="All the figures">"""


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(out, "PNG")
    return out.getvalue()


def turned() -> bytes:
    """Return a picture that its camera held upright."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (64, 48), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
async def site() -> AsyncIterator[Peer]:
    async with peer(serve) as made:
        yield made


async def serve(request: web.Request) -> web.Response:
    pages: dict[str, Callable[[], web.Response]] = {
        "/": lambda: web.Response(body=PAGE, content_type="text/html"),
        "/flag.png": lambda: web.Response(body=picture(), content_type="image/png"),
        "/turned.jpg": lambda: web.Response(body=turned(), content_type="image/jpeg"),
        "/broken.png": lambda: web.Response(body=picture()[:20], content_type="image/png"),
        "/moved": lambda: web.Response(status=302, headers={"location": "/"}),
        "/inside": lambda: web.Response(status=302, headers={"location": "http://10.0.0.1/"}),
        "/huge": lambda: web.Response(body=PAGE + b"x" * 2_000_000, content_type="text/html"),
        "/file": lambda: web.Response(body=b"x", content_type="application/zip"),
        "/bare": lambda: web.Response(body=b"nothing", content_type="text/html"),
        "/infected": lambda: web.Response(
            body=b'<title>x</title><meta property="og:image" content="/virus.png">', content_type="text/html"
        ),
        "/virus.png": lambda: web.Response(body=EICAR, content_type="image/png"),
        "/slow-to-read": lambda: web.Response(body=b"<![" * 300_000, content_type="text/html"),
    }
    made = pages.get(request.path)
    return made() if made else web.Response(status=404)


Ask = Callable[[str], Awaitable[Answer]]


@pytest.fixture
def ask(anna: Person, site: Peer) -> Ask:
    async def preview(path: str) -> Answer:
        url = path if "://" in path else site.url(path)
        return await anna.client.get(f"{V1}/preview_url", query={"url": url})

    return preview


async def test_a_page_with_its_picture(anna: Person, ask: Ask) -> None:
    answer = await ask("/")
    assert answer.status == 200, answer.body
    found = answer.json
    uri = found.pop("og:image")
    assert found == {
        "og:title": "Budget",
        "og:description": "All the figures",
        "og:image:type": "image/png",
        "og:image:width": 64,
        "og:image:height": 48,
        "matrix:image:size": len(picture()),
    }
    copy = await anna.client.get(f"{V1}/download/{uri.removeprefix('mxc://')}")
    assert copy.body == picture()


async def test_a_picture_is_its_own_preview(ask: Ask) -> None:
    found = (await ask("/flag.png")).json
    assert found.pop("og:image").startswith("mxc://")
    assert found.pop("matrix:image:size") > 0
    assert found == {"og:image:type": "image/png", "og:image:width": 64, "og:image:height": 48}


async def test_a_picture_has_the_size_in_which_it_is_seen(ask: Ask) -> None:
    found = (await ask("/turned.jpg")).json
    assert (found["og:image:width"], found["og:image:height"]) == (48, 64)


async def test_a_picture_that_is_none_has_no_size(ask: Ask) -> None:
    assert set((await ask("/broken.png")).json) == {"og:image", "og:image:type", "matrix:image:size"}


async def test_a_redirect_is_followed_and_the_fragment_is_not_sent(ask: Ask, site: Peer) -> None:
    assert (await ask("/moved#part")).json["og:title"] == "Budget"
    assert "#" not in site.requests[0].raw_path


async def test_a_preview_is_fetched_once_and_again_after_an_hour(
    ministry: Ministry, ask: Ask, site: Peer
) -> None:
    first = (await ask("/")).json
    assert (await ask("/#other")).json == first
    assert len(site.requests) == 2
    ministry.platform.clock.forward(seconds=3601)
    await ask("/")
    assert len(site.requests) == 4


async def test_what_has_no_preview_is_said_and_remembered(ask: Ask, site: Peer) -> None:
    for path in ("/gone", "/file", "/bare", "/slow-to-read"):
        asked = len(site.requests)
        for _ in range(2):
            answer = await ask(path)
            assert (answer.status, answer.errcode) == (502, "M_UNKNOWN"), path
        assert len(site.requests) == asked + 1


async def test_of_a_huge_page_the_beginning_is_read(ask: Ask) -> None:
    assert (await ask("/huge")).json["og:title"] == "Budget"


async def test_an_infected_picture_is_left_out(ask: Ask) -> None:
    assert (await ask("/infected")).json == {"og:title": "x"}


@pytest.mark.parametrize("url", ["/inside", "https://8.8.8.8/", "file:///etc/passwd", "http://2130706433/"])
async def test_sites_that_are_not_named_are_refused(ask: Ask, url: str) -> None:
    answer = await ask(url)
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")


async def test_the_older_address_gives_the_same(ask: Ask, anna: Person, site: Peer) -> None:
    older = await anna.client.get("/_matrix/media/v3/preview_url", query={"url": site.url("/huge")})
    assert older.json == (await ask("/huge")).json


async def test_a_visitor_gets_none_and_an_address_is_needed(ministry: Ministry, anna: Person) -> None:
    assert (await ministry.anonymous.get(f"{V1}/preview_url?url=http://127.0.0.1/")).status == 401
    answer = await anna.client.get(f"{V1}/preview_url")
    assert (answer.status, answer.errcode) == (400, "M_MISSING_PARAM")
