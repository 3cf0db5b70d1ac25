# SPDX-License-Identifier: EUPL-1.2
"""The frame stays where it is: whatever control of the settings takes the focus, only the page inside scrolls."""

import pytest
from browser.conftest import Arrive
from browser.person import Person
from browser.screens import SECTIONS
from playwright.sync_api import Page

FOCUS_ALL = """() => {
  const scrolled = [];
  const controls = document.querySelectorAll('main input, main button, main a[href], main [tabindex]');
  for (const control of controls) {
    control.scrollIntoView();
    control.focus();
    for (let box = document.querySelector('#page'); box; box = box.parentElement)
      if (box.scrollTop) scrolled.push(`${control.outerHTML.slice(0, 80)} moved ${box.className}`);
  }
  return { count: controls.length, scrolled };
}"""


@pytest.fixture(scope="module", params=["desktop", "phone"])
def marsh(arrive: Arrive, request: pytest.FixtureRequest) -> Person:
    """Somebody at a window of each width."""
    wide = request.param == "desktop"
    size = {"width": 1280, "height": 700} if wide else {"width": 375, "height": 667}
    person = arrive("marsh", viewport=size)
    person.sign_in()
    person.put_off_recovery_key()
    return person


@pytest.mark.parametrize(("section", "sign"), SECTIONS.items())
def test_no_control_scrolls_the_frame(marsh: Person, section: str, sign: str) -> None:
    page: Page = marsh.page
    page.goto(f"/settings/{section}")
    page.get_by_text(sign).first.wait_for()
    found = page.evaluate(FOCUS_ALL)
    assert found["count"] > 0
    assert found["scrolled"] == []
