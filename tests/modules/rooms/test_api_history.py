# SPDX-License-Identifier: EUPL-1.2
"""Messages, context, single events, the event at a time, and who sees which of them."""

import json

import pytest
from modules.rooms.conftest import House
from support.people import V3, Person


def visibility(value: str) -> list[dict[str, object]]:
    return [{"type": "m.room.history_visibility", "content": {"history_visibility": value}}]


@pytest.mark.parametrize("path", ["messages?dir=b", "context/$x", "event/$x"])
async def test_who_may_read(house: House, anna: Person, boris: Person, path: str) -> None:
    room = await anna.create()
    event_id = await anna.send(room, "x")
    path = path.replace("$x", event_id)
    assert (await house.anonymous.get(f"{V3}/rooms/{room}/{path}")).status == 401
    stranger = await boris.client.get(f"{V3}/rooms/{room}/{path}")
    # The specification gives single events a code of their own.
    refusal = (404, "M_NOT_FOUND") if path.startswith("event") else (403, "M_FORBIDDEN")
    assert (stranger.status, stranger.errcode) == refusal
    await anna.invite(room, boris)
    assert (await boris.client.get(f"{V3}/rooms/{room}/{path}")).status == refusal[0]
    if path.startswith("messages"):
        without_direction = [await person.get(room, "messages") for person in (boris, anna)]
        assert [answer.status for answer in without_direction] == [403, 400]
    await boris.join(room)
    assert (await boris.client.get(f"{V3}/rooms/{room}/{path}")).status == 200


async def test_pages_backwards_and_forwards_meet(anna: Person) -> None:
    room = await anna.create()
    texts = [f"text {number}" for number in range(25)]
    for text in texts:
        await anna.send(room, text)
    seen: list[str] = []
    query: dict[str, str | int] = {"dir": "b", "limit": 10}
    while True:
        page = (await anna.get(room, "messages", **query)).json
        seen += [event["content"]["body"] for event in page["chunk"] if event["type"] == "m.room.message"]
        if "end" not in page:
            break
        query["from"] = page["end"]
    assert seen == texts[::-1]
    forth = (await anna.get(room, "messages", dir="f", limit=1000)).json
    assert [e["content"]["body"] for e in forth["chunk"] if e["type"] == "m.room.message"] == texts
    assert "end" not in forth


async def test_paging_on_from_a_token_repeats_nothing(anna: Person) -> None:
    room = await anna.create()
    await anna.send(room, "first")
    page = (await anna.get(room, "messages", dir="b", limit=1)).json
    await anna.send(room, "second")
    newer = (await anna.get(room, "messages", dir="f", limit=10, **{"from": page["start"]})).json
    assert [event["content"]["body"] for event in newer["chunk"]] == ["second"]
    again = (await anna.get(room, "messages", dir="b", limit=1, **{"from": page["start"]})).json
    assert [event["content"]["body"] for event in again["chunk"]] == ["first"]
    upto = (await anna.get(room, "messages", dir="b", limit=50, to=page["start"])).json
    assert [event["content"]["body"] for event in upto["chunk"]] == ["second"]


@pytest.mark.parametrize(
    ("query", "errcode"),
    [
        ({}, "M_MISSING_PARAM"),
        ({"dir": "x"}, "M_INVALID_PARAM"),
        ({"dir": "b", "from": "nonsense"}, "M_INVALID_PARAM"),
        ({"dir": "b", "limit": "ten"}, "M_INVALID_PARAM"),
        ({"dir": "b", "filter": "{"}, "M_INVALID_PARAM"),
        ({"dir": "b", "filter": '{"types": 1}'}, "M_INVALID_PARAM"),
    ],
)
async def test_bad_queries(anna: Person, query: dict[str, str], errcode: str) -> None:
    room = await anna.create()
    answer = await anna.get(room, "messages", **query)
    assert (answer.status, answer.errcode) == (400, errcode)


async def test_filters(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    await anna.send(room, "hers")
    await boris.send(room, "his", url="mxc://x/y")

    async def texts(**wanted: object) -> list[str]:
        return await anna.texts(room, filter=json.dumps(wanted))

    assert await texts(types=["m.room.message"]) == ["his", "hers"]
    assert await texts(senders=[boris.user_id]) == ["his"]
    assert await texts(not_senders=[boris.user_id]) == ["hers"]
    assert await texts(contains_url=True) == ["his"]
    assert await texts(not_types=["m.room.*"]) == []


async def test_members_are_loaded_lazily(anna: Person, boris: Person, carla: Person) -> None:
    room = await anna.create(invite=[boris.user_id, carla.user_id])
    await boris.join(room)
    await boris.send(room, "x")
    lazy = json.dumps({"lazy_load_members": True})
    page = (await anna.get(room, "messages", dir="b", limit=1, filter=lazy)).json
    assert [event["state_key"] for event in page["state"]] == [boris.user_id]
    event_id = page["chunk"][0]["event_id"]
    around = (await anna.get(room, f"context/{event_id}", limit=0, filter=lazy)).json
    members = {event["state_key"] for event in around["state"] if event["type"] == "m.room.member"}
    assert members == {boris.user_id}


async def test_lazily_loaded_members_are_those_of_the_page(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    await anna.send(room, "x")
    await boris.post(room, "leave")
    await anna.put_state(
        room, "m.room.member", {"membership": "join", "displayname": "SECRET"}, key=anna.user_id
    )
    query: dict[str, str | int] = {"dir": "b", "limit": 5, "filter": json.dumps({"lazy_load_members": True})}
    page = (await boris.get(room, "messages", **query)).json
    assert {event["state_key"] for event in page["state"]} == {anna.user_id, boris.user_id}
    assert "SECRET" not in str(page)
    assert "SECRET" in str((await anna.get(room, "messages", **query)).json["state"])


async def test_context(anna: Person) -> None:
    room = await anna.create()
    ids = [await anna.send(room, f"text {number}") for number in range(7)]
    around = (await anna.get(room, f"context/{ids[3]}", limit=4)).json
    assert around["event"]["event_id"] == ids[3]
    assert [event["event_id"] for event in around["events_before"]] == [ids[2], ids[1]]
    assert [event["event_id"] for event in around["events_after"]] == [ids[4], ids[5]]
    older = (await anna.get(room, "messages", dir="b", limit=1, **{"from": around["start"]})).json
    assert older["chunk"][0]["event_id"] == ids[0]
    newer = (await anna.get(room, "messages", dir="f", limit=1, **{"from": around["end"]})).json
    assert newer["chunk"][0]["event_id"] == ids[6]
    assert {"m.room.create", "m.room.member"} <= {event["type"] for event in around["state"]}
    alone = (await anna.get(room, f"context/{ids[3]}", limit=0)).json
    assert alone["events_before"] == alone["events_after"] == []


async def test_an_event_belongs_to_its_room(anna: Person) -> None:
    room, other = await anna.create(), await anna.create()
    event_id = await anna.send(other, "x")
    for path in (f"event/{event_id}", f"context/{event_id}", "event/$unknown"):
        assert (await anna.get(room, path)).errcode == "M_NOT_FOUND"


async def test_those_who_join_see_the_shared_past(anna: Person, boris: Person) -> None:
    room = await anna.create()
    await anna.send(room, "before")
    await anna.invite(room, boris)
    await boris.join(room)
    await anna.send(room, "after")
    assert await boris.texts(room) == ["after", "before"]


async def test_since_joining(anna: Person, boris: Person) -> None:
    room = await anna.create(initial_state=visibility("joined"))
    before = await anna.send(room, "before")
    await anna.invite(room, boris)
    await anna.send(room, "invited")
    await boris.join(room)
    await anna.send(room, "after")
    assert await boris.texts(room) == ["after"]
    assert (await boris.get(room, f"event/{before}")).errcode == "M_NOT_FOUND"
    assert await anna.texts(room) == ["after", "invited", "before"]


async def test_since_the_invitation(anna: Person, boris: Person) -> None:
    room = await anna.create(initial_state=visibility("invited"))
    await anna.send(room, "before")
    await anna.invite(room, boris)
    await anna.send(room, "invited")
    assert (await boris.get(room, "messages", dir="b")).errcode == "M_FORBIDDEN"
    await boris.join(room)
    await anna.send(room, "after")
    assert await boris.texts(room) == ["after", "invited"]


async def test_leavers_keep_what_they_saw_and_get_nothing_new(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    await anna.send(room, "with him")
    await boris.post(room, "leave")
    later = await anna.send(room, "without him")
    assert await boris.texts(room) == ["with him"]
    assert (await boris.get(room, f"event/{later}")).errcode == "M_NOT_FOUND"
    newest = (await boris.get(room, "messages", dir="b", limit=1)).json["chunk"][0]
    assert newest["content"]["membership"] == "leave"
    await anna.invite(room, boris)
    await boris.join(room)
    assert await boris.texts(room) == ["without him", "with him"]


async def test_gaps_stay_gaps_where_only_members_see(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id], initial_state=visibility("joined"))
    await boris.join(room)
    await anna.send(room, "one")
    await boris.post(room, "leave")
    await anna.send(room, "two")
    await anna.invite(room, boris)
    await boris.join(room)
    await anna.send(room, "three")
    assert await boris.texts(room) == ["three", "one"]


async def test_opening_the_history_does_not_open_what_was_closed(anna: Person, boris: Person) -> None:
    room = await anna.create(initial_state=visibility("joined"))
    await anna.send(room, "closed")
    await anna.put_state(room, "m.room.history_visibility", {"history_visibility": "shared"})
    await anna.send(room, "open")
    await anna.invite(room, boris)
    await boris.join(room)
    assert await boris.texts(room) == ["open"]


async def test_a_world_readable_room_is_open_to_every_person_here(
    house: House, anna: Person, boris: Person
) -> None:
    room = await anna.create(initial_state=visibility("world_readable"))
    await anna.send(room, "for all")
    assert await boris.texts(room) == ["for all"]
    assert (await boris.get(room, "state/m.room.create")).status == 200
    assert (await house.anonymous.get(f"{V3}/rooms/{room}/messages?dir=b")).status == 401


async def test_the_nearest_event_that_the_reader_may_see(house: House, anna: Person, boris: Person) -> None:
    closed = {"type": "m.room.history_visibility", "content": {"history_visibility": "joined"}}
    room = await anna.create(invite=[boris.user_id], initial_state=[closed])
    house.office.clock.forward(seconds=60)
    before = house.office.clock()
    await anna.send(room, "before")
    house.office.clock.forward(seconds=60)
    joined = house.office.clock()
    await boris.join(room)
    await boris.post(room, "leave")
    house.office.clock.forward(seconds=60)
    await anna.send(room, "after")
    path = f"/_matrix/client/v1/rooms/{room}/timestamp_to_event"
    for query in ({"ts": before, "dir": "f"}, {"ts": house.office.clock(), "dir": "b"}):
        answer = await boris.client.get(path, query=query)
        assert (answer.status, answer.json.get("origin_server_ts")) == (200, joined)
    open_now = {"history_visibility": "world_readable"}
    await anna.put_state(room, "m.room.history_visibility", open_now)
    last = await anna.send(room, "for all")
    stranger = await house.person("dora")
    found = await stranger.client.get(path, query={"ts": 0, "dir": "f"})
    assert found.status == 200, found.body
    newest = await stranger.client.get(path, query={"ts": house.office.clock(), "dir": "b"})
    assert newest.json["event_id"] == last


async def test_the_event_at_a_time(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create()
    house.office.clock.forward(seconds=60)
    at = house.office.clock()
    event_id = await anna.send(room, "x")
    house.office.clock.forward(seconds=60)
    await anna.send(room, "y")
    path = f"/_matrix/client/v1/rooms/{room}/timestamp_to_event"

    async def find(person: Person, ts: int, direction: str) -> dict[str, object]:
        answer = await person.client.get(path, query={"ts": ts, "dir": direction})
        found: dict[str, object] = answer.json
        return found

    assert await find(anna, at - 1, "f") == {"event_id": event_id, "origin_server_ts": at}
    assert await find(anna, at + 1, "b") == {"event_id": event_id, "origin_server_ts": at}
    assert (await find(anna, at + 100_000, "f"))["errcode"] == "M_NOT_FOUND"
    assert (await find(boris, at, "f"))["errcode"] == "M_FORBIDDEN"
    assert (await anna.client.get(path, query={"ts": 1})).errcode == "M_MISSING_PARAM"


async def test_a_visibility_that_nobody_understands_counts_as_shared(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat")
    await anna.put_state(room, "m.room.history_visibility", {"history_visibility": "transparent"})
    await anna.send(room, "before")
    outside = await boris.get(room, "messages", dir="b")
    assert (outside.status, outside.errcode) == (403, "M_FORBIDDEN")
    await boris.join(room)
    assert await boris.texts(room) == ["before"]
