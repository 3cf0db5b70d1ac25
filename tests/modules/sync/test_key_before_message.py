# SPDX-License-Identifier: EUPL-1.2
"""The room key that a device hands over comes before the message it sends next, on whichever connections they come."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from support.town import V3, Person, Town

KEY = f"{V3}/sendToDevice/org.example.key/"
Body = asyncio.Future[bytes | None]


@dataclass
class Reader:
    """Somebody who reads on."""

    person: Person
    since: str

    async def read(self, *, until: str) -> list[str]:
        """Return what there is to see up to a text; in one answer to-device messages come first."""
        found: list[str] = []
        async with asyncio.timeout(30):
            while until not in found:
                answer = await self.person.sync(self.since, timeout=10_000)
                self.since = answer["next_batch"]
                found += [event["type"] for event in answer["to_device"]["events"]]
                for room in answer["rooms"].get("join", {}).values():
                    found += [event["content"]["body"] for event in room["timeline"]["events"]]
        return found


def key_for(person: Person) -> bytes:
    """Return the body of a request that hands a key to a person."""
    return json.dumps({"messages": {person.user_id: {"*": {"key": "secret"}}}}).encode()


async def start(person: Person, held: Body, txn: str = "k1") -> "asyncio.Task[Any]":
    """Send the head of a request with a key; its body comes when the future is done."""
    task = asyncio.create_task(person.client.request("PUT", KEY + txn, content=held, judged=False))
    await person.now()  # by then the head has been read
    return task


@pytest.fixture
async def room(anna: Person, boris: Person, carla: Person) -> str:
    room = await anna.create()
    await boris.join(room)
    await carla.join(room)
    return room


@pytest.fixture
async def reader(room: str, boris: Person) -> Reader:
    return Reader(boris, await boris.now())


@pytest.fixture
async def held() -> AsyncIterator[Body]:
    body: Body = asyncio.get_running_loop().create_future()
    yield body
    if not body.done():
        body.set_result(None)


async def test_a_message_waits_for_the_key_that_its_device_sends(
    anna: Person, carla: Person, room: str, reader: Reader, held: Body
) -> None:
    key = await start(anna, held)
    message = asyncio.create_task(anna.send(room, "sealed"))
    await carla.send(room, "another")
    assert await reader.read(until="another") == ["another"]
    held.set_result(key_for(reader.person))
    assert await reader.read(until="sealed") == ["org.example.key", "sealed"]
    assert (await key).status == 200
    await message


async def test_it_waits_for_every_key_under_way(
    anna: Person, carla: Person, room: str, reader: Reader, held: Body
) -> None:
    first: Body = asyncio.get_running_loop().create_future()
    keys = [await start(anna, first, "k1"), await start(anna, held, "k2")]
    message = asyncio.create_task(anna.send(room, "sealed"))
    await carla.now()
    first.set_result(key_for(reader.person))
    await keys[0]
    await carla.send(room, "another")
    assert await reader.read(until="another") == ["org.example.key", "another"]
    held.set_result(key_for(reader.person))
    assert await reader.read(until="sealed") == ["org.example.key", "sealed"]
    await asyncio.gather(keys[1], message)


@pytest.mark.parametrize(
    "body", [None, b"{", b'{"messages":{"nobody":1}}'], ids=["lost connection", "no JSON", "bad JSON"]
)
async def test_a_key_that_never_comes_lets_the_message_go(
    anna: Person, room: str, reader: Reader, held: Body, body: bytes | None
) -> None:
    key = await start(anna, held)
    message = asyncio.create_task(anna.send(room, "sealed"))
    await anna.now()
    held.set_result(body)
    assert (await key).status == 400
    await message
    assert await reader.read(until="sealed") == ["sealed"]


async def test_another_device_of_the_same_person_does_not_wait(
    town: Town, anna: Person, room: str, reader: Reader, held: Body
) -> None:
    key = await start(anna, held)
    telephone = await town.on_device("anna")
    await telephone.send(room, "from the telephone")
    held.set_result(key_for(reader.person))
    await key
    assert await reader.read(until="from the telephone") == ["org.example.key", "from the telephone"]


async def test_keys_that_come_later_keep_no_message_waiting(
    anna: Person, room: str, reader: Reader, held: Body
) -> None:
    later: Body = asyncio.get_running_loop().create_future()
    first = await start(anna, held, "k1")
    message = asyncio.create_task(anna.send(room, "sealed"))
    await anna.now()
    second = await start(anna, later, "k2")
    held.set_result(key_for(reader.person))
    await asyncio.gather(first, message)
    assert await reader.read(until="sealed") == ["org.example.key", "sealed"]
    later.set_result(key_for(reader.person))
    assert (await second).status == 200
