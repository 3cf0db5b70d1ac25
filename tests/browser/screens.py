# SPDX-License-Identifier: EUPL-1.2
"""Every address and floating part of the client, each with the steps that bring it on the screen."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Page, expect

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
    Screen("new-group", "/chats", "Northern Bridges", _new_chat("New group")),
)


def show(page: Page, screen: Screen) -> None:
    """Bring a screen up and wait until what belongs on it is there."""
    page.goto(screen.path)
    page.get_by_text(screen.sign).first.wait_for()
    screen.prepare(page)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
