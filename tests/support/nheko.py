# SPDX-License-Identifier: EUPL-1.2
"""nheko, the desktop client as Debian has it, on a screen of its own; driven by mouse and keys as its user drives it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.waiting import until

Point = tuple[int, int]

PROGRAMS = ("nheko", "Xvfb", "xdotool", "import")
PATIENCE = 120.0
BUTTON = "#464D5D"
WHITE = "#FFFFFF"
ALARM = "#DD3D3D"
"""The shield over a room that is encrypted, with people in it whom nobody verified."""

WELCOME_LOGIN: Point = (578, 445)
LOGIN_FIELD: Point = (533, 276)
LOGIN_BUTTON: Point = (497, 490)
SETUP_DIALOG: Point = (30, 560)
SETUP_OK: Point = (913, 561)
RECOVERY_DIALOG: Point = (20, 345)
RECOVERY_OK: Point = (1011, 333)
FIRST_ROOM: Point = (130, 75)
FIRST_ROOM_EDGE: Point = (218, 95)
ACCEPT_INVITE: Point = (567, 405)
SHIELD: Point = (962, 26)
MESSAGE_FIELD: Point = (600, 580)

SETTINGS = """[General]
run_without_secure_secrets_service=true
[user]
reduced_motion=true
"""


class Nheko:
    """One window on one screen; what it shows is known by its log and by single pixels."""

    def __init__(self, folder: Path, display: str) -> None:
        self._folder = folder
        self._out = folder / "nheko.log"
        self._environment = _environment(folder, display)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run the program, with what it kept in its folder; ended at the end."""
        with self._out.open("ab") as out:
            process = subprocess.Popen(
                ["nheko", "--log-level", "debug", "--log-type", "stderr"],
                env=self._environment,
                stdout=out,
                stderr=out,
            )
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)

    async def log_in(self, url: str, name: str, password: str) -> None:
        """Type in the address of the server, which nheko discovers, and a password."""
        await self.shows(WELCOME_LOGIN, BUTTON)
        self.click(WELCOME_LOGIN)
        await self.shows(LOGIN_BUTTON, BUTTON)
        self.click(LOGIN_FIELD)
        self.write(f"@{name}:{url}")
        self.press("Tab")
        await self.tells(rf"Autodiscovery: Discovered '{re.escape(url)}'")
        await self.shows(LOGIN_BUTTON, BUTTON)
        self.write(password)
        self.press("Return")
        await self.tells("initial sync completed")

    async def set_up_encryption(self) -> None:
        """Accept what it proposes: cross-signing, secrets and key backup on the server, a recovery key."""
        await self.shows(SETUP_DIALOG, WHITE)
        self.click(SETUP_OK)
        await self.shows(RECOVERY_DIALOG, WHITE)
        self.click(RECOVERY_OK)

    async def accept_invitation(self) -> None:
        """Join the first room of the list, and stay in it."""
        await self.shows(FIRST_ROOM_EDGE, WHITE)
        self.click(FIRST_ROOM)
        await self.shows(ACCEPT_INVITE, BUTTON)
        self.click(ACCEPT_INVITE)
        await self.shows(SHIELD, ALARM)

    async def answer_last(self, text: str) -> None:
        """Reply to the newest message."""
        self.click(MESSAGE_FIELD)
        self.press("alt+Up")
        self.write(text)
        self.press("Return")

    def click(self, point: Point) -> None:
        """Move the mouse and press its left button."""
        self._do("mousemove", *map(str, point), "click", "1")

    def press(self, key: str) -> None:
        """Press a key."""
        self._do("key", key)

    def write(self, text: str) -> None:
        """Type a text."""
        self._do("type", "--delay", "30", text)

    async def shows(self, point: Point, colour: str) -> None:
        """Wait until a pixel has this colour in two pictures, one after the other."""
        try:
            await until(
                lambda: self._colour(point) == colour == self._colour(point),
                seconds=PATIENCE,
            )
        except TimeoutError:
            raise AssertionError(f"{point} is not {colour}: see {self.picture('wrong')}") from None

    async def tells(self, pattern: str, times: int = 1) -> None:
        """Wait until its log has the pattern as often."""
        await until(lambda: len(re.findall(pattern, self.log())) >= times, seconds=PATIENCE)

    def log(self) -> str:
        """Return what it told so far."""
        return self._out.read_text(errors="replace")

    def picture(self, name: str) -> Path:
        """Keep what the screen shows."""
        path = self._folder / f"{name}.png"
        self._run("import", "-window", "root", str(path))
        return path

    def _do(self, *words: str) -> None:
        self._run("xdotool", *words)

    def _colour(self, point: Point) -> str:
        crop = "1x1+{}+{}".format(*point)
        text = self._run("import", "-window", "root", "-crop", crop, "-depth", "8", "txt:-")
        found = re.search(r"#[0-9A-F]{6}", text)
        return found.group() if found else ""

    def _run(self, *words: str) -> str:
        ended = subprocess.run(
            words, env=self._environment, check=True, capture_output=True, text=True, timeout=PATIENCE
        )
        return ended.stdout


@contextmanager
def desktop(folder: Path) -> Iterator[Nheko]:
    """Give a screen with nheko's folder on it; nheko itself is started by who uses it."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1100x800x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as numbers:
            display = numbers.readline().strip()
        assert display, "Xvfb did not start"
        yield Nheko(folder, f":{display}")
    finally:
        screen.terminate()
        screen.wait(PATIENCE)


def needs_nheko() -> None:
    """Leave the test out where a program is not installed."""
    if missing := [program for program in PROGRAMS if not shutil.which(program)]:
        pytest.skip(f"not installed: {', '.join(missing)} (make check installs them on Debian)")


def _environment(folder: Path, display: str) -> dict[str, str]:
    """A home of its own, no session bus, no graphics card."""
    homes = {name: folder / name for name in ("config", "data", "cache", "run")}
    for home in homes.values():
        home.mkdir(mode=0o700, parents=True)
    (homes["config"] / "nheko").mkdir()
    (homes["config"] / "nheko" / "nheko.conf").write_text(SETTINGS)
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "DISPLAY": display,
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(homes["config"]),
        "XDG_DATA_HOME": str(homes["data"]),
        "XDG_CACHE_HOME": str(homes["cache"]),
        "XDG_RUNTIME_DIR": str(homes["run"]),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/no-bus",
        "QT_QPA_PLATFORM": "xcb",
        "QT_QUICK_BACKEND": "software",
        "LIBGL_ALWAYS_SOFTWARE": "1",
    }
