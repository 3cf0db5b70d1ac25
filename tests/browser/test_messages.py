# SPDX-License-Identifier: EUPL-1.2
"""What one may do with a message: see its versions, who read it and who reacted, pin it, report it, jump to a day."""

import re

import pytest
from browser.pair import Pair, act
from browser.person import Person
from playwright.sync_api import Locator, expect

FIRST = "The hearing begins at nine"
# Whether a press in the middle of the conversation meets the list while the wheel turns and just after.
STRUCK = """
async () => {
  const list = document.querySelector('[data-timeline]');
  const { left, top, width, height } = list.getBoundingClientRect();
  const met = [];
  for (let frame = 0; frame < 8; frame += 1) {
    if (frame < 4) list.scrollTop -= 40;
    await new Promise((done) => requestAnimationFrame(done));
    met.push(document.elementFromPoint(left + width / 2, top + height / 2).closest('ul') !== null);
  }
  return met;
}
"""


@pytest.fixture(scope="module")
def pair(met: Pair) -> Pair:
    """Two people in their direct chat, with one message that was edited twice."""
    elena, carmen = met
    elena.say(FIRST)
    for number in (" or ten", " o'clock"):
        act(elena.message(FIRST).first, "Edit")
        expect(elena.composer).to_contain_text(FIRST)
        elena.page.keyboard.type(number)
        elena.page.keyboard.press("Enter")
        expect(carmen.message(number.strip()).first).to_be_visible()
    return met


def test_every_version_of_an_edited_message_can_be_read(pair: Pair) -> None:
    carmen = pair.carmen
    versions = _choose(carmen, FIRST, "Earlier versions").get_by_role("listitem")
    expect(versions).to_have_count(3)
    expect(versions.nth(0)).to_contain_text("or ten o'clock")
    expect(versions.nth(2)).to_contain_text(re.compile(f"{FIRST}$"))
    carmen.page.keyboard.press("Escape")


def test_readers_are_named_with_the_time(pair: Pair) -> None:
    elena, carmen = pair
    asked = elena.say("Who is coming?")
    carmen.page.bring_to_front()
    expect(asked.get_by_title("Read by: Carmen Reyes")).to_be_visible()
    elena.page.bring_to_front()
    readers = _choose(elena, "Who is coming?", "Who has read it")
    expect(readers.get_by_role("listitem")).to_contain_text("Carmen Reyes")
    expect(readers.get_by_role("listitem")).to_contain_text(re.compile(r"\d\d:\d\d"))
    elena.page.keyboard.press("Escape")


def test_those_who_reacted_are_named(pair: Pair) -> None:
    elena, carmen = pair
    act(carmen.message(FIRST).first, "Add a reaction")
    carmen.page.get_by_role("group", name="Usual reactions").get_by_role("button", name="👍").click()
    expect(elena.message(FIRST).first.get_by_role("button", name="👍, 1")).to_be_visible()
    dialog = _choose(elena, FIRST, "Who reacted")
    expect(dialog.get_by_role("listitem")).to_contain_text("Carmen Reyes")
    elena.page.keyboard.press("Escape")


def test_pins_are_listed_and_taken_away(pair: Pair) -> None:
    elena, carmen = pair
    for text in ("Agenda: budget", "Room 12"):
        elena.say(text)
        _menu(elena, text, "Pin")
    expect(carmen.page.get_by_role("button", name=re.compile("Pinned 2 of 2"))).to_be_visible()
    carmen.page.get_by_role("button", name="All pinned messages").click()
    pins = carmen.page.get_by_role("complementary", name="Pinned messages")
    expect(pins.get_by_role("listitem")).to_have_count(2)
    expect(pins.get_by_role("listitem").first).to_contain_text("Room 12")
    pins.get_by_role("listitem").first.get_by_role("button", name="Unpin").click()
    expect(pins.get_by_role("listitem")).to_have_count(1)
    pins.get_by_role("button", name=re.compile("Agenda")).click()
    expect(carmen.message("Agenda: budget").first).to_be_in_viewport()
    pins.get_by_role("button", name="Close").click()


def test_the_right_button_opens_a_menu_that_follows_the_message(pair: Pair) -> None:
    elena, carmen = pair
    elena.say("Bring the seal")
    carmen.message("Bring the seal").click(button="right", position={"x": 120, "y": 8})
    menu = carmen.page.get_by_role("menu", name="Actions on the message")
    expect(menu.get_by_role("menuitem", name="Pin", exact=True)).to_be_visible()
    _menu(elena, "Bring the seal", "Pin")
    menu.get_by_role("menuitem", name="Unpin").click()
    expect(carmen.message("Bring the seal").get_by_text("Pinned")).to_have_count(0)


def test_a_day_can_be_jumped_to(pair: Pair) -> None:
    carmen = pair.carmen
    carmen.page.get_by_role("button", name="Today").first.click()
    dialog = carmen.page.get_by_role("dialog", name="Jump to a date")
    dialog.get_by_role("button", name="Show").click()
    expect(dialog).to_have_count(0)
    expect(carmen.page.get_by_text("created the chat").first).to_be_in_viewport()


def test_a_press_counts_while_the_list_still_moves(pair: Pair) -> None:
    tab = pair.elena.context.new_page()
    tab.goto("/chats")
    tab.get_by_role("grid", name="Chats").get_by_role("row", name="Northern Bridges", exact=True).click()
    tab.get_by_role("list", name="Messages").get_by_text("Agreed.").wait_for()
    assert all(tab.evaluate(STRUCK))
    tab.close()


def test_a_message_is_reported_in_words(pair: Pair) -> None:
    carmen = pair.carmen
    dialog = _choose(carmen, FIRST, "Report")
    expect(dialog.get_by_role("button", name="Report")).to_be_disabled()
    dialog.get_by_label("What is wrong with it?").fill("Names a protected person")
    dialog.get_by_role("button", name="Report").click()
    expect(carmen.page.get_by_text("Reported. Thank you.")).to_be_visible()


def test_a_post_is_mentioned_and_its_holder_is_meant(pair: Pair) -> None:
    elena, carmen = pair
    post = elena.page.evaluate(
        "fetch('/api/v1/org/people?query=Reyes').then((answer) => answer.json()).then(({ items }) => items[0].post)"
    )
    elena.composer.click()
    elena.page.keyboard.type(f"@{post[:9]}")
    elena.page.get_by_role("option", name=post).click()
    elena.page.keyboard.type("please sign")
    elena.page.keyboard.press("Enter")
    pill = carmen.message("please sign").get_by_role("link", name=f"@{post}")
    expect(pill).to_have_attribute("href", re.compile("/people/.*reyes"))


def _menu(person: Person, text: str, entry: str) -> None:
    act(person.message(text).first, "More actions")
    person.page.get_by_role("menuitem", name=entry, exact=True).click()


def _choose(person: Person, text: str, entry: str) -> Locator:
    _menu(person, text, entry)
    return person.page.get_by_role("dialog")
