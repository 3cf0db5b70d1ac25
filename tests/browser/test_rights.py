# SPDX-License-Identifier: EUPL-1.2
"""Rights in words, an announcement channel with replies in threads, and its export to a file and to paper."""

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from browser.pair import Pair, act
from browser.person import Person
from playwright.sync_api import Locator, expect

ORDER = "Order 17 is in force."
ANSWER = "Understood."


@pytest.fixture
def channel(pair: Pair, volumes: Iterator[int]) -> str:
    """The name of a channel with replies in threads, new for every test and open on both sides."""
    name = f"Orders of the Minister, volume {next(volumes)}"
    _make_channel(pair.elena, name, "Carmen Reyes")
    page = pair.carmen.page
    page.goto("/chats")
    page.get_by_role("region", name="Invitations").get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    return name


@pytest.fixture(scope="module")
def volumes() -> Iterator[int]:
    """Numbers for the names of channels."""
    return count(1)


@pytest.mark.usefixtures("channel")
def test_readers_of_a_channel_reply_in_threads_only(pair: Pair) -> None:
    elena, carmen = pair
    page = carmen.page
    expect(page.get_by_text("Only moderators post here. You can reply in the thread")).to_be_visible()
    expect(carmen.composer).to_have_count(0)
    _order_and_answer(pair)
    thread = page.get_by_role("complementary", name="Thread", exact=True)
    expect(thread.locator("[data-row]", has_text=ANSWER)).to_be_visible()
    expect(carmen.composer).to_have_count(0)
    expect(elena.page.get_by_text(ANSWER).first).to_be_visible()


def test_the_owner_closes_the_threads_and_the_reader_sees_why(pair: Pair, channel: str) -> None:
    elena, carmen = pair
    dialog = _rights(elena)
    expect(dialog.get_by_text("made this chat and stays its owner")).to_be_visible()
    _choose(dialog, "Reply in threads", "Moderators and above")
    _choose(dialog, "Pin messages", "Everybody")
    elena.page.keyboard.press("Escape")
    carmen.page.goto("/chats")
    carmen.page.get_by_role("row", name=channel).first.click()
    expect(carmen.page.get_by_text("Only moderators post here. You can read and react.")).to_be_visible()
    seen = _rights(carmen)
    expect(seen.get_by_text("You can see the rights here.")).to_be_visible()
    expect(seen.get_by_role("button", name=re.compile("Pin messages"))).to_have_count(0)
    expect(_line(seen, "Pin messages")).to_contain_text("Everybody")
    carmen.page.keyboard.press("Escape")


def test_an_export_is_a_file_that_says_where_it_is_from(pair: Pair, channel: str) -> None:
    elena, _ = pair
    _order_and_answer(pair)
    elena.open_chat(channel)
    dialog = _export(elena, channel)
    with elena.page.expect_download() as download:
        dialog.get_by_role("button", name="Export", exact=True).click()
    assert download.value.suggested_filename.startswith(channel)
    file = json.loads(Path(download.value.path()).read_text())
    assert file["exported"]["by"]["name"] == "Elena Marsh"
    assert file["room"]["name"] == channel
    assert [item["text"] for item in file["items"] if item["type"] == "message"] == [ORDER, ANSWER]


def test_an_export_on_paper_holds_the_messages_alone(pair: Pair, channel: str, artifacts: Path) -> None:
    elena, _ = pair
    _order_and_answer(pair)
    elena.open_chat(channel)
    elena.page.evaluate("window.print = () => undefined")
    dialog = _export(elena, channel)
    dialog.get_by_text("PDF or paper").click()
    dialog.get_by_role("button", name="Export", exact=True).click()
    sheet = elena.page.locator("[data-print]")
    expect(sheet).to_have_count(1)
    elena.page.emulate_media(media="print")
    expect(sheet.get_by_role("heading", name=f"Export of the chat “{channel}”")).to_be_visible()
    expect(sheet.get_by_text(ORDER)).to_be_visible()
    expect(elena.page.get_by_role("navigation", name="Sections")).to_be_hidden()
    elena.picture(artifacts, "export-on-paper")
    elena.page.emulate_media(media="screen")
    elena.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(sheet).to_have_count(0)


def _make_channel(person: Person, name: str, member: str) -> None:
    page = person.page
    page.goto("/chats")
    page.get_by_role("button", name="New chat").click()
    page.get_by_role("menuitem", name="New announcement channel").click()
    dialog = page.get_by_role("dialog", name="New announcement channel")
    dialog.get_by_label("Name", exact=True).fill(name)
    dialog.get_by_text("Others may reply in threads").click()
    dialog.get_by_role("searchbox", name="Name, post or unit").fill(member)
    dialog.get_by_role("option", name=member).or_(dialog.get_by_role("row", name=member)).first.click()
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    person.composer.wait_for()


def _order_and_answer(pair: Pair) -> None:
    """The owner posts in the channel, the reader answers in the thread, and the owner sees it."""
    elena, carmen = pair
    elena.say(ORDER)
    act(carmen.message(ORDER), "Reply in a thread")
    carmen.page.get_by_role("textbox", name="Reply in the thread").click()
    carmen.page.keyboard.type(ANSWER)
    carmen.page.keyboard.press("Enter")
    expect(elena.page.get_by_text(ANSWER).first).to_be_visible()


def _rights(person: Person) -> Locator:
    page = person.page
    toggle = page.get_by_role("button", name="Details")
    if toggle.get_attribute("aria-pressed") != "true":
        toggle.click()
    page.get_by_role("button", name="Who may do what").click()
    return page.get_by_role("dialog", name="Rights")


def _line(dialog: Locator, right: str) -> Locator:
    return dialog.locator("dl > div").filter(has_text=right)


def _choose(dialog: Locator, right: str, who: str) -> None:
    _line(dialog, right).get_by_role("button").click()
    dialog.page.get_by_role("option", name=who).click()
    expect(_line(dialog, right).get_by_role("button")).to_contain_text(who)
    expect(_line(dialog, right).get_by_role("button")).to_be_enabled()


def _export(person: Person, channel: str) -> Locator:
    page = person.page
    toggle = page.get_by_role("button", name="Details")
    if toggle.get_attribute("aria-pressed") != "true":
        toggle.click()
    page.get_by_role("button", name="Export", exact=True).click()
    return page.get_by_role("dialog", name=f"Export “{channel}”")
