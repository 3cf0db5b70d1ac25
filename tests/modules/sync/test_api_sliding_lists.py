# SPDX-License-Identifier: EUPL-1.2
"""Sliding sync: lists, windows, subscriptions, positions and bad requests."""

from typing import Any

import pytest
from support.town import SLIDING, Person, Town


def one_list(ranges: list[list[int]] | None = None, **filters: Any) -> dict[str, Any]:
    config: dict[str, Any] = {"timeline_limit": 1, "filters": filters}
    return {"lists": {"l": config if ranges is None else {**config, "ranges": ranges}}}


async def test_the_newest_activity_comes_first(anna: Person):
    rooms = [await anna.create() for _ in range(4)]
    await anna.send(rooms[1])
    await anna.send(rooms[3])
    answer = await anna.slide(**one_list([[0, 1]]))
    assert set(answer["rooms"]) == {rooms[1], rooms[3]}
    assert answer["lists"]["l"]["count"] == 4


async def test_a_room_that_rises_into_the_window_comes_in_full(anna: Person):
    rooms = [await anna.create() for _ in range(3)]
    first = await anna.slide(**one_list([[0, 0]]))
    assert set(first["rooms"]) == {rooms[2]}
    await anna.send(rooms[0])
    second = await anna.slide(first["pos"])
    assert second["rooms"][rooms[0]]["initial"] is True
    await anna.send(rooms[2])
    third = await anna.slide(second["pos"])
    # The client has this room from before: only what is new in it.
    assert "initial" not in third["rooms"][rooms[2]]


async def test_a_grown_window_brings_more_rooms(anna: Person):
    rooms = [await anna.create() for _ in range(5)]
    first = await anna.slide(**one_list([[0, 1]]))
    second = await anna.slide(first["pos"], **one_list([[0, 4]]))
    assert set(first["rooms"]) | set(second["rooms"]) == set(rooms)
    assert not set(first["rooms"]) & set(second["rooms"])


async def test_rooms_are_filtered_by_what_they_are(town: Town, anna: Person, boris: Person):
    plain = await anna.create(name="Canteen")
    encryption = {
        "type": "m.room.encryption",
        "state_key": "",
        "content": {"algorithm": "m.megolm.v1.aes-sha2"},
    }
    secret = await anna.create(initial_state=[encryption])
    space = await anna.create(creation_content={"type": "m.space"})
    invited = await boris.create(preset="private_chat")
    await boris.invite(invited, anna)
    await anna.set_data("m.direct", {boris.user_id: [secret]})
    await anna.set_data("m.tag", {"tags": {"m.favourite": {}}}, plain)
    await anna.set_state(space, "m.space.child", {"via": ["x"]}, plain)

    async def found(**filters: Any) -> set[str]:
        return set((await anna.slide(**one_list(**filters)))["rooms"])

    assert await found() == {plain, secret, space, invited}
    assert await found(is_dm=True) == {secret}
    assert await found(is_encrypted=True) >= {secret}
    assert plain not in await found(is_encrypted=True)
    assert await found(is_invite=True) == {invited}
    assert await found(room_types=["m.space"]) == {space}
    assert await found(not_room_types=["m.space"], is_invite=False) == {plain, secret}
    assert await found(tags=["m.favourite"]) == {plain}
    assert await found(not_tags=["m.favourite"], is_invite=False) == {secret, space}
    assert await found(spaces=[space]) == {plain}
    assert await found(spaces=["!unknown"]) == set()
    assert await found(room_name_like="cant") == {plain}


async def test_a_renamed_or_retagged_room_changes_lists(anna: Person):
    room = await anna.create(name="Old")
    first = await anna.slide(**one_list(room_name_like="new"))
    assert first["lists"]["l"]["count"] == 0
    await anna.set_state(room, "m.room.name", {"name": "New"})
    assert (await anna.slide(first["pos"]))["lists"]["l"]["count"] == 1


async def test_several_lists_are_combined_to_the_widest(anna: Person):
    room = await anna.create(name="x")
    for number in range(4):
        await anna.send(room, str(number))
    lists = {
        "narrow": {"timeline_limit": 1, "required_state": [["m.room.name", ""]]},
        "wide": {"timeline_limit": 3, "required_state": [["m.room.create", ""]]},
    }
    entry = (await anna.slide(lists=lists))["rooms"][room]
    assert len(entry["timeline"]) == 3
    assert {event["type"] for event in entry["required_state"]} == {"m.room.name", "m.room.create"}
    assert entry["lists"] == ["narrow", "wide"]


async def test_a_subscription_holds_until_it_is_ended(anna: Person):
    room = await anna.create()
    subscribe = {"room_subscriptions": {room: {"timeline_limit": 1}}}
    first = await anna.slide(**subscribe)
    assert room in first["rooms"]
    await anna.send(room)
    second = await anna.slide(first["pos"])
    assert room in second["rooms"]
    await anna.send(room)
    third = await anna.slide(second["pos"], unsubscribe_rooms=[room])
    assert third["rooms"] == {}


async def test_a_foreign_room_cannot_be_subscribed_to(anna: Person, boris: Person):
    room = await anna.create(preset="private_chat")
    for target in (room, "!nonsense"):
        answer = await boris.slide(room_subscriptions={target: {"timeline_limit": 5}})
        assert answer["rooms"] == {}


async def test_connections_of_one_device_do_not_disturb_each_other(anna: Person):
    room = await anna.create()
    first = await anna.slide(**one_list(), conn_id="a")
    await anna.slide(**one_list(), conn_id="b")
    await anna.send(room)
    assert room in (await anna.slide(first["pos"], conn_id="a"))["rooms"]


async def test_a_position_that_is_not_known_any_more_is_said_so(town: Town, anna: Person):
    first = await anna.slide(**one_list())
    second = await anna.slide(first["pos"])
    await anna.slide(second["pos"])
    other = await town.on_device("anna")
    fresh = await anna.slide(**one_list(), conn_id="other")
    for person, pos in (
        (anna, first["pos"]),
        (anna, "nonsense"),
        (anna, "s1_2_3"),
        (anna, fresh["pos"]),
        (other, second["pos"]),
    ):
        answer = await person.try_slide(pos)
        assert (answer.status, answer.errcode) == (400, "M_UNKNOWN_POS")


async def test_a_new_connection_ends_the_one_of_its_name(anna: Person):
    first = await anna.slide(**one_list())
    await anna.slide(**one_list())
    assert (await anna.try_slide(first["pos"])).errcode == "M_UNKNOWN_POS"


async def test_many_lost_answers_do_not_lose_the_position(anna: Person):
    room = await anna.create()
    first = await anna.slide(**one_list())
    for _ in range(12):
        await anna.send(room)
        last = await anna.slide(first["pos"])
    assert room in (await anna.slide(first["pos"]))["rooms"]
    await anna.slide(last["pos"])
    assert (await anna.try_slide(first["pos"])).errcode == "M_UNKNOWN_POS"


async def test_the_request_is_named_in_its_answer(anna: Person):
    assert (await anna.slide(txn_id="t1"))["txn_id"] == "t1"


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"lists": []}, "M_BAD_JSON"),
        ({"lists": {"a": {"ranges": [[0]]}}}, "M_BAD_JSON"),
        ({"lists": {"a": {"ranges": [[-1, 4]]}}}, "M_BAD_JSON"),
        ({"lists": {"a": {"required_state": [["m.room.name"]]}}}, "M_BAD_JSON"),
        ({"lists": {"a": {"timeline_limit": -1}}}, "M_BAD_JSON"),
        ({"lists": {"a": {"filters": {"is_dm": "yes"}}}}, "M_BAD_JSON"),
        ({"lists": {"a": {"ranges": [[4, 1]]}}}, "M_INVALID_PARAM"),
        ({"extensions": {"to_device": {"enabled": True, "since": "x"}}}, "M_INVALID_PARAM"),
        ({"conn_id": "x" * 300}, "M_BAD_JSON"),
    ],
)
async def test_a_malformed_request_is_refused(anna: Person, body: dict[str, Any], errcode: str):
    answer = await anna.try_slide(**body)
    assert (answer.status, answer.errcode) == (400, errcode)


async def test_without_a_token_of_access_there_is_no_sliding_sync(anna: Person):
    answer = await anna.client.with_token(None).post(SLIDING, {})
    assert (answer.status, answer.errcode) == (401, "M_MISSING_TOKEN")
