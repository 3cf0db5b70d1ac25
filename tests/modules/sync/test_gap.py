# SPDX-License-Identifier: EUPL-1.2
"""When facts of other processes were lost, nothing is: the next look asks the database."""

import asyncio

from support.town import Person, Town
from support.waiting import until


async def test_after_a_gap_a_poll_looks_again_and_hears_what_follows(town: Town, anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    token = await boris.now()
    slid = await boris.slide(lists={"all": {"timeline_limit": 2}})
    poll = asyncio.create_task(boris.sync(token, timeout=60_000))
    await until(lambda: town.sync.service.parked == 1)
    position = town.office.database.position
    town.office.bus.report_gap(0, position)
    await asyncio.sleep(0.05)
    assert not poll.done()
    event_id = await anna.send(room)
    answer = await asyncio.wait_for(poll, 10)
    (event,) = answer["rooms"]["join"][room]["timeline"]["events"]
    assert event["event_id"] == event_id
    entry = (await boris.slide(slid["pos"]))["rooms"][room]
    assert [event["event_id"] for event in entry["timeline"]] == [event_id]


async def test_tokens_from_before_the_gap_are_answered_in_full(town: Town, anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    token = await boris.now()
    event_id = await anna.send(room)
    await anna.read(room, event_id)
    await boris.set_data("org.example.x", {})
    town.office.bus.report_gap(0, town.office.database.position)
    answer = await boris.sync(token)
    entry = answer["rooms"]["join"][room]
    assert [event["event_id"] for event in entry["timeline"]["events"]] == [event_id]
    assert event_id in entry["ephemeral"]["events"][0]["content"]
    assert "org.example.x" in {datum["type"] for datum in answer["account_data"]["events"]}
    after = await boris.sync(answer["next_batch"])
    assert after["rooms"] == {}
