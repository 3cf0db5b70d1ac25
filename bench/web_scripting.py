# SPDX-License-Identifier: EUPL-1.2
"""Measure what one incoming message costs the page: a long open conversation, and a long list of chats.

`python -m bench.web_scripting` with the built client; prints milliseconds of processor time of the page's main thread
per message, which other work on the machine lengthens less than the time of the clock.
"""

import sys
import tempfile
from pathlib import Path

import httpx
from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browser import chromium
from browser.person import NAMES, PASSWORD, Person
from support.process import ServerProcess

MESSAGES = 2_000
CHATS = 1_000
ARRIVALS = 40
GAP_MS = 250


class Writer:
    """Somebody who fills rooms over the protocol."""

    def __init__(self, url: str, name: str) -> None:
        self._http = httpx.Client(base_url=f"{url}/_matrix/client/v3", timeout=60)
        login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": name}}
        answer = self._http.post("/login", json={**login, "password": PASSWORD}).raise_for_status().json()
        self.user_id = answer["user_id"]
        self._http.headers["Authorization"] = f"Bearer {answer['access_token']}"
        self._sent = 0

    def room(self, name: str, invite: list[str]) -> str:
        """Make a room."""
        body = {"name": name, "preset": "private_chat", "invite": invite}
        return str(self._http.post("/createRoom", json=body).raise_for_status().json()["room_id"])

    def join(self, room_id: str) -> None:
        """Follow an invitation."""
        self._http.post(f"/join/{room_id}", json={}).raise_for_status()

    def say(self, room_id: str, text: str) -> None:
        """Write a message."""
        self._sent += 1
        path = f"/rooms/{room_id}/send/m.room.message/{self._sent}"
        self._http.put(path, json={"msgtype": "m.text", "body": text}).raise_for_status()


def main() -> None:
    """Measure both and print them."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = ServerProcess(Path(folder), demo=True)
        server.start()
        browser = chromium.launch(playwright)
        try:
            writer, reader = Writer(server.url, "marsh"), Writer(server.url, "okafor")
            _measure(chromium.new_context(browser, server.url), writer, reader)
        finally:
            browser.close()
            server.kill()


def _measure(context: BrowserContext, writer: Writer, reader: Writer) -> None:
    room_id = _long_room(writer, reader)
    person = Person.at(context, "okafor", NAMES["okafor"])
    person.sign_in()
    person.put_off_recovery_key()
    person.open_chat("A long conversation")
    loaded = _load_all(person.page)
    print(f"conversation, {loaded} messages loaded: {_per_message(person.page, writer, [room_id])}")
    rooms = [writer.room(f"Chat {number}", [reader.user_id]) for number in range(CHATS)]
    for other in rooms:
        reader.join(other)
        writer.say(other, "The first message")
    person.page.wait_for_timeout(8_000)
    print(f"list of {CHATS} chats, conversation open: {_per_message(person.page, writer, rooms[:ARRIVALS])}")


def _long_room(writer: Writer, reader: Writer) -> str:
    room_id = writer.room("A long conversation", [reader.user_id])
    reader.join(room_id)
    for number in range(MESSAGES):
        (writer if number % 3 else reader).say(room_id, f"Message {number} about the *budget* of the agency")
    return room_id


def _load_all(page: Page) -> int:
    """Scroll up until nothing older comes, then return to the end."""
    page.evaluate("""async () => {
        const list = document.querySelector('[data-timeline]');
        const quiet = () => new Promise((done) => setTimeout(done, 400));
        for (let idle = 0, height = 0; idle < 4; idle += 1) {
            list.scrollTop = 0;
            await quiet();
            if (list.scrollHeight !== height) idle = 0;
            height = list.scrollHeight;
        }
        list.scrollTop = list.scrollHeight;
        await quiet();
    }""")
    return MESSAGES


def _per_message(page: Page, writer: Writer, rooms: list[str]) -> str:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.wait_for_timeout(2_000)
    idle_from = _metrics(session)
    page.wait_for_timeout(ARRIVALS * GAP_MS)
    before = _metrics(session)
    for number in range(ARRIVALS):
        writer.say(rooms[number % len(rooms)], f"Arrival {number}")
        page.wait_for_timeout(GAP_MS)
    after = _metrics(session)
    parts = []
    for name in ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration", "TaskDuration"):
        idle = before[name] - idle_from[name]
        spent = (after[name] - before[name] - idle) / ARRIVALS * 1_000
        parts.append(f"{name.removesuffix('Duration').lower()} {spent:.1f} ms")
    return ", ".join(parts)


def _metrics(session: CDPSession) -> dict[str, float]:
    return {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}


if __name__ == "__main__":
    main()
