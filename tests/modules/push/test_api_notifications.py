# SPDX-License-Identifier: EUPL-1.2
"""`GET /notifications`: what notified, newest first, over all rooms, page by page."""

from typing import Any
from urllib.parse import quote

import pytest
from support.people import V3, Person


async def page(person: Person, **query: str | int) -> dict[str, Any]:
    answer = await person.client.get(f"{V3}/notifications", query=query)
    assert answer.status == 200, answer.body
    return dict(answer.json)


def bodies(found: dict[str, Any]) -> list[str]:
    return [entry["event"]["content"]["body"] for entry in found["notifications"]]


async def test_notifications_of_all_rooms_newest_first(anna: Person, boris: Person, room: str) -> None:
    other = await anna.create(preset="public_chat")
    await boris.join(other)
    await anna.send(room, "one")
    await anna.send(other, "two")
    await boris.send(other, "mine")
    await anna.try_send(room, {"msgtype": "m.notice", "body": "built"})
    await anna.send(room, "three", **{"m.mentions": {"user_ids": [boris.user_id]}})
    found = await page(boris)
    assert bodies(found) == ["three", "two", "one"]
    assert "next_token" not in found
    newest = found["notifications"][0]
    assert newest["room_id"] == room
    assert newest["profile_tag"] == ""
    assert newest["ts"] == newest["event"]["origin_server_ts"]
    assert newest["actions"] == [
        "notify",
        {"set_tweak": "sound", "value": "default"},
        {"set_tweak": "highlight"},
    ]
    assert [entry["read"] for entry in found["notifications"]] == [False, True, False]
    assert bodies(await page(boris, only="highlight")) == ["three"]


async def test_pages_join_without_gap_or_repetition(anna: Person, boris: Person, room: str) -> None:
    rooms = [room]
    for _ in range(2):
        rooms.append(await anna.create(preset="public_chat"))
        await boris.join(rooms[-1])
    sent = []
    for number in range(70):
        sent.append(f"message {number}")
        await anna.send(rooms[number % 3], sent[-1])
    seen: list[str] = []
    token = ""
    for _ in range(20):
        found = await page(boris, limit=7, **{"from": token} if token else {})
        seen += bodies(found)
        token = found.get("next_token", "")
        if not token:
            break
    assert seen == sent[::-1]


async def test_reading_and_leaving(anna: Person, boris: Person, room: str) -> None:
    event = await anna.send(room, "one")
    await boris.post(room, f"receipt/m.read/{quote(event, safe='')}")
    assert [entry["read"] for entry in (await page(boris))["notifications"]] == [True]
    await boris.post(room, "leave")
    assert (await page(boris))["notifications"] == []


@pytest.mark.parametrize("token", ["x", "-1", "1" * 30])
async def test_a_foreign_token_is_refused(boris: Person, token: str) -> None:
    answer = await boris.client.get(f"{V3}/notifications", query={"from": token})
    assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM")
