# SPDX-License-Identifier: EUPL-1.2
"""Log lines: one per event, with named fields, in both formats."""

import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest

from chancery.platform.config.settings import Log
from chancery.platform.log import configure, log_request

Configured = Callable[..., io.StringIO]


@pytest.fixture
def configured() -> Iterator[Configured]:
    root, ours = logging.getLogger(), logging.getLogger("chancery")
    before = (root.handlers, root.level, ours.level)

    def start(**settings: str) -> io.StringIO:
        stream = io.StringIO()
        configure(Log(**settings), stream)  # type: ignore[arg-type]  # the test passes plain strings
        return stream

    yield start
    root.handlers, root.level = before[0], before[1]
    root.setLevel(before[1])
    ours.setLevel(before[2])


def test_a_request_is_one_line_of_named_fields(configured: Configured) -> None:
    stream = configured(format="json")
    log_request("PUT", "/_matrix/send/{txn_id}", 200, 0.00123, "ab-1")
    entry = json.loads(stream.getvalue())
    assert entry.pop("time").endswith("Z")
    assert entry == {
        "level": "info",
        "logger": "chancery.request",
        "message": "request",
        "request": "ab-1",
        "method": "PUT",
        "route": "/_matrix/send/{txn_id}",
        "status": 200,
        "ms": 1.2,
    }


def test_text_lines_carry_the_same_fields(configured: Configured) -> None:
    stream = configured(format="text")
    log_request("GET", "/x", 404, 0.5, "ab-2")
    assert stream.getvalue().endswith(
        "info    request request=ab-2 method=GET route=/x status=404 ms=500.0\n"
    )


def test_the_level_keeps_lesser_lines_back(configured: Configured) -> None:
    stream = configured(level="warning")
    log_request("GET", "/x", 200, 0.5, "ab-3")
    logging.getLogger("chancery.x").warning("kept")
    assert stream.getvalue().count("\n") == 1


def test_other_libraries_speak_from_warning_upwards(configured: Configured) -> None:
    stream = configured(level="debug")
    logging.getLogger("somebody.else").info("chatter")
    logging.getLogger("chancery.x").debug("ours")
    assert "chatter" not in stream.getvalue()
    assert "ours" in stream.getvalue()


@pytest.mark.parametrize("style", ["json", "text"])
def test_a_value_cannot_forge_a_line(configured: Configured, style: str) -> None:
    stream = configured(format=style)
    logging.getLogger("chancery.x").warning("peer", extra={"agent": "a\n2026 error forged\x1b[31m"})
    assert stream.getvalue().count("\n") == 1
    assert "\x1b" not in stream.getvalue()


def test_an_exception_is_written_with_its_traceback(configured: Configured) -> None:
    stream = configured(format="json")
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("chancery.x").exception("failed", extra={"job": "cleanup"})
    entry = json.loads(stream.getvalue())
    assert entry["job"] == "cleanup"
    assert "Traceback" in entry["exception"]
