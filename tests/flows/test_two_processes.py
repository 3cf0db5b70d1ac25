# SPDX-License-Identifier: EUPL-1.2
"""Two processes on one database: messages, presence, tokens and rendezvous of one are good at the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from support.people import V3
from support.process import ServerProcess
from support.sender import Sender

SLIDING = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"
RENDEZVOUS = "/_matrix/client/unstable/org.matrix.msc4108/rendezvous"
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def second(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[ServerProcess]:
    """A second process beside `server`, on the same data."""
    bus_url = request.getfixturevalue("nats_server").url
    process = ServerProcess(tmp_path, database_url=database_url, bus_url=bus_url)
    yield process
    process.kill()


def at(server: ServerProcess, person: Sender) -> Sender:
    """Return the same session at another process."""
    return Sender(server.url, person.name, person.token)


def numbers(events: list[Any]) -> list[int]:
    return [event["content"]["number"] for event in events]


async def slide(person: Sender, pos: str | None, since: str | None) -> Any:
    wanted = {"enabled": True} | ({"since": since} if since else {})
    query = f"?timeout=0&pos={pos}" if pos else ""
    return await person.call("POST", SLIDING + query, {"extensions": {"to_device": wanted}})


async def post(sender: Sender, target: dict[str, str], number: int) -> None:
    body = {"messages": {target["user_id"]: {target["device_id"]: {"number": number}}}}
    await sender.call("PUT", f"{V3}/sendToDevice/org.example.key/d{number}", body)


@pytest.mark.slow
@on_postgresql
async def test_what_one_process_knows_is_good_at_the_other(
    server: ServerProcess, second: ServerProcess
) -> None:
    await server.add_people("anna", "boris")
    server.start()
    second.start()
    anna, boris = Sender(server.url, "anna"), Sender(second.url, "boris")
    await anna.log_in()
    await boris.log_in()
    body = {"preset": "public_chat", "org.chancery.encrypted": False}
    room = (await anna.call("POST", f"{V3}/createRoom", body))["room_id"]
    await boris.call("POST", f"{V3}/join/{room}", {})
    await presence_is_told(anna, boris)
    await to_device_survives_the_change(anna, at(second, anna), boris)
    await devices_meet(server.url, second.url)
    assert server.stop() == 0
    assert second.stop() == 0


async def presence_is_told(anna: Sender, boris: Sender) -> None:
    """Boris speaks at the second process; Anna hears of it at the first."""
    token = (await anna.call("GET", f"{V3}/sync?timeout=0"))["next_batch"]
    path = f"{V3}/presence/@boris:ministry.example/status"
    await boris.call("PUT", path, {"presence": "unavailable", "status_msg": "in a hearing"})
    told: dict[str, str] = {}
    while told.get("@boris:ministry.example") != "in a hearing":
        answer = await anna.call("GET", f"{V3}/sync?timeout=10000&since={token}")
        token = answer["next_batch"]
        events = answer["presence"]["events"]
        told |= {event["sender"]: event["content"].get("status_msg", "") for event in events}
    assert (await anna.call("GET", path))["presence"] == "unavailable"


async def to_device_survives_the_change(here: Sender, there: Sender, boris: Sender) -> None:
    """Anna's device moves between processes in both kinds of sync and loses nothing."""
    me = await here.call("GET", f"{V3}/account/whoami")
    token = (await here.call("GET", f"{V3}/sync?timeout=0"))["next_batch"]
    await post(boris, me, 1)
    at_other = await there.call("GET", f"{V3}/sync?timeout=10000&since={token}")
    assert numbers(at_other["to_device"]["events"]) == [1]
    again = await here.call("GET", f"{V3}/sync?timeout=10000&since={token}")
    assert numbers(again["to_device"]["events"]) == [1]
    after = await here.call("GET", f"{V3}/sync?timeout=0&since={at_other['next_batch']}")
    assert numbers(after["to_device"]["events"]) == []
    first = await slide(here, None, None)
    await post(boris, me, 2)
    with pytest.raises(RuntimeError, match="M_UNKNOWN_POS"):
        await slide(there, first["pos"], first["extensions"]["to_device"]["next_batch"])
    anew = await slide(there, None, first["extensions"]["to_device"]["next_batch"])
    assert numbers(anew["extensions"]["to_device"]["events"]) == [2]


async def devices_meet(here: str, there: str) -> None:
    """A rendezvous that was opened at one process is read at the other."""
    text = {"Content-Type": "text/plain"}
    async with aiohttp.ClientSession() as session:
        async with session.post(here + RENDEZVOUS, data=b"hello", headers=text) as opened:
            place = (await opened.json())["url"].rpartition("/")[2]
        async with session.get(f"{there}{RENDEZVOUS}/{place}") as seen:
            assert (seen.status, await seen.read()) == (200, b"hello")
