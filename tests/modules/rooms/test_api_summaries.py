# SPDX-License-Identifier: EUPL-1.2
"""Summaries of rooms, and the rooms that two people share."""

from urllib.parse import quote

from modules.rooms.conftest import House
from support.http import Answer
from support.office import SERVER
from support.people import Person

V1 = "/_matrix/client/v1"


async def summary(person: Person, room: str) -> Answer:
    return await person.client.get(f"{V1}/room_summary/{quote(room, safe='')}")


async def test_who_may_see_a_summary(house: House, anna: Person, boris: Person, carla: Person) -> None:
    room = await anna.create(name="Budget", invite=[boris.user_id])
    assert (await summary(anna, room)).json["membership"] == "join"
    seen = (await summary(boris, room)).json
    assert seen == {
        "room_id": room,
        "name": "Budget",
        "num_joined_members": 1,
        "world_readable": False,
        "guest_can_join": False,
        "join_rule": "invite",
        "room_version": "12",
        "encryption": "m.megolm.v1.aes-sha2",
        "membership": "invite",
    }
    stranger, nowhere = await summary(carla, room), await summary(carla, "!" + "A" * 43)
    assert (stranger.status, stranger.errcode) == (404, "M_NOT_FOUND")
    assert stranger.json == nowhere.json
    assert (await house.anonymous.get(f"{V1}/room_summary/{room}")).status == 401
    assert (await summary(anna, "budget")).errcode == "M_INVALID_PARAM"


async def test_open_rooms_are_known_to_all_but_the_banned(anna: Person, boris: Person, carla: Person) -> None:
    room = await anna.create(preset="public_chat", room_alias_name="canteen")
    assert (await summary(boris, f"#canteen:{SERVER}")).json["room_id"] == room
    await anna.post(room, "ban", user_id=carla.user_id)
    assert (await summary(carla, room)).status == 404


async def test_restricted_rooms_are_known_to_those_who_may_enter(
    anna: Person, boris: Person, carla: Person
) -> None:
    space = await anna.create(invite=[boris.user_id])
    await boris.join(space)
    allow = [{"type": "m.room_membership", "room_id": space}]
    rule = {"type": "m.room.join_rules", "content": {"join_rule": "restricted", "allow": allow}}
    room = await anna.create(initial_state=[rule])
    assert (await summary(boris, room)).json["join_rule"] == "restricted"
    assert (await summary(carla, room)).status == 404


async def test_mutual_rooms(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await anna.create()
    path = f"{V1}/mutual_rooms"
    query = {"user_id": boris.user_id}
    assert (await anna.client.get(path, query=query)).json == {"joined": [], "count": 0}
    await boris.join(room)
    assert (await anna.client.get(path, query=query)).json == {"joined": [room], "count": 1}
    nobody = {"user_id": f"@nobody:{SERVER}"}
    assert (await anna.client.get(path, query=nobody)).json == {"joined": [], "count": 0}
    for bad in ({}, {"user_id": "boris"}, {"user_id": anna.user_id}, {**query, "from": "x"}):
        assert (await anna.client.get(path, query=bad)).status == 400, bad
    assert (await house.anonymous.get(path, query=query)).status == 401
