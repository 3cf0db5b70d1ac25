# SPDX-License-Identifier: EUPL-1.2
"""Messages that others relate to, and threads in which one took part."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from support.people import Person

V1 = "/_matrix/client/v1"


def about(event: str, rel_type: str, **more: Any) -> dict[str, Any]:
    return {"m.relates_to": {"rel_type": rel_type, "event_id": event, **more}}


@pytest.fixture
async def room(anna: Person, boris: Person) -> str:
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    return room


async def test_messages_that_others_relate_to(anna: Person, boris: Person, room: str) -> None:
    first, second, third = [await anna.send(room, text) for text in ("first", "second", "third")]
    await boris.send(room, "answer", **about(first, "m.thread"))
    await anna.send(room, "own answer", **about(second, "m.thread"))
    reaction = await boris.try_send(room, about(third, "m.annotation", key="+"), kind="m.reaction")
    assert reaction.status == 200

    async def found(**wanted: Any) -> list[str]:
        return await anna.texts(room, filter=json.dumps(wanted))

    assert await found(related_by_rel_types=["m.thread"]) == ["second", "first"]
    assert await found(related_by_rel_types=["m.annotation", "m.thread"]) == ["third", "second", "first"]
    assert await found(related_by_senders=[boris.user_id]) == ["third", "first"]
    both = {"related_by_rel_types": ["m.thread"], "related_by_senders": [boris.user_id]}
    assert await found(**both) == ["first"]
    assert await found(**both, not_senders=[anna.user_id]) == []
    assert await found(related_by_senders=[]) == []


async def test_pages_of_related_messages_are_whole(anna: Person, room: str) -> None:
    roots = []
    for number in range(6):
        roots.append(await anna.send(room, f"root {number}"))
        await anna.send(room, "answer", **about(roots[-1], "m.thread"))
    query: dict[str, Any] = {
        "dir": "b",
        "limit": 2,
        "filter": json.dumps({"related_by_rel_types": ["m.thread"]}),
    }
    seen = []
    while True:
        page = (await anna.get(room, "messages", **query)).json
        seen += [event["event_id"] for event in page["chunk"]]
        if "end" not in page:
            break
        query["from"] = page["end"]
    assert seen == roots[::-1]


async def test_pages_of_threads_in_which_one_took_part(anna: Person, boris: Person, room: str) -> None:
    mine = []
    for number in range(8):
        root = await anna.send(room, f"root {number}")
        await anna.send(room, "answer", **about(root, "m.thread"))
        if number % 3 == 0:
            await boris.send(room, "me too", **about(root, "m.thread"))
            mine.append(root)
    own = await boris.send(room, "by me")
    await anna.send(room, "answer", **about(own, "m.thread"))
    path, query = f"{V1}/rooms/{quote(room)}/threads", {"include": "participated", "limit": 2}
    seen: list[str] = []
    while True:
        page = (await boris.client.get(path, query=query)).json
        assert len(page["chunk"]) == 2 or "next_batch" not in page
        seen += [event["event_id"] for event in page["chunk"]]
        if "next_batch" not in page:
            break
        query["from"] = page["next_batch"]
    assert seen == [own, *mine[::-1]]
