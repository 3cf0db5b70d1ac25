# SPDX-License-Identifier: EUPL-1.2
"""Posts that one can write to, whoever holds them today."""

import asyncio
from typing import Any

from support.people import V3

from chancery.kit.ids import UserId

from .conftest import Bureau


def _path(bureau: Bureau, post: str, rest: str = "") -> str:
    return f"/api/v1/posts/{bureau.posts[post]}{rest}"


async def _write_to(bureau: Bureau, name: str, post: str) -> Any:
    return await bureau.call(name, "POST", _path(bureau, post, "/conversation"))


async def test_who_holds_the_post_today_gets_the_letter(bureau: Bureau) -> None:
    talk = await _write_to(bureau, "dora", "carla")
    assert (talk["title"], talk["vacant"], talk["answering"]) == (
        "Head of Treaties",
        False,
        [bureau["carla"].user_id],
    )
    room = talk["room_id"]
    assert await bureau.inside(room) == {"carla", "dora"}
    assert (await bureau.state("carla", room, "m.room.name"))["name"] == "Head of Treaties · Dora"
    await bureau["dora"].send(room, "May we sail?")
    await bureau.appoint("boris", "carla", acting=True)
    await bureau.settle()
    assert await bureau.inside(room) == {"boris", "carla", "dora"}
    await bureau.end("carla", "carla")
    await bureau.settle()
    assert await bureau.inside(room) == {"boris", "dora"}
    assert "May we sail?" in await bureau["boris"].texts(room)
    await bureau["boris"].send(room, "You may.")
    assert (await bureau["dora"].texts(room))[0] == "You may."
    assert (await _write_to(bureau, "dora", "carla"))["room_id"] == room


async def test_a_vacant_post_falls_to_the_head_of_its_unit_and_says_so(bureau: Bureau) -> None:
    talk = await _write_to(bureau, "dora", "free")
    room = talk["room_id"]
    assert (talk["vacant"], talk["answering"]) == (True, [bureau["anna"].user_id])
    assert await bureau.inside(room) == {"anna", "dora"}
    assert (await bureau.state("dora", room, "org.chancery.post"))["vacant"] is True
    assert "vacant" in (await bureau.state("dora", room, "m.room.topic"))["topic"]
    await bureau.end("anna", "anna")
    await bureau.appoint("boris", "anna")
    await bureau.settle()
    assert await bureau.inside(room) == {"boris", "dora"}
    await bureau.appoint("emil", "free")
    await bureau.settle()
    assert await bureau.inside(room) == {"dora", "emil"}
    assert (await bureau.state("dora", room, "org.chancery.post"))["vacant"] is False
    await bureau.end("emil", "free")
    await bureau.settle()
    assert await bureau.inside(room) == {"boris", "dora"}


async def test_a_vacant_post_of_a_unit_without_a_head_is_answered_from_above(bureau: Bureau) -> None:
    await bureau.end("carla", "carla")
    talk = await _write_to(bureau, "dora", "carla")
    assert talk["answering"] == [bureau["anna"].user_id]
    await bureau.move("treaties", "transport")
    await bureau.settle()
    assert await bureau.inside(talk["room_id"]) == {"dora", "olga"}
    await bureau.end("olga", "olga")
    refused = await bureau["emil"].client.post(_path(bureau, "carla", "/conversation"))
    assert (refused.status, refused.json["code"]) == (409, "nobody_answers")


async def test_one_room_for_two_requests_at_once(bureau: Bureau) -> None:
    phone = await bureau.ministry.on_device("dora", "PHONE")
    path = _path(bureau, "carla", "/conversation")
    answers = await asyncio.gather(phone.client.post(path), bureau["dora"].client.post(path))
    assert len({answer.json["room_id"] for answer in answers}) == 1


async def test_nobody_writes_to_themselves(bureau: Bureau) -> None:
    answer = await bureau["carla"].client.post(_path(bureau, "carla", "/conversation"))
    assert (answer.status, answer.json["code"]) == (409, "own_post")


async def test_a_posts_own_room_goes_to_its_next_holder(bureau: Bureau) -> None:
    body = {"name": "Registry"}
    room = (await bureau.call("carla", "POST", _path(bureau, "carla", "/rooms"), body, expect=201))["room_id"]
    assert await bureau.inside(room) == {"carla"}
    assert await bureau.level("carla", room, "carla") == 50
    await bureau["carla"].send(room, "where the seals are")
    await bureau.end("carla", "carla")
    await bureau.settle()
    assert await bureau.inside(room) == {"anna"}
    await bureau.appoint("emil", "carla")
    await bureau.settle()
    assert await bureau.inside(room) == {"emil"}
    assert await bureau["emil"].texts(room) == ["where the seals are"]
    assert await bureau.level("emil", room, "emil") == 50
    card = await bureau.call("emil", "GET", _path(bureau, "carla"))
    assert [one["name"] for one in card["rooms"]] == ["Registry"]


async def test_a_card_tells_strangers_who_holds_the_post_and_no_rooms(bureau: Bureau) -> None:
    await bureau.call("carla", "POST", _path(bureau, "carla", "/rooms"), {"name": "Registry"}, expect=201)
    await _write_to(bureau, "emil", "carla")
    card = await bureau.call("dora", "GET", _path(bureau, "carla"))
    assert card["holders"] == [bureau["carla"].user_id]
    assert (card["rooms"], card["conversation"], card["vacant"]) == ([], None, False)
    await bureau.call("dora", "POST", _path(bureau, "carla", "/rooms"), {"name": "Mine"}, expect=404)
    await bureau.call("dora", "GET", "/api/v1/posts/post_none", expect=404)
    await bureau.call("dora", "POST", "/api/v1/posts/post_none/conversation", expect=404)


async def test_nobody_else_comes_near_a_conversation(bureau: Bureau) -> None:
    talk = await _write_to(bureau, "dora", "carla")
    room = talk["room_id"]
    assert (await bureau["emil"].get(room, "messages", dir="b")).status == 403
    assert (await bureau["emil"].client.post(f"{V3}/join/{room}")).status in (403, 404)
    assert (await bureau["dora"].post(room, "leave")).errcode == "M_FORBIDDEN"


async def test_the_writer_who_leaves_service_leaves_the_room(bureau: Bureau) -> None:
    talk = await _write_to(bureau, "dora", "carla")
    await bureau.ministry.modules.offboarding.offboarding.run(UserId(bureau["dora"].user_id), None)
    await bureau.settle()
    joined = (await bureau["carla"].get(talk["room_id"], "joined_members")).json["joined"]
    assert bureau["carla"].user_id in joined
    assert bureau["dora"].user_id not in joined
