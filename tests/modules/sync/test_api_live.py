# SPDX-License-Identifier: EUPL-1.2
"""Live changes over real sockets: the directory, the end of a session, and nothing without a token."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from support.ministry import Ministry
from support.office import PASSWORD
from support.people import V3, Person
from support.served import served


async def first_event(content: aiohttp.StreamReader) -> str:
    """Return the name of the first event that is not a heartbeat."""
    while True:
        line = (await asyncio.wait_for(content.readline(), 20)).decode()
        if line.startswith("event: "):
            return line.removeprefix("event: ").strip()
        if not line:
            return "end"


async def change_the_directory(person: Person) -> None:
    path = f"{V3}/profile/{person.user_id}/displayname"
    assert (await person.client.put(path, {"displayname": "Another name"})).status == 200


async def log_out(person: Person) -> None:
    assert (await person.client.post(f"{V3}/logout")).status == 200


async def sign_in_elsewhere(person: Person) -> None:
    body = {"type": "m.login.password", "user": person.user_id, "password": PASSWORD}
    assert (await person.client.post(f"{V3}/login", body)).status == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("action", "wanted"),
    [
        (change_the_directory, "directory.changed"),
        (sign_in_elsewhere, "devices.changed"),
        (log_out, "session.ended"),
    ],
)
async def test_a_page_hears_what_changed(
    ministry: Ministry, action: Callable[[Person], Awaitable[None]], wanted: str
) -> None:
    anna = await ministry.person("anna")
    headers = {"Authorization": f"Bearer {anna.client.token}"}
    async with (
        served(ministry.kernel) as server,
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"http://127.0.0.1:{server.port}/api/v1/events") as answer,
    ):
        assert answer.headers["content-type"] == "text/event-stream"
        await answer.content.readline()
        await action(anna)
        assert await first_event(answer.content) == wanted


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_another_persons_devices_are_not_told(ministry: Ministry) -> None:
    anna, boris = await ministry.person("anna"), await ministry.person("boris")
    headers = {"Authorization": f"Bearer {anna.client.token}"}
    async with (
        served(ministry.kernel) as server,
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"http://127.0.0.1:{server.port}/api/v1/events") as answer,
    ):
        await answer.content.readline()
        await sign_in_elsewhere(boris)
        await log_out(anna)
        assert await first_event(answer.content) == "session.ended"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_another_persons_end_is_not_told_and_a_stop_ends_the_stream(ministry: Ministry) -> None:
    anna, boris = await ministry.person("anna"), await ministry.person("boris")
    headers = {"Authorization": f"Bearer {anna.client.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with served(ministry.kernel) as server:
            answer = await session.get(f"http://127.0.0.1:{server.port}/api/v1/events")
            await answer.content.readline()
            await log_out(boris)
        assert await first_event(answer.content) == "end"
        answer.close()


async def test_events_need_a_token(ministry: Ministry) -> None:
    assert (await ministry.anonymous.get("/api/v1/events")).status == 401
