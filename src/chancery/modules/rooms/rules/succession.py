# SPDX-License-Identifier: EUPL-1.2
"""What a room's successor takes over (client-server API, "Room upgrades"), and what is left to the old room."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from chancery.kit.errors import BadRequest
from chancery.modules.rooms.model import StateEntry, StateKey
from chancery.wire.matrix.identifiers import is_user_id
from chancery.wire.matrix.power_levels import PowerLevels, as_level
from chancery.wire.matrix.versions import RoomVersion

Content = dict[str, Any]

_TAKEN_OVER = (
    "m.room.server_acl",
    "m.room.encryption",
    "m.room.name",
    "m.room.avatar",
    "m.room.topic",
    "m.room.guest_access",
    "m.room.history_visibility",
    "m.room.join_rules",
    "m.room.canonical_alias",
    "m.space.parent",
)
_OF_SPACES = "m.space.child"
_NOT_COPIED = ("room_version", "creator", "additional_creators", "predecessor")
_CREATOR_LEVEL = 100
_QUIET_LEVEL = 50


def check_tombstone(room_id: str, kind: str, content: Mapping[str, Any]) -> None:
    """Raise BadRequest for a tombstone that leads back into the room."""
    if kind == "m.room.tombstone" and content.get("replacement_room") == room_id:
        raise BadRequest("a room cannot replace itself")


def create_content(
    old: Mapping[str, Any], version: RoomVersion, creator: str, additional: list[str]
) -> Content:
    """Return the successor's create content, without its predecessor: its kind stays (a space, closed to others)."""
    content = {name: value for name, value in old.items() if name not in _NOT_COPIED}
    content["room_version"] = version.identifier
    if not version.creator_is_sender:
        content["creator"] = creator
    if version.creators_above_all and additional:
        content["additional_creators"] = list(dict.fromkeys(additional))
    return content


def taken_over(
    entries: Mapping[StateKey, StateEntry], version: RoomVersion
) -> Iterator[tuple[str, str, Content]]:
    """Yield type, state key and content of the state that the successor begins with."""
    is_space = entries["m.room.create", ""].decoded().get("type") == "m.space"
    kinds = (*_TAKEN_OVER, _OF_SPACES) if is_space else _TAKEN_OVER
    for (kind, key), entry in entries.items():
        content = entry.decoded()
        if kind not in kinds or not content:
            continue
        yield kind, key, _join_rules(content, version) if kind == "m.room.join_rules" else content


def _join_rules(content: Content, version: RoomVersion) -> Content:
    """Return join rules that the version knows: what it does not know would shut everybody out."""
    rule = content.get("join_rule")
    if rule == "knock_restricted" and not version.knock_restricted:
        rule = "restricted" if version.restricted_joins else "knock"
    if rule == "restricted" and not version.restricted_joins:
        rule = "invite"
    if rule == "knock" and not version.knocking:
        rule = "invite"
    return {**content, "join_rule": rule}


def successor_levels(
    old: Mapping[str, Any] | None,
    version: RoomVersion,
    *,
    former: Collection[str],
    creators: Collection[str],
) -> Content:
    """Return the successor's power levels.

    `former` are those who stood above all levels in the old room, `creators` those who made the successor. Creators
    of version 12 have no entry; those who lose that standing keep the highest level there is.
    """
    content = _with_integers(old or {})
    users: dict[str, int] = dict(content.get("users", {}))
    highest = max(_CREATOR_LEVEL, PowerLevels(content, frozenset()).highest)
    for user_id in former:
        users[user_id] = highest
    if version.creators_above_all:
        users = {user_id: level for user_id, level in users.items() if user_id not in creators}
    elif old is None:
        users |= dict.fromkeys(creators, _CREATOR_LEVEL)
    return {**content, "users": users}


def founding_levels(levels: Mapping[str, Any], version: RoomVersion, creator: str) -> Content:
    """Return the levels under which the successor is furnished: its creator may do whatever `levels` will ask for."""
    if version.creators_above_all:
        return {"users": {}}
    return {"users": {creator: max(_CREATOR_LEVEL, PowerLevels(levels, frozenset()).highest)}}


def _with_integers(content: Mapping[str, Any]) -> Content:
    """Return levels with texts turned into the integers that every version takes, and what is neither left out."""
    clean: Content = {}
    for name, value in content.items():
        if isinstance(value, Mapping):
            levels = {key: as_level(level) for key, level in value.items()}
            clean[name] = {
                key: level
                for key, level in levels.items()
                if level is not None and (name != "users" or is_user_id(key))
            }
        elif (level := as_level(value)) is not None:
            clean[name] = level
    return clean


def retired_levels(content: Mapping[str, Any], levels: PowerLevels) -> Content | None:
    """Return the old room's levels with sending and inviting raised, None when they are high enough."""
    quiet = max(_QUIET_LEVEL, levels.users_default + 1)
    raised = {}
    for name, level in (("events_default", levels.events_default), ("invite", levels.needed_to("invite"))):
        if level < quiet:
            raised[name] = quiet
    return {**content, **raised} if raised else None
