# SPDX-License-Identifier: EUPL-1.2
"""Search over both kinds of rooms: the server's index for open ones, the device's own for encrypted ones."""

import re
from pathlib import Path

import pytest
from browser import axe
from browser.pair import Pair, act
from playwright.sync_api import Locator, Page, expect
from support.process import ServerProcess

SECRET = "The tender protocols are signed"
TYPED = "protocol tender"


@pytest.fixture(scope="module")
def pair(met: Pair) -> Pair:
    """Two people in their encrypted direct chat, in which something worth finding was said."""
    met.elena.say(SECRET)
    expect(met.carmen.message(SECRET)).to_be_visible()
    return met


def test_an_encrypted_message_is_found_by_other_forms_of_its_words(pair: Pair) -> None:
    elena, carmen = pair
    carmen.open_chat(elena.full_name)
    page = carmen.page
    here = page.url
    page.locator("body").press("Control+KeyK")
    page.get_by_role("dialog").get_by_role("searchbox").fill(TYPED)
    page.get_by_role("option", name=f"Search messages for “{TYPED}”").click()
    hit = _hit(page, SECRET)
    expect(hit.locator("mark")).to_have_text(["tender", "protocols"])
    hit.click()
    expect(page).to_have_url(re.compile(re.escape(here)))
    expect(carmen.message(SECRET)).to_be_visible()


def test_it_is_found_after_a_reload_and_by_keys(pair: Pair) -> None:
    page = pair.carmen.page
    page.goto("/search?q=signed%20protoc")
    expect(_hit(page, SECRET)).to_be_visible()
    page.reload()
    expect(_hit(page, SECRET)).to_be_visible()
    page.get_by_role("searchbox").press("ArrowDown")
    page.keyboard.press("Enter")
    expect(pair.carmen.message(SECRET)).to_be_visible()


def test_the_server_finds_what_was_said_in_open_rooms(pair: Pair) -> None:
    page = pair.elena.page
    page.goto("/search?q=agreed")
    hit = page.get_by_role("row", name=re.compile("Northern Bridges: Agreed"))
    expect(hit).to_be_visible()
    hit.click()
    expect(page.get_by_role("heading", name="Northern Bridges", level=1)).to_be_visible()
    expect(page.get_by_role("list", name="Messages").get_by_text("Agreed.")).to_be_visible()


def test_edits_and_redactions_are_followed(pair: Pair) -> None:
    elena, carmen = pair
    elena.write_to(carmen)
    said = elena.say("The draft mentions zeppelins")
    carmen.page.goto("/search?q=zeppelin")
    expect(_hit(carmen.page, "mentions zeppelins")).to_be_visible()
    act(said, "Edit")
    elena.page.keyboard.press("Control+KeyA")
    elena.page.keyboard.type("The draft mentions submarines")
    elena.page.keyboard.press("Enter")
    expect(elena.message("submarines")).to_be_visible()
    carmen.page.get_by_role("searchbox").fill("submarine")
    expect(_hit(carmen.page, "mentions submarines")).to_be_visible()
    carmen.page.get_by_role("searchbox").fill("zeppelin")
    expect(carmen.page.get_by_text("Nothing found for “zeppelin”")).to_be_visible()
    act(elena.message("submarines"), "More actions")
    elena.page.get_by_role("menuitem", name="Delete").click()
    elena.page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(elena.message("submarines")).to_have_count(0)
    carmen.page.goto("/search?q=submarines")
    expect(carmen.page.get_by_text("Nothing found for “submarines”")).to_be_visible()


def test_an_answer_in_a_thread_opens_in_its_thread(pair: Pair) -> None:
    elena, carmen = pair
    elena.write_to(carmen)
    act(elena.message(SECRET), "Reply in a thread")
    elena.page.get_by_role("textbox", name="Reply in the thread").click()
    elena.page.keyboard.type("Archived in cabinet seventeen")
    elena.page.keyboard.press("Enter")
    carmen.page.goto("/search?q=seventeen")
    hit = _hit(carmen.page, "in a thread: Archived in cabinet")
    hit.click()
    thread = carmen.page.get_by_role("complementary", name="Thread", exact=True)
    expect(thread.get_by_text("Archived in cabinet seventeen")).to_be_visible()


def test_ctrl_f_looks_in_the_open_chat_and_filters_narrow(pair: Pair) -> None:
    page = pair.elena.page
    pair.elena.write_to(pair.carmen)
    pair.elena.say("We agreed on the fence")
    page.locator("body").press("Control+KeyF")
    page.get_by_role("searchbox").fill("agreed")
    expect(_hit(page, "on the fence")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Northern Bridges"))).to_have_count(0)
    _choose(page, "Where", "In all chats")
    expect(page.get_by_role("row", name=re.compile("Northern Bridges: Agreed"))).to_be_visible()
    _choose(page, "Who", "From me")
    expect(_hit(page, "on the fence")).to_be_visible()
    page.get_by_role("radio", name="People").click()
    page.get_by_role("searchbox").fill("Reyes")
    expect(page.get_by_role("row", name="Carmen Reyes")).to_be_visible()


def test_any_chat_is_chosen_by_its_name_and_days_bound_the_search(pair: Pair) -> None:
    page = pair.elena.page
    page.goto("/search?q=agreed")
    bridges = page.get_by_role("row", name=re.compile("Northern Bridges: Agreed"))
    expect(bridges).to_be_visible()
    page.get_by_role("button", name=re.compile("Where")).click()
    page.keyboard.type("bridg")
    expect(page.get_by_role("option")).to_have_text(["Northern Bridges"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("in=%21"))
    _choose(page, "When", "Between dates")
    # Everything here was said lately: it is found up to an open end, and not in a year that is over.
    page.get_by_role("group", name="From").get_by_role("spinbutton").first.click()
    page.keyboard.type("01012020")
    expect(page).to_have_url(re.compile("since=2020-01-01"))
    expect(bridges).to_be_visible()
    page.get_by_role("group", name="To").get_by_role("spinbutton").first.click()
    page.keyboard.type("31122020")
    expect(page.get_by_text("Nothing found for “agreed”")).to_be_visible()
    page.reload()
    expect(page.get_by_role("group", name="To")).to_contain_text("31/12/2020")
    expect(page.get_by_text("Nothing found for “agreed”")).to_be_visible()


def test_no_look_has_a_barrier(pair: Pair, artifacts: Path) -> None:
    page = pair.elena.page
    page.goto("/search?q=the")
    expect(page.get_by_role("row").first).to_be_visible()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.screenshot(path=artifacts / f"search-{theme}.png")
        assert axe.findings(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.screenshot(path=artifacts / "search-phone.png")
    assert axe.findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/search")
    page.get_by_role("heading", name="Recent searches").wait_for()
    page.screenshot(path=artifacts / "search-recent.png")


def test_the_index_can_be_deleted_and_built_again(pair: Pair) -> None:
    page = pair.carmen.page
    page.goto("/settings/security")
    index = page.get_by_role("region", name="Search in encrypted chats")
    expect(index.get_by_text(re.compile(r"\d+ messages?, "))).to_be_visible()
    index.get_by_role("button", name="Delete index").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete index").click()
    expect(index.get_by_text("There is no index")).to_be_visible()
    page.goto("/search?q=tender")
    expect(page.get_by_text("Nothing found for “tender”")).to_be_visible()
    page.goto("/settings/security")
    index.get_by_role("button", name="Build the index").click()
    expect(index.get_by_text(re.compile(r"^\d+ messages?, "))).to_be_visible()
    page.goto("/search?q=tender")
    expect(_hit(page, SECRET)).to_be_visible()


def test_without_the_server_the_device_finds_what_it_can(pair: Pair, server: ServerProcess) -> None:
    page = pair.carmen.page
    page.goto("/search?q=tender")
    expect(_hit(page, SECRET)).to_be_visible()
    server.stop()
    try:
        page.get_by_role("searchbox").fill("tender proto")
        expect(page.get_by_text("Chats without encryption are missing here")).to_be_visible()
        expect(_hit(page, SECRET)).to_be_visible()
    finally:
        server.start()


def _hit(page: Page, words: str) -> Locator:
    return page.get_by_role("grid", name="Found").get_by_role("row", name=re.compile(re.escape(words)))


def _choose(page: Page, name: str, choice: str) -> None:
    page.get_by_role("button", name=re.compile(name)).click()
    page.get_by_role("option", name=choice).click()
