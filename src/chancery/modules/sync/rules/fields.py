# SPDX-License-Identifier: EUPL-1.2
"""`event_fields` of a filter: which members of an event a client wants, named by paths with dots."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

Path = tuple[str, ...]

_LISTS = ("timeline", "state", "state_after", "org.matrix.msc4222.state_after", "msc4354_sticky")


def parse_path(text: str) -> Path:
    r"""Return the member names of a path; `\.` is a dot inside a name and `\\` a backslash."""
    parts: list[str] = []
    name = ""
    escaped = False
    for char in text:
        if escaped:
            name += char if char in ".\\" else "\\" + char
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == ".":
            parts.append(name)
            name = ""
        else:
            name += char
    return (*parts, name + ("\\" if escaped else ""))


def pick(event: Mapping[str, Any], paths: Sequence[Path]) -> dict[str, Any]:
    """Return the event with the named members only."""
    picked: dict[str, Any] = {}
    for path in paths:
        _copy(event, picked, path)
    return picked


def _copy(source: Mapping[str, Any], target: dict[str, Any], path: Path) -> None:
    name, *rest = path
    if name not in source:
        return
    value = source[name]
    if not rest:
        target[name] = value
    elif isinstance(value, dict):
        known = target.get(name)
        inner = dict(known) if isinstance(known, dict) else {}
        _copy(value, inner, tuple(rest))
        if inner:
            target[name] = inner


def rewrite_entry(entry: bytes, rewrite: Callable[[dict[str, Any]], Mapping[str, Any]]) -> bytes:
    """Return a room's entry, rendered, with each of its events written anew."""
    room: dict[str, Any] = msgspec.json.decode(entry)
    for name in _LISTS:
        events = room.get(name)
        if events is not None:
            events["events"] = [rewrite(event) for event in events["events"]]
    return msgspec.json.encode(room)
