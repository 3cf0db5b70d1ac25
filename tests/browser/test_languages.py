# SPDX-License-Identifier: EUPL-1.2
"""Russian on every address, and a look that is chosen once and stays."""

import json
import re
from pathlib import Path

import pytest
from browser.conftest import Arrive
from browser.person import Person
from playwright.sync_api import Page, expect

LOCALES = Path(__file__).resolve().parents[2] / "web" / "src" / "i18n"
SECTIONS = ("profile", "appearance", "notifications", "devices", "security", "data", "keyboard", "about")
# Each address with something that is there only when the page is.
ADDRESSES = {
    "/portal": "main h2",
    "/chats": "[role=grid] [role=row]",
    "/people": "[role=grid] [role=row]",
    **{f"/settings/{section}": "main h2" for section in SECTIONS},
}
# What stands on the screen or is read out, without what people have written or are called.
WORDS = """
() => [...document.querySelectorAll('h1, h2, h3, label, button, a, p, [aria-label], [placeholder], [title]')]
  .flatMap((element) => [element.getAttribute('aria-label'), element.getAttribute('placeholder'),
    element.getAttribute('title'), element.childElementCount ? null : element.textContent])
  .filter(Boolean).map((text) => text.trim())
"""


@pytest.fixture(scope="module")
def reyes(arrive: Arrive) -> Person:
    """Somebody who has just signed in."""
    person = arrive("reyes")
    person.sign_in()
    person.put_off_recovery_key()
    return person


def test_russian_leaves_no_word_of_english_and_no_key(reyes: Person) -> None:
    page = reyes.page
    _command(page, ">Русский")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    english = _phrases("en") - _phrases("ru")
    for address, sign in ADDRESSES.items():
        page.goto(address)
        page.locator(sign).first.wait_for()
        words: set[str] = set(page.evaluate(WORDS))
        assert not words & english, address
        assert not [word for word in words if re.fullmatch(r"[a-z]+(\.[a-zA-Z0-9_]+)+", word)], address
    expect(page.get_by_role("navigation", name="Разделы")).to_be_visible()
    _command(page, ">English")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_date_fields_follow_the_interface_and_not_the_browser(arrive: Arrive) -> None:
    person = arrive("okafor", locale="en-US")
    person.sign_in()
    person.put_off_recovery_key()
    page = person.page
    _command(page, ">Русский")
    page.goto("/chats")
    page.get_by_role("grid", name="Чаты").get_by_role("row", name="Northern Bridges", exact=True).click()
    page.get_by_role("textbox", name="Сообщение").click()
    page.keyboard.type("Напоминание")
    page.keyboard.press("Control+Shift+Enter")
    field = page.get_by_role("group", name="Дата и время")
    expect(field).to_contain_text(re.compile(r"^\d\d\.\d\d\.\d{4}\D+09:00\W*$"))
    field.get_by_role("spinbutton", name="день").click()
    page.keyboard.type("31.12.2031 18:45")
    expect(field).to_contain_text(re.compile(r"^31\.12\.2031\D+18:45\W*$"))
    page.keyboard.press("ArrowDown")
    expect(field.get_by_role("spinbutton", name="минута")).to_have_attribute("aria-valuenow", "44")
    assert person.watch.take() == []


def _command(page: Page, typed: str) -> None:
    page.keyboard.press("Control+KeyK")
    page.get_by_role("dialog").get_by_role("searchbox").fill(typed)
    page.get_by_role("option", name=re.compile(typed[1:])).click()


def _phrases(language: str) -> set[str]:
    """All texts of a language without placeholders; those of one letter or number prove nothing."""
    found: set[str] = set()

    def collect(value: object) -> None:
        if isinstance(value, dict):
            for inner in value.values():
                collect(inner)
        elif isinstance(value, str) and "{{" not in value and len(value) > 2:
            found.add(value)

    for file in (LOCALES / language).glob("*.json"):
        collect(json.loads(file.read_text(encoding="utf-8")))
    return found


def test_theme_and_density_stay_after_a_reload(reyes: Person) -> None:
    page = reyes.page
    page.goto("/chats")
    row = page.get_by_role("grid", name="Chats").get_by_role("row").first
    row.wait_for()
    before = _look(page)
    page.goto("/settings/appearance")
    page.get_by_role("radio", name="Dark").check(force=True)
    page.get_by_role("radio", name="Compact").check(force=True)
    page.goto("/chats")
    row.wait_for()
    after = _look(page)
    assert after["background"] != before["background"]
    assert after["height"] < before["height"]
    page.reload()
    row.wait_for()
    assert _look(page) == after


def _look(page: Page) -> dict[str, object]:
    look: dict[str, object] = page.evaluate(
        "() => ({ background: getComputedStyle(document.body).backgroundColor,"
        " height: document.querySelector('[role=grid] [role=row]').getBoundingClientRect().height })"
    )
    return look
