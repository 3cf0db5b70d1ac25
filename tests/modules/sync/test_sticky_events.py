# SPDX-License-Identifier: EUPL-1.2
"""Sticky events (MSC4354) in both ways of syncing: past the timeline's limit, once, while they last, to those inside."""

import itertools
from typing import Any
from urllib.parse import quote

from support.town import Person, Town

STICKY = "org.matrix.msc4354.sticky_events"
DURATION = "org.matrix.msc4354.sticky_duration_ms"
_numbers = itertools.count(1)


async def stick(person: Person, room: str, *, lasting: int = 60_000) -> str:
    path = f"rooms/{quote(room)}/send/m.rtc.member/s{next(_numbers)}"
    return str((await person.call("PUT", path, {"n": 1}, **{DURATION: lasting}))["event_id"])


def stuck(answer: Any, room: str) -> list[str]:
    """Return the ids in the sticky section of a room."""
    entry = answer["rooms"].get("join", {}).get(room, {})
    return [event["event_id"] for event in entry.get("msc4354_sticky", {"events": []})["events"]]


def wanting(**options: Any) -> dict[str, Any]:
    return {"extensions": {STICKY: {"enabled": True, **options}}}


def slid(answer: Any) -> dict[str, list[str]]:
    rooms = answer["extensions"][STICKY]["rooms"]
    return {room: [event["event_id"] for event in found["events"]] for room, found in rooms.items()}


async def bury(person: Person, room: str) -> None:
    """Send more than a timeline holds."""
    for number in range(25):
        await person.send(room, f"later {number}")


async def test_a_sticky_event_comes_with_its_remaining_time_although_the_timeline_has_passed_it(
    town: Town, anna: Person
):
    room = await anna.create()
    token = await anna.now()
    event_id = await stick(anna, room)
    await bury(anna, room)
    town.office.clock.forward(seconds=20)
    for answer in (await anna.sync(token), await anna.sync()):
        (event,) = answer["rooms"]["join"][room]["msc4354_sticky"]["events"]
        assert event["event_id"] == event_id
        assert event["msc4354_sticky"] == {"duration_ms": 60_000}
        assert event["unsigned"]["msc4354_sticky_duration_ttl_ms"] == 40_000
        assert "room_id" not in event


async def test_it_comes_once_and_not_beside_the_timeline(anna: Person):
    room = await anna.create()
    token = await anna.now()
    event_id = await stick(anna, room)
    shown = await anna.sync(token)
    assert event_id in [event["event_id"] for event in shown["rooms"]["join"][room]["timeline"]["events"]]
    assert stuck(shown, room) == []
    await anna.send(room)
    assert stuck(await anna.sync(shown["next_batch"]), room) == []


async def test_it_comes_also_when_the_filter_leaves_the_timeline_empty(anna: Person):
    room = await anna.create()
    token = await anna.now()
    event_id = await stick(anna, room)
    wanted = {"room": {"timeline": {"not_types": ["m.rtc.member"]}}}
    assert stuck(await anna.sync(token, filter=wanted), room) == [event_id]


async def test_an_expired_or_redacted_event_is_an_ordinary_one(town: Town, anna: Person):
    room = await anna.create()
    await stick(anna, room, lasting=10_000)
    redacted = await stick(anna, room)
    lasting = await stick(anna, room)
    await anna.redact(room, redacted)
    await bury(anna, room)
    town.office.clock.forward(seconds=10)
    assert stuck(await anna.sync(), room) == [lasting]
    assert slid(await anna.slide(**wanting())) == {room: [lasting]}


async def test_who_joins_gets_what_is_sticky_whatever_the_history_visibility(anna: Person, boris: Person):
    visibility = {"type": "m.room.history_visibility", "content": {"history_visibility": "joined"}}
    room = await anna.create(initial_state=[visibility])
    event_id = await stick(anna, room)
    token = await boris.now()
    first = await boris.slide(**wanting())
    assert slid(first) == {}
    assert stuck(await boris.sync(), room) == []
    await boris.join(room)
    assert stuck(await boris.sync(token), room) == [event_id]
    batch = first["extensions"][STICKY]["next_batch"]
    second = await boris.slide(first["pos"], **wanting(since=batch))
    assert slid(second) == {room: [event_id]}
    batch = second["extensions"][STICKY]["next_batch"]
    assert slid(await boris.slide(second["pos"], **wanting(since=batch))) == {}


async def test_ignored_people_stick_to_nobody(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    await stick(boris, room)
    await bury(anna, room)
    await anna.set_data("m.ignored_user_list", {"ignored_users": {boris.user_id: {}}})
    assert stuck(await anna.sync(), room) == []
    assert slid(await anna.slide(**wanting())) == {}


async def test_the_extension_pages_from_the_oldest(anna: Person):
    rooms = [await anna.create() for _ in range(2)]
    sent = [await stick(anna, rooms[number % 2]) for number in range(5)]
    answer = await anna.slide(**wanting(limit=2))
    found = []
    for _ in range(3):
        found += sorted(itertools.chain.from_iterable(slid(answer).values()), key=sent.index)
        since = answer["extensions"][STICKY]["next_batch"]
        answer = await anna.slide(answer["pos"], **wanting(limit=2, since=since))
    assert found == sent
    assert slid(answer) == {}
    extra = await stick(anna, rooms[0])
    since = answer["extensions"][STICKY]["next_batch"]
    assert slid(await anna.slide(answer["pos"], **wanting(since=since))) == {rooms[0]: [extra]}


async def test_a_connection_that_repeats_no_token_is_not_told_again(anna: Person):
    room = await anna.create()
    await stick(anna, room)
    first = await anna.slide(**wanting())
    assert set(slid(first)) == {room}
    assert slid(await anna.slide(first["pos"])) == {}


async def test_the_extension_refuses_foreign_tokens(anna: Person):
    answer = await anna.try_slide(**wanting(since="nonsense"))
    assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM")


async def test_it_says_what_its_reader_was_when_it_was_sent(anna: Person, boris: Person):
    visibility = {"type": "m.room.history_visibility", "content": {"history_visibility": "joined"}}
    room = await anna.create(initial_state=[visibility])
    await stick(anna, room)
    token = await boris.now()
    await boris.join(room)
    answer = await boris.slide(**wanting())
    for found in (
        (await boris.sync(token))["rooms"]["join"][room]["msc4354_sticky"],
        answer["extensions"][STICKY]["rooms"][room],
    ):
        assert [event["unsigned"]["membership"] for event in found["events"]] == ["leave"]
