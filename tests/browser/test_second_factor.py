# SPDX-License-Identifier: EUPL-1.2
"""An authenticator application in the browser: set up, asked for at the next sign-in, removed."""

import base64
import re
import time
from pathlib import Path

import pytest
from browser.conftest import Arrive
from browser.person import PASSWORD, Person
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Page, expect

STEP = 30


class Application:
    """What an official has on the phone; shows each code once, because the server takes each once."""

    def __init__(self, secret: str) -> None:
        self._totp = TOTP(base64.b32decode(secret.replace(" ", "")), 6, SHA1(), STEP)
        self._shown = 0

    def code(self) -> str:
        """Return the next code: that of the coming time step, which is good already, when the present one was used."""
        step = max(int(time.time()) // STEP, self._shown + 1)
        self._shown = step
        return self._totp.generate(step * STEP).decode()


def open_security(page: Page) -> None:
    page.goto("/settings/security")
    expect(page.get_by_role("heading", name="Protection of the sign-in")).to_be_visible()


def set_up(page: Page, artifacts: Path, look: str) -> tuple[Application, list[str]]:
    """Go through the dialog and return the application with the recovery codes."""
    open_security(page)
    page.get_by_role("button", name="Set up an authenticator application").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_role("img", name="QR code for the authenticator application")).to_be_visible()
    application = Application(dialog.locator("output").inner_text())
    page.screenshot(path=artifacts / f"second-factor-{look}-scan.png")
    code = dialog.get_by_label("Code that the application shows now")
    code.fill("000000")
    dialog.get_by_role("button", name="Switch on").click()
    expect(dialog.get_by_text("The code is wrong")).to_be_visible()
    code.fill(application.code())
    dialog.get_by_role("button", name="Switch on").click()
    codes = dialog.get_by_label("Your recovery codes")
    codes.wait_for()
    page.screenshot(path=artifacts / f"second-factor-{look}-codes.png")
    kept = codes.locator("span").all_inner_texts()
    done = dialog.get_by_role("button", name="Done")
    expect(done).to_be_disabled()
    dialog.get_by_text("I have saved the recovery codes").click()
    done.click()
    expect(page.get_by_text("10 recovery codes are left.")).to_be_visible()
    return application, kept


def begin_sign_in(person: Person) -> None:
    """Give name and password and stand before the question for a code."""
    page = person.page
    page.goto("/")
    page.get_by_label("User name").fill(person.name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name=f"One more step, {person.name}")).to_be_visible()


def enter_code(person: Person, code: str) -> None:
    person.page.get_by_label("Code").fill(code)
    person.page.get_by_role("button", name="Confirm").click()


@pytest.mark.parametrize(("name", "look"), [("reyes", "desktop"), ("okafor", "phone")])
def test_a_code_is_asked_for_from_the_next_sign_in_on(
    arrive: Arrive, artifacts: Path, name: str, look: str
) -> None:
    size = {"width": 1280, "height": 800} if look == "desktop" else {"width": 390, "height": 844}
    at_desk, elsewhere = arrive(name, viewport=size), arrive(name, viewport=size)
    at_desk.sign_in()
    at_desk.put_off_recovery_key()
    application, codes = set_up(at_desk.page, artifacts, look)

    begin_sign_in(elsewhere)
    elsewhere.page.screenshot(path=artifacts / f"second-factor-{look}-sign-in.png")
    enter_code(elsewhere, "000000")
    expect(elsewhere.page.get_by_role("alert")).to_contain_text("The code is wrong")
    enter_code(elsewhere, application.code())
    expect(elsewhere.page).not_to_have_url(re.compile("/login"))

    third = arrive(name, viewport=size)
    begin_sign_in(third)
    enter_code(third, codes[0])
    expect(third.page).not_to_have_url(re.compile("/login"))
    again = arrive(name, viewport=size)
    begin_sign_in(again)
    enter_code(again, codes[0])
    expect(again.page.get_by_role("alert")).to_contain_text("The code is wrong")

    page = at_desk.page
    open_security(page)
    expect(page.get_by_text("9 recovery codes are left.")).to_be_visible()
    page.get_by_role("button", name="Remove the application").click()
    dialog = page.get_by_role("dialog")
    # The password does not remove what protects from a stolen password.
    expect(dialog.get_by_label("Your password")).to_have_count(0)
    dialog.get_by_label("Code").fill(codes[1])
    page.screenshot(path=artifacts / f"second-factor-{look}-remove.png")
    dialog.get_by_role("button", name="Remove the application").click()
    expect(page.get_by_text("The password alone opens your account.")).to_be_visible()
    arrive(name, viewport=size).sign_in()


def test_a_new_password_is_confirmed_by_the_old_one(arrive: Arrive, artifacts: Path) -> None:
    marsh = arrive("marsh")
    marsh.sign_in()
    marsh.put_off_recovery_key()
    page = marsh.page
    open_security(page)
    page.get_by_role("button", name="Change the password").click()
    dialog = page.get_by_role("dialog")

    def ask_for(password: str) -> None:
        dialog.get_by_label("New password", exact=True).fill(password)
        dialog.get_by_label("New password once more").fill(password)
        dialog.get_by_role("button", name="Continue").click()

    ask_for("short")
    expect(dialog.get_by_text("A password needs at least")).to_be_visible()
    ask_for("Summer2026!")
    expect(dialog.get_by_text("Attackers try this password")).to_be_visible()
    page.screenshot(path=artifacts / "password-breached.png")
    dialog.get_by_label("New password once more").fill("other")
    expect(dialog.get_by_text("The two passwords differ.")).to_be_visible()
    page.screenshot(path=artifacts / "password-change.png")
    ask_for("seven quiet herons")
    dialog.get_by_label("Your password").fill("wrong")
    dialog.get_by_role("button", name="Change the password").click()
    expect(dialog.get_by_text("The password is wrong.")).to_be_visible()
    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("The password was changed")).to_be_visible()

    elsewhere = arrive("marsh").page
    elsewhere.goto("/")
    elsewhere.get_by_label("User name").fill("marsh")
    elsewhere.get_by_label("Password", exact=True).fill("seven quiet herons")
    elsewhere.get_by_role("button", name="Sign in", exact=True).click()
    expect(elsewhere).not_to_have_url(re.compile("/login"))
