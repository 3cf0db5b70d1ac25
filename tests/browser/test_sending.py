# SPDX-License-Identifier: EUPL-1.2
"""What leaves later, goes elsewhere or waits: scheduled messages, forwarding, saved messages and drafts on two devices."""

import re

import pytest
from browser.conftest import Arrive
from browser.pair import Pair, act
from browser.person import Person
from playwright.sync_api import Locator, Page, expect
from support.process import ServerProcess


@pytest.fixture
def pair(met: Pair) -> Pair:
    """The two in their direct chat, wherever the test before went."""
    met.elena.open_chat(met.carmen.full_name)
    return met


def test_a_message_waits_until_its_time_and_can_be_moved_and_sent_early(
    pair: Pair, server: ServerProcess
) -> None:
    elena, carmen = pair
    page = elena.page
    elena.composer.click()
    page.keyboard.type("Reminder of the hyacinth tender")
    page.get_by_role("button", name="Send later").click()
    page.get_by_role("menuitem", name="Tomorrow at 09:00").click()
    page.get_by_role("button", name="1 scheduled message").click()
    listed = page.get_by_role("dialog", name="Scheduled messages").get_by_role("listitem")
    expect(listed).to_contain_text("Reminder of the hyacinth tender")
    expect(listed).to_contain_text("09:00")
    listed.get_by_role("button", name="Change the time").click()
    moment = page.get_by_role("group", name="Date and time")
    moment.get_by_role("spinbutton", name=re.compile("^hour")).click()
    page.keyboard.type("1130")
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(listed).to_contain_text("11:30")
    held = b"".join(path.read_bytes() for path in server.folder.rglob("*") if path.is_file())
    assert b"hyacinth" not in held, "a scheduled message of an encrypted chat is kept encrypted"
    expect(carmen.message("hyacinth")).to_have_count(0)
    listed.get_by_role("button", name="Send now").click()
    expect(listed).to_have_count(0)
    page.keyboard.press("Escape")
    expect(carmen.message("Reminder of the hyacinth tender")).to_be_visible()


def test_a_scheduled_message_can_be_dropped(pair: Pair) -> None:
    page = pair.elena.page
    pair.elena.composer.click()
    page.keyboard.type("Better not")
    page.keyboard.press("Control+Shift+Enter")
    page.get_by_role("dialog", name="Send later").get_by_role("button", name="Schedule").click()
    page.get_by_role("button", name="1 scheduled message").click()
    page.get_by_role("button", name="Do not send").click()
    expect(page.get_by_text("Nothing is scheduled in this chat.")).to_be_visible()
    page.keyboard.press("Escape")


def test_messages_are_saved_with_the_way_back(pair: Pair) -> None:
    elena, carmen = pair
    page = elena.page
    origin = page.url
    written = elena.say("The number of the contract is 118")
    expect(carmen.message("The number of the contract is 118")).to_be_visible()
    _menu(written, "Save to “Saved messages”")
    page.get_by_role("alertdialog").get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Saved messages", level=1)).to_be_visible()
    saved = elena.message("The number of the contract is 118")
    saved.get_by_role("link", name="Go to the original").click()
    expect(page).to_have_url(origin)


def test_saved_messages_are_in_the_menu_of_the_list(pair: Pair) -> None:
    page = pair.elena.page
    before = page.url
    _open_saved(page)
    head = page.locator("header", has=page.get_by_role("heading", name="Saved messages", level=1))
    expect(head).to_contain_text("Only you can see them")
    expect(head.get_by_text("member")).to_have_count(0)
    expect(head.get_by_role("button", name="Threads")).to_have_count(0)
    head.get_by_role("button", name="Details").click()
    details = page.get_by_role("complementary", name="Details")
    expect(details).to_contain_text("Only you can see them")
    expect(details.get_by_role("button", name="Invite")).to_have_count(0)
    expect(details.get_by_role("heading", name=re.compile("member"))).to_have_count(0)
    page.goto(before)


def test_a_file_is_forwarded_to_several_chats_with_a_warning_about_open_ones(pair: Pair) -> None:
    elena, carmen = pair
    page = elena.page
    _open_saved(page)
    elena.open_chat(carmen.full_name)
    elena.attach("agenda.txt", "text/plain", b"1. Budget\n")
    elena.send()
    sent = page.locator("[data-row]").filter(has_text="agenda")
    expect(carmen.message("agenda")).to_be_visible()
    _menu(sent, "Forward to other chats")
    dialog = page.get_by_role("dialog", name="Forward")
    chats = dialog.get_by_role("grid", name="Chats")
    chats.get_by_role("row", name="Saved messages").click()
    dialog.get_by_role("searchbox", name="Find a chat").fill("budget")
    chats.get_by_role("row", name="Budget 2027").click()
    expect(dialog.get_by_text("In Budget 2027 the server can read it.")).to_be_visible()
    dialog.get_by_role("button", name="Forward to 2 chats").click()
    expect(page.get_by_text("Forwarded to 2 chats")).to_be_visible()
    elena.open_chat("Saved messages")
    expect(page.locator("[data-row]").filter(has_text="agenda")).to_be_visible()
    elena.open_chat("Budget 2027")
    expect(page.locator("[data-row]").filter(has_text="agenda")).to_be_visible()


def test_a_draft_follows_to_the_other_device_unread_by_the_server(
    pair: Pair, arrive: Arrive, server: ServerProcess
) -> None:
    elena, carmen = pair
    carmen.composer.click()
    carmen.page.keyboard.type("Half a marigold thought")
    other = _restored(arrive, carmen)
    other.page.goto("/chats")
    row = other.page.get_by_role("grid", name="Chats").get_by_role("row", name=elena.full_name)
    expect(row).to_contain_text("Draft: Half a marigold thought")
    other.open_chat(elena.full_name)
    expect(other.composer).to_have_text("Half a marigold thought")
    held = b"".join(path.read_bytes() for path in server.folder.rglob("*") if path.is_file())
    assert b"marigold" not in held
    other.composer.click()
    other.page.keyboard.press("End")
    other.page.keyboard.type(", now whole")
    other.page.keyboard.press("Enter")
    expect(elena.message("Half a marigold thought, now whole")).to_be_visible()
    expect(carmen.composer).to_have_text("")
    assert other.watch.take() == []
    other.context.close()


def _open_saved(page: Page) -> None:
    """Open the chat with oneself, which the first time makes it."""
    page.get_by_role("button", name="New chat").click()
    page.get_by_role("menuitem", name="Saved messages").click()
    expect(page.get_by_role("heading", name="Saved messages", level=1)).to_be_visible()


def _menu(message: Locator, action: str) -> None:
    act(message, "More actions")
    message.page.get_by_role("menuitem", name=action).click()


def _restored(arrive: Arrive, owner: Person) -> Person:
    device = arrive(owner.name)
    device.sign_in()
    device.page.get_by_label("Recovery key").last.fill(owner.recovery_key)
    device.page.get_by_role("button", name="Open messages").click()
    device.expect_home()
    return device
