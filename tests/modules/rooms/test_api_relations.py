# SPDX-License-Identifier: EUPL-1.2
"""Relations, threads and bundled aggregations."""

from typing import Any

import pytest
from modules.rooms.conftest import House
from support.http import Answer
from support.people import V3, Person

V1 = "/_matrix/client/v1/rooms"


def related(kind: str, parent: str, **more: Any) -> dict[str, Any]:
    change = {"m.new_content": {"msgtype": "m.text", "body": "new"}} if kind == "m.replace" else {}
    return {**change, "m.relates_to": {"rel_type": kind, "event_id": parent, **more}}


async def react(person: Person, room: str, parent: str, key: str) -> str:
    content = related("m.annotation", parent, key=key)
    answer = await person.try_send(room, content, kind="m.reaction")
    return str(answer.json["event_id"])


async def relations(person: Person, room: str, path: str, **query: str | int) -> Answer:
    return await person.client.get(f"{V1}/{room}/relations/{path}", query=query)


async def test_the_three_forms(anna: Person) -> None:
    room = await anna.create()
    parent = await anna.send(room, "parent")
    reaction = await react(anna, room, parent, "👍")
    edit = await anna.send(room, "* new", **related("m.replace", parent))
    assert ids(await relations(anna, room, parent)) == [edit, reaction]
    assert ids(await relations(anna, room, f"{parent}/m.replace")) == [edit]
    assert ids(await relations(anna, room, f"{parent}/m.annotation/m.reaction")) == [reaction]
    assert ids(await relations(anna, room, f"{parent}/m.annotation/m.room.message")) == []
    assert ids(await relations(anna, room, parent, dir="f")) == [reaction, edit]


def ids(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [event["event_id"] for event in answer.json["chunk"]]


async def test_who_may_read_relations(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create()
    parent = await anna.send(room, "parent")
    assert (await house.anonymous.get(f"{V1}/{room}/relations/{parent}")).status == 401
    assert (await relations(boris, room, parent)).errcode == "M_FORBIDDEN"
    assert (await boris.client.get(f"{V1}/{room}/threads")).errcode == "M_FORBIDDEN"
    assert (await relations(anna, room, "$unknown")).errcode == "M_NOT_FOUND"


async def test_pages(anna: Person) -> None:
    room = await anna.create()
    parent = await anna.send(room, "parent")
    sent = [await react(anna, room, parent, str(number)) for number in range(5)]
    first = await relations(anna, room, parent, limit=2)
    assert ids(first) == [sent[4], sent[3]]
    second = await relations(anna, room, parent, limit=2, **{"from": first.json["next_batch"]})
    assert ids(second) == [sent[2], sent[1]]
    last = await relations(anna, room, parent, limit=2, **{"from": second.json["next_batch"]})
    assert ids(last) == [sent[0]]
    assert "next_batch" not in last.json
    forth = await relations(anna, room, parent, limit=3, dir="f")
    rest = await relations(anna, room, parent, limit=3, dir="f", **{"from": forth.json["next_batch"]})
    assert ids(forth) + ids(rest) == sent


async def test_relations_of_relations(anna: Person) -> None:
    room = await anna.create()
    root = await anna.send(room, "root")
    reply = await anna.send(room, "reply", **related("m.thread", root))
    edit = await anna.send(room, "* reply", **related("m.replace", reply))
    assert ids(await relations(anna, room, root)) == [reply]
    deep = await relations(anna, room, root, recurse="true")
    assert ids(deep) == [edit, reply]
    assert deep.json["recursion_depth"] == 3


async def test_redacted_relations_are_gone(anna: Person) -> None:
    room = await anna.create()
    parent = await anna.send(room, "parent")
    reaction = await react(anna, room, parent, "👍")
    await anna.call("PUT", room, f"redact/{reaction}/1", {})
    assert ids(await relations(anna, room, parent)) == []


async def test_relations_from_other_rooms_do_not_count(anna: Person) -> None:
    room, other = await anna.create(), await anna.create()
    parent = await anna.send(room, "parent")
    await react(anna, other, parent, "👍")
    assert ids(await relations(anna, room, parent)) == []


@pytest.mark.parametrize("relation", ["x", 7, {}, {"rel_type": 1, "event_id": 2}, {"rel_type": "m.thread"}])
async def test_malformed_relations_relate_to_nothing(anna: Person, relation: object) -> None:
    room = await anna.create()
    await anna.send(room, "x", **{"m.relates_to": relation})
    assert await anna.texts(room) == ["x"]


async def test_edits_references_and_threads_are_bundled(anna: Person, boris: Person, carla: Person) -> None:
    room = await anna.create(invite=[boris.user_id, carla.user_id])
    await boris.join(room)
    await carla.join(room)
    parent = await anna.send(room, "parent")
    await anna.send(room, "* first", **related("m.replace", parent))
    edit = await anna.send(room, "* second", **related("m.replace", parent))
    await boris.send(room, "* forged", **related("m.replace", parent))
    await boris.send(room, "one", **related("m.thread", parent))
    last = await boris.send(room, "two", **related("m.thread", parent))
    reference = await anna.send(room, "ref", **related("m.reference", parent))
    event = (await anna.get(room, f"event/{parent}")).json
    bundle = event["unsigned"]["m.relations"]
    assert bundle["m.replace"]["event_id"] == edit
    assert bundle["m.reference"] == {"chunk": [{"event_id": reference}]}
    thread = bundle["m.thread"]
    assert (thread["latest_event"]["event_id"], thread["count"]) == (last, 2)
    assert thread["current_user_participated"] is True
    for person, took_part in ((boris, True), (carla, False)):
        page = (await person.get(room, "messages", dir="b", limit=100)).json
        bundled = next(event for event in page["chunk"] if event["event_id"] == parent)
        assert bundled["unsigned"]["m.relations"]["m.thread"]["current_user_participated"] is took_part


async def test_an_edit_that_is_none_is_not_bundled(anna: Person) -> None:
    room = await anna.create()
    parent = await anna.send(room, "parent")
    edit = await anna.send(room, "* good", **related("m.replace", parent))
    await anna.send(room, "* of an edit", **related("m.replace", edit))
    for content in ({}, {"m.new_content": "text"}):
        await anna.send(room, "* empty", **{**related("m.replace", parent), "m.new_content": None, **content})
    assert "unsigned" in (await anna.get(room, f"event/{parent}")).json
    bundle = (await anna.get(room, f"event/{parent}")).json["unsigned"]["m.relations"]
    assert bundle["m.replace"]["event_id"] == edit
    assert "m.relations" not in (await anna.get(room, f"event/{edit}")).json.get("unsigned", {})


async def test_threads_without_ignored_people(anna: Person, boris: Person, carla: Person) -> None:
    room = await anna.create(invite=[boris.user_id, carla.user_id])
    await boris.join(room)
    await carla.join(room)
    his, hers = await boris.send(room, "SECRET"), await carla.send(room, "hers")
    heard = await carla.send(room, "heard", **related("m.thread", hers))
    await boris.send(room, "unheard", **related("m.thread", hers))
    await carla.send(room, "answer", **related("m.thread", his))
    ignored = {"ignored_users": {boris.user_id: {}}}
    path = f"{V3}/user/{anna.user_id}/account_data/m.ignored_user_list"
    assert (await anna.client.put(path, ignored)).status == 200
    listed = (await anna.client.get(f"{V1}/{room}/threads")).json["chunk"]
    found = {event["event_id"]: event for event in listed}
    assert found[his]["content"] == {}
    thread = found[hers]["unsigned"]["m.relations"]["m.thread"]
    assert (thread["count"], thread["latest_event"]["event_id"]) == (1, heard)
    theirs = {e["event_id"]: e for e in (await carla.client.get(f"{V1}/{room}/threads")).json["chunk"]}
    assert theirs[his]["content"]["body"] == "SECRET"
    assert theirs[hers]["unsigned"]["m.relations"]["m.thread"]["count"] == 2


async def test_bundles_hold_only_what_the_reader_may_see(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    parent = await anna.send(room, "parent")
    await boris.post(room, "leave")
    await anna.send(room, "* secret", **related("m.replace", parent))
    assert "unsigned" in (await anna.get(room, f"event/{parent}")).json
    his = (await boris.get(room, f"event/{parent}")).json
    assert "m.relations" not in his.get("unsigned", {})
    assert ids(await relations(boris, room, parent)) == []


async def test_the_same_reaction_counts_once(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    parent = await anna.send(room, "parent")
    first = await react(anna, room, parent, "👍")
    content = related("m.annotation", parent, key="👍")
    again = await anna.try_send(room, content, kind="m.reaction")
    assert (again.status, again.errcode) == (400, "M_DUPLICATE_ANNOTATION")
    await react(anna, room, parent, "🎉")
    await react(boris, room, parent, "👍")
    await anna.call("PUT", room, f"redact/{first}/1", {})
    assert (await anna.try_send(room, content, kind="m.reaction")).status == 200


async def test_threads(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    roots = [await anna.send(room, f"root {number}") for number in range(3)]
    for root in (roots[1], roots[0], roots[2], roots[1]):
        await anna.send(room, "answer", **related("m.thread", root))
    await boris.send(room, "answer", **related("m.thread", roots[0]))
    path = f"{V1}/{room}/threads"
    everything = await anna.client.get(path)
    assert ids(everything) == [roots[0], roots[1], roots[2]]
    assert everything.json["chunk"][0]["unsigned"]["m.relations"]["m.thread"]["count"] == 2
    assert ids(await boris.client.get(path, query={"include": "participated"})) == [roots[0]]
    first = await anna.client.get(path, query={"limit": 2})
    rest = await anna.client.get(path, query={"limit": 2, "from": first.json["next_batch"]})
    assert (ids(first), ids(rest)) == ([roots[0], roots[1]], [roots[2]])
    assert (await anna.client.get(path, query={"include": "mine"})).errcode == "M_INVALID_PARAM"
