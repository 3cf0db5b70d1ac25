# SPDX-License-Identifier: EUPL-1.2
"""Debian's Chromium as every browser test starts it: no traffic of its own, one fixed look."""

import shutil

from playwright.sync_api import Browser, BrowserContext, Playwright, ViewportSize

EXECUTABLE = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    # A microphone that beeps and a camera with a test card, allowed without a question.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
SLOWEST_STEP_MS = 30_000


def launch(playwright: Playwright) -> Browser:
    """Start the browser."""
    return playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)


def new_context(
    browser: Browser, url: str, *, viewport: ViewportSize = DESKTOP, locale: str = "en-GB"
) -> BrowserContext:
    """Open a browser profile of its own, as on another person's machine."""
    context = browser.new_context(
        base_url=url, viewport=viewport, locale=locale, color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(SLOWEST_STEP_MS)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
    return context
