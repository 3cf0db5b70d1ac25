# SPDX-License-Identifier: EUPL-1.2
"""Reporting rooms, events and people, and reading the reports."""

from typing import Any
from urllib.parse import quote

import pytest
from support.ministry import Ministry
from support.office import PASSWORD, SERVER
from support.people import V3, Person

from chancery.kit.ids import UserId


@pytest.fixture
async def anna(ministry: Ministry) -> Person:
    return await ministry.person("anna")


@pytest.fixture
async def boris(ministry: Ministry) -> Person:
    return await ministry.person("boris")


@pytest.fixture
async def vera(ministry: Ministry) -> Person:
    accounts = ministry.modules.accounts.accounts
    await accounts.create_person(
        UserId(f"@vera:{SERVER}"), password=PASSWORD, display_name="Vera", is_admin=True
    )
    return await ministry.person("vera")


async def reports(person: Person, **query: str | int) -> Any:
    answer = await person.client.get("/api/v1/reports", query=query)
    assert answer.status == 200, answer.body
    return answer.json


async def test_administrators_read_what_people_reported(anna: Person, boris: Person, vera: Person) -> None:
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    event = await boris.send(room, "rude words")
    assert (await anna.post(room, f"report/{event}", reason="rude", score=-100)).status == 200
    assert (await anna.post(room, f"report/{event}")).status == 200
    assert (await anna.post(room, "report", reason="noise")).status == 200
    path = f"{V3}/users/{quote(boris.user_id)}/report"
    assert (await anna.client.post(path, {"reason": ""})).json == {}
    first = await reports(vera, limit=3)
    second = await reports(vera, cursor=first["next_cursor"])
    assert second["next_cursor"] is None
    told = [
        (one["room_id"], one["event_id"], one["user_id"], one["reason"])
        for one in (*first["reports"], *second["reports"])
    ]
    assert told == [
        (None, None, boris.user_id, ""),
        (room, None, None, "noise"),
        (room, event, boris.user_id, ""),
        (room, event, boris.user_id, "rude"),
    ]
    entries = (await vera.client.get("/api/v1/audit/entries", query={"actor": anna.user_id})).json["items"]
    assert [entry["action"] for entry in entries].count("content.reported") == 4
    about = (await boris.client.get("/api/v1/audit/about-me")).json["items"]
    assert "content.reported" not in {entry["action"] for entry in about}


async def test_only_administrators_read_reports(anna: Person) -> None:
    assert (await anna.client.get("/api/v1/reports")).status == 403


async def test_what_is_not_there_cannot_be_reported(anna: Person, boris: Person) -> None:
    room = await anna.create()
    event = await anna.send(room, "closed")
    body = {"reason": "x"}
    for path in (
        f"{V3}/rooms/{quote(room)}/report/{quote(event)}",
        f"{V3}/rooms/{quote(room)}/report/$none",
        f"{V3}/rooms/!none:{SERVER}/report",
        f"{V3}/rooms/!none:{SERVER}/report/{quote(event)}",
        f"{V3}/users/@nobody:{SERVER}/report",
    ):
        answer = await boris.client.post(path, body)
        assert (answer.status, answer.errcode) == (404, "M_NOT_FOUND"), path


@pytest.mark.parametrize("body", [{"reason": 1}, {"reason": None}, {}, {"reason": ["x"]}])
async def test_a_report_of_a_room_needs_a_reason(anna: Person, body: dict[str, Any]) -> None:
    answer = await anna.post(await anna.create(), "report", **body)
    assert (answer.status, answer.errcode) == (400, "M_BAD_JSON")


@pytest.mark.parametrize("body", [{"reason": 1}, {"score": "bad"}, {"score": []}])
async def test_a_report_of_an_event_is_well_formed(anna: Person, body: dict[str, Any]) -> None:
    room = await anna.create()
    answer = await anna.post(room, f"report/{await anna.send(room, 'x')}", **body)
    assert (answer.status, answer.errcode) == (400, "M_BAD_JSON")
