# SPDX-License-Identifier: EUPL-1.2
"""First answers about rooms of which stretches are hidden: what may be seen of the newest events, and the right state."""

import itertools
import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.town import Person, Town

_towns = itertools.count(1)
MEMBER = "m.room.member"
LAZY = {"room": {"state": {"lazy_load_members": True}}}
ACTIONS = (
    "text",
    "text",
    "topic",
    "name",
    "rename",
    "joined",
    "invited",
    "shared",
    "invite",
    "enter",
    "exit",
)


async def show_history(person: Person, room: str, visibility: str) -> None:
    await person.set_state(room, "m.room.history_visibility", {"history_visibility": visibility})


async def first_entry(person: Person, room: str, **query: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (await person.sync(**query))["rooms"]["join"][room]
    return found


def texts(events: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the events say: messages and topics by their text, others by their type or new value."""
    keys = ("body", "topic", "history_visibility", "membership")
    return [next((e["content"][key] for key in keys if key in e["content"]), e["type"]) for e in events]


async def test_what_is_visible_before_a_hidden_stretch_comes_with_what_follows(anna: Person, boris: Person):
    for visibility in ("joined", "invited"):
        room = await anna.create()
        token = await boris.now()
        await anna.send(room, "open")
        await show_history(anna, room, visibility)
        await anna.send(room, "hidden")
        await boris.join(room)
        await anna.send(room, "after")
        for query in ({}, {"since": token}):
            timeline = (await first_entry(boris, room, **query))["timeline"]["events"]
            assert texts(timeline)[-4:] == ["open", visibility, "join", "after"]


async def test_visibility_changes_are_seen_at_the_borders_only(anna: Person, boris: Person):
    room = await anna.create()
    for visibility, text in (("joined", "1"), ("invited", "2"), ("shared", "3")):
        await show_history(anna, room, visibility)
        await anna.send(room, text)
    await boris.join(room)
    timeline = (await first_entry(boris, room))["timeline"]["events"]
    assert texts(timeline)[-4:] == ["joined", "shared", "3", "join"]


@pytest.mark.parametrize("query", [{}, {"filter": LAZY}])
async def test_state_that_was_set_in_a_hidden_stretch_is_right_at_the_end(
    anna: Person, boris: Person, query: dict[str, Any]
):
    room = await anna.create()
    await anna.set_state(room, "m.room.topic", {"topic": "old"})
    await anna.send(room, "open")
    await show_history(anna, room, "joined")
    await anna.set_state(room, "m.room.topic", {"topic": "secret"})
    await anna.set_state(room, "m.room.topic", {"topic": "new"})
    renamed = {"membership": "join", "displayname": "Anna A."}
    await anna.set_state(room, "m.room.member", renamed, anna.user_id)
    await boris.join(room)
    entry = await first_entry(boris, room, **query)
    assert texts(entry["timeline"]["events"]) == ["open", "joined", "join"]
    held = {(e["type"], e["state_key"]): e["content"] for e in entry["state"]["events"]}
    assert held["m.room.topic", ""] == {"topic": "new"}
    assert held[MEMBER, anna.user_id] == renamed
    assert "secret" not in texts(entry["state"]["events"])


async def test_a_timeline_does_not_go_on_over_a_long_hidden_stretch(anna: Person, boris: Person):
    room = await anna.create()
    await anna.send(room, "open")
    await show_history(anna, room, "joined")
    for number in range(101):
        await anna.send(room, f"hidden {number}")
    await boris.join(room)
    entry = await first_entry(boris, room)
    assert texts(entry["timeline"]["events"]) == ["join"]
    assert entry["timeline"]["limited"] is True
    page = await boris.call(
        "GET", f"rooms/{room}/messages", **{"from": entry["timeline"]["prev_batch"]}, dir="b"
    )
    assert texts(page["chunk"])[:2] == ["joined", "open"]


async def act(chance: random.Random, anna: Person, boris: Person, room: str, places: dict[str, str]) -> None:
    kind = chance.choice(ACTIONS)
    where = places.get(boris.user_id)
    if kind == "text":
        await anna.send(room, f"text {chance.random()}")
    elif kind in ("topic", "name"):
        await anna.set_state(room, f"m.room.{kind}", {kind: str(chance.random())})
    elif kind == "rename":
        content = {"membership": "join", "displayname": str(chance.random())}
        await anna.set_state(room, "m.room.member", content, anna.user_id)
    elif kind == "enter" and where != "join":
        await boris.join(room)
        places[boris.user_id] = "join"
    elif kind == "exit" and where == "join":
        await boris.leave(room)
        places[boris.user_id] = "leave"
    elif kind == "invite" and where not in ("join", "invite"):
        await anna.invite(room, boris)
        places[boris.user_id] = "invite"
    elif kind in ("joined", "invited", "shared"):
        await show_history(anna, room, kind)


async def pages_back(person: Person, room: str, start: str | None) -> list[Mapping[str, Any]]:
    """All that a person may read, the newest first."""
    found: list[Mapping[str, Any]] = []
    while True:
        query = {"from": start} if start else {}
        page = await person.call("GET", f"rooms/{room}/messages", dir="b", limit=100, **query)
        found += page["chunk"]
        start = page.get("end")
        if start is None:
            return found


def ids(events: Sequence[Mapping[str, Any]]) -> list[str]:
    return [event["event_id"] for event in events]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    plan=st.lists(st.integers(0, 2**32), min_size=1, max_size=24),
    limit=st.integers(1, 30),
    lazy=st.booleans(),
)
@example(plan=list(range(24)), limit=30, lazy=False)
@example(plan=[18473, 2372], limit=1, lazy=False).via("what the first event replaced was hidden")
async def test_a_first_answer_has_the_newest_visible_events_and_the_state_that_holds(
    town: Town, plan: list[int], limit: int, lazy: bool
):
    number = next(_towns)
    anna, boris = await town.person(f"p{number}"), await town.person(f"q{number}")
    room = await anna.create()
    token = await boris.now()
    places: dict[str, str] = {}
    for seed in plan:
        await act(random.Random(seed), anna, boris, room, places)
    if places.get(boris.user_id) != "join":
        await boris.join(room)
    wanted = {"room": {"timeline": {"limit": limit}, "state": {"lazy_load_members": lazy}}}
    visible = await pages_back(boris, room, None)
    holds = by_key(await boris.call("GET", f"rooms/{room}/state"))
    for since in (None, token):
        entry = await first_entry(boris, room, since=since, filter=wanted)
        timeline = entry["timeline"]
        shown = ids(timeline["events"])[::-1]
        assert 0 < len(shown) <= limit
        # What is shown has no hole, and what is not comes by going back.
        assert shown + ids(await pages_back(boris, room, timeline["prev_batch"])) == ids(visible)
        assert timeline["limited"] or len(shown) == len(visible)
        assert_right(by_key([*entry["state"]["events"], *timeline["events"]]), holds, lazy=lazy)
        old = await state_around(boris, room, timeline["events"][0])
        assert set(ids(entry["state"]["events"])) <= {*ids(visible), *holds.values(), *old}
        after = await first_entry(boris, room, since=since, filter=wanted, use_state_after="true")
        assert ids(after["timeline"]["events"]) == shown[::-1]
        assert_right(by_key(after["state_after"]["events"]), holds, lazy=lazy)


def by_key(events: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """The state that a client has after taking in the events one after the other."""
    return {(e["type"], e["state_key"]): e["event_id"] for e in events if "state_key" in e}


def assert_right(
    told: Mapping[tuple[str, str], str], holds: Mapping[tuple[str, str], str], *, lazy: bool
) -> None:
    """Hold what a client was told to the room's state; lazily, members may be left out."""
    assert told == {
        key: event for key, event in holds.items() if key in told or not (lazy and key[0] == MEMBER)
    }


async def state_around(person: Person, room: str, event: Mapping[str, Any]) -> list[str]:
    """The state at an event, as the server tells it beside the event itself, and what the event replaced."""
    context = await person.call("GET", f"rooms/{room}/context/{event['event_id']}", limit=0)
    return [*ids(context["state"]), event.get("unsigned", {}).get("replaces_state", "")]
