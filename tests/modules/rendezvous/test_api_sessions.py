# SPDX-License-Identifier: EUPL-1.2
"""Rendezvous sessions (MSC4108) over HTTP, as the two devices of a QR sign-in use them."""

import asyncio

import pytest
from support.clock import MovedClock
from support.http import Answer, Client

from chancery.modules.rendezvous import module as rendezvous
from chancery.modules.rendezvous.service.sessions import LIFE_MS, PER_WINDOW, WINDOW_MS
from chancery.platform.config.settings import Testing
from chancery.platform.db.port import Database
from chancery.platform.http.kernel import Kernel
from chancery.platform.http.request import Request

PATH = "/_matrix/client/unstable/org.matrix.msc4108/rendezvous"
HOME = "https://chancery.example"
TEXT = {"content-type": "text/plain"}


async def nobody(_request: Request) -> None:
    raise AssertionError("no login is asked for")


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def module(database: Database, clock: MovedClock) -> rendezvous.RendezvousModule:
    return rendezvous.build(database=database, clock=clock, public_url=HOME)


@pytest.fixture
def phone(module: rendezvous.RendezvousModule) -> Client:
    return Client(Kernel(module.manifest.routes, authenticate=nobody))


@pytest.fixture
def desk(database: Database, clock: MovedClock) -> Client:
    """The other device, at another process of the same server."""
    other = rendezvous.build(database=database, clock=clock, public_url=HOME)
    return Client(Kernel(other.manifest.routes, authenticate=nobody))


async def opened(device: Client, payload: bytes = b"") -> tuple[str, str]:
    """Open a session and return its path and tag."""
    answer = await device.request("POST", PATH, content=payload, headers=TEXT)
    assert answer.status == 201, answer.body
    return answer.json["url"].removeprefix(HOME), answer.headers["etag"]


async def put(device: Client, path: str, etag: str, payload: bytes) -> Answer:
    return await device.request("PUT", path, content=payload, headers={**TEXT, "if-match": etag})


async def test_test_configuration_knows_no_limits(database: Database, clock: MovedClock) -> None:
    open_house = rendezvous.build(
        database=database, clock=clock, public_url=HOME, testing=Testing(no_limits=True)
    )
    device = Client(Kernel(open_house.manifest.routes, authenticate=nobody))
    for _ in range(PER_WINDOW + 1):
        await opened(device)


async def test_two_devices_exchange_messages(phone: Client, desk: Client) -> None:
    path, etag = await opened(phone, b"hello")
    seen = await desk.get(path)
    assert (seen.status, seen.body, seen.headers["etag"]) == (200, b"hello", etag)
    assert seen.headers["content-type"] == "text/plain"
    assert (await desk.get(path, headers={"if-none-match": etag})).status == 304
    written = await put(desk, path, etag, b"answer")
    assert written.status == 202
    news = await phone.get(path, headers={"if-none-match": etag})
    assert (news.status, news.body, news.headers["etag"]) == (200, b"answer", written.headers["etag"])
    assert (await phone.delete(path)).status == 204
    assert (await desk.get(path)).errcode == "M_NOT_FOUND"
    assert (await desk.delete(path)).status == 404


async def test_whoever_writes_second_hears_of_it(phone: Client, desk: Client) -> None:
    path, etag = await opened(phone)
    answers = await asyncio.gather(put(phone, path, etag, b"mine"), put(desk, path, etag, b"yours"))
    assert sorted(answer.status for answer in answers) == [202, 412]
    (late,) = [answer for answer in answers if answer.status == 412]
    assert late.errcode == "M_CONCURRENT_WRITE"


async def test_a_write_without_the_tag_is_refused(phone: Client) -> None:
    path, _ = await opened(phone)
    answer = await phone.request("PUT", path, content=b"x", headers=TEXT)
    assert (answer.status, answer.errcode) == (400, "M_MISSING_PARAM")


@pytest.mark.parametrize("kind", ["text/html", "application/json", ""])
async def test_only_plain_text_lies_there(phone: Client, kind: str) -> None:
    answer = await phone.request("POST", PATH, content=b"<b>", headers={"content-type": kind})
    assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM")


async def test_large_payloads_are_refused(phone: Client) -> None:
    answer = await phone.request("POST", PATH, content=b"x" * 4097, headers=TEXT)
    assert (answer.status, answer.errcode) == (413, "M_TOO_LARGE")
    path, etag = await opened(phone, b"x" * 4096)
    assert (await put(phone, path, etag, b"x" * 4097)).status == 413


async def test_sessions_end_by_themselves(
    phone: Client, clock: MovedClock, module: rendezvous.RendezvousModule
) -> None:
    path, etag = await opened(phone)
    clock.forward(seconds=(LIFE_MS - 1) / 1000)
    assert (await put(phone, path, etag, b"late")).status == 202
    clock.forward(seconds=1)
    assert (await phone.get(path)).status == 404
    (job,) = module.manifest.jobs
    await job.run()
    assert await module.rendezvous.count_open() == 0


async def test_one_address_opens_only_so_many(phone: Client, clock: MovedClock) -> None:
    for _ in range(PER_WINDOW):
        await opened(phone)
    refused = await phone.request("POST", PATH, content=b"", headers=TEXT)
    assert (refused.status, refused.errcode) == (429, "M_LIMIT_EXCEEDED")
    assert 0 < refused.json["retry_after_ms"] <= WINDOW_MS
    clock.forward(seconds=WINDOW_MS / 1000)
    await opened(phone)


async def test_web_clients_of_other_origins_may_read_the_tag(phone: Client) -> None:
    path, _ = await opened(phone)
    headers = (await phone.get(path)).headers
    assert "ETag" in headers["access-control-expose-headers"]
    asked = await phone.request("OPTIONS", path)
    assert {"If-Match", "If-None-Match"} <= set(asked.headers["access-control-allow-headers"].split(", "))
