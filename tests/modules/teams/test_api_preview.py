# SPDX-License-Identifier: EUPL-1.2
"""What a deed would do to rooms, told before it is done, to who may do it."""

from typing import Any

import pytest

from .conftest import TEAMS, Bureau, rooms_of

PREVIEW = f"{TEAMS}/preview"


def _move(bureau: Bureau, unit: str, parent: str) -> dict[str, object]:
    return {"kind": "move", "unit_id": bureau.units[unit].id, "parent_id": bureau.units[parent].id}


def _post(bureau: Bureau, kind: str, post: str, name: str) -> dict[str, object]:
    return {"kind": kind, "post_id": bureau.posts[post], "user_id": bureau[name].user_id}


async def _preview(bureau: Bureau, deed: object, **more: object) -> Any:
    return await bureau.call("vera", "POST", PREVIEW, {"deed": deed, **more})


async def test_a_move_is_counted_listed_and_then_happens(bureau: Bureau) -> None:
    legal, transport = await bureau.team("legal"), await bureau.team("transport")
    found = await _preview(bureau, _move(bureau, "treaties", "transport"))
    assert (found["people"], found["joins"], found["leaves"], found["hands_over"]) == (2, 6, 6, 0)
    told = {(one["user_id"], one["joins"], one["room_id"]) for one in found["changes"]}
    people = [bureau[name].user_id for name in ("boris", "carla")]
    assert told == {
        *((who, True, room) for who in people for room in rooms_of(transport)),
        *((who, False, room) for who in people for room in rooms_of(legal)),
    }
    assert await bureau.inside(legal["space_id"]) == {"anna", "boris", "carla"}
    await bureau.move("treaties", "transport")
    await bureau.settle()
    for name in ("boris", "carla"):
        assert await bureau.joined(name) == rooms_of(transport)


async def test_pages_tell_each_change_once(bureau: Bureau) -> None:
    await bureau.team("legal")
    await bureau.team("transport")
    deed, cursor, seen = _move(bureau, "treaties", "transport"), None, []
    whole = await _preview(bureau, deed)
    while True:
        page = await _preview(bureau, deed, limit=5, **({"cursor": cursor} if cursor else {}))
        seen += page["changes"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == whole["changes"]
    assert len(seen) == 12


async def test_the_end_of_an_appointment_hands_rooms_over(bureau: Bureau) -> None:
    own = await bureau.team("treaties")
    body = {"name": "Registry"}
    path = f"/api/v1/posts/{bureau.posts['carla']}/rooms"
    registry = (await bureau.call("carla", "POST", path, body, expect=201))["room_id"]
    found = await _preview(bureau, _post(bureau, "end", "carla", "carla"))
    handed = {one["room_id"]: (one["leavers"], one["heirs"]) for one in found["handed_over"]}
    anna, carla = bureau["anna"].user_id, bureau["carla"].user_id
    assert handed[registry] == ([carla], [anna])
    assert set(handed) == {registry, *rooms_of(own)}
    assert (found["leaves"], found["joins"], found["hands_over"]) == (4, 1, 4)
    await bureau.end("carla", "carla")
    await bureau.settle()
    assert await bureau.inside(registry) == {"anna"}


async def test_an_appointment_tells_of_the_posts_rooms_without_the_writers_names(bureau: Bureau) -> None:
    path = f"/api/v1/posts/{bureau.posts['free']}/conversation"
    room = (await bureau.call("dora", "POST", path))["room_id"]
    found = await _preview(bureau, _post(bureau, "appoint", "free", "emil"))
    told = {(one["user_id"], one["joins"]) for one in found["changes"] if one["room_id"] == room}
    assert told == {(bureau["emil"].user_id, True), (bureau["anna"].user_id, False)}
    assert {one["title"] for one in found["changes"]} == {"Adviser"}


@pytest.mark.parametrize("kind", ["move", "appoint", "end"])
async def test_only_who_may_do_it_may_look(bureau: Bureau, kind: str) -> None:
    deeds = {
        "move": _move(bureau, "treaties", "transport"),
        "appoint": _post(bureau, "appoint", "free", "emil"),
        "end": _post(bureau, "end", "carla", "carla"),
    }
    for name in ("anna", "dora"):
        answer = await bureau[name].client.post(PREVIEW, {"deed": deeds[kind]})
        assert (answer.status, answer.json["code"]) == (403, "not_administrator")


async def test_what_cannot_be_done_has_no_preview(bureau: Bureau) -> None:
    for deed, status, code in (
        (_move(bureau, "legal", "treaties"), 409, "unit_cycle"),
        (_post(bureau, "appoint", "anna", "emil"), 409, "post_occupied"),
        (_post(bureau, "end", "carla", "emil"), 404, "person_not_found"),
        ({"kind": "burn"}, 400, "bad_json"),
    ):
        answer = await bureau["vera"].client.post(PREVIEW, {"deed": deed})
        assert (answer.status, answer.json["code"]) == (status, code), deed


async def test_a_move_changes_who_answers_for_vacant_posts(bureau: Bureau) -> None:
    await bureau.end("carla", "carla")
    path = f"/api/v1/posts/{bureau.posts['carla']}/conversation"
    room = (await bureau.call("dora", "POST", path))["room_id"]
    found = await _preview(bureau, _move(bureau, "treaties", "transport"))
    told = {(one["user_id"], one["joins"]) for one in found["changes"] if one["room_id"] == room}
    assert told == {(bureau["olga"].user_id, True), (bureau["anna"].user_id, False)}
    await bureau.move("treaties", "transport")
    await bureau.settle()
    assert await bureau.inside(room) == {"dora", "olga"}
