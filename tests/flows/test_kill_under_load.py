# SPDX-License-Identifier: EUPL-1.2
"""`kill -9` under send load: every acknowledged event is there, once, in order, and retries double nothing."""

import asyncio
import random

import pytest
from support.people import V3
from support.process import ServerProcess
from support.sender import Sender

SENDERS = 6
ROOMS = 2


@pytest.mark.slow
async def test_acknowledged_messages_survive_kill_9(
    server: ServerProcess, request: pytest.FixtureRequest
) -> None:
    rounds: int = request.config.getoption("--kill-rounds")
    names = [f"sender{number}" for number in range(SENDERS)]
    await server.add_people(*names)
    server.start()
    senders = [Sender(server.url, name) for name in names]
    for sender in senders:
        await sender.log_in()
    rooms = [await open_room(senders) for _ in range(ROOMS)]
    for _ in range(rounds):
        await one_round(server, senders, rooms)
    histories = {room: await senders[0].history(room) for room in rooms}
    for index, sender in enumerate(senders):
        check(sender, histories[rooms[index % ROOMS]])
    assert sum(len(sender.acknowledged) for sender in senders) > rounds
    assert server.stop() == 0


async def open_room(senders: list[Sender]) -> str:
    body = {"preset": "public_chat", "org.chancery.encrypted": False}
    room = (await senders[0].call("POST", f"{V3}/createRoom", body))["room_id"]
    for sender in senders[1:]:
        await sender.call("POST", f"{V3}/join/{room}", {})
    return str(room)


async def one_round(server: ServerProcess, senders: list[Sender], rooms: list[str]) -> None:
    """Send until the server dies at a moment of its own, then start it again."""
    sending = [
        asyncio.create_task(sender.send_until_lost(rooms[index % ROOMS]))
        for index, sender in enumerate(senders)
    ]
    await asyncio.sleep(random.uniform(0.02, 0.3))
    await asyncio.to_thread(server.kill)
    await asyncio.gather(*sending)
    await asyncio.to_thread(server.start)


def check(sender: Sender, history: list[dict[str, object]]) -> None:
    """Acknowledged numbers are there once, in order, under the acknowledged id; beyond them at most the last try."""
    own = [event for event in history if event["sender"] == f"@{sender.name}:ministry.example"]
    numbers = [int(str(event["content"]["body"]).split()[1]) for event in own]  # type: ignore[index]  # JSON
    assert numbers == sorted(set(numbers)), "doubled or out of order"
    stored = dict(zip(numbers, (event["event_id"] for event in own), strict=True))
    assert {number: stored.get(number) for number, _ in sender.acknowledged} == dict(sender.acknowledged)
    assert set(numbers) - {number for number, _ in sender.acknowledged} <= {sender.next_number}
