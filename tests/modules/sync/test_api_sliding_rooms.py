# SPDX-License-Identifier: EUPL-1.2
"""Sliding sync: what a room's entry has, at first and later."""

from typing import Any

from support.town import Person, Town

LAZY = ["m.room.member", "$LAZY"]
ME = ["m.room.member", "$ME"]


def window(*required: list[str], limit: int = 5, **more: Any) -> dict[str, Any]:
    """Return the lists of a request that sees every room."""
    config = {"ranges": [[0, 99]], "required_state": list(required), "timeline_limit": limit, **more}
    return {"lists": {"all": config}}


def kinds(entry: dict[str, Any]) -> set[tuple[str, str]]:
    return {(event["type"], event["state_key"]) for event in entry["required_state"]}


async def test_a_room_comes_in_full_and_then_as_it_moves(anna: Person, boris: Person):
    room = await anna.create(name="Budget")
    await boris.join(room)
    await anna.send(room, "one")
    first = await boris.slide(**window(["m.room.create", ""], ME, limit=2))
    entry = first["rooms"][room]
    assert entry["initial"] is True
    assert entry["name"] == "Budget"
    assert (entry["joined_count"], entry["invited_count"]) == (2, 0)
    assert entry["membership"] == "join"
    assert kinds(entry) == {("m.room.create", ""), ("m.room.member", boris.user_id)}
    assert [event["content"].get("body") for event in entry["timeline"]] == [None, "one"]
    assert (entry["limited"], entry["num_live"], entry["notification_count"]) == (True, 0, 1)
    event_id = await anna.send(room, "two")
    entry = (await boris.slide(first["pos"]))["rooms"][room]
    assert "initial" not in entry
    assert "name" not in entry
    assert [event["event_id"] for event in entry["timeline"]] == [event_id]
    assert (entry["limited"], entry["num_live"], entry["notification_count"]) == (False, 1, 2)
    assert entry["required_state"] == []


async def test_nothing_new_means_no_rooms(anna: Person):
    await anna.create()
    first = await anna.slide(**window())
    second = await anna.slide(first["pos"])
    assert second["rooms"] == {}
    assert second["lists"] == {"all": {"count": 1}}


async def test_a_position_may_be_used_again(anna: Person):
    room = await anna.create()
    first = await anna.slide(**window())
    event_id = await anna.send(room)
    for _ in range(3):
        again = await anna.slide(first["pos"])
        assert [event["event_id"] for event in again["rooms"][room]["timeline"]] == [event_id]
    assert (await anna.slide(again["pos"]))["rooms"] == {}


async def test_changed_state_comes_when_it_is_wanted(anna: Person):
    room = await anna.create(name="Old")
    first = await anna.slide(**window(["m.room.name", ""]))
    await anna.set_state(room, "m.room.topic", {"topic": "x"})
    await anna.set_state(room, "m.room.name", {"name": "New"})
    entry = (await anna.slide(first["pos"]))["rooms"][room]
    assert kinds(entry) == {("m.room.name", "")}
    assert entry["name"] == "New"


async def test_state_that_fell_into_a_gap_comes_beside_the_timeline(anna: Person):
    room = await anna.create()
    first = await anna.slide(**window(["*", "*"], limit=2))
    await anna.set_state(room, "m.room.topic", {"topic": "x"})
    for number in range(5):
        await anna.send(room, str(number))
    entry = (await anna.slide(first["pos"]))["rooms"][room]
    assert entry["limited"] is True
    assert len(entry["timeline"]) == 2
    assert kinds(entry) == {("m.room.topic", "")}


async def test_lazy_members_are_those_whom_the_timeline_names(town: Town, anna: Person, boris: Person):
    room = await anna.create()
    people = [await town.person(f"p{number}") for number in range(4)]
    for person in [*people, boris]:
        await person.join(room)
    await people[0].send(room)
    first = await boris.slide(**window(["*", "*"], LAZY, limit=1))
    entry = first["rooms"][room]
    members = {key for kind, key in kinds(entry) if kind == "m.room.member"}
    assert members == {people[0].user_id}
    assert ("m.room.power_levels", "") in kinds(entry)
    await people[1].send(room)
    second = await boris.slide(first["pos"])
    assert kinds(second["rooms"][room]) == {("m.room.member", people[1].user_id)}
    await people[1].send(room)
    third = await boris.slide(second["pos"])
    assert third["rooms"][room]["required_state"] == []
    await people[2].leave(room)
    fourth = await boris.slide(third["pos"])
    assert ("m.room.member", people[2].user_id) in kinds(fourth["rooms"][room])


async def test_a_room_without_name_is_told_by_its_heroes(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    entry = (await boris.slide(**window()))["rooms"][room]
    assert "name" not in entry
    assert entry["heroes"] == [{"user_id": anna.user_id, "displayname": "Anna"}]


async def test_heroes_come_and_go_with_the_name(anna: Person, boris: Person):
    room = await anna.create(name="Budget")
    await boris.join(room)
    first = await boris.slide(**window())
    assert first["rooms"][room]["name"] == "Budget"
    assert "heroes" not in first["rooms"][room]
    await anna.set_state(room, "m.room.name", {"name": ""})
    second = await boris.slide(first["pos"], **window())
    assert second["rooms"][room]["name"] is None
    assert second["rooms"][room]["heroes"] == [{"user_id": anna.user_id, "displayname": "Anna"}]
    await anna.set_state(room, "m.room.name", {"name": "Treaty"})
    third = await boris.slide(second["pos"], **window())
    assert third["rooms"][room]["name"] == "Treaty"
    assert "heroes" not in third["rooms"][room]


async def test_a_wider_config_brings_what_was_missing(anna: Person):
    room = await anna.create(name="x")
    for number in range(6):
        await anna.send(room, str(number))
    first = await anna.slide(**window(limit=1))
    wider = {"room_subscriptions": {room: {"required_state": [["m.room.name", ""]], "timeline_limit": 5}}}
    second = await anna.slide(first["pos"], **wider)
    entry = second["rooms"][room]
    assert [event["content"]["body"] for event in entry["timeline"]] == ["1", "2", "3", "4", "5"]
    assert entry["unstable_expanded_timeline"] is True
    assert kinds(entry) == {("m.room.name", "")}
    # The subscription stays, and what it brought is not brought again.
    assert (await anna.slide(second["pos"]))["rooms"] == {}


async def test_an_invitation_has_stripped_state_and_becomes_a_room(anna: Person, boris: Person):
    room = await anna.create(preset="private_chat", name="Budget")
    await anna.send(room, "secret")
    await anna.invite(room, boris)
    first = await boris.slide(**window(["*", "*"]))
    entry = first["rooms"][room]
    assert {"m.room.name", "m.room.member"} <= {event["type"] for event in entry["invite_state"]}
    assert "timeline" not in entry
    assert "secret" not in str(first)
    await boris.join(room)
    entry = (await boris.slide(first["pos"]))["rooms"][room]
    assert entry["initial"] is True
    assert entry["membership"] == "join"
    assert "invite_state" not in entry


async def test_a_room_that_was_left_says_so_once_and_goes(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    first = await boris.slide(**window(ME))
    await anna.send(room, "before")
    await boris.leave(room)
    await anna.send(room, "after")
    second = await boris.slide(first["pos"])
    entry = second["rooms"][room]
    assert entry["membership"] == "leave"
    assert [e["content"].get("body", "leave") for e in entry["timeline"]] == ["before", "leave"]
    assert entry["required_state"][0]["content"]["membership"] == "leave"
    third = await boris.slide(second["pos"])
    assert (third["rooms"], third["lists"]["all"]["count"]) == ({}, 0)


async def test_what_was_said_during_an_absence_stays_hidden(anna: Person, boris: Person):
    hidden = {
        "type": "m.room.history_visibility",
        "state_key": "",
        "content": {"history_visibility": "joined"},
    }
    room = await anna.create(initial_state=[hidden])
    await boris.join(room)
    first, token = await boris.slide(**window()), await boris.now()
    await boris.leave(room)
    await anna.send(room, "absent")
    await boris.join(room)
    await anna.send(room, "back")
    for answer in (await boris.slide(first["pos"]), await boris.sync(token)):
        assert "absent" not in str(answer)
        assert "back" in str(answer)


async def test_who_was_kicked_learns_it_on_a_new_connection_too(anna: Person, boris: Person, carla: Person):
    room = await anna.create(preset="private_chat")
    for person in (boris, carla):
        await anna.invite(room, person)
    await boris.join(room)
    for person in (boris, carla):
        await anna.call("POST", f"rooms/{room}/kick", {"user_id": person.user_id})
    assert (await boris.slide(**window()))["rooms"][room]["membership"] == "leave"
    # Carla never was inside: for her there is nothing to see.
    assert (await carla.slide(**window()))["rooms"] == {}


async def test_reading_elsewhere_brings_the_counts_alone(town: Town, anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    event_id = await anna.send(room)
    second = await town.on_device("boris")
    first = await boris.slide(**window())
    await second.read(room, event_id)
    entry = (await boris.slide(first["pos"]))["rooms"][room]
    assert entry == {"notification_count": 0, "highlight_count": 0}


async def test_marking_a_chat_as_direct_is_told(anna: Person, boris: Person):
    room = await anna.create()
    first = await anna.slide(**window())
    assert "is_dm" not in first["rooms"][room]
    await anna.set_data("m.direct", {boris.user_id: [room]})
    second = await anna.slide(first["pos"])
    assert second["rooms"][room]["is_dm"] is True


async def test_bump_stamps_follow_messages_and_not_state(anna: Person):
    room = await anna.create()
    await anna.send(room)
    first = await anna.slide(**window())
    stamp = first["rooms"][room]["bump_stamp"]
    await anna.set_state(room, "m.room.topic", {"topic": "x"})
    second = await anna.slide(first["pos"])
    assert second["rooms"][room]["bump_stamp"] == stamp
    await anna.send(room)
    third = await anna.slide(second["pos"])
    assert third["rooms"][room]["bump_stamp"] > stamp
