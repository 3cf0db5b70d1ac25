# SPDX-License-Identifier: EUPL-1.2
"""Push rules as values, in the form of the specification."""

from typing import Any, Literal

import msgspec

from chancery.kit.ids import DeviceId, UserId

Kind = Literal["override", "content", "room", "sender", "underride"]
KINDS: tuple[Kind, ...] = ("override", "content", "room", "sender", "underride")
"""In the order in which rules are tried."""

Action = str | dict[str, Any]

UNTIL = "org.chancery.until"


class Rule(msgspec.Struct, frozen=True, omit_defaults=False):
    """One rule; `conditions` for override and underride, `pattern` for content rules.

    `until` is an extension of ours: the millisecond at which the server removes the rule.
    """

    rule_id: str
    actions: list[Action]
    default: bool
    enabled: bool
    conditions: list[dict[str, Any]] | msgspec.UnsetType = msgspec.UNSET
    pattern: str | msgspec.UnsetType = msgspec.UNSET
    until: int | msgspec.UnsetType = msgspec.field(default=msgspec.UNSET, name=UNTIL)


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

PusherKind = Literal["http", "webpush"]


class PusherBody(msgspec.Struct, frozen=True):
    """What a client says of a pusher and the server only keeps."""

    app_display_name: str
    device_display_name: str
    lang: str
    data: dict[str, Any]
    profile_tag: str | None = None


class NewPusher(msgspec.Struct, frozen=True):
    """A checked pusher that a client wants; `endpoint` is where pushes go."""

    app_id: str
    pushkey: str
    kind: PusherKind
    body: PusherBody
    endpoint: str
    enabled: bool = True


class Pusher(msgspec.Struct, frozen=True):
    """A stored pusher; see the table for the last members."""

    pusher_id: str
    user_id: UserId
    device_id: DeviceId
    app_id: str
    pushkey: str
    kind: PusherKind
    body: PusherBody
    enabled: bool
    activated: bool
    created_at: int
    position: int
    badge: int
    failures: int

    @property
    def endpoint(self) -> str:
        """Where pushes go: the gateway's or the subscription's address."""
        data = self.body.data
        return str(data.get("url") or data.get("endpoint") or "")

    @property
    def wants_ids_only(self) -> bool:
        """Whether the client asked for pushes without content."""
        return self.body.data.get("format") == "event_id_only"


Result = Literal["delivered", "rejected", "failed"]
"""Of one push: `rejected` says that the address is dead for ever, `failed` that it may work later."""
