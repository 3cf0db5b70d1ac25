# SPDX-License-Identifier: EUPL-1.2
"""Pure evaluation of push rules against one event."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from chancery.modules.push.model import KINDS, SILENT, Action, Kind, Outcome, Rule, Ruleset

MAX_PATTERN = 256
MAX_DEPTH = 50
"""Objects below are no business of rules: keys of deeper ones would cost more than the event."""


@dataclass(frozen=True, slots=True)
class Context:
    """What conditions ask beyond the event: joined members, the reader's name, the sender's right to notify by a key of `notifications`."""

    member_count: int
    display_name: str | None
    sender_may_notify: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Subject:
    """An event in the form that conditions look at: dotted keys (dots inside names escaped) to plain values."""

    room_id: str
    sender: str
    flat: Mapping[str, Any]


def subject(event: Mapping[str, Any], *, room_id: str) -> Subject:
    """Return an event (decoded client form) flattened for evaluation."""
    flat = dict(_flatten(event))
    flat["room_id"] = room_id
    return Subject(room_id, str(event.get("sender", "")), flat)


def _flatten(event: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    left = [("", event, MAX_DEPTH)]
    while left:
        prefix, value, depth = left.pop()
        for name, member in value.items():
            key = prefix + name.replace("\\", "\\\\").replace(".", "\\.")
            if not isinstance(member, dict):
                yield key, member
            elif depth:
                left.append((key + ".", member, depth - 1))


def evaluate(ruleset: Ruleset, event: Subject, context: Context) -> Outcome:
    """Return what the first matching enabled rule asks for; nothing matches: silence."""
    actions = matching_actions(ruleset, event, context)
    return outcome(actions) if actions else SILENT


def matching_actions(ruleset: Ruleset, event: Subject, context: Context) -> list[Action]:
    """Return the actions of the first matching enabled rule."""
    for kind in KINDS:
        for rule in ruleset[kind]:
            if rule.enabled and _matches(kind, rule, event, context):
                return rule.actions
    return []


def outcome(actions: list[Action]) -> Outcome:
    """Return what a list of actions means for counts."""
    notify = "notify" in actions
    tweaks = [action for action in actions if isinstance(action, dict) and action["set_tweak"] == "highlight"]
    return Outcome(notify=notify, highlight=notify and any(tweak.get("value", True) for tweak in tweaks))


def uses(ruleset: Ruleset, condition: str) -> bool:
    """Tell whether a rule has a condition of a kind."""
    return any(
        found["kind"] == condition
        for kind in KINDS
        for rule in ruleset[kind]
        for found in (rule.conditions or ())
    )


def traits(event: Subject, keys: Iterable[str]) -> tuple[object, ...]:
    """Return what exact patterns can tell apart in an event: two of the same traits match the same of them."""
    found = [event.flat.get(key) for key in keys]
    return tuple([value if value is True or _is_short(value) else None for value in found])


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_PATTERN


def _matches(kind: Kind, rule: Rule, event: Subject, context: Context) -> bool:
    if kind == "room":
        return rule.rule_id == event.room_id
    if kind == "sender":
        return rule.rule_id == event.sender
    if kind == "content":
        return isinstance(rule.pattern, str) and _glob_in(
            event.flat.get("content.body"), rule.pattern, words=True
        )
    conditions = rule.conditions
    if isinstance(conditions, msgspec.UnsetType):
        return True
    return all(_holds(condition, event, context) for condition in conditions)


def _holds(condition: Mapping[str, Any], event: Subject, context: Context) -> bool:
    check = CONDITIONS.get(condition["kind"])
    # A condition of an unknown kind never holds (specification, "Conditions").
    return check is not None and check(condition, event, context)


def _event_match(condition: Mapping[str, Any], event: Subject, context: Context) -> bool:
    key, pattern = condition.get("key"), condition.get("pattern")
    if not isinstance(key, str) or not isinstance(pattern, str):
        return False
    return _glob_in(event.flat.get(key), pattern, words=key == "content.body")


def _property_is(condition: Mapping[str, Any], event: Subject, context: Context) -> bool:
    missing = object()
    value = event.flat.get(str(condition.get("key")), missing)
    return _same(value, condition.get("value"))


def _property_contains(condition: Mapping[str, Any], event: Subject, context: Context) -> bool:
    values = event.flat.get(str(condition.get("key")))
    return isinstance(values, list) and any(_same(value, condition.get("value")) for value in values)


def _same(value: object, wanted: object) -> bool:
    # JSON's true is not 1, though Python's is.
    return type(value) is type(wanted) and value == wanted


def _display_name(condition: Mapping[str, Any], event: Subject, context: Context) -> bool:
    name = context.display_name
    if not name:
        return False
    escaped = re.sub(r"([*?\[\]\\])", r"\\\1", name)
    return _glob_in(event.flat.get("content.body"), escaped, words=True)


def _member_count(condition: Mapping[str, Any], event: Subject, context: Context) -> bool:
    match = re.fullmatch(r"(==|<=|>=|<|>)?(\d{1,9})", str(condition.get("is", "")))
    if match is None:
        return False
    wanted, count = int(match[2]), context.member_count
    comparisons = {
        "==": count == wanted,
        "<": count < wanted,
        ">": count > wanted,
        "<=": count <= wanted,
        ">=": count >= wanted,
    }
    return comparisons[match[1] or "=="]


def _permission(condition: Mapping[str, Any], event: Subject, context: Context) -> bool:
    key = condition.get("key")
    return isinstance(key, str) and context.sender_may_notify(key)


CONDITIONS: Mapping[str, Callable[[Mapping[str, Any], Subject, Context], bool]] = {
    "event_match": _event_match,
    "event_property_is": _property_is,
    "event_property_contains": _property_contains,
    "contains_display_name": _display_name,
    "room_member_count": _member_count,
    "sender_notification_permission": _permission,
}


def _glob_in(value: object, pattern: str, *, words: bool) -> bool:
    if not isinstance(value, str) or len(pattern) > MAX_PATTERN:
        return False
    return _compiled(pattern, words).search(value) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str, words: bool) -> re.Pattern[str]:
    """Compile a glob: `*` and `?` only; whole value, or between word boundaries for message bodies.

    Whatever follows a `*` is looked for once, leftmost, in an atomic group: a pattern of many stars that almost matches
    would otherwise keep the server busy for years. Leftmost is right, because the next `*` takes any rest.
    """
    segments = _segments(pattern)
    if words:
        segments[0] = r"(?:^|\W)" + segments[0]
    segments[-1] += r"(?:\W|\Z)" if words else r"\Z"
    start = r"\A" if words else r"\A" + segments.pop(0)
    return re.compile(start + "".join(f"(?>.*?{segment})" for segment in segments), re.IGNORECASE | re.DOTALL)


def _segments(pattern: str) -> list[str]:
    """Return the expressions between the stars of a glob."""
    segments, escaped = [""], False
    for character in pattern:
        if not escaped and character == "\\":
            escaped = True
        elif not escaped and character == "*":
            segments.append("")
        else:
            segments[-1] += "." if character == "?" and not escaped else re.escape(character)
            escaped = False
    return segments
