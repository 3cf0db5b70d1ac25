# SPDX-License-Identifier: EUPL-1.2
"""Waits for what a page can only answer later: Playwright's own `wait_for_function` takes any promise for a yes."""

import time

from browser import chromium
from playwright.sync_api import Page, Worker


def until(place: Page | Worker, question: str, arg: object = None) -> None:
    """Ask a page or a worker again and again until the function answers yes, at once or with a promise."""
    deadline = time.monotonic() + chromium.SLOWEST_STEP_MS / 1000
    while not place.evaluate(question, arg):
        assert time.monotonic() < deadline, f"never answered yes: {question}"
        place.evaluate("() => new Promise((next) => setTimeout(next, 20))")
