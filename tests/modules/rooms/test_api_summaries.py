# SPDX-License-Identifier: EUPL-1.2
"""Summaries of rooms, the tree below a space, and the rooms that two people share."""

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


async def make_space(person: Person, name: str) -> str:
    return await person.create(name=name, creation_content={"type": "m.space"})


async def add_child(person: Person, space: str, room: str, **content: object) -> None:
    answer = await person.put_state(space, "m.space.child", {"via": [SERVER], **content}, room)
    assert answer.status == 200


async def hierarchy(person: Person, space: str, **query: str | int) -> Answer:
    return await person.client.get(f"{V1}/rooms/{space}/hierarchy", query=query)


def names(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [room["name"] for room in answer.json["rooms"]]


async def test_a_space_is_walked_depth_first_in_its_order(anna: Person) -> None:
    top, inner = await make_space(anna, "top"), await make_space(anna, "inner")
    rooms = {name: await anna.create(name=name) for name in ("one", "two", "three", "removed", "deep")}
    await add_child(anna, top, rooms["three"])
    await add_child(anna, top, rooms["two"], order="b", suggested=True)
    await add_child(anna, top, inner, order="a")
    await add_child(anna, top, rooms["one"], order="aa")
    await anna.put_state(top, "m.space.child", {}, rooms["removed"])
    await add_child(anna, inner, rooms["deep"])
    await add_child(anna, inner, top)
    answer = await hierarchy(anna, top)
    assert names(answer) == ["top", "inner", "deep", "one", "two", "three"]
    assert "next_batch" not in answer.json
    children = answer.json["rooms"][0]["children_state"]
    assert children[0]["state_key"] == inner
    assert set(children[0]) == {"type", "state_key", "sender", "content", "origin_server_ts"}
    assert names(await hierarchy(anna, top, max_depth=1)) == ["top", "inner", "one", "two", "three"]
    assert names(await hierarchy(anna, top, max_depth=0)) == ["top"]
    assert names(await hierarchy(anna, top, suggested_only="true")) == ["top", "two"]


async def test_pages_of_a_space(anna: Person) -> None:
    top = await make_space(anna, "top")
    for number in range(5):
        await add_child(anna, top, await anna.create(name=str(number)), order=str(number))
    seen: list[str] = []
    query: dict[str, str | int] = {"limit": 2}
    while True:
        page = await hierarchy(anna, top, **query)
        seen += names(page)
        if "next_batch" not in page.json:
            break
        query = {"limit": 2, "from": page.json["next_batch"]}
    assert seen == ["top", "0", "1", "2", "3", "4"]
    assert (await hierarchy(anna, top, **{"from": "nonsense!"})).errcode == "M_INVALID_PARAM"


async def test_closed_rooms_of_a_space_stay_closed(
    house: House, anna: Person, boris: Person, carla: Person
) -> None:
    top = await make_space(anna, "top")
    secret = await make_space(anna, "secret")
    await add_child(anna, top, secret)
    await add_child(anna, secret, await anna.create(name="hidden", preset="public_chat"))
    await add_child(anna, top, await anna.create(name="canteen", preset="public_chat"))
    await add_child(anna, top, "!" + "A" * 43)
    await anna.invite(top, boris)
    assert names(await hierarchy(boris, top)) == ["top", "canteen"]
    refused = await hierarchy(carla, top)
    assert (refused.status, refused.errcode) == (403, "M_FORBIDDEN")
    assert (await house.anonymous.get(f"{V1}/rooms/{top}/hierarchy")).status == 401
