# SPDX-License-Identifier: EUPL-1.2
"""GET /sync with a token: what changed, and only that."""

from typing import Any

import pytest
from support.town import Person, Town

LAZY = {"room": {"state": {"lazy_load_members": True}}}


async def test_nothing_new_is_an_empty_answer(anna: Person):
    await anna.create()
    token = await anna.now()
    assert (await anna.sync(token))["rooms"] == {}


async def test_an_event_comes_once(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    token = (await boris.sync())["next_batch"]
    event_id = await anna.send(room)
    answer = await boris.sync(token)
    entry = answer["rooms"]["join"][room]
    assert [event["event_id"] for event in entry["timeline"]["events"]] == [event_id]
    assert entry["timeline"]["limited"] is False
    assert entry["state"]["events"] == []
    assert (await boris.sync(answer["next_batch"]))["rooms"] == {}


async def test_a_room_is_shown_alike_whatever_else_is_new(town: Town, anna: Person, boris: Person):
    clara = await town.person("clara")
    room = await anna.create()
    await boris.join(room)
    await clara.join(room)
    tokens = [await person.now() for person in (boris, clara)]
    await anna.send(room)
    await clara.set_data("org.example.own", {"n": 1})
    only_room, more = await boris.sync(tokens[0]), await clara.sync(tokens[1])
    assert only_room["account_data"]["events"] == []
    assert [event["type"] for event in more["account_data"]["events"]] == ["org.example.own"]
    assert len(only_room["rooms"]["join"][room]["timeline"]["events"]) == 1
    assert only_room["rooms"] == more["rooms"]


async def test_the_same_token_gives_the_same_answer(anna: Person):
    room = await anna.create()
    token = await anna.now()
    await anna.send(room)
    first, second = await anna.sync(token), await anna.sync(token)
    assert first["rooms"] == second["rooms"]


async def test_a_gap_comes_with_the_state_that_changed_in_it(anna: Person):
    room = await anna.create()
    token = await anna.now()
    await anna.set_state(room, "m.room.topic", {"topic": "one"})
    await anna.set_state(room, "m.room.topic", {"topic": "two"})
    for number in range(12):
        await anna.send(room, str(number))
    entry = (await anna.sync(token))["rooms"]["join"][room]
    assert entry["timeline"]["limited"] is True
    assert [event["content"] for event in entry["state"]["events"]] == [{"topic": "two"}]


async def test_an_invitation_comes_with_stripped_state_and_no_more(anna: Person, boris: Person):
    room = await anna.create(name="Budget", preset="private_chat")
    await anna.send(room, "secret")
    token = await boris.now()
    await anna.invite(room, boris)
    answer = await boris.sync(token)
    assert set(answer["rooms"]) == {"invite"}
    events = answer["rooms"]["invite"][room]["invite_state"]["events"]
    assert all(set(event) == {"type", "sender", "content", "state_key"} for event in events)
    shown = {(event["type"], event["state_key"]) for event in events}
    assert {("m.room.name", ""), ("m.room.create", ""), ("m.room.member", anna.user_id)} <= shown
    assert events[-1]["content"]["membership"] == "invite"
    assert events[-1]["state_key"] == boris.user_id


async def test_a_knock_waits_in_its_own_section(anna: Person, boris: Person):
    rule = {"type": "m.room.join_rules", "state_key": "", "content": {"join_rule": "knock"}}
    room = await anna.create(initial_state=[rule])
    token = await boris.now()
    await boris.call("POST", f"knock/{room}", {})
    answer = await boris.sync(token)
    assert answer["rooms"]["knock"][room]["knock_state"]["events"]


async def test_a_declined_invitation_leaves_without_history(anna: Person, boris: Person):
    room = await anna.create(preset="private_chat")
    await anna.send(room, "secret")
    await anna.invite(room, boris)
    token = await boris.now()
    await boris.leave(room)
    await anna.send(room, "later")
    entry = (await boris.sync(token))["rooms"]["leave"][room]
    assert [event["content"]["membership"] for event in entry["timeline"]["events"]] == ["leave"]
    assert entry["state"]["events"] == []


async def test_a_joined_room_comes_in_full_and_limited(anna: Person, boris: Person):
    room = await anna.create(name="Budget")
    await anna.send(room, "earlier")
    await anna.set_data("org.example.x", {})
    token = await boris.now()
    await boris.join(room)
    entry = (await boris.sync(token))["rooms"]["join"][room]
    assert entry["timeline"]["limited"] is True
    everything = entry["state"]["events"] + entry["timeline"]["events"]
    assert {"m.room.create", "m.room.name", "m.room.power_levels"} <= {event["type"] for event in everything}
    assert "earlier" in {event["content"].get("body") for event in everything}


async def test_a_new_name_is_no_new_room(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    token = await boris.now()
    content = {"membership": "join", "displayname": "Boris B."}
    event_id = await boris.set_state(room, "m.room.member", content, boris.user_id)
    entry = (await boris.sync(token))["rooms"]["join"][room]
    assert [event["event_id"] for event in entry["timeline"]["events"]] == [event_id]
    assert entry["timeline"]["limited"] is False


async def test_joined_history_leaves_out_what_was_before_the_join(anna: Person, boris: Person):
    hidden = {
        "type": "m.room.history_visibility",
        "state_key": "",
        "content": {"history_visibility": "joined"},
    }
    room = await anna.create(initial_state=[hidden])
    await anna.send(room, "before")
    await boris.join(room)
    await anna.send(room, "after")
    for since in (None, "s0"):
        timeline = (await boris.sync(since))["rooms"]["join"][room]["timeline"]["events"]
        assert [event["content"].get("body") for event in timeline[-2:]] == [None, "after"]
        assert "before" not in {event["content"].get("body") for event in timeline}


async def test_who_left_sees_up_to_that_and_nothing_later(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    token = await boris.now()
    await anna.send(room, "before")
    await boris.leave(room)
    await anna.send(room, "after")
    await anna.set_state(room, "m.room.name", {"name": "Later"})
    answer = await boris.sync(token)
    assert "join" not in answer["rooms"]
    events = answer["rooms"]["leave"][room]["timeline"]["events"]
    assert [event["content"].get("body", event["content"].get("membership")) for event in events] == [
        "before",
        "leave",
    ]
    assert "Later" not in str(answer)
    assert (await boris.sync(answer["next_batch"]))["rooms"] == {}


async def test_a_short_visit_shows_no_more_than_itself(anna: Person, boris: Person):
    hidden = {
        "type": "m.room.history_visibility",
        "state_key": "",
        "content": {"history_visibility": "joined"},
    }
    room = await anna.create(initial_state=[hidden])
    token = await boris.now()
    await anna.send(room, "before")
    await boris.join(room)
    await anna.send(room, "during")
    await boris.leave(room)
    await anna.send(room, "after")
    for answer in (await boris.sync(token), await boris.sync(filter={"room": {"include_leave": True}})):
        texts = str(answer["rooms"]["leave"][room])
        assert ("before" in texts, "during" in texts, "after" in texts) == (False, True, False)


async def test_left_rooms_are_in_a_first_sync_only_when_asked_for(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    await boris.leave(room)
    assert "leave" not in (await boris.sync())["rooms"]
    asked = await boris.sync(filter={"room": {"include_leave": True}})
    assert room in asked["rooms"]["leave"]


async def test_who_was_banned_finds_the_room_among_the_left_ones(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    token = await boris.now()
    await anna.call("POST", f"rooms/{room}/ban", {"user_id": boris.user_id})
    events = (await boris.sync(token))["rooms"]["leave"][room]["timeline"]["events"]
    assert events[-1]["content"]["membership"] == "ban"


async def test_lazily_loaded_members_are_not_repeated(town: Town, anna: Person):
    room = await anna.create()
    crowd = [await town.person(f"p{number}") for number in range(8)]
    for person in crowd:
        await person.join(room)
    reader, speaker = crowd[0], crowd[7]
    token = (await reader.sync(filter={"room": {**LAZY["room"], "timeline": {"limit": 0}}}))["next_batch"]
    await speaker.send(room)
    first = await reader.sync(token, filter=LAZY)
    members = [event["state_key"] for event in first["rooms"]["join"][room]["state"]["events"]]
    assert members == [speaker.user_id]
    # The first answer may have been lost: the member comes again until the client shows that it has it.
    assert (await reader.sync(token, filter=LAZY))["rooms"] == first["rooms"]
    await speaker.send(room)
    later = (await reader.sync(first["next_batch"], filter=LAZY))["rooms"]["join"][room]
    assert later["state"]["events"] == []


async def test_lazy_loading_tells_who_came_and_went_in_a_gap(town: Town, anna: Person, boris: Person):
    room = await anna.create(name="Budget")
    await boris.join(room)
    carla = await town.person("carla")
    lazy = {"room": {**LAZY["room"], "timeline": {"limit": 1}}}
    first = await boris.sync(filter=lazy)
    await carla.join(room)
    for _ in range(2):
        await anna.send(room)
    second = await boris.sync(first["next_batch"], filter=lazy)
    assert memberships(second, room) == {anna.user_id: "join", carla.user_id: "join"}
    await carla.leave(room)
    for _ in range(2):
        await anna.send(room)
    third = await boris.sync(second["next_batch"], filter=lazy)
    assert memberships(third, room) == {carla.user_id: "leave"}


async def test_who_speaks_after_coming_in_a_gap_is_told_once(anna: Person, boris: Person, carla: Person):
    room = await anna.create(name="Budget")
    await boris.join(room)
    lazy = {"room": {**LAZY["room"], "timeline": {"limit": 1}}}
    token = (await boris.sync(filter=lazy))["next_batch"]
    await carla.join(room)
    for _ in range(2):
        await carla.send(room)
    state = (await boris.sync(token, filter=lazy))["rooms"]["join"][room]["state"]["events"]
    assert [event["state_key"] for event in state] == [carla.user_id]


def memberships(answer: Any, room: str) -> dict[str, str]:
    """Return the memberships that the state of a joined room's entry tells."""
    state = answer["rooms"]["join"][room]["state"]["events"]
    return {e["state_key"]: e["content"]["membership"] for e in state if e["type"] == "m.room.member"}


async def test_heroes_are_told_while_a_room_has_no_name(anna: Person, boris: Person):
    room = await anna.create(name="Budget")
    await boris.join(room)
    entry = await boris.sync(filter=LAZY)
    assert entry["rooms"]["join"][room]["summary"] == {
        "m.joined_member_count": 2,
        "m.invited_member_count": 0,
    }
    await anna.set_state(room, "m.room.name", {"name": ""})
    unnamed = await boris.sync(entry["next_batch"], filter=LAZY)
    assert unnamed["rooms"]["join"][room]["summary"]["m.heroes"] == [anna.user_id]


async def test_redundant_members_come_when_asked_for(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    wanted = {"room": {"state": {"lazy_load_members": True, "include_redundant_members": True}}}
    token = (await boris.sync(filter=wanted))["next_batch"]
    for _ in range(2):
        await anna.send(room)
        answer = await boris.sync(token, filter=wanted)
        token = answer["next_batch"]
        state = answer["rooms"]["join"][room]["state"]["events"]
        assert [event["state_key"] for event in state] == [anna.user_id]


async def test_full_state_comes_whenever_asked_for(anna: Person):
    room = await anna.create(name="Budget")
    token = await anna.now()
    entry = (await anna.sync(token, full_state="true", timeout=100_000))["rooms"]["join"][room]
    assert "m.room.name" in {event["type"] for event in entry["state"]["events"]}
    assert entry["timeline"]["events"] == []


async def test_a_redacted_event_has_lost_its_content(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    token = await boris.now()
    event_id = await anna.send(room, "oops")
    assert "oops" in str(await boris.sync(token))
    await anna.redact(room, event_id)
    for answer in (await boris.sync(token), await boris.sync()):
        assert "oops" not in str(answer)


@pytest.mark.parametrize("since", ["x", "s", "s99999999999", "1", "s1_2_3_4"])
async def test_a_foreign_token_is_refused(anna: Person, since: str):
    answer = await anna.try_sync(since)
    assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM")


@pytest.mark.parametrize(
    "query",
    [{"timeout": "soon"}, {"full_state": "maybe"}, {"set_presence": "asleep"}, {"use_state_after": "1"}],
)
async def test_a_parameter_of_the_wrong_kind_is_refused(anna: Person, query: dict[str, str]):
    assert (await anna.try_sync(None, **query)).status == 400


async def test_without_a_token_of_access_there_is_no_sync(town: Town):
    anna = await town.person("anna")
    for token, errcode in ((None, "M_MISSING_TOKEN"), ("nonsense", "M_UNKNOWN_TOKEN")):
        answer = await anna.client.with_token(token).get("/_matrix/client/v3/sync")
        assert (answer.status, answer.errcode) == (401, errcode)
