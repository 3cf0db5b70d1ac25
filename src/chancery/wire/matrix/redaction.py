# SPDX-License-Identifier: EUPL-1.2
"""The redaction algorithm: what is left of an event when its content is removed."""

from collections.abc import Callable, Mapping
from typing import Any

from chancery.wire.matrix.versions import RoomVersion

_KEPT = frozenset(
    {
        "event_id",
        "type",
        "room_id",
        "sender",
        "state_key",
        "content",
        "hashes",
        "signatures",
        "depth",
        "prev_events",
        "auth_events",
        "origin_server_ts",
    }
)
# Room version 11 (MSC3821) stopped protecting these.
_KEPT_BEFORE_11 = _KEPT | {"prev_state", "origin", "membership"}
_LEVELS = frozenset(
    {
        "ban",
        "events",
        "events_default",
        "kick",
        "redact",
        "state_default",
        "users",
        "users_default",
    }
)

Content = Mapping[str, Any]


def redact(event: Mapping[str, Any], version: RoomVersion) -> dict[str, Any]:
    """Return the redacted form of an event in federation or client form."""
    kept = _KEPT if version.redaction_11 else _KEPT_BEFORE_11
    redacted = {name: value for name, value in event.items() if name in kept}
    redacted["content"] = redact_content(event["type"], event["content"], version)
    return redacted


def redact_content(kind: str, content: Content, version: RoomVersion) -> dict[str, Any]:
    """Return what stays of an event's content."""
    keep = _CONTENT.get(kind)
    return keep(content, version) if keep is not None else {}


def _only(content: Content, names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name in names}


def _member(content: Content, version: RoomVersion) -> dict[str, Any]:
    names = {"membership"}
    if version.keeps_authorising_user:
        names.add("join_authorised_via_users_server")
    kept = _only(content, frozenset(names))
    invite = content.get("third_party_invite")
    if version.redaction_11 and isinstance(invite, Mapping) and "signed" in invite:
        kept["third_party_invite"] = {"signed": invite["signed"]}
    return kept


def _create(content: Content, version: RoomVersion) -> dict[str, Any]:
    return dict(content) if version.redaction_11 else _only(content, frozenset({"creator"}))


def _join_rules(content: Content, version: RoomVersion) -> dict[str, Any]:
    names = {"join_rule", "allow"} if version.restricted_joins else {"join_rule"}
    return _only(content, frozenset(names))


def _power_levels(content: Content, version: RoomVersion) -> dict[str, Any]:
    return _only(content, _LEVELS | {"invite"} if version.redaction_11 else _LEVELS)


def _history_visibility(content: Content, _version: RoomVersion) -> dict[str, Any]:
    return _only(content, frozenset({"history_visibility"}))


def _redaction(content: Content, version: RoomVersion) -> dict[str, Any]:
    return _only(content, frozenset({"redacts"})) if version.redaction_11 else {}


_CONTENT: Mapping[str, Callable[[Content, RoomVersion], dict[str, Any]]] = {
    "m.room.member": _member,
    "m.room.create": _create,
    "m.room.join_rules": _join_rules,
    "m.room.power_levels": _power_levels,
    "m.room.history_visibility": _history_visibility,
    "m.room.redaction": _redaction,
}
