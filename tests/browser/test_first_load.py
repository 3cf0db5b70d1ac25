# SPDX-License-Identifier: EUPL-1.2
"""The first visit over a bad network: what fails to come once is asked for again, and nobody sits before an empty page."""

import pytest
from browser.conftest import Arrive
from browser.waiting import until
from playwright.sync_api import Route, expect


@pytest.mark.parametrize(
    "part",
    [
        "**/assets/main-*.js",
        "**/assets/react-*.js",
        "**/assets/auth-*.js",
        "**/assets/LoginPage-*.js",
        "**/assets/LoginPage-*.css",
        "**/assets/main-*.css",
        "**/api/v1/session",
    ],
)
def test_a_request_that_fails_once_does_not_keep_anybody_from_the_login(arrive: Arrive, part: str) -> None:
    page = arrive("marsh").page
    broken: list[str] = []

    def answer(route: Route) -> None:
        if broken:
            route.continue_()
            return
        broken.append(route.request.url)
        route.abort("connectionreset")

    page.route(part, answer)
    page.goto("/")
    expect(page.get_by_label("User name")).to_be_visible()
    assert broken
    if part.endswith(".css"):
        until(page, f"() => [...document.styleSheets].some(({{ href }}) => href === '{broken[0]}')")


def test_a_page_that_never_comes_says_so(arrive: Arrive) -> None:
    page = arrive("marsh").page
    page.route("**/assets/main-*.js", lambda route: route.abort("connectionreset"))
    page.goto("/")
    button = page.get_by_role("button", name="The page could not be loaded. Try again")
    expect(button).to_be_visible()
    page.unroute_all()
    button.click()
    expect(page.get_by_label("User name")).to_be_visible()
