# SPDX-License-Identifier: EUPL-1.2
"""Power levels: who may do what in a room, parsed once from the state event."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from chancery.kit.errors import BadJson
from chancery.wire.matrix.canonical import MAX_INTEGER
from chancery.wire.matrix.identifiers import is_user_id
from chancery.wire.matrix.versions import RoomVersion

INFINITE = MAX_INTEGER + 1
"""The power of a creator in room version 12 (MSC4289): above every level that can be written down."""

ACTIONS: Mapping[str, int] = {
    "users_default": 0,
    "events_default": 0,
    "state_default": 50,
    "ban": 50,
    "kick": 50,
    "redact": 50,
    "invite": 0,
}
"""The plain members of the event's content and what stands for an absent one."""

_INTEGER_MAPS = ("events", "notifications", "users")


class PowerLevels:
    """The levels of one room; reading them costs a dictionary look-up."""

    __slots__ = (
        "_creators",
        "_events",
        "_events_default",
        "_plain",
        "_state_default",
        "_users",
        "_users_default",
    )

    def __init__(self, content: Mapping[str, Any], creators: AbstractSet[str]) -> None:
        self._plain: dict[str, int] = {
            name: _level(content.get(name), default) for name, default in ACTIONS.items()
        }
        self._users: Mapping[str, int] = _levels(content.get("users"))
        self._events: Mapping[str, int] = _levels(content.get("events"))
        self._users_default = self._plain["users_default"]
        self._events_default = self._plain["events_default"]
        self._state_default = self._plain["state_default"]
        self._creators = creators

    @classmethod
    def without_event(cls, version: RoomVersion, creators: AbstractSet[str]) -> "PowerLevels":
        """Return what holds before the first power levels event: the creator alone has power."""
        if version.creators_above_all:
            return cls({}, creators)
        return cls({"users": dict.fromkeys(creators, 100)}, frozenset())

    def of(self, user_id: str) -> int:
        """Return a person's level."""
        if user_id in self._creators:
            return INFINITE
        return self._users.get(user_id, self._users_default)

    def needed_for(self, kind: str, *, is_state: bool) -> int:
        """Return the level needed to send an event of a type."""
        level = self._events.get(kind)
        if level is not None:
            return level
        return self._state_default if is_state else self._events_default

    def needed_to(self, action: str) -> int:
        """Return the level needed to `ban`, `kick`, `redact` or `invite`."""
        return self._plain[action]


def _level(value: object, default: int) -> int:
    return value if type(value) is int else default


def _levels(value: object) -> Mapping[str, int]:
    if not isinstance(value, Mapping):
        return {}
    return {name: level for name, level in value.items() if type(level) is int}


def check_content(content: Mapping[str, Any], creators: AbstractSet[str], version: RoomVersion) -> None:
    """Raise BadJson when a power levels event has a form that the authorisation rules reject (rule 10.1 to 10.4)."""
    for name in ACTIONS:
        if name in content and type(content[name]) is not int:
            raise BadJson(f"power level {name!r} must be an integer")
    for name in _INTEGER_MAPS:
        _check_map(name, content.get(name, {}))
    users = content.get("users", {})
    for user_id in users:
        if not is_user_id(user_id):
            raise BadJson(f"power level for {user_id!r}, which is no user id")
        if version.creators_above_all and user_id in creators:
            raise BadJson(f"{user_id} created this room and has no entry in its power levels")


def _check_map(name: str, value: object) -> None:
    if not isinstance(value, Mapping):
        raise BadJson(f"power levels {name!r} must be an object")
    for key, level in value.items():
        if type(level) is not int:
            raise BadJson(f"power level {key!r} in {name!r} must be an integer")
