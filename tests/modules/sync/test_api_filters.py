# SPDX-License-Identifier: EUPL-1.2
"""Storing filters, and what they do to a sync."""

import json
from typing import Any

import pytest
from support.town import V3, Person

from chancery.wire.matrix.hashes import content_hash, reference_hash
from chancery.wire.matrix.versions import room_version


def path_of(person: Person) -> str:
    return f"{V3}/user/{person.user_id}/filter"


async def stored(person: Person, definition: object) -> str:
    answer = await person.client.post(path_of(person), definition)
    assert answer.status == 200, answer.body
    return str(answer.json["filter_id"])


async def test_nobody_reads_or_stores_a_filter_for_another(anna: Person, boris: Person):
    filter_id = await stored(anna, {})
    for answer in (
        await boris.client.get(f"{path_of(anna)}/{filter_id}"),
        await boris.client.post(path_of(anna), {}),
    ):
        assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")


async def test_a_filter_is_read_back_as_it_came(anna: Person):
    definition = {"room": {"timeline": {"limit": 5}}, "org.example.new": [1, "x"]}
    filter_id = await stored(anna, definition)
    assert not filter_id.startswith("{")
    assert (await anna.client.get(f"{path_of(anna)}/{filter_id}")).json == definition


async def test_the_same_filter_is_stored_once(anna: Person):
    first = await stored(anna, {"room": {"include_leave": True, "rooms": []}})
    second = await stored(anna, {"room": {"rooms": [], "include_leave": True}})
    assert first == second


async def test_an_unknown_filter_is_not_found(anna: Person, boris: Person):
    of_boris = await stored(boris, {})
    for filter_id in ("nonsense", of_boris):
        answer = await anna.client.get(f"{path_of(anna)}/{filter_id}")
        assert (answer.status, answer.errcode) == (404, "M_NOT_FOUND")
        answer = await anna.try_sync(filter=filter_id)
        assert (answer.status, answer.errcode) == (404, "M_NOT_FOUND")


@pytest.mark.parametrize("definition", [[], {"room": 5}, {"room": {"timeline": {"types": "all"}}}])
async def test_what_is_no_filter_is_refused_everywhere(anna: Person, definition: object):
    answer = await anna.client.post(path_of(anna), definition)
    assert (answer.status, answer.errcode) == (400, "M_BAD_JSON")
    if isinstance(definition, dict):
        answer = await anna.try_sync(filter=definition)
        assert (answer.status, answer.errcode) == (400, "M_BAD_JSON")


async def test_broken_inline_json_is_refused(anna: Person):
    answer = await anna.try_sync(filter='{"room":')
    assert (answer.status, answer.errcode) == (400, "M_BAD_JSON")


async def test_a_stored_filter_works_like_an_inline_one(anna: Person):
    room = await anna.create()
    await anna.send(room)
    definition = {"room": {"timeline": {"limit": 1}}}
    by_id = await anna.sync(filter=await stored(anna, definition))
    inline = await anna.sync(filter=definition)
    assert by_id["rooms"] == inline["rooms"]
    assert len(inline["rooms"]["join"][room]["timeline"]["events"]) == 1


async def test_timeline_types_and_senders_are_chosen(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    for number in range(30):
        await anna.send(room, f"anna {number}")
        await boris.send(room, f"boris {number}")
    wanted = {"types": ["m.room.mess*"], "senders": [boris.user_id], "limit": 4}
    timeline = (await anna.sync(filter={"room": {"timeline": wanted}}))["rooms"]["join"][room]["timeline"]
    assert [event["content"]["body"] for event in timeline["events"]] == [f"boris {n}" for n in range(26, 30)]
    assert timeline["limited"] is True


async def test_the_hidden_part_of_a_filtered_timeline_can_be_paged_to(anna: Person):
    room = await anna.create()
    for number in range(6):
        await anna.send(room, str(number))
        await anna.set_state(room, "m.room.topic", {"topic": str(number)})
    wanted = {"room": {"timeline": {"types": ["m.room.message"], "limit": 2}}}
    timeline = (await anna.sync(filter=wanted))["rooms"]["join"][room]["timeline"]
    assert [event["content"]["body"] for event in timeline["events"]] == ["4", "5"]
    query = {"dir": "b", "from": timeline["prev_batch"], "filter": '{"types":["m.room.message"]}', "limit": 1}
    (older,) = (await anna.call("GET", f"rooms/{room}/messages", **query))["chunk"]
    assert older["content"]["body"] == "3"


async def test_state_that_the_timeline_filter_hides_is_in_the_state(anna: Person):
    room = await anna.create()
    token = await anna.now()
    await anna.set_state(room, "m.room.topic", {"topic": "x"})
    await anna.send(room)
    wanted = {"room": {"timeline": {"types": ["m.room.message"]}}}
    entry = (await anna.sync(token, filter=wanted))["rooms"]["join"][room]
    assert [event["type"] for event in entry["timeline"]["events"]] == ["m.room.message"]
    assert [event["type"] for event in entry["state"]["events"]] == ["m.room.topic"]


async def test_state_types_are_chosen(anna: Person):
    room = await anna.create(name="x")
    wanted = {"room": {"state": {"types": ["m.room.name"]}, "timeline": {"limit": 0}}}
    entry = (await anna.sync(filter=wanted))["rooms"]["join"][room]
    assert {event["type"] for event in entry["state"]["events"]} == {"m.room.name"}
    assert entry["timeline"]["events"] == []
    assert entry["timeline"]["limited"] is True


async def test_ephemeral_and_account_data_are_chosen_by_type(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    await anna.read(room, await anna.send(room))
    await anna.type_in(room)
    for kind in ("org.example.a", "org.example.b"):
        await boris.set_data(kind, {})
        await boris.set_data(kind, {}, room)
    chosen = {
        "account_data": {"types": ["org.example.a"]},
        "room": {"ephemeral": {"types": ["m.typing"]}, "account_data": {"not_types": ["org.example.a"]}},
    }
    answer = await boris.sync(filter=chosen)
    entry = answer["rooms"]["join"][room]
    assert [event["type"] for event in answer["account_data"]["events"]] == ["org.example.a"]
    assert [event["type"] for event in entry["ephemeral"]["events"]] == ["m.typing"]
    assert [event["type"] for event in entry["account_data"]["events"]] == ["org.example.b"]


async def test_rooms_are_chosen_as_a_whole_or_in_parts(anna: Person):
    first, second = await anna.create(), await anna.create()
    answer = await anna.sync(filter={"room": {"not_rooms": [second]}})
    assert set(answer["rooms"]["join"]) == {first}
    answer = await anna.sync(filter={"room": {"timeline": {"rooms": [first]}}})
    assert answer["rooms"]["join"][first]["timeline"]["events"]
    assert not answer["rooms"]["join"][second]["timeline"]["events"]


async def test_nobody_fills_the_store_with_filters(anna: Person, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chancery.modules.sync.service.filters.MAX_FILTERS", 2)
    for number in range(2):
        await stored(anna, {"org.example": number})
    answer = await anna.client.post(path_of(anna), {"org.example": 3})
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")
    assert await stored(anna, {"org.example": 1})


@pytest.mark.parametrize("version", ["10", "11", "12"])
async def test_events_come_as_servers_exchange_them(anna: Person, version: str):
    room = await anna.create(room_version=version)
    await anna.redact(room, await anna.send(room, "taken back"))
    wish = {"event_format": "federation", "room": {"timeline": {"limit": 3}}}
    # Servers compute the id themselves; the schema knows the form of clients alone.
    entry = (await anna.sync(filter=wish, judged=False))["rooms"]["join"][room]
    plain = (await anna.sync(filter={"room": {"timeline": {"limit": 3}}}))["rooms"]["join"][room]
    for kind in ("state", "timeline"):
        for form, event in zip(entry[kind]["events"], plain[kind]["events"], strict=True):
            # What a server that received it would compute of it.
            assert form.pop("event_id") == event["event_id"]
            assert "$" + reference_hash(form, room_version(version)) == event["event_id"]
            assert {"prev_events", "auth_events", "depth", "hashes", "signatures"} <= form.keys()
            assert form.get("unsigned") == event.get("unsigned")
            if event["type"] != "m.room.message":
                assert form["hashes"]["sha256"] == content_hash(form)


async def test_the_form_of_servers_can_be_cut_to_members(anna: Person):
    room = await anna.create()
    wish = {"event_format": "federation", "event_fields": ["depth"], "room": {"timeline": {"limit": 1}}}
    answer = await anna.sync(filter=wish, judged=False)
    (event,) = answer["rooms"]["join"][room]["timeline"]["events"]
    assert event.keys() == {"depth"}


@pytest.mark.parametrize(
    "wanted",
    [
        {"room": {"rooms": ["not_a_room"]}},
        {"room": {"ephemeral": {"not_rooms": ["not_a_room"]}}},
        {"room": {"timeline": {"senders": ["notuser"]}}},
        {"presence": {"not_senders": ["@notuser"]}},
    ],
)
async def test_what_is_no_id_is_refused(anna: Person, wanted: dict[str, Any]):
    kept = await anna.client.post(f"{V3}/user/{anna.user_id}/filter", wanted)
    assert (kept.status, kept.errcode) == (400, "M_BAD_JSON")
    inline = await anna.client.get(f"{V3}/sync", query={"filter": json.dumps(wanted)})
    assert (inline.status, inline.errcode) == (400, "M_BAD_JSON")
    room = await anna.create()
    event_filter = wanted.get("presence") or next(iter(wanted["room"].values()))
    if isinstance(event_filter, dict):
        page = f"rooms/{room}/messages"
        answer = await anna.client.get(f"{V3}/{page}", query={"dir": "b", "filter": json.dumps(event_filter)})
        assert answer.status == 400
