# SPDX-License-Identifier: EUPL-1.2
"""Upgrading rooms: what moves, what stays behind, and what happens when it is asked twice."""

import asyncio
import itertools
from typing import Any
from urllib.parse import quote

import pytest
from modules.rooms.conftest import House
from support.office import SERVER
from support.people import V3, Person

VERSIONS = ("6", "7", "8", "9", "10", "11", "12")
CHILD = {"via": [SERVER], "order": "a"}


async def state_of(person: Person, room: str) -> dict[tuple[str, str], Any]:
    answer = await person.get(room, "state")
    assert answer.status == 200, answer.body
    return {(event["type"], event["state_key"]): event for event in answer.json}


async def upgrade(person: Person, room: str, version: str, **more: Any) -> str:
    answer = await person.post(room, "upgrade", new_version=version, **more)
    assert answer.status == 200, answer.body
    return str(answer.json["replacement_room"])


@pytest.mark.parametrize(("old", "new"), list(itertools.product(("6", "9", "12"), VERSIONS)))
async def test_from_every_kind_of_version_to_every_version(
    anna: Person, boris: Person, carla: Person, old: str, new: str
) -> None:
    room = await anna.create(
        room_version=old,
        name="Cabinet",
        topic="Affairs",
        power_level_content_override={
            "users": {boris.user_id: 60} | ({anna.user_id: 100} if old != "12" else {})
        },
    )
    assert (await anna.post(room, "ban", user_id=carla.user_id, reason="rude")).status == 200
    successor = await upgrade(anna, room, new)
    state, before = await state_of(anna, successor), await state_of(anna, room)
    create = state["m.room.create", ""]["content"]
    tombstone = before["m.room.tombstone", ""]
    assert tombstone["content"]["replacement_room"] == successor
    assert create["room_version"] == new
    assert create["predecessor"]["room_id"] == room
    assert create["predecessor"].get("event_id") == (tombstone["event_id"] if new != "12" else None)
    for kind in ("name", "topic", "encryption", "join_rules", "history_visibility", "guest_access"):
        assert state[f"m.room.{kind}", ""]["content"] == before[f"m.room.{kind}", ""]["content"]
    assert state["m.room.member", carla.user_id]["content"] == {"membership": "ban", "reason": "rude"}
    levels = state["m.room.power_levels", ""]["content"]
    assert levels["users"][boris.user_id] == 60
    assert (anna.user_id in levels["users"]) == (new != "12")
    assert before["m.room.power_levels", ""]["content"]["events_default"] == 50
    assert before["m.room.power_levels", ""]["content"]["invite"] == 50
    assert (await anna.try_send(successor, {"body": "x"})).status == 200
    assert (await anna.put_state(successor, "m.room.tombstone", {"replacement_room": room})).status == 200


async def test_names_and_the_place_in_the_directory_move(anna: Person) -> None:
    room = await anna.create(visibility="public", room_alias_name="cabinet", room_version="11")
    alias = f"#cabinet:{SERVER}"
    successor = await upgrade(anna, room, "12")
    found = await anna.client.get(f"{V3}/directory/room/{quote(alias)}")
    assert found.json["room_id"] == successor
    listed = (await anna.client.get(f"{V3}/publicRooms")).json["chunk"]
    assert [entry["room_id"] for entry in listed] == [successor]
    assert (await state_of(anna, successor))["m.room.canonical_alias", ""]["content"] == {"alias": alias}
    assert (await state_of(anna, room))["m.room.canonical_alias", ""]["content"] == {}
    assert (await anna.get(room, "aliases")).json == {"aliases": []}


async def test_asked_twice_there_is_one_successor(anna: Person) -> None:
    room = await anna.create()
    first = await upgrade(anna, room, "11")
    assert await upgrade(anna, room, "11") == first
    assert await upgrade(anna, room, "12") != first


async def test_at_once_there_is_one_successor(anna: Person) -> None:
    room = await anna.create()
    successors = await asyncio.gather(*(upgrade(anna, room, "12") for _ in range(5)))
    assert len(set(successors)) == 1


async def test_sends_in_between_do_no_harm(anna: Person) -> None:
    room = await anna.create(**{"org.chancery.encrypted": False})
    work = [anna.send(room, f"{number}") for number in range(20)]
    successor, *_ = await asyncio.gather(upgrade(anna, room, "12"), *work)
    assert (await state_of(anna, room))["m.room.tombstone", ""]["content"]["replacement_room"] == successor


async def test_those_who_may_not_change_nothing(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat")
    assert (await boris.post(room, "upgrade", new_version="12")).status == 403
    await boris.join(room)
    answer = await boris.post(room, "upgrade", new_version="12")
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")
    assert ("m.room.tombstone", "") not in await state_of(anna, room)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"new_version": "nope"}, "M_UNSUPPORTED_ROOM_VERSION"),
        ({"new_version": 12}, "M_BAD_JSON"),
        ({}, "M_BAD_JSON"),
        ({"new_version": "12", "additional_creators": ["x"]}, "M_INVALID_PARAM"),
        ({"new_version": "12", "additional_creators": "x"}, "M_BAD_JSON"),
    ],
)
async def test_a_malformed_wish_is_refused(anna: Person, body: dict[str, Any], code: str) -> None:
    answer = await anna.post(await anna.create(), "upgrade", **body)
    assert (answer.status, answer.errcode) == (400, code)


async def test_an_unknown_room_is_not_found(anna: Person) -> None:
    answer = await anna.post(f"!nowhere:{SERVER}", "upgrade", new_version="12")
    assert (answer.status, answer.errcode) == (404, "M_NOT_FOUND")


async def test_additional_creators_stand_beside_the_one_who_upgrades(anna: Person, boris: Person) -> None:
    room = await anna.create(
        room_version="11",
        power_level_content_override={"users": {anna.user_id: 100, boris.user_id: 70}},
    )
    successor = await upgrade(anna, room, "12", additional_creators=[boris.user_id])
    state = await state_of(anna, successor)
    assert state["m.room.create", ""]["content"]["additional_creators"] == [boris.user_id]
    assert state["m.room.power_levels", ""]["content"]["users"] == {}
    again = await upgrade(anna, successor, "11", additional_creators=[boris.user_id])
    state = await state_of(anna, again)
    assert "additional_creators" not in state["m.room.create", ""]["content"]
    users = state["m.room.power_levels", ""]["content"]["users"]
    assert users[anna.user_id] == users[boris.user_id] >= 100


async def test_levels_written_as_text_become_integers(anna: Person, boris: Person) -> None:
    users = {anna.user_id: "100", boris.user_id: " 50 "}
    room = await anna.create(room_version="9", power_level_content_override={"users": users, "ban": "70"})
    state = await state_of(anna, await upgrade(anna, room, "11"))
    levels = state["m.room.power_levels", ""]["content"]
    assert levels["users"] == {anna.user_id: 100, boris.user_id: 50}
    assert levels["ban"] == 70


async def test_settings_follow_whoever_enters(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    for person in (anna, boris):
        data = f"{V3}/user/{quote(person.user_id)}"
        tag = await person.client.put(f"{data}/rooms/{quote(room)}/tags/u.work", {"order": 0.5})
        assert tag.status == 200
        direct = await person.client.put(f"{data}/account_data/m.direct", {"@x:y": [room]})
        assert direct.status == 200
    successor = await upgrade(anna, room, "12")
    await boris.join(successor)
    for person in (anna, boris):
        data = f"{V3}/user/{quote(person.user_id)}"
        tags = await person.client.get(f"{data}/rooms/{quote(successor)}/tags")
        assert tags.json == {"tags": {"u.work": {"order": 0.5}}}
        direct = await person.client.get(f"{data}/account_data/m.direct")
        assert direct.json == {"@x:y": [room, successor]}


async def test_settings_follow_a_creator_who_names_the_old_room(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat")
    content = {"predecessor": {"room_id": room}}
    for person, expected in ((anna, {"u.work": {}}), (boris, {})):
        data = f"{V3}/user/{quote(person.user_id)}"
        await person.client.put(f"{data}/rooms/{quote(room)}/tags/u.work", {})
        successor = await person.create(creation_content=content)
        tags = await person.client.get(f"{data}/rooms/{quote(successor)}/tags")
        assert tags.json == {"tags": expected}


async def test_the_successor_takes_the_place_in_the_space(anna: Person) -> None:
    space = await anna.create(creation_content={"type": "m.space"})
    room = await anna.create()
    assert (await anna.put_state(space, "m.space.child", CHILD, room)).status == 200
    parent = {"via": [SERVER], "canonical": True}
    assert (await anna.put_state(room, "m.space.parent", parent, space)).status == 200
    successor = await upgrade(anna, room, "12")
    state = await state_of(anna, space)
    assert state["m.space.child", successor]["content"] == CHILD
    assert state["m.space.child", room]["content"] == {}
    assert (await state_of(anna, successor))["m.space.parent", space]["content"] == parent


async def test_a_space_keeps_its_children_and_its_kind(anna: Person) -> None:
    space = await anna.create(creation_content={"type": "m.space", "m.federate": False})
    room = await anna.create()
    assert (await anna.put_state(space, "m.space.child", CHILD, room)).status == 200
    state = await state_of(anna, await upgrade(anna, space, "11"))
    create = state["m.room.create", ""]["content"]
    assert (create["type"], create["m.federate"]) == ("m.space", False)
    assert state["m.space.child", room]["content"] == CHILD


async def test_a_room_cannot_name_itself_as_its_successor(anna: Person) -> None:
    room = await anna.create()
    answer = await anna.put_state(room, "m.room.tombstone", {"replacement_room": room})
    assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM")
