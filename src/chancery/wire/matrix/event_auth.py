# SPDX-License-Identifier: EUPL-1.2
"""The authorisation rules of room versions 6 to 12 (the rule numbers are those of room version 12).

Rules 2 and 3 judge the `auth_events` that another server chose; here they are chosen by `auth_keys`.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Protocol

from chancery.kit.ids import UserId
from chancery.wire.matrix.errors import EventRejected
from chancery.wire.matrix.identifiers import is_user_id, server_of
from chancery.wire.matrix.member_auth import check_member
from chancery.wire.matrix.power_levels import ACTIONS, PowerLevels, as_level, check_content
from chancery.wire.matrix.third_party import THIRD_PARTY_INVITE, PendingInvite, third_party_token
from chancery.wire.matrix.versions import ROOM_VERSIONS, RoomVersion

Content = Mapping[str, Any]


class Candidate(Protocol):
    """The event to judge."""

    @property
    def type(self) -> str: ...
    @property
    def sender(self) -> UserId: ...
    @property
    def state_key(self) -> str | None: ...
    @property
    def content(self) -> Content: ...


class AuthState(Protocol):
    """The room state that an event is judged by."""

    @property
    def version(self) -> RoomVersion: ...
    @property
    def create_content(self) -> Content: ...
    @property
    def creator(self) -> UserId: ...
    @property
    def creators(self) -> AbstractSet[str]: ...
    @property
    def depth(self) -> int: ...
    @property
    def power_levels(self) -> PowerLevels: ...
    @property
    def power_content(self) -> Content | None: ...
    @property
    def join_rule(self) -> str: ...

    def membership_of(self, user_id: str) -> str:
        """Return a person's membership, "" when the room has no member event of them."""

    def third_party_invite(self, token: str) -> PendingInvite | None:
        """Return the `m.room.third_party_invite` event with this state key."""


def check_event(event: Candidate, state: AuthState) -> None:
    """Raise EventRejected (or BadJson for malformed content) unless the rules allow the event."""
    sender = event.sender
    # Rule 1: there is a create event already.
    _require(event.type != "m.room.create", "a room is created once")
    # Rule 4: a room that is closed to other servers stays so.
    if state.create_content.get("m.federate") is False and server_of(sender) != server_of(state.creator):
        raise EventRejected("this room does not federate")
    if event.type == "m.room.member":
        check_member(event.sender, event.state_key, event.content, state)
        return
    # Rule 6.
    if state.membership_of(sender) != "join":
        raise EventRejected("you are not in this room")
    levels = state.power_levels
    level = levels.of(sender)
    # Rule 7.
    if event.type == THIRD_PARTY_INVITE:
        _require(level >= levels.needed_to("invite"), "you may not invite people to this room")
        return
    # Rule 8.
    is_state = event.state_key is not None
    if level < levels.needed_for(event.type, is_state=is_state):
        raise EventRejected("your power level in this room is too low for this")
    if not is_state:
        return
    # Rule 9.
    if event.state_key and event.state_key.startswith("@") and event.state_key != sender:
        raise EventRejected("a state key that is a user id belongs to that person")
    # Rule 10.
    if event.type == "m.room.power_levels":
        _check_power_levels(event, state, level)


def check_create(content: Content, *, has_parents: bool = False) -> None:
    """Raise EventRejected unless rule 1 allows a create event (room version 11 and later)."""
    _require(not has_parents, "a room is created once")
    version = content.get("room_version", "1")
    _require(version in ROOM_VERSIONS, "the room version is not supported")
    additional = content.get("additional_creators")
    if not ROOM_VERSIONS[version].creators_above_all or additional is None:
        return
    is_list = isinstance(additional, list)
    _require(
        is_list and all(is_user_id(person) for person in additional), "additional_creators must be user ids"
    )


def creators_of(content: Content, sender: str, version: RoomVersion) -> frozenset[str]:
    """Return those who created the room: the sender and, from version 12 on, the additional creators."""
    if not version.creators_above_all:
        creator = sender if version.creator_is_sender else content.get("creator", sender)
        return frozenset({creator})
    return frozenset({sender, *content.get("additional_creators", ())})


def auth_keys(
    kind: str, sender: str, state_key: str | None, content: Content, version: RoomVersion
) -> Sequence[tuple[str, str]]:
    """Return the (type, state_key) pairs whose events authorise an event (server-server API, "Auth events selection")."""
    keys = [("m.room.power_levels", ""), ("m.room.member", sender)]
    if not version.create_is_room_id:
        keys.insert(0, ("m.room.create", ""))
    if kind != "m.room.member" or state_key is None:
        return keys
    if state_key != sender:
        keys.append(("m.room.member", state_key))
    if content.get("membership") in ("join", "invite", "knock"):
        keys.append(("m.room.join_rules", ""))
    token = third_party_token(content)
    if token is not None:
        keys.append((THIRD_PARTY_INVITE, token))
    authoriser = content.get("join_authorised_via_users_server")
    if isinstance(authoriser, str) and version.restricted_joins and authoriser != sender:
        keys.append(("m.room.member", authoriser))
    return keys


def _require(allowed: bool, reason: str) -> None:
    if not allowed:
        raise EventRejected(reason)


def _check_power_levels(event: Candidate, state: AuthState, level: int) -> None:
    check_content(event.content, state.creators, state.version)
    old = state.power_content
    if old is None:
        return
    new = event.content
    _check_changes(
        {name: old.get(name) for name in ACTIONS}, {name: new.get(name) for name in ACTIONS}, level
    )
    for name in ("events", "notifications"):
        _check_changes(old.get(name, {}), new.get(name, {}), level)
    _check_users(old.get("users", {}), new.get("users", {}), event.sender, level)


def _check_changes(old: Content, new: Content, level: int) -> None:
    for name in {*old, *new}:
        before, after = as_level(old.get(name)), as_level(new.get(name))
        if before == after:
            continue
        if before is not None and before > level:
            raise EventRejected(f"the power level of {name!r} is above yours")
        if after is not None and after > level:
            raise EventRejected(f"you cannot give {name!r} a power level above yours")


def _check_users(old: Content, new: Content, sender: str, level: int) -> None:
    for user_id in {*old, *new}:
        before, after = as_level(old.get(user_id)), as_level(new.get(user_id))
        if before == after:
            continue
        if before is not None and user_id != sender and before >= level:
            raise EventRejected(f"the power level of {user_id} is not below yours")
        if after is not None and after > level:
            raise EventRejected(f"you cannot give {user_id} a power level above yours")
