# SPDX-License-Identifier: EUPL-1.2
"""The predefined push rules of the Matrix specification (v1.18, "Predefined Rules")."""

from typing import Any

from chancery.kit.ids import UserId
from chancery.modules.push.model import Action, Rule, Ruleset

SOUND: Action = {"set_tweak": "sound", "value": "default"}
RING: Action = {"set_tweak": "sound", "value": "ring"}
HIGHLIGHT: Action = {"set_tweak": "highlight"}
NOTIFY: Action = "notify"


def _match(key: str, pattern: str) -> dict[str, Any]:
    return {"kind": "event_match", "key": key, "pattern": pattern}


def _is(key: str, value: object) -> dict[str, Any]:
    return {"kind": "event_property_is", "key": key, "value": value}


def _rule(name: str, actions: list[Action], *conditions: dict[str, Any], enabled: bool = True) -> Rule:
    return Rule(f".m.rule.{name}", actions, default=True, enabled=enabled, conditions=list(conditions))


_ONE_TO_ONE = {"kind": "room_member_count", "is": "2"}
_MENTIONS = r"content.m\.mentions"
ROOM_MENTION = rf"{_MENTIONS}.room"
STATE_KEY = "state_key"
_RELATES = r"content.m\.relates_to.rel_type"


def predefined(user_id: UserId) -> Ruleset:
    """Return the rules that everybody starts with."""
    may_notify_room = {"kind": "sender_notification_permission", "key": "room"}
    mentions_me = {"kind": "event_property_contains", "key": f"{_MENTIONS}.user_ids", "value": user_id}
    override = [
        _rule("master", [], enabled=False),
        _rule("suppress_notices", [], _match("content.msgtype", "m.notice")),
        _rule(
            "invite_for_me",
            [NOTIFY, SOUND],
            _match("type", "m.room.member"),
            _match("content.membership", "invite"),
            _match("state_key", user_id),
        ),
        _rule("member_event", [], _match("type", "m.room.member")),
        _rule("is_user_mention", [NOTIFY, SOUND, HIGHLIGHT], mentions_me),
        _rule("is_room_mention", [NOTIFY, HIGHLIGHT], _is(ROOM_MENTION, True), may_notify_room),
        _rule("tombstone", [NOTIFY, HIGHLIGHT], _match("type", "m.room.tombstone"), _match("state_key", "")),
        _rule("reaction", [], _match("type", "m.reaction")),
        _rule("room.server_acl", [], _match("type", "m.room.server_acl"), _match("state_key", "")),
        _rule("suppress_edits", [], _is(_RELATES, "m.replace")),
    ]
    underride = [
        _rule("call", [NOTIFY, RING], _match("type", "m.call.invite")),
        _rule("encrypted_room_one_to_one", [NOTIFY, SOUND], _ONE_TO_ONE, _match("type", "m.room.encrypted")),
        _rule("room_one_to_one", [NOTIFY, SOUND], _ONE_TO_ONE, _match("type", "m.room.message")),
        _rule("message", [NOTIFY], _match("type", "m.room.message")),
        _rule("encrypted", [NOTIFY], _match("type", "m.room.encrypted")),
    ]
    return {"override": override, "content": [], "room": [], "sender": [], "underride": underride}


def _exact_keys() -> tuple[str, ...]:
    conditions = [
        condition
        for rules in predefined(UserId("")).values()
        for rule in rules
        for condition in (rule.conditions or ())
    ]
    exact = {one["key"] for one in conditions if one["kind"] in ("event_match", "event_property_is")}
    return tuple(sorted(exact - {STATE_KEY}))


EXACT_KEYS = _exact_keys()
"""What predefined rules compare as a whole, but for the state key: of that, only whether it is the reader or empty."""
