# SPDX-License-Identifier: EUPL-1.2
"""What a person is told of: settings of the account and of a chat, quiet hours, and pushes that the worker shows."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from browser.conftest import Arrive
from browser.person import Person
from browser.waiting import until
from playwright.sync_api import CDPSession, Page, expect
from support.process import ServerProcess

NOTIFICATIONS = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const shown = await registration.getNotifications();
  return shown.map(({ title, body, tag, silent, data }) => ({ title, body, tag, silent, open: data.open }));
}"""


@pytest.fixture(scope="module")
def marsh(arrive: Arrive, server: ServerProcess) -> Person:
    """Somebody whose browser may show notifications."""
    person = arrive("marsh")
    person.context.grant_permissions(["notifications"], origin=server.url)
    person.sign_in()
    person.put_off_recovery_key()
    return person


@pytest.fixture(autouse=True)
def _nothing_to_complain(marsh: Person, request: pytest.FixtureRequest, artifacts: Path) -> Iterator[None]:
    yield
    marsh.picture(artifacts, request.node.name)
    assert marsh.watch.take() == []


def test_settings_of_the_account_are_kept_by_the_server(marsh: Person) -> None:
    page = marsh.page
    page.goto("/settings/notifications")
    page.get_by_text("Mentions of everybody").click()
    page.get_by_label("Word or phrase").fill("bridge closure")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("button", name="Remove bridge closure")).to_be_visible()
    _tell_of_mentions_in_groups(page)
    page.reload()
    expect(page.get_by_role("button", name="Remove bridge closure")).to_be_visible()
    expect(page.get_by_role("switch", name="Mentions of everybody")).not_to_be_checked()
    page.get_by_role("button", name="Remove bridge closure").click()
    expect(page.get_by_text("No keywords yet.")).to_be_visible()


def test_a_chat_follows_the_settings_until_it_has_its_own(marsh: Person) -> None:
    page = marsh.page
    page.goto("/settings/notifications")
    _tell_of_mentions_in_groups(page)
    marsh.open_chat("Budget 2027")
    page.get_by_role("button", name="Details").click()
    choice = page.get_by_role("button", name="Notify about")
    expect(choice).to_contain_text("As in the settings: Mentions and keywords")
    choice.click()
    page.get_by_role("option", name="All messages").click()
    expect(choice).to_contain_text("All messages")
    page.get_by_role("button", name="Undo").click()
    expect(choice).to_contain_text("As in the settings: Mentions and keywords")


def _tell_of_mentions_in_groups(page: Page) -> None:
    choice = page.get_by_role("button", name="Messages in groups and channels")
    choice.click()
    page.get_by_role("option", name="Mentions and keywords").click()
    expect(choice).to_contain_text("Mentions and keywords")


def test_quiet_hours_begin_and_end(marsh: Person) -> None:
    page = marsh.page
    page.goto("/settings/notifications")
    page.get_by_text("Keep quiet hours").click()
    for end in ("From", "Until"):
        page.get_by_role("group", name=end).get_by_role("spinbutton").first.click()
        page.keyboard.type("0000")
    expect(page.get_by_text("It is quiet now.")).to_be_visible()
    page.get_by_text("Keep quiet hours").click()
    expect(page.get_by_text("It is quiet now.")).to_have_count(0)


def test_an_agency_without_push_says_so(marsh: Person) -> None:
    marsh.page.goto("/settings/notifications")
    marsh.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    marsh.page.reload()
    expect(marsh.page.get_by_text("Your agency has not switched push messages on")).to_be_visible()


def test_a_push_names_the_chat_when_no_page_is_in_sight(marsh: Person, server: ServerProcess) -> None:
    page = marsh.page
    marsh.open_chat("Budget 2027")
    room_id = unquote(page.url.split("/chats/")[1].split("?")[0])
    until(page, DIGEST_HAS, "Budget 2027")
    push = Pushes(page, server.url)
    push.deliver({"room_id": "!seen", "event_id": "$seen", "prio": "high", "counts": {"unread": 1}})
    push.wait_for_decision()
    assert page.evaluate(NOTIFICATIONS) == [], "a visible page tells of messages itself"
    page.goto("about:blank")
    push.deliver({"room_id": room_id, "event_id": "$new", "prio": "high", "counts": {"unread": 2}})
    page.goto("/settings/about")
    until(page, f"async () => (await ({NOTIFICATIONS})()).length > 0")
    [shown] = page.evaluate(NOTIFICATIONS)
    assert shown["body"] == "New message in “Budget 2027”"
    assert shown["tag"] == room_id
    assert shown["open"].endswith("?at=%24new")


LOOKS_ARE_COUNTED = """() => {
  const look = clients.matchAll.bind(clients);
  globalThis.looks = 0;
  clients.matchAll = async (options) => {
    const found = await look(options);
    globalThis.looks += 1;
    return found;
  };
}"""
DIGEST_HAS = """async (name) => {
  const found = await caches.match('/push/digest', { cacheName: 'push' });
  return found !== undefined && Object.values((await found.json()).names).includes(name);
}"""


class Pushes:
    """Hands messages to the service worker as the browser's push service would."""

    def __init__(self, page: Page, origin: str) -> None:
        self._origin = origin
        self._registration = ""
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.on("ServiceWorker.workerRegistrationUpdated", self._hear)
        self._session.send("ServiceWorker.enable")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        [self._worker] = page.context.service_workers
        self._worker.evaluate(LOOKS_ARE_COUNTED)

    def deliver(self, data: dict[str, object]) -> None:
        """Deliver one message."""
        assert self._registration, "the browser names no registration"
        message = {"origin": self._origin, "registrationId": self._registration, "data": json.dumps(data)}
        self._session.send("ServiceWorker.deliverPushMessage", message)

    def wait_for_decision(self) -> None:
        """Wait until the worker has looked for pages in sight; whoever leaves the page now changes nothing."""
        until(self._worker, "() => globalThis.looks > 0")

    def _hear(self, event: dict[str, list[dict[str, str]]]) -> None:
        for registration in event["registrations"]:
            self._registration = registration["registrationId"]
