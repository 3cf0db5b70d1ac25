# SPDX-License-Identifier: EUPL-1.2
"""Creating rooms."""

from typing import Any

import pytest
from modules.rooms.conftest import House
from support.office import SERVER
from support.people import V3, Person

CREATE = f"{V3}/createRoom"
BAD_WISHES: list[tuple[object, int, str]] = [
    ({"preset": "secret_chat"}, 400, "M_BAD_JSON"),
    ({"visibility": "hidden"}, 400, "M_BAD_JSON"),
    ({"invite": "anna"}, 400, "M_BAD_JSON"),
    ({"invite": ["anna"]}, 400, "M_INVALID_PARAM"),
    ({"invite": ["@anna:elsewhere.example"]}, 403, "M_FORBIDDEN"),
    ({"invite": [f"@nobody:{SERVER}"]}, 404, "M_NOT_FOUND"),
    ({"invite": ["@" + "a" * 255 + f":{SERVER}"]}, 400, "M_INVALID_PARAM"),
    ({"invite": [f"@a{n}:{SERVER}" for n in range(501)]}, 400, "M_BAD_JSON"),
    ({"invite_3pid": [{"medium": "email"}]}, 403, "M_THREEPID_DENIED"),
    ({"room_version": "1"}, 400, "M_UNSUPPORTED_ROOM_VERSION"),
    ({"room_version": "x"}, 400, "M_UNSUPPORTED_ROOM_VERSION"),
    ({"room_version": 12}, 400, "M_BAD_JSON"),
    ({"room_alias_name": "a:b\0"}, 400, "M_INVALID_PARAM"),
    ({"room_alias_name": "x" * 300}, 400, "M_INVALID_PARAM"),
    ({"initial_state": [{"type": "x", "content": {"a": 1.5}}]}, 400, "M_BAD_JSON"),
    ({"initial_state": [{"type": "x" * 256, "content": {}}]}, 413, "M_TOO_LARGE"),
    ({"initial_state": [{"type": "m.room.member", "content": {}}]}, 400, "M_BAD_JSON"),
    ({"initial_state": [{"type": "m.room.create", "content": {}}]}, 400, "M_INVALID_ROOM_STATE"),
    ({"power_level_content_override": {"ban": "x"}}, 400, "M_BAD_JSON"),
    ({"power_level_content_override": {"users": {f"@anna:{SERVER}": 100}}}, 400, "M_BAD_JSON"),
    ({"creation_content": {"additional_creators": ["anna"]}}, 400, "M_INVALID_ROOM_STATE"),
    ({"name": "x" * 70_000}, 413, "M_TOO_LARGE"),
    ([], 400, "M_BAD_JSON"),
]


async def state_of(person: Person, room: str) -> dict[tuple[str, str], dict[str, Any]]:
    answer = await person.get(room, "state")
    assert answer.status == 200
    return {(event["type"], event["state_key"]): event for event in answer.json}


async def test_a_private_room_is_version_12_and_encrypted(anna: Person) -> None:
    room = await anna.create(name="Budget", topic="2027")
    state = await state_of(anna, room)
    assert room == "!" + state["m.room.create", ""]["event_id"][1:]
    assert state["m.room.create", ""]["content"] == {"room_version": "12"}
    assert state["m.room.encryption", ""]["content"] == {"algorithm": "m.megolm.v1.aes-sha2"}
    assert state["m.room.join_rules", ""]["content"] == {"join_rule": "invite"}
    assert state["m.room.history_visibility", ""]["content"] == {"history_visibility": "shared"}
    assert state["m.room.guest_access", ""]["content"] == {"guest_access": "forbidden"}
    assert state["m.room.name", ""]["content"] == {"name": "Budget"}
    assert state["m.room.topic", ""]["content"]["topic"] == "2027"
    levels = state["m.room.power_levels", ""]["content"]
    assert levels["users"] == {}
    assert levels["events"]["m.room.tombstone"] == 150
    member = state["m.room.member", anna.user_id]["content"]
    assert member == {"membership": "join", "displayname": "Anna"}


async def test_an_empty_body_creates_a_room(anna: Person) -> None:
    answer = await anna.client.request("POST", CREATE)
    assert answer.status == 200


async def test_anonymous_people_create_nothing(house: House) -> None:
    assert (await house.anonymous.post(CREATE)).errcode == "M_MISSING_TOKEN"


async def test_a_public_room_is_open_and_plain(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat")
    state = await state_of(anna, room)
    assert ("m.room.encryption", "") not in state
    await boris.join(room)


async def test_encryption_follows_the_caller(anna: Person) -> None:
    plain = await anna.create(**{"org.chancery.encrypted": False})
    assert ("m.room.encryption", "") not in await state_of(anna, plain)
    public = await anna.create(preset="public_chat", **{"org.chancery.encrypted": True})
    assert ("m.room.encryption", "") in await state_of(anna, public)
    own = {
        "type": "m.room.encryption",
        "content": {"algorithm": "m.megolm.v1.aes-sha2", "rotation_period_ms": 1},
    }
    given = await anna.create(initial_state=[own])
    assert (await state_of(anna, given))["m.room.encryption", ""]["content"] == own["content"]


async def test_a_trusted_chat_has_several_creators(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="trusted_private_chat", invite=[boris.user_id], is_direct=True)
    state = await state_of(anna, room)
    assert state["m.room.create", ""]["content"]["additional_creators"] == [boris.user_id]
    invite = state["m.room.member", boris.user_id]["content"]
    assert invite == {"membership": "invite", "displayname": "Boris", "is_direct": True}
    await boris.join(room)
    assert (await boris.put_state(room, "m.room.tombstone", {"body": "over"})).status == 200


@pytest.mark.parametrize("version", ["6", "7", "8", "9", "10", "11"])
async def test_older_versions_name_the_creator_in_the_levels(anna: Person, version: str) -> None:
    room = await anna.create(room_version=version)
    assert room.endswith(f":{SERVER}")
    state = await state_of(anna, room)
    assert state["m.room.power_levels", ""]["content"]["users"] == {anna.user_id: 100}
    content = state["m.room.create", ""]["content"]
    assert content.get("creator") == (anna.user_id if int(version) <= 10 else None)
    event_id = await anna.send(room, "hello")
    assert (await anna.call("PUT", room, f"redact/{event_id}/1", {})).status == 200
    assert (await anna.get(room, f"event/{event_id}")).json["content"] == {}


async def test_initial_state_and_overrides_win(anna: Person) -> None:
    room = await anna.create(
        initial_state=[
            {"type": "m.room.history_visibility", "content": {"history_visibility": "joined"}},
            {"type": "org.example", "state_key": "k", "content": {"x": 1}},
        ],
        power_level_content_override={"invite": 7},
        creation_content={"type": "m.space", "m.federate": False},
    )
    state = await state_of(anna, room)
    assert state["m.room.history_visibility", ""]["content"] == {"history_visibility": "joined"}
    assert state["org.example", "k"]["content"] == {"x": 1}
    assert state["m.room.power_levels", ""]["content"]["invite"] == 7
    assert state["m.room.create", ""]["content"]["type"] == "m.space"


@pytest.mark.parametrize("named", [{}, {"@anna": 120}])
async def test_levels_for_others_leave_the_creator_theirs(anna: Person, named: dict[str, int]) -> None:
    given = {f"@bot:{SERVER}": 50, **{f"{user}:{SERVER}": level for user, level in named.items()}}
    room = await anna.create(room_version="11", power_level_content_override={"users": given}, name="Budget")
    state = await state_of(anna, room)
    assert state["m.room.power_levels", ""]["content"]["users"] == {anna.user_id: 100, **given}
    assert state["m.room.name", ""]["content"]["name"] == "Budget"


async def test_an_alias_is_made_with_the_room(anna: Person, boris: Person) -> None:
    made = await anna.client.post(CREATE, {"preset": "public_chat", "room_alias_name": "budget"})
    assert made.json["room_alias"] == f"#budget:{SERVER}"
    room = made.json["room_id"]
    state = await state_of(anna, room)
    assert state["m.room.canonical_alias", ""]["content"] == {"alias": f"#budget:{SERVER}"}
    await boris.join(f"#budget:{SERVER}")
    taken = await boris.client.post(CREATE, {"room_alias_name": "budget"})
    assert (taken.status, taken.errcode) == (400, "M_ROOM_IN_USE")


async def test_bad_wishes_create_nothing(house: House, anna: Person) -> None:
    for body, status, errcode in BAD_WISHES:
        answer = await anna.client.request("POST", CREATE, json=body)
        assert (answer.status, answer.errcode) == (status, errcode), (body, answer.body)
    assert await house.office.database.fetch("SELECT event_id FROM rooms_event") == []


async def test_joined_rooms(anna: Person, boris: Person) -> None:
    first, second = await anna.create(invite=[boris.user_id]), await anna.create()
    assert sorted((await anna.client.get(f"{V3}/joined_rooms")).json["joined_rooms"]) == sorted(
        [first, second]
    )
    assert (await boris.client.get(f"{V3}/joined_rooms")).json == {"joined_rooms": []}
    await boris.join(first)
    await anna.post(first, "leave")
    assert (await boris.client.get(f"{V3}/joined_rooms")).json == {"joined_rooms": [first]}
    assert (await anna.client.get(f"{V3}/joined_rooms")).json == {"joined_rooms": [second]}


async def test_equal_rooms_of_one_person_are_two(anna: Person) -> None:
    assert await anna.create(name="same") != await anna.create(name="same")
