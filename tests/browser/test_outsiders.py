# SPDX-License-Identifier: EUPL-1.2
"""People from outside: marked in a chat and announced above its field; and the policy section that keeps them within."""

import re
import time
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from browser.conftest import Arrive
from browser.person import PASSWORD, Person
from playwright.sync_api import expect
from support.process import ServerProcess

DAY = 86_400_000
EVE = "Eve Auditor"


@pytest.fixture(scope="module")
def daniel(arrive: Arrive, server: ServerProcess) -> Person:
    """A head of a division who asked an external and a colleague into a room."""
    with httpx.Client(base_url=server.url, timeout=30) as http:
        _admit_eve(http)
        _sign_in(http, "okafor")
        people = http.get("/api/v1/org/people", params={"limit": 100}).raise_for_status().json()["items"]
        invited = [one["user_id"] for one in people if one["user_id"].startswith(("@reyes:", "@eve:"))]
        server_name = people[0]["user_id"].partition(":")[2]
        body = {"name": "Audit of the archive", "invite": [*invited, f"@eve:{server_name}"]}
        _post(http, "/_matrix/client/v3/createRoom", body)
    return _seated(arrive("okafor"))


def test_a_room_with_somebody_from_outside_says_so(daniel: Person) -> None:
    daniel.page.goto("/chats")
    daniel.open_chat("Audit of the archive")
    expect(daniel.page.get_by_role("note")).to_have_text(f"1 person from outside can read this: {EVE}")
    daniel.page.get_by_role("button", name="Details", exact=True).click()
    members = daniel.page.get_by_role("region", name="Members").get_by_role("listitem")
    expect(members.filter(has_text=EVE)).to_contain_text("External")
    expect(members.filter(has_text="Carmen Reyes")).not_to_contain_text("External")


def test_a_policy_takes_the_button_away_and_says_why(daniel: Person, arrive: Arrive) -> None:
    page = _seated(arrive("lindgren")).page
    page.goto("/admin/policies")
    field = page.get_by_role("textbox", name="Policies in Cedar")
    condition = 'when { resource == Person::"@reyes:NAME" }'
    name = page.evaluate("async () => (await (await fetch('/api/v1/session')).json()).user_id").partition(
        ":"
    )[2]
    text = f'@id("quiet")\n@reason("Carmen is not to be disturbed.")\nforbid (principal, action, resource)\n{condition};'
    field.fill(text.replace("NAME", name).replace("resource ==", "resorce =="))
    expect(page.get_by_role("button", name="Line 4")).to_be_visible()
    field.fill(text.replace("NAME", name))
    expect(page.get_by_text("The text is valid.")).to_be_visible()
    page.get_by_label("What was changed, and why").fill("A quiet week")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Version 1", exact=True)).to_be_visible()
    daniel.page.goto(f"/people/{quote(f'@reyes:{name}')}")
    expect(daniel.page.get_by_text(re.compile("Carmen is not to be disturbed"))).to_be_visible()
    expect(daniel.page.get_by_role("button", name="Write", exact=True)).to_have_count(0)


def _seated(person: Person) -> Person:
    person.sign_in()
    person.put_off_recovery_key()
    return person


def _admit_eve(http: httpx.Client) -> None:
    _sign_in(http, "lindgren")
    people = http.get("/api/v1/org/people", params={"limit": 100}).raise_for_status().json()["items"]
    [sponsor] = [one for one in people if one["user_id"].startswith("@okafor:")]
    now = int(time.time() * 1000)
    body = {
        "user_name": "eve",
        "name": EVE,
        "password": "a long visit to the archive",
        "unit_id": sponsor["unit_id"],
        "sponsor_id": sponsor["user_id"],
        "purpose": "Audit",
        "ends_at": now + 90 * DAY,
        "review_at": now + 30 * DAY,
    }
    _post(http, "/api/v1/org/externals", body)


def _sign_in(http: httpx.Client, user: str) -> None:
    login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": user}}
    http.headers.pop("Authorization", None)
    account = _post(http, "/_matrix/client/v3/login", {**login, "password": PASSWORD})
    http.headers["Authorization"] = f"Bearer {account['access_token']}"


def _post(http: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = http.post(path, json=body).raise_for_status().json()
    return answer
