# SPDX-License-Identifier: EUPL-1.2
"""Aliases and the directory of public rooms."""

from urllib.parse import quote

import pytest
from modules.rooms.conftest import House
from support.http import Answer
from support.office import SERVER
from support.people import V3, Person

ALIAS = f"#budget:{SERVER}"
PATH = f"{V3}/directory/room/{quote(ALIAS)}"


async def test_an_alias_leads_to_its_room(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create()
    assert (await anna.client.put(PATH, {"room_id": room})).status == 200
    assert (await boris.client.get(PATH)).json == {"room_id": room, "servers": [SERVER]}
    assert (await anna.get(room, "aliases")).json == {"aliases": [ALIAS]}
    assert (await boris.get(room, "aliases")).errcode == "M_FORBIDDEN"
    taken = await anna.client.put(PATH, {"room_id": await anna.create()})
    assert taken.status == 409


async def test_who_may_add_and_remove_aliases(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    assert (await house.anonymous.put(PATH, {"room_id": room})).status == 401
    assert (await boris.client.put(PATH, {"room_id": room})).errcode == "M_FORBIDDEN"
    await boris.join(room)
    assert (await anna.client.put(PATH, {"room_id": room})).status == 200
    assert (await boris.client.delete(PATH)).errcode == "M_FORBIDDEN"
    vera = await house.person("vera")
    assert (await vera.client.delete(PATH)).status == 200
    assert (await boris.client.put(PATH, {"room_id": room})).status == 200
    assert (await anna.client.delete(PATH)).status == 200
    assert (await anna.client.delete(PATH)).errcode == "M_NOT_FOUND"
    assert (await anna.client.get(PATH)).errcode == "M_NOT_FOUND"


@pytest.mark.parametrize(
    ("alias", "errcode"),
    [("budget", "M_INVALID_PARAM"), ("#a:elsewhere.example", "M_FORBIDDEN"), ("#a\0:x", "M_INVALID_PARAM")],
)
async def test_bad_aliases(anna: Person, alias: str, errcode: str) -> None:
    room = await anna.create()
    answer = await anna.client.put(f"{V3}/directory/room/{quote(alias)}", {"room_id": room})
    assert answer.errcode == errcode


async def test_the_canonical_alias_must_lead_here(anna: Person) -> None:
    room, other = await anna.create(), await anna.create()
    await anna.client.put(PATH, {"room_id": other})
    assert (await anna.put_state(room, "m.room.canonical_alias", {"alias": ALIAS})).errcode == "M_BAD_ALIAS"
    alternatives = {"alt_aliases": [ALIAS]}
    assert (await anna.put_state(room, "m.room.canonical_alias", alternatives)).errcode == "M_BAD_ALIAS"
    assert (await anna.put_state(other, "m.room.canonical_alias", {"alias": ALIAS})).status == 200


async def listed(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [entry["room_id"] for entry in answer.json["chunk"]]


async def test_the_directory(house: House, anna: Person, boris: Person) -> None:
    hidden = await anna.create()
    big = await anna.create(visibility="public", name="Canteen", topic="Lunch", room_alias_name="canteen")
    small = await boris.create(visibility="public", name="Chess", creation_content={"type": "m.space"})
    await boris.join(big)
    path = f"{V3}/publicRooms"
    everything = await anna.client.get(path)
    assert await listed(everything) == [big, small]
    assert hidden not in await listed(everything)
    entry = everything.json["chunk"][0]
    assert entry == {
        "room_id": big,
        "name": "Canteen",
        "topic": "Lunch",
        "canonical_alias": f"#canteen:{SERVER}",
        "num_joined_members": 2,
        "world_readable": False,
        "guest_can_join": False,
        "join_rule": "public",
        "room_version": "12",
    }
    search = {"filter": {"generic_search_term": "LUNCH"}}
    assert await listed(await anna.client.post(path, search)) == [big]
    assert await listed(await anna.client.post(path, {"filter": {"room_types": ["m.space"]}})) == [small]
    assert await listed(await anna.client.post(path, {"filter": {"room_types": [None]}})) == [big]
    first = await anna.client.get(path, query={"limit": 1})
    assert (await listed(first), first.json["total_room_count_estimate"]) == ([big], 2)
    second = await anna.client.get(path, query={"limit": 1, "since": first.json["next_batch"]})
    assert await listed(second) == [small]
    assert "next_batch" not in second.json
    back = await anna.client.get(path, query={"limit": 1, "since": second.json["prev_batch"]})
    assert await listed(back) == [big]
    foreign = await anna.client.get(path, query={"server": "elsewhere.example"})
    assert foreign.errcode == "M_UNRECOGNIZED"
    assert (await house.anonymous.get(path)).status == 401


async def test_who_may_publish_a_room(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    path = f"{V3}/directory/list/room/{room}"
    assert (await anna.client.get(path)).json == {"visibility": "private"}
    assert (await boris.client.put(path, {"visibility": "public"})).errcode == "M_FORBIDDEN"
    assert (await anna.client.put(path, {"visibility": "public"})).status == 200
    assert (await boris.client.get(path)).json == {"visibility": "public"}
    vera = await house.person("vera")
    assert (await vera.client.put(path, {"visibility": "private"})).status == 200
    assert (await anna.client.put(path, {"visibility": "hidden"})).errcode == "M_BAD_JSON"
    unknown = f"{V3}/directory/list/room/!{'A' * 43}"
    assert (await anna.client.get(unknown)).errcode == "M_NOT_FOUND"
    assert (await anna.client.put(unknown, {})).errcode == "M_NOT_FOUND"


async def test_no_network_has_a_directory_of_its_own(anna: Person) -> None:
    await anna.create(visibility="public", name="Budget")
    path = f"{V3}/publicRooms"
    assert (await anna.client.post(path, {})).json["total_room_count_estimate"] == 1
    found = await anna.client.post(path, {"third_party_instance_id": "irc"})
    assert (found.status, found.json["chunk"]) == (200, [])
