# SPDX-License-Identifier: EUPL-1.2
"""What a browser has to load, measured from the built files: compressed kilobytes per part of the client."""

import gzip
import re
from pathlib import Path

import pytest

import chancery

DIST = Path(chancery.__file__).parent / "web_dist"
IMPORTED = re.compile(rb"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
KB = 1024


def _with_imports(*entries: str) -> set[str]:
    """The named scripts and all that they import at once."""
    seen: set[str] = set()
    queue = list(entries)
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        queue += [found.decode() for found in IMPORTED.findall((DIST / "assets" / name).read_bytes())]
    return seen


def _size(names: set[str]) -> float:
    return sum(len(gzip.compress((DIST / "assets" / name).read_bytes(), 9)) for name in names) / KB


def _built(pattern: str) -> set[str]:
    found = {path.name for path in (DIST / "assets").glob(pattern)}
    assert found, f"no built file is called {pattern}"
    return found


def _shell() -> set[str]:
    page = (DIST / "index.html").read_text()
    entries = re.findall(r'src="/assets/([^"]+\.js)"', page)
    assert entries
    return _with_imports(*entries)


def test_the_shell_is_small() -> None:
    assert _size(_shell()) <= 180
    sheets = set(re.findall(r'href="/assets/([^"]+\.css)"', (DIST / "index.html").read_text()))
    assert sheets
    assert _size(sheets) <= 25


@pytest.mark.parametrize("page", ["ChatsPage", "PeoplePage", "PortalPage", "SettingsPage", "LoginPage"])
def test_a_page_adds_little_to_the_shell(page: str) -> None:
    assert _size(_with_imports(*_built(f"{page}-*.js")) - _shell()) <= 120


def test_the_message_field_adds_little_to_the_page() -> None:
    assert (
        _size(
            _with_imports(*_built("ComposerField-*.js")) - _with_imports(*_built("ChatsPage-*.js")) - _shell()
        )
        <= 120
    )


def test_the_engine_is_bearable_without_its_wasm() -> None:
    assert _size(_with_imports(*_built("main-*.js")) - _shell()) <= 300
