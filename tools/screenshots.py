# SPDX-License-Identifier: EUPL-1.2
"""Takes the README's pictures from the running product: a demo agency, a real browser, docs/screenshots/*.png."""

from __future__ import annotations

import io
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
START_SECONDS = 60
COLOURS = 128
PASSWORD = "chancery-demo"  # noqa: S105  # the demo's, printed at its start


@contextmanager
def demo() -> Iterator[str]:
    """Run a server with a fresh demo agency and yield its address."""
    with socket.socket() as probe, tempfile.TemporaryDirectory() as folder:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [str(Path(sys.executable).parent / "chancery"), "serve", "--demo", "--port", str(port)]
        with subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as server:
            try:
                url = f"http://127.0.0.1:{port}"
                wait_for(f"{url}/health")
                yield url
            finally:
                server.terminate()


def wait_for(url: str) -> None:
    """Ask until the server answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=2):  # noqa: S310  # our own server
                return
        except (URLError, OSError):
            time.sleep(0.1)
    sys.exit("The server did not start.")


def signed_in(browser: Browser, url: str, viewport: ViewportSize, theme: str) -> Page:
    """Sign the director in and go through the first login."""
    dark = theme == "dark"
    context = browser.new_context(
        base_url=url,
        viewport=viewport,
        locale="en-GB",
        color_scheme="dark" if dark else "light",
        device_scale_factor=1.5,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_label("User name").fill("marsh")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    return page


def make_key(page: Page) -> str:
    """Make the recovery key, as everybody does once, and return it."""
    page.get_by_role("button", name="Make the key").click()
    key = page.get_by_label("Your recovery key")
    key.wait_for()
    made = " ".join(key.locator("span").all_inner_texts())
    page.get_by_text("I have saved the recovery key").click()
    page.get_by_role("button", name="Continue").click()
    return made


def restore(page: Page, key: str) -> None:
    """Open the messages on another device."""
    page.get_by_label("Recovery key").last.fill(key)
    page.get_by_role("button", name="Open messages").click()


def open_chat(page: Page, name: str) -> None:
    """Open a conversation and wait until it is all there."""
    page.get_by_role("link", name=re.compile("Chats")).click()
    page.get_by_role("grid", name="Chats").get_by_role("row", name=name, exact=True).click()
    page.get_by_role("textbox", name="Message").wait_for()
    page.locator("[data-row]").last.wait_for()
    settle(page)


def open_thread(page: Page, beginning: str) -> None:
    """Open a thread of the open chat beside it."""
    page.get_by_role("button", name=re.compile("^Threads")).click()
    page.get_by_role("complementary").get_by_role("button", name=re.compile(beginning)).click()
    page.get_by_role("textbox", name="Answer in the thread").wait_for()
    settle(page)


def settle(page: Page) -> None:
    """Let pictures and fonts arrive."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(1500)


def keep(page: Page, name: str) -> None:
    """Save what the page shows with few colours, so that the repository stays small."""
    page.mouse.move(0, 0)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1024} kB")


def take(browser: Browser, url: str) -> None:
    """Walk through the views of the README."""
    light = signed_in(browser, url, DESKTOP, "light")
    key = make_key(light)
    open_chat(light, "Northern Bridges")
    open_thread(light, "Load figures")
    keep(light, "chat-light")
    light.get_by_role("link", name="People").click()
    light.get_by_role("row", name=re.compile("Daniel Okafor")).click()
    light.get_by_role("button", name="Write").wait_for()
    settle(light)
    keep(light, "people")
    dark = signed_in(browser, url, DESKTOP, "dark")
    restore(dark, key)
    open_chat(dark, "Budget 2027")
    dark.get_by_role("button", name="Details").click()
    dark.get_by_role("textbox", name="Message").click()
    settle(dark)
    keep(dark, "chat-dark")
    phone = signed_in(browser, url, PHONE, "light")
    restore(phone, key)
    open_chat(phone, "Northern Bridges")
    keep(phone, "phone")


def main() -> None:
    executable = shutil.which("chromium")
    if executable is None:
        sys.exit("chromium is not installed.")
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    with demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        take(browser, url)
        browser.close()


if __name__ == "__main__":
    main()
