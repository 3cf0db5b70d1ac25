# SPDX-License-Identifier: EUPL-1.2
"""Power levels: who may do what in a room, parsed once from the state event."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from chancery.kit.errors import BadJson
from chancery.wire.matrix.canonical import MAX_INTEGER
from chancery.wire.matrix.identifiers import is_user_id
from chancery.wire.matrix.versions import RoomVersion

_WRITTEN_LEVEL = re.compile(r"\s*[+-]?[0-9]{1,16}\s*")

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

NOTIFY = 50
"""The level for notifying in any way for which none is set."""

_INTEGER_MAPS = ("events", "notifications", "users")


class PowerLevels:
    """The levels of one room; reading them costs a dictionary look-up."""

    __slots__ = (
        "_creators",
        "_events",
        "_events_default",
        "_notifications",
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
        self._notifications: Mapping[str, int] = _levels(content.get("notifications"))
        self._creators = creators

    @property
    def users_default(self) -> int:
        """The level of those who are not named."""
        return self._users_default

    @property
    def events_default(self) -> int:
        """The level needed to send an event of a type that is not named."""
        return self._events_default

    @property
    def highest(self) -> int:
        """The highest level that anything in the room needs or anybody is given."""
        return max((*self._plain.values(), *self._users.values(), *self._events.values()))

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

    def may_notify(self, user_id: str, key: str) -> bool:
        """Tell whether a person may notify in the way of a key of `notifications` (`room`: by `@room`)."""
        return self.of(user_id) >= self._notifications.get(key, NOTIFY)

    def needed_for(self, kind: str, *, is_state: bool) -> int:
        """Return the level needed to send an event of a type."""
        level = self._events.get(kind)
        if level is not None:
            return level
        return self._state_default if is_state else self._events_default

    def needed_to(self, action: str) -> int:
        """Return the level needed to `ban`, `kick`, `redact` or `invite`."""
        return self._plain[action]


def as_level(value: object) -> int | None:
    """Return the level that a value stands for: an integer, or (in rooms before version 10) one written as text."""
    if type(value) is int:
        return value
    if isinstance(value, str) and _WRITTEN_LEVEL.fullmatch(value):
        return int(value)
    return None


def _level(value: object, default: int) -> int:
    level = as_level(value)
    return default if level is None else level


def _levels(value: object) -> Mapping[str, int]:
    if not isinstance(value, Mapping):
        return {}
    return {name: level for name, given in value.items() if (level := as_level(given)) is not None}


def check_content(content: Mapping[str, Any], creators: AbstractSet[str], version: RoomVersion) -> None:
    """Raise BadJson when a power levels event has a form that the authorisation rules reject (rule 10.1 to 10.4)."""
    for name in ACTIONS:
        if name in content:
            _check_level(name, content[name], version)
    for name in _INTEGER_MAPS:
        _check_map(name, content.get(name, {}), version)
    users = content.get("users", {})
    for user_id in users:
        if not is_user_id(user_id):
            raise BadJson(f"power level for {user_id!r}, which is no user id")
        if version.creators_above_all and user_id in creators:
            raise BadJson(f"{user_id} created this room and has no entry in its power levels")


def _check_map(name: str, value: object, version: RoomVersion) -> None:
    if not isinstance(value, Mapping):
        raise BadJson(f"power levels {name!r} must be an object")
    for key, level in value.items():
        _check_level(f"{name}.{key}", level, version)


def _check_level(name: str, value: object, version: RoomVersion) -> None:
    if type(value) is not int and (version.integer_levels or as_level(value) is None):
        raise BadJson(f"power level {name!r} must be an integer")
