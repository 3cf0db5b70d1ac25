# SPDX-License-Identifier: EUPL-1.2
"""Presence over HTTP: said, seen, aged, told to those who share a room, and switched off."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from support.office import Office
from support.town import Person, Town, build_town
from support.waiting import until

from chancery.modules.presence.service.keeper import GONE_MS, IDLE_MS
from chancery.modules.sync.service import presence as section
from chancery.platform.config.settings import Presence


@pytest.fixture
def settings(request: pytest.FixtureRequest) -> Presence:
    return getattr(request, "param", Presence())


@pytest.fixture
async def town(office: Office, settings: Presence, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setattr(section, "CALM_SECONDS", 0.0)
    town, manifests = build_town(office, settings)
    for manifest in manifests:
        if manifest.start:
            await manifest.start()
    yield town
    for manifest in reversed(manifests):
        if manifest.stop:
            await manifest.stop()


@pytest.fixture
async def anna(town: Town) -> Person:
    return await town.person("anna")


@pytest.fixture
async def boris(town: Town) -> Person:
    return await town.person("boris")


async def say(person: Person, presence: str, **more: Any) -> None:
    await person.call("PUT", f"presence/{person.user_id}/status", {"presence": presence, **more})


async def shown(viewer: Person, person: Person) -> Any:
    return await viewer.call("GET", f"presence/{person.user_id}/status")


def told(answer: Any) -> dict[str, str]:
    """Return who is how, by a sync's presence section."""
    return {event["sender"]: event["content"]["presence"] for event in answer["presence"]["events"]}


async def test_what_one_says_is_shown_to_oneself_and_to_those_who_share_a_room(
    anna: Person, boris: Person
) -> None:
    await say(anna, "unavailable", status_msg="In a meeting")
    content = await shown(anna, anna)
    assert (content["presence"], content["status_msg"]) == ("unavailable", "In a meeting")
    path = f"/_matrix/client/v3/presence/{anna.user_id}/status"
    assert (await boris.client.get(path)).errcode == "M_FORBIDDEN"
    await boris.join(await anna.create())
    assert (await shown(boris, anna))["presence"] == "unavailable"


async def test_one_speaks_for_oneself_and_in_known_words(anna: Person, boris: Person) -> None:
    path = f"/_matrix/client/v3/presence/{anna.user_id}/status"
    assert (await boris.client.put(path, {"presence": "online"})).errcode == "M_FORBIDDEN"
    assert (await anna.client.put(path, {"presence": "asleep"})).status == 400
    assert (await anna.try_sync(set_presence="asleep")).status == 400
    nobody = path.replace("anna", "nobody")
    assert (await anna.client.get(nobody)).errcode == "M_NOT_FOUND"


async def test_a_sync_makes_one_present_unless_it_says_not_to(anna: Person, boris: Person) -> None:
    await anna.sync(set_presence="offline")
    assert (await shown(anna, anna))["presence"] == "offline"
    await anna.sync()
    content = await shown(anna, anna)
    assert (content["presence"], content["currently_active"]) == ("online", True)
    await anna.sync(set_presence="unavailable")
    await anna.sync()
    assert (await shown(anna, anna))["presence"] == "unavailable"
    await boris.slide()
    assert (await shown(boris, boris))["presence"] == "online"


async def test_a_sync_tells_who_is_there_and_every_change_after(anna: Person, boris: Person) -> None:
    room = await anna.create()
    await boris.join(room)
    await say(boris, "online", status_msg="here")
    first = await anna.sync()
    assert told(first) == {anna.user_id: "online", boris.user_id: "online"}
    quiet = await anna.sync(first["next_batch"])
    assert told(quiet) == {}
    await say(boris, "unavailable")
    after = await anna.sync(quiet["next_batch"])
    assert told(after) == {boris.user_id: "unavailable"}
    assert told(await anna.sync(after["next_batch"])) == {}


async def test_a_change_wakes_a_parked_poll(town: Town, anna: Person, boris: Person) -> None:
    await boris.join(await anna.create())
    token = (await anna.sync())["next_batch"]
    poll = asyncio.create_task(anna.sync(token, timeout=60_000))
    await until(lambda: town.sync.service.parked == 1)
    await say(boris, "online")
    assert told(await asyncio.wait_for(poll, 10)) == {boris.user_id: "online"}


async def test_strangers_and_ignored_people_are_not_told_of(town: Town, anna: Person, boris: Person) -> None:
    carla = await town.person("carla")
    await carla.join(await anna.create())
    await anna.set_data("m.ignored_user_list", {"ignored_users": {carla.user_id: {}}})
    token = (await anna.sync())["next_batch"]
    await say(boris, "online")
    await say(carla, "online")
    assert told(await anna.sync(token)) == {}
    assert told(await anna.sync()) == {anna.user_id: "online"}


async def test_whoever_comes_into_a_room_hears_how_the_others_are(anna: Person, boris: Person) -> None:
    room = await anna.create()
    mine, his = (await anna.sync())["next_batch"], (await boris.sync())["next_batch"]
    await boris.join(room)
    assert told(await boris.sync(his))[anna.user_id] == "online"
    assert told(await anna.sync(mine)) == {boris.user_id: "online"}


async def test_a_filter_may_leave_presence_out(anna: Person) -> None:
    assert told(await anna.sync(filter={"presence": {"not_types": ["m.*"]}})) == {}
    assert told(await anna.sync(filter={"presence": {"not_senders": [anna.user_id]}})) == {}


async def test_time_moves_people_from_online_to_idle_to_offline(town: Town, anna: Person) -> None:
    room = await anna.create()
    token = (await anna.sync())["next_batch"]
    poll = asyncio.create_task(anna.sync(token, filter={"presence": {"types": []}}, timeout=60_000))
    await until(lambda: town.sync.service.parked == 1)
    town.office.clock.forward(seconds=IDLE_MS / 1000)
    await town.run_job("presence.beat")
    assert (await shown(anna, anna))["presence"] == "unavailable"
    await anna.send(room)
    await asyncio.wait_for(poll, 10)
    await anna.sync()
    await until_presence(anna, "online")
    town.office.clock.forward(seconds=GONE_MS / 1000)
    await town.run_job("presence.beat")
    content = await shown(anna, anna)
    assert (content["presence"], content["currently_active"]) == ("offline", False)
    assert content["last_active_ago"] == GONE_MS


async def until_presence(person: Person, presence: str) -> None:
    for _ in range(100):
        if (await shown(person, person))["presence"] == presence:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(await shown(person, person))


async def test_standings_outlive_the_process(town: Town, anna: Person) -> None:
    await say(anna, "unavailable", status_msg="back at three")
    other, manifests = build_town(town.office)
    for manifest in manifests:
        if manifest.start:
            await manifest.start()
    assert other.office is town.office
    again = Person(anna.user_id, anna.device_id, type(anna.client)(other.kernel, anna.client.token))
    content = await shown(again, again)
    assert (content["presence"], content["status_msg"]) == ("unavailable", "back at three")


@pytest.mark.parametrize("settings", [Presence(enabled=False)], indirect=True)
async def test_switched_off_everybody_is_offline_and_nothing_is_stored(
    town: Town, anna: Person, boris: Person
) -> None:
    await boris.join(await anna.create())
    before = town.office.database.position
    await say(boris, "online")
    answer = await anna.sync()
    assert told(answer) == {}
    assert (await shown(anna, boris)) == {"presence": "offline"}
    assert town.office.database.position == before


@pytest.mark.parametrize("settings", [Presence(largest_room=1)], indirect=True)
async def test_a_room_with_many_listeners_spreads_no_presence(anna: Person, boris: Person) -> None:
    await boris.join(await anna.create())
    await anna.sync()
    his = (await boris.sync())["next_batch"]
    mine = await anna.now()
    await say(boris, "unavailable")
    assert told(await anna.sync(mine)) == {}
    assert told(await boris.sync(his)) == {boris.user_id: "unavailable"}
    assert told(await anna.sync()) == {anna.user_id: "online"}
