# SPDX-License-Identifier: EUPL-1.2
"""Scheduled messages live through `kill -9`: each arrives once, whether the server died before, while or after sending."""

import asyncio
import random
from urllib.parse import quote

import pytest
from support.people import V3
from support.process import ServerProcess
from support.sender import Sender

UNSTABLE = "/_matrix/client/unstable/org.matrix.msc4140"
MESSAGES = 60
ROUNDS = 3


@pytest.mark.slow
async def test_scheduled_messages_arrive_once_whenever_the_server_dies(server: ServerProcess) -> None:
    await server.add_people("anna")
    server.start()
    anna = Sender(server.url, "anna")
    await anna.log_in()
    room = str((await anna.call("POST", f"{V3}/createRoom", {"org.chancery.encrypted": False}))["room_id"])
    for number in range(MESSAGES):
        await schedule(anna, room, number)
    for _ in range(ROUNDS):
        await asyncio.sleep(random.uniform(0.1, 0.4))
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
    await until_nothing_is_scheduled(anna)
    found = [event["content"]["body"] for event in await anna.history(room) if "body" in event["content"]]
    assert sorted(found) == sorted(f"scheduled {number}" for number in range(MESSAGES))
    assert server.stop() == 0


async def schedule(anna: Sender, room: str, number: int) -> None:
    """Schedule messages that become due around the moments at which the server dies."""
    content = {"msgtype": "m.text", "body": f"scheduled {number}"}
    path = f"{UNSTABLE}/rooms/{quote(room, safe='')}/delayed_event/m.room.message/t{number}"
    await anna.call("PUT", path, {"delay_ms": 500 + 50 * number, "content": content})


async def until_nothing_is_scheduled(anna: Sender) -> None:
    async with asyncio.timeout(60):
        while (await anna.call("GET", f"{UNSTABLE}/delayed_events?status=scheduled"))["scheduled"]:
            await asyncio.sleep(0.1)
