# SPDX-License-Identifier: EUPL-1.2
"""Browser tests: the built client, a started server with the demo agency, and people at browsers of their own."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from browser import chromium
from browser.evidence import EVIDENCE
from browser.pair import Pair, meet
from browser.person import NAMES, Person
from playwright.sync_api import Browser, expect, sync_playwright
from support.network import steady_network
from support.process import ServerProcess

import chancery

ARTIFACTS = Path(__file__).resolve().parents[2] / "test-artifacts" / "browser"
WEB_DIST = Path(chancery.__file__).parent / "web_dist" / "index.html"

expect.set_options(timeout=chromium.SLOWEST_STEP_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, and skip it plainly on a machine that cannot run it."""
    here = Path(__file__).parent
    reason = _missing()
    for item in items:
        if here not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.slow)
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


def _missing() -> str | None:
    if chromium.EXECUTABLE is None:
        return "chromium is not installed"
    return None if WEB_DIST.exists() else "the web client is not built (make web)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a failed step of a browser test tell what was on the screens."""
    report = yield
    if report.failed and Path(__file__).parent in item.path.parents:
        report.sections += EVIDENCE.sections()
    return report


@pytest.fixture(scope="session")
def artifacts() -> Path:
    """The folder of this run's screenshots, for people to look at."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    return ARTIFACTS


@pytest.fixture(scope="module", autouse=True)
def _steady_network() -> Iterator[None]:
    """No test of cables runs beside a browser."""
    with steady_network():
        yield


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A fresh server with the demo agency."""
    process = ServerProcess(tmp_path_factory.mktemp("server"), demo=True)
    process.start()
    EVIDENCE.servers.append(process)
    yield process
    process.kill()
    EVIDENCE.clear()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium per module; the suite's other tests need an event loop that this one would occupy."""
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


Arrive = Callable[..., Person]


@pytest.fixture(scope="module")
def arrive(browser: Browser, server: ServerProcess) -> Arrive:
    """Return a function that brings a person of the demo agency to a browser that knows nobody."""

    def new_person(name: str, **looks: object) -> Person:
        context = chromium.new_context(browser, server.url, **looks)
        person = Person.at(context, name, NAMES[name])
        EVIDENCE.people.append(person)
        return person

    return new_person


@pytest.fixture(scope="module")
def met(arrive: Arrive) -> Pair:
    """Two people who know each other's keys, in their direct chat."""
    return meet(arrive, "marsh", "reyes")


@pytest.fixture(scope="module")
def pair(met: Pair) -> Pair:
    """The two; a file whose tests want more of them says so in a fixture of this name."""
    return met


@pytest.fixture(autouse=True)
def _nothing_to_complain(request: pytest.FixtureRequest, artifacts: Path) -> Iterator[None]:
    """Hold every step of the two to the security policy, and keep what both screens show at its end."""
    pair: Pair | None = request.getfixturevalue("pair") if "pair" in request.fixturenames else None
    yield
    if pair is None:
        return
    for person in pair:
        person.picture(artifacts, f"{request.node.name}-{person.name}")
    assert [complaint for person in pair for complaint in person.watch.take()] == []
