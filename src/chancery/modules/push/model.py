# SPDX-License-Identifier: EUPL-1.2
"""Push rules as values, in the form of the specification."""

from typing import Any, Literal

import msgspec

Kind = Literal["override", "content", "room", "sender", "underride"]
KINDS: tuple[Kind, ...] = ("override", "content", "room", "sender", "underride")
"""In the order in which rules are tried."""

Action = str | dict[str, Any]


class Rule(msgspec.Struct, frozen=True, omit_defaults=False):
    """One rule; `conditions` for override and underride, `pattern` for content rules."""

    rule_id: str
    actions: list[Action]
    default: bool
    enabled: bool
    conditions: list[dict[str, Any]] | msgspec.UnsetType = msgspec.UNSET
    pattern: str | msgspec.UnsetType = msgspec.UNSET


class Switch(msgspec.Struct, frozen=True):
    """What a person changed of a predefined rule."""

    enabled: bool | None = None
    actions: list[Action] | None = None


class Changes(msgspec.Struct, frozen=True):
    """All that a person changed: own rules by kind in order of priority, and switches of predefined rules."""

    own: dict[str, list[Rule]] = {}
    switches: dict[str, Switch] = {}


Ruleset = dict[Kind, list[Rule]]


class Outcome(msgspec.Struct, frozen=True):
    """What a matching rule asks for."""

    notify: bool
    highlight: bool


SILENT = Outcome(notify=False, highlight=False)
