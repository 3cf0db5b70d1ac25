# SPDX-License-Identifier: EUPL-1.2
"""The initial syncs and the event stream of old clients."""

import asyncio
from typing import Any
from urllib.parse import quote

import pytest
from support.ministry import Ministry
from support.office import SERVER
from support.people import V3, Person
from support.waiting import until

JOINED = {"history_visibility": "joined"}


@pytest.fixture
async def anna(ministry: Ministry) -> Person:
    return await ministry.person("anna")


@pytest.fixture
async def boris(ministry: Ministry) -> Person:
    return await ministry.person("boris")


async def initial(person: Person, **query: Any) -> Any:
    answer = await person.client.get(f"{V3}/initialSync", query=query)
    assert answer.status == 200, answer.body
    return answer.json


async def events(person: Person, **query: Any) -> Any:
    answer = await person.client.get(f"{V3}/events", query=query)
    assert answer.status == 200, answer.body
    return answer.json


def bodies(chunk: list[Any]) -> list[str]:
    return [event["content"]["body"] for event in chunk if "body" in event["content"]]


async def test_all_rooms_at_once(anna: Person, boris: Person) -> None:
    room = await anna.create(name="Cabinet", **{"org.chancery.encrypted": False})
    await anna.send(room, "one")
    await anna.send(room, "two")
    invited = await boris.create()
    await boris.invite(invited, anna)
    left = await anna.create()
    assert (await anna.post(left, "leave")).status == 200
    found = {entry["room_id"]: entry for entry in (await initial(anna, limit=1))["rooms"]}
    assert set(found) == {room, invited}
    assert found[room]["membership"] == "join"
    assert bodies(found[room]["messages"]["chunk"]) == ["two"]
    assert {"m.room.create", "m.room.name", "m.room.member"} <= {one["type"] for one in found[room]["state"]}
    assert found[invited]["invite"]["state_key"] == anna.user_id
    assert "state" not in found[invited]
    archived = {entry["room_id"] for entry in (await initial(anna, archived="true"))["rooms"]}
    assert archived == {room, invited, left}


async def test_the_tokens_fit_the_other_endpoints(anna: Person) -> None:
    room = await anna.create(**{"org.chancery.encrypted": False})
    for number in range(5):
        await anna.send(room, f"{number}")
    everything = await initial(anna, limit=2)
    messages = everything["rooms"][0]["messages"]
    assert await anna.texts(room, **{"from": messages["start"]}) == ["2", "1", "0"]
    await anna.send(room, "later")
    synced = await anna.client.get(f"{V3}/sync", query={"since": everything["end"]})
    assert bodies(synced.json["rooms"]["join"][room]["timeline"]["events"]) == ["later"]


async def test_one_room(anna: Person, boris: Person) -> None:
    room = await anna.create(name="Cabinet", **{"org.chancery.encrypted": False})
    await anna.send(room, "one")
    answer = (await anna.get(room, "initialSync", limit=1)).json
    assert (answer["room_id"], answer["membership"]) == (room, "join")
    assert bodies(answer["messages"]["chunk"]) == ["one"]
    refused = await boris.get(room, "initialSync")
    assert (refused.status, refused.errcode) == (403, "M_FORBIDDEN")
    unknown = await boris.get(f"!none:{SERVER}", "initialSync")
    assert (unknown.status, unknown.errcode) == (403, "M_FORBIDDEN")
    await anna.invite(room, boris)
    assert (await boris.get(room, "initialSync")).status == 403


async def test_whoever_left_sees_the_room_as_it_was(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat", name="Before")
    await boris.join(room)
    await anna.send(room, "before")
    assert (await boris.post(room, "leave")).status == 200
    await anna.put_state(room, "m.room.name", {"name": "After"})
    await anna.send(room, "after")
    answer = (await boris.get(room, "initialSync")).json
    assert answer["membership"] == "leave"
    assert bodies(answer["messages"]["chunk"]) == ["before"]
    assert [one["content"] for one in answer["state"] if one["type"] == "m.room.name"] == [{"name": "Before"}]


async def test_what_was_said_before_one_joined_stays_hidden(anna: Person, boris: Person) -> None:
    state = [{"type": "m.room.history_visibility", "content": JOINED}]
    room = await anna.create(preset="public_chat", initial_state=state)
    hidden = await anna.send(room, "hidden")
    start = (await events(boris))["end"]
    await boris.join(room)
    shown = await anna.send(room, "shown")
    answer = (await boris.get(room, "initialSync")).json
    assert bodies(answer["messages"]["chunk"]) == ["shown"]
    assert bodies((await events(boris, **{"from": start}))["chunk"]) == ["shown"]
    assert (await boris.client.get(f"{V3}/events/{shown}")).json["event_id"] == shown
    refused = await boris.client.get(f"{V3}/events/{hidden}")
    assert (refused.status, refused.errcode) == (404, "M_NOT_FOUND")


async def test_the_stream_goes_on_where_it_ended(anna: Person, boris: Person) -> None:
    room, closed = await anna.create(preset="public_chat"), await anna.create()
    await boris.join(room)
    token = (await events(boris))["end"]
    await anna.send(room, "one")
    await anna.send(closed, "not for Boris")
    first = await events(boris, **{"from": token})
    assert bodies(first["chunk"]) == ["one"]
    await anna.send(room, "two")
    await anna.invite(closed, boris)
    second = await events(boris, **{"from": first["end"]})
    assert bodies(second["chunk"]) == ["two"]
    assert second["chunk"][-1]["content"]["membership"] == "invite"
    assert (await events(boris, **{"from": second["end"]}))["chunk"] == []


async def test_a_waiting_client_is_woken(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    token = (await events(boris))["end"]
    waiting = asyncio.ensure_future(events(boris, timeout=60_000, **{"from": token}))
    await anna.send(room, "news")
    assert bodies((await waiting)["chunk"]) == ["news"]


async def test_rooms_that_the_world_may_read_are_followed_from_outside(anna: Person, boris: Person) -> None:
    room = await anna.create()
    await anna.send(room, "private")
    refused = await boris.client.get(f"{V3}/events", query={"room_id": room})
    assert (refused.status, refused.errcode) == (403, "M_FORBIDDEN")
    await anna.put_state(room, "m.room.history_visibility", {"history_visibility": "world_readable"})
    await anna.send(room, "public")
    seen = (await boris.get(room, "initialSync")).json
    assert bodies(seen["messages"]["chunk"]) == ["public"]
    assert seen["presence"] == []
    token = seen["messages"]["end"]
    assert (await events(boris, room_id=room, **{"from": token}))["chunk"] == []
    await anna.send(room, "news")
    found = await events(boris, room_id=room, **{"from": token})
    assert bodies(found["chunk"]) == ["news"]
    assert bodies((await events(boris, **{"from": token}))["chunk"]) == []


async def test_an_onlooker_waits_for_the_next_event_of_a_room_that_the_world_may_read(
    ministry: Ministry, anna: Person, boris: Person
) -> None:
    room = await anna.create()
    await anna.send(room, "before")
    await anna.put_state(room, "m.room.history_visibility", {"history_visibility": "world_readable"})
    query: dict[str, Any] = {}
    for text in ("one", "two"):
        waiting = asyncio.ensure_future(events(boris, room_id=room, **query))
        await until(lambda: ministry.modules.sync.service.parked == 1)
        await anna.send(room, text)
        found = await waiting
        assert bodies(found["chunk"]) == [text]
        query = {"from": found["end"], "timeout": 60_000}


async def test_initial_syncs_tell_who_read_and_how_people_are(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat", visibility="public")
    await boris.join(room)
    message = await anna.send(room, "one")
    await boris.call("POST", room, f"receipt/m.read/{quote(message, safe='')}", {})
    silent = {one["sender"]: one["content"] for one in (await anna.get(room, "initialSync")).json["presence"]}
    assert silent[boris.user_id] == {"presence": "offline", "user_id": boris.user_id}
    everything = await initial(boris)
    assert everything["rooms"][0]["visibility"] == "public"
    (receipt,) = everything["receipts"]
    assert (receipt["type"], receipt["room_id"]) == ("m.receipt", room)
    assert boris.user_id in receipt["content"][message]["m.read"]
    (own,) = [one["content"] for one in everything["presence"] if one["sender"] == boris.user_id]
    assert (own["presence"], own["user_id"]) == ("online", boris.user_id)
    inside = (await anna.get(room, "initialSync")).json
    assert inside["receipts"] == [receipt]
    assert {one["sender"] for one in inside["presence"]} == {anna.user_id, boris.user_id}


async def test_initial_syncs_tell_nothing_of_how_ignored_people_are(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    await initial(boris)
    assert boris.user_id in {one["sender"] for one in (await initial(anna))["presence"]}
    path = f"{V3}/user/{quote(anna.user_id)}/account_data/m.ignored_user_list"
    ignoring = await anna.client.put(path, {"ignored_users": {boris.user_id: {}}})
    assert ignoring.status == 200
    of_room = (await anna.get(room, "initialSync")).json
    for answer in (await initial(anna), of_room):
        assert {one["sender"] for one in answer["presence"]} == {anna.user_id}


@pytest.mark.parametrize("token", ["x", "s", "s99999999999", "t5"])
async def test_foreign_tokens_are_refused(anna: Person, token: str) -> None:
    answer = await anna.client.get(f"{V3}/events", query={"from": token})
    assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM")
