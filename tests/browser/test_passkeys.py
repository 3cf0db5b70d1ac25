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


def arrive_by_name(browser: Browser, server: ServerProcess, name: str, look: str) -> Person:
    """Bring a person to a browser that can have passkeys for the server."""
    # Browsers take no IP address for a passkey's owner; the loopback address stands for this name.
    url = server.url.replace("127.0.0.1", "localhost")
    size = chromium.DESKTOP if look == "desktop" else chromium.PHONE
    return Person.at(chromium.new_context(browser, url, viewport=size), name, NAMES[name])


def open_security(page: Page) -> None:
    page.goto("/settings/security")
    expect(page.get_by_role("heading", name="Protection of the sign-in")).to_be_visible()


def add_passkey(page: Page, artifacts: Path, look: str) -> list[str]:
    """Go through the dialog of the settings and return the recovery codes."""
    open_security(page)
    page.get_by_role("button", name="Add a passkey").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Continue").click()
    dialog.get_by_label("Name of the passkey").fill("Office laptop")
    page.screenshot(path=artifacts / f"passkey-{look}-make.png")
    dialog.get_by_role("button", name="Make the passkey").click()
    codes = dialog.get_by_label("Your recovery codes")
    codes.wait_for()
    kept = codes.locator("span").all_inner_texts()
    dialog.get_by_text("I have saved the recovery codes").click()
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_have_count(0)
    return kept


@pytest.mark.parametrize(("name", "look"), [("lindgren", "desktop"), ("marsh", "phone")])
def test_a_passkey_from_making_to_removing(
    browser: Browser, server: ServerProcess, artifacts: Path, name: str, look: str
) -> None:
    person = arrive_by_name(browser, server, name, look)
    page = person.page
    give_authenticator(page)
    person.sign_in()
    person.put_off_recovery_key()

    add_passkey(page, artifacts, look)
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


def test_what_protects_the_sign_in_also_confirms_dangerous_steps(
    browser: Browser, server: ServerProcess, artifacts: Path
) -> None:
    at_desk = arrive_by_name(browser, server, "okafor", "desktop")
    lost = arrive_by_name(browser, server, "okafor", "phone")
    page = at_desk.page
    give_authenticator(page)
    at_desk.sign_in()
    at_desk.make_recovery_key()
    lost.sign_in()
    expect(lost.page.get_by_role("tab", name="Recovery key")).to_be_visible()
    codes = add_passkey(page, artifacts, "desktop")

    page.goto("/settings/devices")
    row = page.get_by_role("listitem").filter(has_text=lost.device_id)
    row.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Sign out").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Use a code").click()
    dialog.get_by_label("Code").fill("000000")
    dialog.get_by_role("button", name="Sign out").click()
    expect(dialog.get_by_text("The code is wrong")).to_be_visible()
    expect(dialog.get_by_label("Code")).to_be_focused()
    page.screenshot(path=artifacts / "proof-sign-out.png")
    dialog.get_by_role("button", name="Use a passkey").click()
    expect(dialog).to_have_count(0)
    expect(row).to_have_count(0)

    replace_the_identity(arrive_by_name(browser, server, "okafor", "phone"), codes, artifacts)


def replace_the_identity(person: Person, codes: list[str], artifacts: Path) -> None:
    """Sign in where there is neither passkey nor recovery key, with nothing but the codes on paper."""
    page = person.page
    page.goto("/")
    page.get_by_label("User name").fill(person.name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Make a new key").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Make a new key").click()
    page.get_by_role("button", name="Make the key").click()
    page.get_by_role("button", name="Use a code").click()
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Make the key").click()
    expect(page.get_by_text("The code is wrong")).to_be_visible()
    page.screenshot(path=artifacts / "proof-reset.png")
    page.get_by_label("Code").fill(codes[1])
    page.get_by_role("button", name="Make the key").click()
    expect(page.get_by_label("Your recovery key")).to_be_visible()
    page.get_by_text("I have saved the recovery key").click()
    page.get_by_role("button", name="Continue").click()
    person.expect_home()
