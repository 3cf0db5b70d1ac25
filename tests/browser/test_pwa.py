# SPDX-License-Identifier: EUPL-1.2
"""The client as an installed application: manifest, service worker, a new version that asks before it takes over."""

from collections.abc import Iterator

import pytest
from browser.conftest import Arrive
from browser.person import Person
from playwright.sync_api import CDPSession, expect
from support.process import ServerProcess


@pytest.fixture(scope="module")
def lindgren(arrive: Arrive) -> Person:
    """Somebody who works in the browser."""
    person = arrive("lindgren")
    person.sign_in()
    person.put_off_recovery_key()
    person.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return person


@pytest.fixture
def devtools(lindgren: Person) -> Iterator[CDPSession]:
    """The browser's own view of the page."""
    session = lindgren.context.new_cdp_session(lindgren.page)
    yield session
    session.detach()


def test_the_browser_would_install_it(lindgren: Person, devtools: CDPSession) -> None:
    lindgren.page.reload()
    lindgren.expect_home()
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A private window, as every test has, installs nothing; nothing else may stand in the way.
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []


def test_the_worker_serves_the_client_without_a_server(lindgren: Person, server: ServerProcess) -> None:
    page = lindgren.page
    page.goto("/chats")
    # What was never seen with a server cannot be seen without one.
    expect(page.get_by_role("grid", name="Chats").get_by_role("row").first).to_be_visible()
    assert page.evaluate("navigator.serviceWorker.controller?.scriptURL") == f"{server.url}/sw.js"
    server.stop()
    try:
        page.goto("/chats")
        expect(page.get_by_role("grid", name="Chats").get_by_role("row").first).to_be_visible()
        page.goto("/settings/appearance")
        expect(page.get_by_text("Density").first).to_be_visible()
    finally:
        server.start()
