# SPDX-License-Identifier: EUPL-1.2
"""A second browser signs in: the first is told at once and after a reload, and says that it was me, or signs it out."""

import re
from pathlib import Path

from browser import axe, chromium
from browser.conftest import Arrive
from browser.person import PASSWORD, Person
from playwright.sync_api import Page, expect

MINE, END = "It was me", "Sign it out"


def settled(arrive: Arrive, name: str, **looks: object) -> Page:
    """Sign in at a browser and return its page, with the frame of the application on it."""
    person = arrive(name, **looks)
    person.sign_in()
    person.put_off_recovery_key()
    return person.page


def elsewhere(arrive: Arrive, name: str) -> Person:
    """Sign in with the same account at another browser."""
    person = arrive(name)
    person.sign_in()
    return person


def expect_told(page: Page) -> None:
    expect(page.get_by_text("New sign-in to your account.")).to_be_visible()
    expect(page.get_by_text("address 127.0.0.1")).to_be_visible()


def test_it_was_me(arrive: Arrive, artifacts: Path) -> None:
    page = settled(arrive, "okafor")
    elsewhere(arrive, "okafor")
    expect_told(page)
    page.reload()
    expect_told(page)
    page.screenshot(path=artifacts / "new-device-strip.png")
    assert axe.findings(page) == []
    page.get_by_role("button", name=MINE).click()
    expect(page.get_by_role("button", name=MINE)).to_have_count(0)
    with page.expect_response(re.compile("/account/new-devices$")) as answer:
        page.reload()
    assert answer.value.json() == {"devices": []}


def test_a_stranger_is_signed_out_at_a_phone(arrive: Arrive, artifacts: Path) -> None:
    page = settled(arrive, "reyes", viewport=chromium.PHONE)
    stranger = elsewhere(arrive, "reyes")
    expect_told(page)
    page.screenshot(path=artifacts / "new-device-phone.png")
    page.get_by_role("button", name=END).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your password").fill(PASSWORD)
    page.screenshot(path=artifacts / "new-device-phone-end.png")
    dialog.get_by_role("button", name=END).click()
    expect(page.get_by_text("The device was signed out.")).to_be_visible()
    expect(page.get_by_text("New sign-in to your account.")).to_have_count(0)
    expect(stranger.page).to_have_url(re.compile("/login"))
