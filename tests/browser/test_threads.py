# SPDX-License-Identifier: EUPL-1.2
"""A thread between two officials in an encrypted chat: begun, answered, listed, marked unread, linked to."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.conftest import Arrive
from browser.pair import Pair, act, meet
from playwright.sync_api import Locator, expect

QUESTION = "Which room do we take for the hearing?"


@pytest.fixture(scope="module")
def pair(arrive: Arrive) -> Pair:
    """Two people in their direct chat."""
    return meet(arrive, "marsh", "reyes")


@pytest.fixture(autouse=True)
def _nothing_to_complain(pair: Pair, request: pytest.FixtureRequest, artifacts: Path) -> Iterator[None]:
    yield
    for person in pair:
        person.picture(artifacts, f"{request.node.name}-{person.name}")
    assert [complaint for person in pair for complaint in person.watch.take()] == []


def test_an_answer_in_a_thread_stays_out_of_the_chat(pair: Pair) -> None:
    elena, carmen = pair
    elena.say(QUESTION)
    asked = carmen.message(QUESTION)
    act(asked, "Reply in a thread")
    thread = carmen.page.get_by_role("complementary", name="Thread")
    _answer(thread, "Room 12, I have booked it")
    bar = elena.message(QUESTION).get_by_role("button", name=re.compile("1 answer"))
    expect(bar).to_contain_text("Room 12, I have booked it")
    expect(bar).to_contain_text("1 new")
    expect(elena.page.get_by_role("main").get_by_role("article", name=re.compile("booked"))).to_have_count(0)
    elena.say("And who takes the minutes?")
    expect(carmen.message("And who takes the minutes?")).to_be_visible()
    expect(thread.get_by_text("And who takes the minutes?")).to_have_count(0)


def test_reading_a_thread_takes_its_mark_away(pair: Pair) -> None:
    elena, carmen = pair
    marked = elena.page.get_by_role("button", name="Threads, 1 new answer")
    marked.click()
    threads = elena.page.get_by_role("complementary", name="Threads")
    threads.get_by_role("button", name=re.compile(re.escape(QUESTION))).click()
    thread = elena.page.get_by_role("complementary", name="Thread", exact=True)
    expect(thread.get_by_text(QUESTION)).to_be_visible()
    expect(thread.get_by_text("Room 12, I have booked it")).to_be_visible()
    expect(elena.page.get_by_role("button", name="Threads", exact=True)).to_be_visible()
    expect(elena.message(QUESTION).get_by_text("1 new")).to_have_count(0)
    read = carmen.page.get_by_role("complementary", name="Thread").locator("[data-row]", has_text="Room 12")
    expect(read.get_by_title("Read by: Elena Marsh")).to_be_visible()
    _answer(thread, "Thank you, Carmen")
    expect(
        carmen.page.get_by_role("complementary", name="Thread").get_by_text("Thank you, Carmen")
    ).to_be_visible()


def test_a_draft_of_a_thread_is_its_own(pair: Pair) -> None:
    elena, _ = pair
    thread = elena.page.get_by_role("complementary", name="Thread", exact=True)
    field = thread.get_by_role("textbox", name="Answer in the thread")
    field.click()
    elena.page.keyboard.type("Perhaps a larger one")
    expect(elena.composer).to_have_text("")
    thread.get_by_role("button", name="Close").click()
    elena.message(QUESTION).get_by_role("button", name=re.compile("2 answers")).click()
    expect(thread.get_by_role("textbox", name="Answer in the thread")).to_have_text("Perhaps a larger one")
    elena.page.reload()
    expect(thread.get_by_role("textbox", name="Answer in the thread")).to_have_text("Perhaps a larger one")
    expect(thread.get_by_text("Thank you, Carmen")).to_be_visible()


def test_a_link_to_an_answer_opens_its_thread(pair: Pair) -> None:
    elena, carmen = pair
    thread = carmen.page.get_by_role("complementary", name="Thread", exact=True)
    act(thread.locator("[data-row]", has_text="Thank you, Carmen"), "More actions")
    carmen.page.get_by_role("menuitem", name="Copy link to the message").click()
    link = str(carmen.page.evaluate("navigator.clipboard.readText()"))
    tab = elena.context.new_page()
    tab.goto(link)
    opened = tab.get_by_role("complementary", name="Thread", exact=True)
    expect(opened.get_by_text("Thank you, Carmen")).to_be_visible()
    tab.close()


def test_keys_open_a_thread(pair: Pair) -> None:
    _, carmen = pair
    carmen.page.get_by_role("complementary", name="Thread", exact=True).get_by_role(
        "button", name="Close"
    ).click()
    carmen.message(QUESTION).focus()
    carmen.page.keyboard.press("t")
    expect(carmen.page.get_by_role("textbox", name="Answer in the thread")).to_be_focused()


def _answer(thread: Locator, text: str) -> None:
    field = thread.get_by_role("textbox", name="Answer in the thread")
    field.click()
    thread.page.keyboard.type(text)
    thread.page.keyboard.press("Enter")
    expect(thread.locator("[data-row]", has_text=text)).to_be_visible()
