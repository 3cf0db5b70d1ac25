# SPDX-License-Identifier: EUPL-1.2
"""Pure changes of a person's push rules."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from chancery.modules.push.errors import RuleNotFound, RuleRejected
from chancery.modules.push.model import KINDS, UNTIL, Action, Changes, Kind, Rule, Ruleset, Switch

MAX_RULES = 1_000
MAX_ID = 255
_LAST_MS = 2**53 - 1
FORMER_ACTIONS = ("dont_notify", "coalesce")


def merged(defaults: Ruleset, changes: Changes) -> Ruleset:
    """Return the effective rules: own rules come before predefined ones of their kind, `.m.rule.master` before all."""
    result: Ruleset = {}
    for kind in KINDS:
        predefined = [_switched(rule, changes.switches.get(rule.rule_id)) for rule in defaults[kind]]
        own = changes.own.get(kind, [])
        split = 1 if kind == "override" else 0
        result[kind] = [*predefined[:split], *own, *predefined[split:]]
    return result


def _switched(rule: Rule, switch: Switch | None) -> Rule:
    if switch is None:
        return rule
    return msgspec.structs.replace(
        rule,
        enabled=rule.enabled if switch.enabled is None else switch.enabled,
        actions=rule.actions if switch.actions is None else switch.actions,
    )


def checked_kind(kind: str) -> Kind:
    """Return the kind; raises RuleRejected for an unknown one."""
    if kind not in KINDS:
        raise RuleRejected(f"{kind!r} is no kind of push rule; use one of {', '.join(KINDS)}")
    return kind


def find(ruleset: Ruleset, kind: Kind, rule_id: str) -> Rule:
    """Return a rule; raises RuleNotFound."""
    for rule in ruleset[kind]:
        if rule.rule_id == rule_id:
            return rule
    raise RuleNotFound("no such push rule")


def new_rule(kind: Kind, rule_id: str, body: Mapping[str, Any]) -> Rule:
    """Return a person's own rule; raises RuleRejected when it is malformed."""
    if rule_id.startswith(".") or "/" in rule_id or "\\" in rule_id or not 0 < len(rule_id) <= MAX_ID:
        raise RuleRejected("a rule's id must not start with a dot or hold a slash")
    until = checked_until(body.get(UNTIL, msgspec.UNSET))
    return msgspec.structs.replace(_timeless_rule(kind, rule_id, body), until=until)


def _timeless_rule(kind: Kind, rule_id: str, body: Mapping[str, Any]) -> Rule:
    actions = checked_actions(body.get("actions"))
    if kind == "content":
        pattern = body.get("pattern")
        if not isinstance(pattern, str) or not pattern:
            raise RuleRejected("a content rule needs a pattern", errcode="M_MISSING_PARAM")
        return Rule(rule_id, actions, default=False, enabled=True, pattern=pattern)
    if kind in ("override", "underride"):
        if "conditions" not in body:
            raise RuleRejected("a rule of this kind needs conditions", errcode="M_MISSING_PARAM")
        conditions = checked_conditions(body["conditions"])
        return Rule(rule_id, actions, default=False, enabled=True, conditions=conditions)
    return Rule(rule_id, actions, default=False, enabled=True)


def checked_until(value: object) -> int | msgspec.UnsetType:
    """Return the end of a rule; raises RuleRejected for what is no time."""
    if value is msgspec.UNSET:
        return msgspec.UNSET
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LAST_MS:
        raise RuleRejected(f"`{UNTIL}` must be a time in milliseconds", errcode="M_BAD_JSON")
    return value


def checked_actions(value: object) -> list[Action]:
    """Return the actions; raises RuleRejected unless each is one of the specification's or a tweak."""
    if not isinstance(value, list) or len(value) > 20:
        raise RuleRejected("`actions` must be a short list", errcode="M_BAD_JSON")
    for action in value:
        is_tweak = isinstance(action, dict) and isinstance(action.get("set_tweak"), str)
        if not is_tweak and action not in ("notify", *FORMER_ACTIONS):
            raise RuleRejected('an action must be "notify" or {"set_tweak": …}', errcode="M_BAD_JSON")
    # `dont_notify` and `coalesce` of older clients mean nothing any more (v1.7), but come back as they were given.
    return value


def checked_conditions(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > 20:
        raise RuleRejected("`conditions` must be a short list", errcode="M_BAD_JSON")
    for condition in value:
        if not isinstance(condition, dict) or not isinstance(condition.get("kind"), str):
            raise RuleRejected("a condition must be an object with a `kind`", errcode="M_BAD_JSON")
    return value


def with_rule(changes: Changes, kind: Kind, rule: Rule, *, before: str | None, after: str | None) -> Changes:
    """Return the changes with an own rule added or replaced, first of its kind unless a place is named.

    A rule that was switched off stays off when it is replaced.
    """
    old = changes.own.get(kind, [])
    known = next((existing for existing in old if existing.rule_id == rule.rule_id), rule)
    rule = msgspec.structs.replace(rule, enabled=known.enabled)
    rest = [existing for existing in old if existing.rule_id != rule.rule_id]
    if len(rest) >= MAX_RULES:
        raise RuleRejected("there are too many push rules of this kind")
    replaced = next((index for index, existing in enumerate(old) if existing.rule_id == rule.rule_id), 0)
    place = replaced if before is None and after is None else _place(rest, before=before, after=after)
    return msgspec.structs.replace(changes, own={**changes.own, kind: [*rest[:place], rule, *rest[place:]]})


def _place(rules: Sequence[Rule], *, before: str | None, after: str | None) -> int:
    ids = [rule.rule_id for rule in rules]
    wanted = before if before is not None else after
    if wanted not in ids:
        raise RuleNotFound("the rule named in before or after does not exist among your own")
    return ids.index(wanted) + (before is None)


def without_rule(changes: Changes, kind: Kind, rule_id: str) -> Changes:
    """Return the changes without an own rule; raises RuleNotFound, also for predefined rules."""
    old = changes.own.get(kind, [])
    rest = [rule for rule in old if rule.rule_id != rule_id]
    if len(rest) == len(old):
        raise RuleNotFound("no such push rule of your own")
    return msgspec.structs.replace(changes, own={**changes.own, kind: rest})


def next_end(changes: Changes) -> int | None:
    """Return when the first of the rules ends; None when none of them does."""
    ends = (rule.until for rules in changes.own.values() for rule in rules)
    return min((end for end in ends if end is not msgspec.UNSET), default=None)


def without_ended(changes: Changes, now: int) -> Changes:
    """Return the changes without the rules whose time is over."""
    own = {
        kind: [rule for rule in rules if rule.until is msgspec.UNSET or rule.until > now]
        for kind, rules in changes.own.items()
    }
    return msgspec.structs.replace(changes, own=own)


def with_successor(changes: Changes, old: str, new: str) -> Changes:
    """Return the changes with the rules about one room repeated for the room that replaced it."""
    own = dict(changes.own)
    for kind in KINDS:
        rules = own.get(kind, [])
        known = {rule.rule_id for rule in rules}
        copies = [copy for rule in rules if (copy := _for_successor(kind, rule, old, new)) is not None]
        fresh = [copy for copy in copies if copy.rule_id not in known]
        if fresh and len(rules) + len(fresh) <= MAX_RULES:
            own[kind] = [*fresh, *rules]
    return msgspec.structs.replace(changes, own=own)


def _for_successor(kind: Kind, rule: Rule, old: str, new: str) -> Rule | None:
    conditions = rule.conditions
    if conditions is not msgspec.UNSET and any(_is_about(condition, old) for condition in conditions):
        moved = [{**one, "pattern": new} if _is_about(one, old) else one for one in conditions]
        rule_id = rule.rule_id.replace(old, new) if old in rule.rule_id else f"{rule.rule_id}_{new}"
        return msgspec.structs.replace(rule, rule_id=rule_id[:MAX_ID], conditions=moved)
    if kind == "room" and rule.rule_id == old:
        return msgspec.structs.replace(rule, rule_id=new)
    return None


def _is_about(condition: Mapping[str, Any], room_id: str) -> bool:
    return (
        condition.get("kind") == "event_match"
        and condition.get("key") == "room_id"
        and condition.get("pattern") == room_id
    )


def with_switch(changes: Changes, kind: Kind, rule: Rule, switch: Switch) -> Changes:
    """Return the changes with a rule switched on or off, or given other actions."""
    if not rule.default:
        kept = [
            _switched(own, switch) if own.rule_id == rule.rule_id else own
            for own in changes.own.get(kind, [])
        ]
        return msgspec.structs.replace(changes, own={**changes.own, kind: kept})
    old = changes.switches.get(rule.rule_id, Switch())
    new = Switch(
        enabled=old.enabled if switch.enabled is None else switch.enabled,
        actions=old.actions if switch.actions is None else switch.actions,
    )
    return msgspec.structs.replace(changes, switches={**changes.switches, rule.rule_id: new})
