# SPDX-License-Identifier: EUPL-1.2
"""The search index after `kill -9`: what was acknowledged is found once the server is back, and nothing twice."""

import asyncio
from urllib.parse import quote

import pytest
from support.people import V3
from support.process import ServerProcess
from support.sender import Sender

MESSAGES = 120
ROUNDS = 3


@pytest.mark.slow
async def test_every_acknowledged_message_is_found_after_a_kill(server: ServerProcess) -> None:
    await server.add_people("anna")
    server.start()
    anna = Sender(server.url, "anna")
    await anna.log_in()
    room = str((await anna.call("POST", f"{V3}/createRoom", {"org.chancery.encrypted": False}))["room_id"])
    sent: list[str] = []
    for _ in range(ROUNDS):
        for number in range(MESSAGES // ROUNDS):
            path = f"{V3}/rooms/{quote(room)}/send/m.room.message/t{len(sent)}"
            content = {"msgtype": "m.text", "body": f"decree {number}"}
            sent.append((await anna.call("PUT", path, content))["event_id"])
            if number == 7:
                # The index is filled up to here, so the cursor stands in the middle of what follows.
                await found(anna)
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
    assert sorted(await found(anna)) == sorted(sent)
    assert server.stop() == 0


async def found(anna: Sender) -> list[str]:
    """Return the ids of all messages that a search finds, page by page."""
    wanted = {"search_term": "decrees ", "order_by": "recent", "filter": {"limit": 50}}
    ids: list[str] = []
    page = ""
    while True:
        answer = await anna.call("POST", f"{V3}/search{page}", {"search_categories": {"room_events": wanted}})
        events = answer["search_categories"]["room_events"]
        ids += [result["result"]["event_id"] for result in events["results"]]
        if "next_batch" not in events:
            return ids
        page = f"?next_batch={quote(events['next_batch'])}"
