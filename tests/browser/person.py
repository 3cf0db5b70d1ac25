# SPDX-License-Identifier: EUPL-1.2
"""One official at a browser: signs in, opens chats, writes; every step goes through what is on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from browser.watch import Watch
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

PASSWORD = "chancery-demo"
NAMES = {
    "marsh": "Elena Marsh",
    "okafor": "Daniel Okafor",
    "lindgren": "Axel Lindgren",
    "reyes": "Carmen Reyes",
}


@dataclass
class Person:
    """A login name, a browser profile and its current page."""

    name: str
    full_name: str
    context: BrowserContext
    page: Page
    watch: Watch = field(default_factory=Watch)
    recovery_key: str = ""

    @classmethod
    def at(cls, context: BrowserContext, name: str, full_name: str) -> Person:
        """Sit down at a browser that knows nobody yet."""
        watch = Watch()
        watch.hear(context)
        return cls(name, full_name, context, context.new_page(), watch)

    def sign_in(self) -> None:
        """Fill the login form and wait until the server has accepted it."""
        self.page.goto("/")
        self.page.get_by_label("User name").fill(self.name)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page).not_to_have_url(re.compile("/login"))

    def make_recovery_key(self) -> None:
        """Go through the screen of the first login and keep the key."""
        page = self.page
        page.get_by_role("button", name="Make the key").click()
        key = page.get_by_label("Your recovery key")
        key.wait_for()
        self.recovery_key = " ".join(key.locator("span").all_inner_texts())
        page.get_by_text("I have saved the recovery key").click()
        page.get_by_role("button", name="Continue").click()
        self.expect_home()

    def put_off_recovery_key(self) -> None:
        """Choose "Later" on the screen of the first login."""
        self.page.get_by_role("button", name="Later").click()
        self.expect_home()

    def expect_home(self) -> None:
        """See the frame of the application."""
        expect(self.page.get_by_role("navigation", name="Sections")).to_be_visible()

    def write_to(self, other: Person) -> None:
        """Find somebody in the directory and open the direct chat with them."""
        page = self.page
        page.goto("/people")
        page.get_by_role("searchbox", name="Name, post or unit").fill(other.full_name)
        page.get_by_role("row", name=other.full_name).click()
        page.get_by_role("button", name="Write", exact=True).click()
        self.composer.wait_for()

    def open_chat(self, name: str) -> None:
        """Open a chat from the list."""
        self.page.goto("/chats")
        self.page.get_by_role("grid", name="Chats").get_by_role("row", name=name, exact=True).click()
        expect(self.page.get_by_role("heading", name=name, level=1)).to_be_visible()

    @property
    def device_id(self) -> str:
        """The Matrix device that this browser is."""
        return str(self.page.evaluate("JSON.parse(localStorage.getItem('chancery.session')).device_id"))

    @property
    def composer(self) -> Locator:
        """The message field."""
        return self.page.get_by_role("textbox", name="Message")

    def say(self, text: str) -> Locator:
        """Write a message, send it with Enter and see it in the conversation."""
        self.composer.click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        message = self.message(text)
        expect(message).to_be_visible()
        return message

    def message(self, text: str) -> Locator:
        """The rows of the timeline that carry a text."""
        return self.page.locator("[data-row]", has_text=text)

    def attach(self, name: str, kind: str, body: bytes) -> None:
        """Put a file into the message field through the paper clip."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name="Attach files").click()
        chooser.value.set_files(FilePayload(name=name, mimeType=kind, buffer=body))

    def send(self) -> None:
        """Press the button that sends."""
        self.page.get_by_role("button", name="Send", exact=True).click()

    def picture(self, folder: Path, name: str) -> None:
        """Keep what the page shows."""
        self.page.screenshot(path=folder / f"{name}.png")
