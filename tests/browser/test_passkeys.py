# SPDX-License-Identifier: EUPL-1.2
"""Passkeys with Chromium's virtual authenticator: made in the settings, used to sign in, to confirm, and removed."""

import re
from pathlib import Path

import pytest
from browser import chromium
from browser.person import NAMES, PASSWORD, Person
from playwright.sync_api import Browser, Page, expect
from support.process import ServerProcess


def give_authenticator(page: Page) -> None:
    """Put an authenticator into the browser that finds its owner's finger at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def open_security(page: Page) -> None:
    page.goto("/settings/security")
    expect(page.get_by_role("heading", name="Protection of the sign-in")).to_be_visible()


@pytest.mark.parametrize(("name", "look"), [("lindgren", "desktop"), ("marsh", "phone")])
def test_a_passkey_from_making_to_removing(
    browser: Browser, server: ServerProcess, artifacts: Path, name: str, look: str
) -> None:
    # Browsers take no IP address for a passkey's owner; the loopback address stands for this name.
    url = server.url.replace("127.0.0.1", "localhost")
    size = chromium.DESKTOP if look == "desktop" else chromium.PHONE
    person = Person.at(chromium.new_context(browser, url, viewport=size), name, NAMES[name])
    page = person.page
    give_authenticator(page)
    person.sign_in()
    person.put_off_recovery_key()

    open_security(page)
    page.get_by_role("button", name="Add a passkey").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Continue").click()
    dialog.get_by_label("Name of the passkey").fill("Office laptop")
    page.screenshot(path=artifacts / f"passkey-{look}-make.png")
    dialog.get_by_role("button", name="Make the passkey").click()
    expect(dialog.get_by_label("Your recovery codes")).to_be_visible()
    dialog.get_by_text("I have saved the recovery codes").click()
    dialog.get_by_role("button", name="Done").click()
    passkeys = page.get_by_role("list", name="Passkeys")
    expect(passkeys.get_by_text("not used yet")).to_be_visible()
    page.screenshot(path=artifacts / f"passkey-{look}-list.png")

    page.context.clear_cookies()
    page.goto("/login")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()
    page.screenshot(path=artifacts / f"passkey-{look}-sign-in.png")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).not_to_have_url(re.compile("/login"))
    person.put_off_recovery_key()

    open_security(page)
    expect(passkeys.get_by_text("Office laptop")).to_be_visible()
    expect(passkeys.get_by_text("not used yet")).to_have_count(0)
    page.get_by_role("button", name="Remove Office laptop").click()
    page.screenshot(path=artifacts / f"passkey-{look}-remove.png")
    page.get_by_role("dialog").get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("The password alone opens your account.")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("This passkey was not accepted")
