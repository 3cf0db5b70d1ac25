# SPDX-License-Identifier: EUPL-1.2
"""The little language in which the demo's conversations are written (explained at the top of en.toml)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Deed = Literal["say", "reply", "answer", "edit", "react", "pin", "file", "poll", "vote"]

_LINE = re.compile(
    r"(?:(?P<days>\d+)d (?P<hour>\d\d):(?P<minute>\d\d)|(?P<ago>\d+)m) (?P<who>[a-z]+)"
    r"(?: (?P<sign>[>=+~]|pin |vote |file|poll)(?P<target>\d*))?:(?: (?P<text>.+))?"
)
_DEEDS: dict[str | None, Deed] = {
    None: "say",
    ">": "reply",
    "=": "edit",
    "+": "react",
    "pin ": "pin",
    "file": "file",
    "~": "answer",
    "poll": "poll",
    "vote ": "vote",
}
_FIRST = ("say", "file", "poll")
"""Deeds that refer to no earlier line."""
_WEEKEND = 5
"""Monday is 0, so Saturday and Sunday are 5 and 6."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that somebody does; `target` is the number of an earlier line, counted from 1."""

    at: int
    who: str
    deed: Deed
    text: str
    target: int | None
    is_recent: bool


def parse_script(lines: list[str], now: int) -> list[Line]:
    """Return the lines with their times in milliseconds; raises ValueError for one that makes no sense."""
    return [_parse(number, text, now) for number, text in enumerate(lines, start=1)]


def _parse(number: int, text: str, now: int) -> Line:
    match = _LINE.fullmatch(text)
    if match is None:
        raise ValueError(f"line {number} is not in the script's form: {text}")
    target = int(match["target"]) if match["target"] else None
    deed = _DEEDS[match["sign"]]
    if (target is None) != (deed in _FIRST) or (target is not None and not 0 < target < number):
        raise ValueError(f"line {number} must name an earlier line: {text}")
    if match["ago"]:
        at = now - int(match["ago"]) * 60_000
    else:
        at = working_moment(now, int(match["days"]), int(match["hour"]), int(match["minute"]))
    return Line(at, match["who"], deed, match["text"] or "", target, is_recent=bool(match["ago"]))


def working_moment(now: int, days: int, hour: int, minute: int) -> int:
    """Return a time of day so many working days before `now`, in this machine's time zone."""
    day = datetime.fromtimestamp(now / 1000).astimezone()
    while days:
        day -= timedelta(days=1)
        days -= day.weekday() < _WEEKEND
    return int(day.replace(hour=hour, minute=minute, second=7, microsecond=0).timestamp() * 1000)
