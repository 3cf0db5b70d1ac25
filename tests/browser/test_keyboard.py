# SPDX-License-Identifier: EUPL-1.2
"""The whole client without a mouse: regions, lists, the timeline, the palette, the list of shortcuts."""

import re

import pytest
from browser.conftest import Arrive
from browser.person import Person
from playwright.sync_api import Page, expect

FOCUSED_REGION = "document.activeElement?.closest('[data-region]')?.dataset.region ?? null"
FOCUSED_ROW = "document.activeElement?.closest('[data-row]')?.getAttribute('aria-label') ?? null"


@pytest.fixture(scope="module")
def okafor(arrive: Arrive) -> Person:
    """Somebody with a conversation open."""
    person = arrive("okafor")
    person.sign_in()
    person.put_off_recovery_key()
    return person


@pytest.fixture
def page(okafor: Person) -> Page:
    """His page with one conversation open and the message field ready."""
    okafor.open_chat("Northern Bridges")
    okafor.composer.wait_for()
    return okafor.page


def _focus(page: Page, expression: str) -> str | None:
    found: str | None = page.evaluate(expression)
    return found


@pytest.mark.parametrize(
    "letter", [pytest.param("k", id="latin layout"), pytest.param("л", id="russian layout")]
)
def test_the_palette_opens_a_chat_and_a_person(page: Page, letter: str) -> None:
    _palette(page, letter)
    page.keyboard.type("IT Help")
    expect(page.get_by_role("option", name=re.compile("^IT Help"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="IT Help", level=1)).to_be_visible()
    _palette(page, letter)
    page.keyboard.type("@Kirsten")
    expect(page.get_by_role("option", name=re.compile("Kirsten Sund"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/people/"))
    expect(page.get_by_role("heading", name="Kirsten Sund")).to_be_visible()


def _palette(page: Page, letter: str) -> None:
    """Press Ctrl+K as a keyboard of that layout reports it: the place of the key is the same, the letter is not."""
    page.evaluate(
        "(key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
        " { key, code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true }))",
        letter,
    )
    expect(page.get_by_role("dialog", name="Search and commands")).to_be_visible()
    expect(page.get_by_role("searchbox", name="Search and commands")).to_be_focused()


def test_f6_walks_through_the_regions_and_back(page: Page) -> None:
    page.get_by_role("link", name="Home").focus()
    walked = [_focus(page, FOCUSED_REGION)]
    for _ in range(8):
        page.keyboard.press("F6")
        walked.append(_focus(page, FOCUSED_REGION))
        if walked[-1] == walked[0]:
            break
    assert walked[0] == walked[-1] == "rail"
    assert {"top", "list", "main", "composer"} <= set(walked)
    page.keyboard.press("Shift+F6")
    assert _focus(page, FOCUSED_REGION) == walked[-2]


def test_arrows_choose_a_chat_and_enter_opens_it(page: Page) -> None:
    rows = page.get_by_role("grid", name="Chats").get_by_role("row")
    rows.first.focus()
    first = rows.first.get_attribute("aria-label") or rows.first.inner_text()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(rows.first).to_be_focused()
    page.keyboard.press("Enter")
    name = page.get_by_role("heading", level=1).last
    expect(name).to_contain_text(first.splitlines()[0])


def test_the_timeline_is_one_tab_stop_with_arrows_inside(page: Page, okafor: Person) -> None:
    stop = page.locator("[data-row][tabindex='0']")
    expect(stop).to_have_count(1)
    expect(stop).to_be_visible()
    expect(okafor.composer).to_be_focused()
    page.keyboard.press("Shift+Tab")
    newest = _focus(page, FOCUSED_ROW)
    assert newest is not None
    assert newest.startswith("Elena Marsh")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-row]:focus")).not_to_have_attribute("aria-label", newest)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-row]:focus")).to_have_attribute("aria-label", newest)
    page.keyboard.press("Enter")
    expect(page.locator("[data-row] :focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-row]:focus")).to_have_attribute("aria-label", newest)
    assert page.locator("[data-row][tabindex='0']").count() == 1
    page.keyboard.press("Escape")
    expect(okafor.composer).to_be_focused()


def test_r_replies_and_escape_ends_the_reply(page: Page, okafor: Person) -> None:
    expect(okafor.composer).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-row]:focus")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_text("Reply to Elena Marsh")).to_be_visible()
    expect(okafor.composer).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Reply to Elena Marsh")).to_have_count(0)


def test_the_question_mark_shows_all_shortcuts(page: Page) -> None:
    page.get_by_role("link", name="Home").focus()
    page.keyboard.press("Shift+Slash")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_contain_text("Next part of the page")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="Home")).to_be_focused()
