# SPDX-License-Identifier: EUPL-1.2
"""Every screen in both themes and on a phone: no barrier that axe can find, nothing cut off at 320 pixels."""

from pathlib import Path

import pytest
from browser import axe, chromium
from browser.conftest import Arrive
from browser.person import Person
from browser.screens import SCREENS, Screen, show
from playwright.sync_api import Page

# Controls and headings that stick out of the window, unless they are inside something that scrolls sideways.
CUT_OFF = """
() => [...document.querySelectorAll('a, button, input, h1, h2, h3, [role=textbox], [role=row]')]
  .filter((element) => {
    const { left, right, width, height } = element.getBoundingClientRect();
    if (width <= 1 || height <= 1 || (left >= -1 && right <= innerWidth + 1)) return false;
    for (let box = element.parentElement; box; box = box.parentElement)
      if (/auto|scroll/.test(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth) return false;
    return getComputedStyle(element).visibility !== 'hidden';
  })
  .map((element) => `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent}`.slice(0, 80))
"""


@pytest.fixture(scope="module", params=[chromium.DESKTOP, chromium.PHONE], ids=["desktop", "phone"])
def person(request: pytest.FixtureRequest, arrive: Arrive) -> Person:
    """Somebody who is signed in; a second tab keeps the engine running between the screens."""
    person = arrive("marsh", viewport=request.param)
    person.sign_in()
    person.page.get_by_role("button", name="Later").click()
    person.page.get_by_role("heading", level=1).first.wait_for()
    person.context.new_page().goto("/settings/about")
    person.page.bring_to_front()
    return person


def _barriers(page: Page, artifacts: Path, name: str) -> dict[str, list[str]]:
    found = {}
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.screenshot(path=artifacts / f"{name}-{theme}.png")
        found[theme] = axe.findings(page)
    page.emulate_media(color_scheme="light")
    return found


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_no_barrier_and_nothing_cut_off(person: Person, screen: Screen, artifacts: Path) -> None:
    show(person.page, screen)
    width = person.page.viewport_size["width"]
    assert _barriers(person.page, artifacts, f"{screen.name}-{width}") == {"light": [], "dark": []}
    if width == chromium.PHONE["width"]:
        assert _cut_off(person.page, artifacts, screen.name) == []
    assert person.watch.take() == []


def _cut_off(page: Page, artifacts: Path, name: str) -> list[str]:
    """Return what does not fit into the narrowest window, that of a page enlarged four times."""
    page.set_viewport_size({"width": 320, "height": 640})
    try:
        page.screenshot(path=artifacts / f"{name}-320.png")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
        found: list[str] = page.evaluate(CUT_OFF)
        return found
    finally:
        page.set_viewport_size(chromium.PHONE)


@pytest.mark.parametrize("viewport", [chromium.DESKTOP, chromium.PHONE], ids=["desktop", "phone"])
def test_no_barrier_before_the_first_chat(arrive: Arrive, artifacts: Path, viewport: object) -> None:
    person = arrive("lindgren", viewport=viewport)
    width = person.page.viewport_size["width"]
    person.page.goto("/login")
    person.page.get_by_label("User name").wait_for()
    assert _barriers(person.page, artifacts, f"login-{width}") == {"light": [], "dark": []}
    person.sign_in()
    person.page.get_by_role("button", name="Make the key").wait_for()
    assert _barriers(person.page, artifacts, f"recovery-{width}") == {"light": [], "dark": []}
    person.context.close()
