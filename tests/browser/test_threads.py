# SPDX-License-Identifier: EUPL-1.2
"""A thread between two officials in an encrypted chat: begun, answered, listed, marked unread, linked to."""

import re

import pytest
from browser.pair import Pair, act, gather
from browser.person import Person
from playwright.sync_api import Locator, expect

QUESTION = "Which room do we take for the hearing?"
ANSWER = "Room 12, I have booked it"
THANKS = "Thank you, Carmen"


@pytest.fixture
def pair(met: Pair, request: pytest.FixtureRequest) -> Pair:
    """The two in a chat of this test's own."""
    gather(met, request.node.name)
    return met


def test_an_answer_in_a_thread_stays_out_of_the_chat(pair: Pair) -> None:
    elena, carmen = pair
    thread = _begin(pair)
    bar = elena.message(QUESTION).get_by_role("button", name=re.compile("1 reply"))
    expect(bar).to_contain_text(ANSWER)
    expect(bar).to_contain_text("1 new")
    expect(elena.page.get_by_role("main").get_by_role("article", name=re.compile("booked"))).to_have_count(0)
    elena.say("And who takes the minutes?")
    expect(carmen.message("And who takes the minutes?")).to_be_visible()
    expect(thread.get_by_text("And who takes the minutes?")).to_have_count(0)


def test_reading_a_thread_takes_its_mark_away(pair: Pair) -> None:
    elena, _ = pair
    answered = _begin(pair)
    elena.page.get_by_role("button", name="Threads, 1 new reply").click()
    threads = elena.page.get_by_role("complementary", name="Threads")
    threads.get_by_role("button", name=re.compile(re.escape(QUESTION))).click()
    thread = _thread(elena)
    expect(thread.get_by_text(QUESTION)).to_be_visible()
    expect(thread.get_by_text(ANSWER)).to_be_visible()
    expect(elena.page.get_by_role("button", name="Threads", exact=True)).to_be_visible()
    expect(elena.message(QUESTION).get_by_text("1 new")).to_have_count(0)
    read = answered.locator("[data-row]", has_text=ANSWER)
    expect(read.get_by_title("Read by: Elena Marsh")).to_be_visible()
    _answer(thread, THANKS)
    expect(answered.get_by_text(THANKS)).to_be_visible()


def test_a_draft_of_a_thread_is_its_own(pair: Pair) -> None:
    elena, _ = pair
    _begin(pair)
    thread = _thank(elena)
    field = thread.get_by_role("textbox", name="Reply in the thread")
    field.click()
    elena.page.keyboard.type("Perhaps a larger one")
    expect(elena.composer).to_have_text("")
    thread.get_by_role("button", name="Close").click()
    elena.message(QUESTION).get_by_role("button", name=re.compile("2 replies")).click()
    expect(field).to_have_text("Perhaps a larger one")
    elena.page.reload()
    expect(field).to_have_text("Perhaps a larger one")
    expect(thread.get_by_text(THANKS)).to_be_visible()


def test_a_link_to_an_answer_opens_its_thread(pair: Pair) -> None:
    elena, carmen = pair
    thread = _begin(pair)
    _thank(elena)
    act(thread.locator("[data-row]", has_text=THANKS), "More actions")
    carmen.page.get_by_role("menuitem", name="Copy link to the message").click()
    link = str(carmen.page.evaluate("navigator.clipboard.readText()"))
    tab = elena.context.new_page()
    tab.goto(link)
    opened = tab.get_by_role("complementary", name="Thread", exact=True)
    expect(opened.get_by_text(THANKS)).to_be_visible()
    tab.close()


def test_keys_open_a_thread(pair: Pair) -> None:
    _, carmen = pair
    _begin(pair).get_by_role("button", name="Close").click()
    carmen.message(QUESTION).focus()
    carmen.page.keyboard.press("t")
    expect(carmen.page.get_by_role("textbox", name="Reply in the thread")).to_be_focused()


def _begin(pair: Pair) -> Locator:
    """Let Elena ask and Carmen answer in a thread; return Carmen's view of it."""
    elena, carmen = pair
    elena.say(QUESTION)
    act(carmen.message(QUESTION), "Reply in a thread")
    thread = _thread(carmen)
    _answer(thread, ANSWER)
    return thread


def _thank(elena: Person) -> Locator:
    """Let Elena open the thread and answer too; return her view of it."""
    elena.message(QUESTION).get_by_role("button", name=re.compile("1 reply")).click()
    thread = _thread(elena)
    _answer(thread, THANKS)
    return thread


def _thread(person: Person) -> Locator:
    return person.page.get_by_role("complementary", name="Thread", exact=True)


def _answer(thread: Locator, text: str) -> None:
    field = thread.get_by_role("textbox", name="Reply in the thread")
    field.click()
    thread.page.keyboard.type(text)
    thread.page.keyboard.press("Enter")
    expect(thread.locator("[data-row]", has_text=text)).to_be_visible()
