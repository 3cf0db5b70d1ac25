# SPDX-License-Identifier: EUPL-1.2
"""Mentions of teams: an administrator makes one, a member writes to it, another member is told of the mention."""

import re
from typing import Any

import httpx
import pytest
from browser.conftest import Arrive
from browser.pair import Pair, act, meet
from browser.person import PASSWORD, Person
from playwright.sync_api import expect
from support.process import ServerProcess

TEAM = "Fisheries treaty"


@pytest.fixture(scope="module")
def pair(arrive: Arrive, server: ServerProcess) -> Pair:
    """Two people of one team in their direct chat."""
    with httpx.Client(base_url=server.url, timeout=30) as http:
        _make_team(http, "marsh", "reyes")
    return meet(arrive, "marsh", "reyes")


def test_a_mention_of_a_team_reaches_its_people(pair: Pair) -> None:
    elena, carmen = pair
    carmen.page.goto("/")
    _mention(elena, "are due today")
    carmen.page.get_by_role("button", name=re.compile("^Notifications")).click()
    told = carmen.page.get_by_role("tabpanel").get_by_text(f"Papers for @{TEAM} are due today")
    expect(told).to_be_visible()
    carmen.page.keyboard.press("Escape")
    carmen.page.goto("/chats")
    expect(carmen.message(f"@{TEAM} are due today")).to_be_visible()


def test_an_edit_after_a_reload_keeps_the_mention(pair: Pair) -> None:
    elena, carmen = pair
    _mention(elena, "are due tomorrow")
    elena.page.reload()
    act(elena.message("are due tomorrow"), "Edit")
    expect(elena.composer.locator("[data-type=mention]")).to_have_text(f"@{TEAM}")
    elena.page.keyboard.press("Control+End")
    elena.page.keyboard.type(", at noon")
    elena.page.keyboard.press("Enter")
    for person in pair:
        expect(person.message(f"Papers for @{TEAM} are due tomorrow, at noon")).to_be_visible()
    mention = carmen.message("at noon").get_by_text(f"@{TEAM}", exact=True)
    expect(mention).to_be_visible()


def _mention(person: Person, what: str) -> None:
    """Write that papers for the team are due."""
    page = person.page
    page.goto("/chats")
    person.composer.click()
    page.keyboard.type("Papers for @fish")
    choice = page.get_by_role("option", name=TEAM)
    expect(choice).to_contain_text("1 person in this chat")
    choice.click()
    page.keyboard.type(what)
    page.keyboard.press("Enter")
    expect(person.message(f"Papers for @{TEAM} {what}")).to_be_visible()


def _make_team(http: httpx.Client, *names: str) -> None:
    login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "lindgren"}}
    account = _post(http, "/_matrix/client/v3/login", {**login, "password": PASSWORD})
    http.headers["Authorization"] = f"Bearer {account['access_token']}"
    units = http.get("/api/v1/org/units").raise_for_status().json()["units"]
    team = _post(http, "/api/v1/org/teams", {"unit_id": units[0]["id"], "name": TEAM})
    server_name = account["user_id"].partition(":")[2]
    for name in names:
        _post(http, f"/api/v1/org/teams/{team['id']}/members", {"user_id": f"@{name}:{server_name}"})


def _post(http: httpx.Client, path: str, body: dict[str, str] | dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = http.post(path, json=body).raise_for_status().json()
    return answer
