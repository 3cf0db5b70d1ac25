# SPDX-License-Identifier: EUPL-1.2
"""Every address and floating part of the client, each with the steps that bring it on the screen."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from playwright.sync_api import FilePayload, Locator, Page, expect

Role = Literal["dialog", "complementary"]

SECTIONS = {
    "profile": "Directory card",
    "appearance": "Density",
    "notifications": "Sound",
    "devices": "in use now",
    "security": "Fingerprint of this device",
    "data": "signed in",
    "keyboard": "Next unread chat",
    "about": "Message engine",
}
MOST_STEPS = 60
PERSON = quote("@okafor:ministry.example", safe="")


def _nothing(page: Page) -> None:
    """The address is all."""


def _open_chat(page: Page) -> None:
    page.get_by_role("grid", name="Chats").get_by_role("row", name="Northern Bridges", exact=True).click()
    expect(page.get_by_role("heading", name="Northern Bridges", level=1)).to_be_visible()
    page.get_by_role("list", name="Messages").get_by_text("Agreed.").wait_for()
    page.get_by_role("textbox", name="Message").wait_for()


def _open_details(page: Page) -> None:
    _open_chat(page)
    page.get_by_role("button", name="Details").click()
    page.get_by_role("region", name="Members").or_(page.get_by_text("Members")).first.wait_for()


def _message(page: Page, text: str) -> Locator:
    return page.get_by_role("main").locator("[data-row]", has_text=text).first


def _choose(text: str, entry: str) -> Callable[[Page], None]:
    """Open what the menu of a message opens, by the right mouse button."""

    def choose(page: Page) -> None:
        _open_chat(page)
        _message(page, text).click(button="right", position={"x": 200, "y": 12})
        page.get_by_role("menuitem", name=entry, exact=True).click()
        page.get_by_role("dialog").wait_for()

    return choose


def _menu(page: Page) -> None:
    _open_chat(page)
    _message(page, "Agreed.").click(button="right", position={"x": 200, "y": 12})
    page.get_by_role("menu", name="Actions on the message").wait_for()


def _button(name: str, sign: str, kind: Role = "dialog") -> Callable[[Page], None]:
    """Press a button of the open chat and see what it opens."""

    def press(page: Page) -> None:
        _open_chat(page)
        page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()
        page.get_by_role(kind, name=sign).first.wait_for()

    return press


def _scrolled(page: Page, button: Locator) -> Locator:
    """Scroll the conversation up, and down again, until the button is drawn."""
    page.get_by_role("list", name="Messages").hover()
    for step in range(MOST_STEPS):
        if button.count():
            break
        page.mouse.wheel(0, -300 if step < MOST_STEPS / 2 else 300)
        page.wait_for_timeout(100)
    button.click(trial=True)
    return button


def _thread(page: Page) -> None:
    _open_chat(page)
    _scrolled(page, page.get_by_role("button", name=re.compile("4 replies"))).click()
    page.get_by_role("complementary", name="Thread", exact=True).get_by_text("The footnote is in.").wait_for()


def _poll(page: Page) -> None:
    _open_chat(page)
    _scrolled(page, page.get_by_role("button", name="Who voted"))


def _voters(page: Page) -> None:
    _poll(page)
    page.get_by_role("button", name="Who voted").click()
    page.get_by_role("dialog", name="Who voted").get_by_text("Aoife Keane").wait_for()


def _viewer(page: Page) -> None:
    _open_chat(page)
    _scrolled(page, page.get_by_role("button", name="Open the picture Left bank.png")).click()
    page.get_by_role("dialog").get_by_role("img").first.wait_for()


def _record(page: Page) -> None:
    _open_chat(page)
    page.get_by_role("button", name="Record a voice message").click()
    page.get_by_role("button", name="Pause the recording").click()
    page.get_by_role("button", name="Go on recording").wait_for()


def _send_sheet(page: Page) -> None:
    _open_chat(page)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").click()
    names = ("Minutes.txt", "Opinion of the legal department on the second draft of the agreement.txt")
    chooser.value.set_files([FilePayload(name=name, mimeType="text/plain", buffer=b"1.") for name in names])
    page.get_by_role("button", name="Captions and order").click()
    page.get_by_role("dialog", name="Files to send").wait_for()


def _send_later(page: Page) -> None:
    # Its draft stays, so it is written in a chat that no other screen needs empty or unread.
    page.get_by_role("grid", name="Chats").get_by_role("row", name="Flood Preparedness", exact=True).click()
    expect(page.get_by_role("heading", name="Flood Preparedness", level=1)).to_be_visible()
    page.get_by_role("textbox", name="Message").click()
    page.keyboard.type("Later")
    page.keyboard.press("Control+Shift+Enter")
    page.get_by_role("dialog", name="Send later").wait_for()


def _scheduled(page: Page) -> None:
    _send_later(page)
    page.get_by_role("dialog").get_by_role("button", name="Schedule").click()
    page.get_by_role("button", name=re.compile("scheduled message")).click()
    page.get_by_role("dialog", name="Scheduled messages").get_by_role("listitem").first.wait_for()


def _saved(page: Page) -> None:
    page.get_by_role("button", name="New chat").click()
    page.get_by_role("menuitem", name="Saved messages").click()
    page.get_by_role("heading", name="Saved messages", level=1).wait_for()
    page.get_by_text("Only you can see them").first.wait_for()


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Profile: Elena Marsh").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.get_by_role("alertdialog").wait_for()


def _press(keys: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        page.locator("body").press(keys)
        page.get_by_role("dialog").wait_for()

    return press


def _new_chat(item: str) -> Callable[[Page], None]:
    def choose(page: Page) -> None:
        page.get_by_role("button", name="New chat").click()
        page.get_by_role("menuitem", name=item).click()
        page.get_by_role("dialog").get_by_role("row").first.wait_for()

    return choose


def _notifications(page: Page) -> None:
    page.locator("body").press("Shift+I")
    page.get_by_role("tab", name="For me").wait_for()


@dataclass(frozen=True)
class Screen:
    """A name for the report, an address, what must be seen there, and the steps after it is opened."""

    name: str
    path: str
    sign: str
    prepare: Callable[[Page], None] = _nothing


SCREENS = (
    Screen("home", "/portal", "Well done, both of you."),
    Screen("chats", "/chats", "Northern Bridges"),
    Screen("chat", "/chats", "Northern Bridges", _open_chat),
    Screen("details", "/chats", "Northern Bridges", _open_details),
    Screen("search", "/search?q=agreed", "Agreed"),
    Screen("people", "/people", "Carmen Reyes"),
    Screen("person", f"/people/{PERSON}", "Daniel Okafor"),
    *(Screen(f"settings-{section}", f"/settings/{section}", sign) for section, sign in SECTIONS.items()),
    Screen("notifications", "/portal", "Announcements", _notifications),
    Screen("palette", "/portal", "Announcements", _press("Control+KeyK")),
    Screen("shortcuts", "/portal", "Announcements", _press("Control+Slash")),
    Screen("new-direct", "/chats", "Northern Bridges", _new_chat("Write to a person")),
    Screen("thread", "/chats", "Northern Bridges", _thread),
    Screen("threads", "/chats", "Northern Bridges", _button("Threads", "Threads", "complementary")),
    Screen(
        "pins",
        "/chats",
        "Northern Bridges",
        _button("All pinned messages", "Pinned messages", "complementary"),
    ),
    Screen("message-menu", "/chats", "Northern Bridges", _menu),
    Screen("history", "/chats", "Northern Bridges", _choose("I will draft it", "Earlier versions")),
    Screen("readers", "/chats", "Northern Bridges", _choose("I will draft it", "Who has read it")),
    Screen("reactions", "/chats", "Northern Bridges", _choose("I will draft it", "Who reacted")),
    Screen("report", "/chats", "Northern Bridges", _choose("I will draft it", "Report")),
    Screen("forward", "/chats", "Northern Bridges", _choose("I will draft it", "Forward to other chats")),
    Screen("reaction-picker", "/chats", "Northern Bridges", _choose("I will draft it", "Add a reaction")),
    Screen("emoji", "/chats", "Northern Bridges", _button("Emoji", "Emoji")),
    Screen("calendar", "/chats", "Northern Bridges", _button("Today", "Jump to a date")),
    Screen("new-poll", "/chats", "Northern Bridges", _button("New poll", "New poll")),
    Screen("poll", "/chats", "Northern Bridges", _poll),
    Screen("voters", "/chats", "Northern Bridges", _voters),
    Screen("viewer", "/chats", "Northern Bridges", _viewer),
    Screen("recorder", "/chats", "Northern Bridges", _record),
    Screen("send-sheet", "/chats", "Northern Bridges", _send_sheet),
    Screen("send-later", "/chats", "Northern Bridges", _send_later),
    Screen("scheduled", "/chats", "Northern Bridges", _scheduled),
    Screen("saved", "/chats", "Northern Bridges", _saved),
    Screen("sign-out", "/portal", "Announcements", _sign_out),
    Screen("new-group", "/chats", "Northern Bridges", _new_chat("New group")),
)


def show(page: Page, screen: Screen) -> None:
    """Bring a screen up and wait until what belongs on it is there."""
    page.goto(screen.path)
    page.get_by_text(screen.sign).first.wait_for()
    screen.prepare(page)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
