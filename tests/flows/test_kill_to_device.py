# SPDX-License-Identifier: EUPL-1.2
"""`kill -9` between a to-device message and its acknowledgement: it comes again, and once acknowledged it is gone."""

from typing import Any

import pytest
from support.people import V3
from support.process import ServerProcess
from support.sender import Sender


async def pull(person: Sender, since: str) -> tuple[list[int], str]:
    answer = await person.call("GET", f"{V3}/sync?timeout=0&since={since}")
    return [event["content"]["number"] for event in answer["to_device"]["events"]], answer["next_batch"]


async def post(sender: Sender, target: str, device: str, number: int) -> None:
    body: dict[str, Any] = {"messages": {target: {device: {"number": number}}}}
    await sender.call("PUT", f"{V3}/sendToDevice/org.example.key/d{number}", body)


@pytest.mark.slow
async def test_messages_survive_kill_9_until_they_are_acknowledged(server: ServerProcess) -> None:
    await server.add_people("anna", "boris")
    server.start()
    anna, boris = Sender(server.url, "anna"), Sender(server.url, "boris")
    await anna.log_in()
    await boris.log_in()
    me = await boris.call("GET", f"{V3}/account/whoami")
    token = (await boris.call("GET", f"{V3}/sync?timeout=0"))["next_batch"]
    await post(anna, me["user_id"], me["device_id"], 1)
    delivered, lost = await pull(boris, token)
    server.kill()
    server.start()
    again, after = await pull(boris, token)
    assert delivered == again == [1]
    assert (await pull(boris, lost))[0] == []
    await post(anna, me["user_id"], me["device_id"], 2)
    server.kill()
    server.start()
    assert (await pull(boris, after))[0] == [2]
    assert server.stop() == 0
