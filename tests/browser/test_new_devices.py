# SPDX-License-Identifier: EUPL-1.2
"""A second browser signs in: the first is told at once and after a reload, and says that it was me, or signs it out."""

import re
from pathlib import Path

import pytest
from browser import chromium
from browser.conftest import Arrive
from browser.person import NAMES, PASSWORD, Person
from playwright.sync_api import Browser, Page, ViewportSize, expect
from support.process import ServerProcess


def strip(page: Page) -> tuple[str, str]:
    """Return the words of the two answers once the strip is there."""
    expect(page.get_by_text("New sign-in to your account.")).to_be_visible()
    return "It was me", "Sign it out"


def second(browser: Browser, server: ServerProcess, name: str) -> Person:
    """The same account at another browser."""
    person = Person.at(chromium.new_context(browser, server.url), name, NAMES[name])
    person.sign_in()
    return person


def test_it_was_me(arrive: Arrive, browser: Browser, server: ServerProcess, artifacts: Path) -> None:
    first = arrive("okafor")
    page = first.page
    second(browser, server, "okafor").context.close()
    mine, _end = strip(page)
    page.reload()
    strip(page)
    expect(page.get_by_text("address 127.0.0.1")).to_be_visible()
    page.screenshot(path=artifacts / "new-device-strip.png")
    page.get_by_role("button", name=mine).click()
    expect(page.get_by_role("button", name=mine)).to_have_count(0)
    page.reload()
    first.expect_home()
    with page.expect_response(re.compile("/account/new-devices$")) as answer:
        page.reload()
    assert answer.value.json() == {"devices": []}


@pytest.mark.parametrize("viewport", [chromium.PHONE], ids=["phone"])
def test_a_stranger_is_signed_out(
    browser: Browser, server: ServerProcess, artifacts: Path, viewport: ViewportSize
) -> None:
    context = chromium.new_context(browser, server.url, viewport=viewport)
    first = Person.at(context, "reyes", NAMES["reyes"])
    first.sign_in()
    first.put_off_recovery_key()
    page = first.page
    stranger = second(browser, server, "reyes")
    _mine, end = strip(page)
    page.screenshot(path=artifacts / "new-device-phone.png")
    page.get_by_role("button", name=end).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your password").fill(PASSWORD)
    page.screenshot(path=artifacts / "new-device-phone-end.png")
    dialog.get_by_role("button", name=end).click()
    expect(page.get_by_text("The device was signed out.")).to_be_visible()
    expect(page.get_by_text("New sign-in to your account.")).to_have_count(0)
    expect(stranger.page).to_have_url(re.compile("/login"))
