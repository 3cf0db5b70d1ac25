# SPDX-License-Identifier: EUPL-1.2
"""The organisation changes, and rooms with it: a division moves under another department, a deputy answers for a post."""

from pathlib import Path

import pytest
from browser.conftest import Arrive
from browser.person import Person
from playwright.sync_api import Locator, expect

FOLLOWS_WITHIN_MS = 5_000
OLD = "Department of Regional Programmes"
NEW = "Department of Finance and Procurement"
DIVISION = "Programme Planning Division"


def _arrived(arrive: Arrive, name: str) -> Person:
    person = arrive(name)
    person.sign_in()
    person.put_off_recovery_key()
    return person


@pytest.fixture(scope="module")
def lindgren(arrive: Arrive) -> Person:
    """The administrator of the agency, signed in."""
    return _arrived(arrive, "lindgren")


@pytest.fixture(scope="module")
def okafor(arrive: Arrive) -> Person:
    """The head of the division, with the chats open."""
    return _arrived(arrive, "okafor")


def _row(person: Person, name: str) -> Locator:
    return person.page.get_by_role("grid", name="Chats").get_by_role("row", name=name)


def _unit_of_console(person: Person, unit: str) -> None:
    page = person.page
    units = page.evaluate("async () => (await (await fetch('/api/v1/org/units')).json()).units")
    page.goto(f"/admin/structure/{next(known['id'] for known in units if known['name'] == unit)}")
    expect(page.get_by_role("heading", name=unit)).to_be_visible()


def test_a_moved_division_finds_itself_in_other_rooms(
    lindgren: Person, okafor: Person, artifacts: Path
) -> None:
    page = lindgren.page
    for unit in (OLD, NEW):
        page.goto("/people")
        page.get_by_role("treegrid", name="Units").get_by_role("row", name=unit).first.click()
        page.get_by_role("button", name="Give the team a space").click()
        expect(page.get_by_text("The team has a space")).to_be_visible()
    page.screenshot(path=artifacts / "moves-team.png")
    okafor.page.goto("/chats")
    expect(_row(okafor, OLD).first).to_be_visible()
    expect(_row(okafor, NEW)).to_have_count(0)
    _unit_of_console(lindgren, DIVISION)
    page.get_by_role("button", name=f"Actions: {DIVISION}").click()
    page.get_by_role("menuitem", name="Move…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Under which unit").click()
    page.get_by_role("searchbox").last.fill(NEW)
    page.get_by_role("option", name=NEW).first.click()
    # Kirsten Sund acts for the head of another division of the old department, and stays there.
    expect(dialog.get_by_text("3 people: 9 rooms joined, 6 rooms left")).to_be_visible()
    page.screenshot(path=artifacts / "moves-preview.png")
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(_row(okafor, NEW).first).to_be_visible(timeout=FOLLOWS_WITHIN_MS)
    expect(_row(okafor, OLD)).to_have_count(0, timeout=FOLLOWS_WITHIN_MS)
    okafor.page.screenshot(path=artifacts / "moves-rooms.png")
    okafor.page.goto("/people")
    okafor.page.get_by_role("treegrid", name="Units").get_by_role("row", name=NEW).first.click()
    okafor.page.get_by_role("link", name="Team chat").click()
    okafor.composer.wait_for()


def test_a_deputy_answers_for_the_post(
    arrive: Arrive, lindgren: Person, okafor: Person, artifacts: Path
) -> None:
    # The deputy belongs to no part that another test moves.
    marsh = _arrived(arrive, "marsh")
    okafor.page.goto("/people")
    okafor.page.get_by_role("searchbox", name="Name, post or unit").fill("Carmen Reyes")
    okafor.page.get_by_role("row", name="Carmen Reyes").click()
    okafor.page.screenshot(path=artifacts / "moves-card.png")
    okafor.page.get_by_role("button", name="Write to the post").click()
    okafor.composer.wait_for()
    okafor.say("When is the notice due?")
    _unit_of_console(lindgren, "Procurement Division")
    page = lindgren.page
    line = (
        page.get_by_role("region", name="Posts").get_by_role("listitem").filter(has_text="Head of Division")
    )
    line.first.get_by_role("button", name="Actions: Head of Division").click()
    page.get_by_role("menuitem", name="Appoint somebody…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Person").fill("Marsh")
    page.get_by_role("option", name="Elena Marsh").click()
    dialog.get_by_text("acting").first.click()
    expect(dialog.get_by_text("1 person: ")).to_be_visible()
    page.screenshot(path=artifacts / "moves-deputy.png")
    dialog.get_by_role("button", name="Appoint", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    marsh.page.goto("/chats")
    chat = _row(marsh, "Head of Division · Daniel Okafor").first
    expect(chat).to_be_visible(timeout=FOLLOWS_WITHIN_MS)
    chat.click()
    expect(marsh.page.get_by_text("When is the notice due?").first).to_be_visible()
    marsh.say("On the 9th; I answer for Carmen today.")
    expect(okafor.page.get_by_text("On the 9th; I answer for Carmen today.").first).to_be_visible()
    marsh.page.screenshot(path=artifacts / "moves-answer.png")
