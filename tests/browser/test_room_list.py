# SPDX-License-Identifier: EUPL-1.2
"""The chat list: filters, archive, mute and marks, with the mouse, the keyboard and a finger, and the way back."""

import re
from urllib.parse import unquote

import pytest
from browser import chromium
from browser.pair import Pair
from browser.person import Person
from playwright.sync_api import Locator, expect

END_IN_A_SECOND = """
async (roomId) => {
  const address = `/_matrix/client/v3/pushrules/global/override/${encodeURIComponent(roomId)}`;
  const rule = await (await fetch(address)).json();
  const answer = await fetch(address, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...rule, 'org.chancery.until': Date.now() + 1000 }),
  });
  return answer.ok;
}
"""


@pytest.fixture
def pair(met: Pair) -> Pair:
    """The two, with a wide window again after a test that narrowed it."""
    met.elena.page.set_viewport_size(chromium.DESKTOP)
    return met


def test_an_archived_chat_leaves_the_list_and_comes_back(pair: Pair) -> None:
    elena, _ = pair
    page = elena.page
    page.goto("/chats")
    row = _row(elena, "Carmen Reyes")
    _menu(row, "Archive")
    expect(row).to_have_count(0)
    _filter(elena, "Archive")
    expect(row).to_be_visible()
    _filter(elena, "All")
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    row.focus()
    page.keyboard.press("Alt+a")
    expect(row).to_have_count(0)
    _filter(elena, "Archive")
    _menu(row, "Take out of the archive")
    expect(row).to_have_count(0)
    _filter(elena, "All")
    expect(row).to_be_visible()


def test_a_muted_chat_is_unread_and_counts_for_nothing(pair: Pair) -> None:
    elena, carmen = pair
    elena.open_chat("Directors")
    row = _row(elena, "Carmen Reyes")
    expect(elena.page).to_have_title(re.compile("Directors"))
    expect(elena.page.get_by_role("link", name=re.compile("unread message")).first).to_be_visible()
    before = elena.page.title()
    _mute(row, "Until I switch it on")
    expect(row.get_by_label("muted", exact=True)).to_be_visible()
    carmen.say("Are you there?")
    expect(row).to_contain_text("1 unread message")
    assert elena.page.title() == before
    _filter(elena, "Unread")
    expect(row).to_be_visible()
    _menu(row, "All messages")
    expect(elena.page).not_to_have_title(before)
    _filter(elena, "All")
    row.focus()
    elena.page.keyboard.press("Alt+u")
    expect(row).not_to_contain_text("unread message")
    expect(elena.page).to_have_title(before)
    elena.page.keyboard.press("Alt+u")
    expect(row).to_contain_text("marked as unread")
    row.click()
    expect(row).not_to_contain_text("marked as unread")


def test_a_mute_for_an_hour_says_so_and_ends_by_itself(pair: Pair) -> None:
    elena, _ = pair
    page = elena.page
    elena.open_chat("Budget 2027")
    row = _row(elena, "Budget 2027")
    _mute(row, "For an hour")
    mark = row.get_by_label(re.compile(r"^muted until .*\d\d:\d\d$"))
    expect(mark).to_be_visible()
    head = page.locator("header", has=page.get_by_role("heading", name="Budget 2027", level=1))
    expect(head.get_by_label(re.compile(r"^muted until .*\d\d:\d\d$"))).to_be_visible()
    page.get_by_role("button", name="Details").click()
    choice = page.get_by_role("button", name="Notify about")
    expect(choice).to_contain_text("Nothing until")
    assert page.evaluate(END_IN_A_SECOND, unquote(page.url.split("/chats/")[1].split("?")[0]))
    expect(mark).to_have_count(0)
    expect(choice).to_contain_text("As in the settings")
    page.get_by_role("button", name="Details").click()


def test_favourites_stand_first_and_have_a_filter(pair: Pair) -> None:
    elena, _ = pair
    elena.page.goto("/chats")
    row = _row(elena, "Carmen Reyes")
    _menu(row, "Add to favourites")
    expect(row.get_by_label("favourite")).to_be_visible()
    expect(_rows(elena).first).to_contain_text("Carmen Reyes")
    _filter(elena, "Favourites")
    expect(_rows(elena)).to_have_count(1)


def test_a_finger_archives_and_reads(pair: Pair) -> None:
    elena, carmen = pair
    page = elena.page
    elena.open_chat("Directors")
    carmen.say("One more thing")
    expect(_row(elena, "Carmen Reyes")).to_contain_text("1 unread message")
    page.set_viewport_size(chromium.PHONE)
    page.goto("/chats")
    row = _row(elena, "Carmen Reyes")
    expect(row).to_contain_text("1 unread message")
    _swipe(row, 200)
    expect(row).not_to_contain_text("unread message")
    _swipe(row, -200)
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Undo").first.click()
    expect(row).to_be_visible()


def _rows(person: Person) -> Locator:
    return person.page.get_by_role("grid", name="Chats").get_by_role("row")


def _row(person: Person, name: str) -> Locator:
    return _rows(person).filter(has_text=name)


def _menu(row: Locator, item: str) -> None:
    row.click(button="right")
    page = row.page
    page.get_by_role("menuitem", name=item).or_(page.get_by_role("menuitemradio", name=item)).click()


def _mute(row: Locator, how_long: str) -> None:
    _menu(row, "Nothing")
    row.page.get_by_role("dialog").get_by_role("button", name=how_long).click()


def _filter(person: Person, name: str) -> None:
    person.page.get_by_role("radiogroup", name="Show").get_by_role("radio", name=name, exact=True).click()


def _swipe(row: Locator, by: int) -> None:
    """Draw a finger over the row; Playwright itself only taps."""
    row.evaluate(
        """(row, by) => {
          const box = row.getBoundingClientRect();
          const at = (moved) => [new Touch({ identifier: 1, target: row,
            clientX: box.left + box.width / 2 + moved, clientY: box.top + 10 })];
          const send = (type, touches) =>
            row.dispatchEvent(new TouchEvent(type, { bubbles: true, cancelable: true, touches }));
          send('touchstart', at(0));
          send('touchmove', at(by / 2));
          send('touchmove', at(by));
          send('touchend', []);
        }""",
        by,
    )
