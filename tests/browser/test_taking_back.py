# SPDX-License-Identifier: EUPL-1.2
"""Deleting an own message can be taken back for some seconds; what this client cannot show is a quiet line."""

import re
from urllib.parse import quote, unquote

import httpx
from browser.pair import Pair, act
from browser.person import PASSWORD
from playwright.sync_api import Locator, expect
from support.process import ServerProcess


def _delete(pair: Pair, message: Locator) -> Locator:
    """Delete an own message and return what offers the way back."""
    page = pair.elena.page
    act(message, "More actions")
    page.get_by_role("menuitem", name="Delete").click()
    question = page.get_by_role("alertdialog", name="Delete the message?")
    expect(question).to_contain_text("You can take that back for a few seconds.")
    question.get_by_role("button", name="Delete").click()
    expect(pair.elena.page.get_by_text("Message deleted").first).to_be_visible()
    return page.get_by_role("button", name="Undo")


def test_a_deletion_taken_back_never_leaves(pair: Pair) -> None:
    elena, carmen = pair
    said = elena.say("The larch report is final")
    expect(carmen.message("larch report")).to_be_visible()
    undo = _delete(pair, said)
    expect(elena.message("larch report")).to_have_count(0)
    undo.click()
    expect(elena.message("larch report")).to_be_visible()
    # What is written meanwhile does not wait, and shows that nothing was deleted before it.
    elena.say("Read it please")
    expect(carmen.message("Read it please")).to_be_visible()
    expect(carmen.message("larch report")).to_be_visible()


def test_a_deletion_left_alone_reaches_the_others(pair: Pair) -> None:
    elena, carmen = pair
    said = elena.say("The wrong spruce figures")
    expect(carmen.message("spruce figures")).to_be_visible()
    undo = _delete(pair, said)
    elena.say("Sent while it waits")
    expect(carmen.message("Sent while it waits")).to_be_visible()
    expect(carmen.message("spruce figures")).to_have_count(0)
    expect(undo).to_have_count(0)
    expect(elena.message("spruce figures")).to_have_count(0)


def test_who_leaves_the_page_has_deleted(pair: Pair) -> None:
    elena, carmen = pair
    said = elena.say("The secret alder clause")
    expect(carmen.message("alder clause")).to_be_visible()
    _delete(pair, said)
    elena.page.close()
    elena.page = elena.context.new_page()
    elena.page.goto("/chats")
    expect(carmen.message("alder clause")).to_have_count(0)
    expect(elena.composer).to_be_visible()
    expect(elena.message("alder clause")).to_have_count(0)


def test_a_message_of_an_unknown_kind_is_a_quiet_line(pair: Pair, server: ServerProcess) -> None:
    elena = pair.elena
    # Changes one after the other are folded, and at the beginning of a chat there are many.
    elena.say("Look at the whiteboard")
    expect(pair.carmen.message("Look at the whiteboard")).to_be_visible()
    found = re.search(r"/chats/([^?]+)", elena.page.url)
    assert found is not None
    room = quote(unquote(found[1]), safe="")
    with httpx.Client(base_url=server.url, timeout=30) as http:
        login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "marsh"}}
        account = http.post("/_matrix/client/v3/login", json={**login, "password": PASSWORD}).json()
        http.headers["Authorization"] = f"Bearer {account['access_token']}"
        path = f"/_matrix/client/v3/rooms/{room}/send/org.example.whiteboard/1"
        http.put(path, json={"strokes": 3}).raise_for_status()
        http.post("/_matrix/client/v3/logout").raise_for_status()
    for person in pair:
        expect(
            person.page.get_by_text("Elena Marsh sent a message that this version cannot show")
        ).to_be_visible()
