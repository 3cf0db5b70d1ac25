# SPDX-License-Identifier: EUPL-1.2
"""Rule 5 of the authorisation rules: who may join, invite, leave, kick, ban and knock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from chancery.wire.matrix.errors import EventRejected
from chancery.wire.matrix.power_levels import PowerLevels
from chancery.wire.matrix.third_party import PendingInvite, check_signed, third_party_token
from chancery.wire.matrix.versions import RoomVersion

Content = Mapping[str, Any]


class MemberState(Protocol):
    """The part of the room's state that judges membership."""

    @property
    def version(self) -> RoomVersion: ...
    @property
    def creator(self) -> str: ...
    @property
    def depth(self) -> int: ...
    @property
    def power_levels(self) -> PowerLevels: ...
    @property
    def join_rule(self) -> str: ...

    def membership_of(self, user_id: str) -> str:
        """Return a person's membership, "" when the room has no member event of them."""

    def third_party_invite(self, token: str) -> PendingInvite | None:
        """Return the `m.room.third_party_invite` event with this state key."""


@dataclass(frozen=True, slots=True)
class _Change:
    sender: str
    target: str
    content: Content
    before: str

    @property
    def is_own(self) -> bool:
        return self.sender == self.target


def check_member(sender: str, target: str | None, content: Content, state: MemberState) -> None:
    """Raise EventRejected unless the rules allow the member event."""
    membership = content.get("membership")
    if not target or not isinstance(membership, str):
        raise EventRejected("a member event needs a state key and a membership")
    check = _CHECKS.get(membership)
    if check is None:
        raise EventRejected(f"{membership!r} is no membership")
    check(_Change(sender, target, content, state.membership_of(target)), state)


def _require(allowed: bool, reason: str) -> None:
    if not allowed:
        raise EventRejected(reason)


def _check_join(change: _Change, state: MemberState) -> None:
    # Rule 5.3.1: the creator enters an empty room, whose only event is the create event.
    if state.depth == 1 and change.target == state.creator and change.is_own:
        return
    _require(change.is_own, "nobody can be joined by another person")
    _require(change.before != "ban", "you are banned from this room")
    rule = state.join_rule
    if rule == "public":
        return
    if rule == "invite" or (rule == "knock" and state.version.knocking):
        _require(change.before in ("invite", "join"), "this room is open to invited people only")
        return
    is_restricted = (rule == "restricted" and state.version.restricted_joins) or (
        rule == "knock_restricted" and state.version.knock_restricted
    )
    _require(is_restricted, "this room is open to invited people only")
    if change.before in ("invite", "join"):
        return
    authoriser = change.content.get("join_authorised_via_users_server")
    levels = state.power_levels
    _require(
        isinstance(authoriser, str)
        and state.membership_of(authoriser) == "join"
        and levels.of(authoriser) >= levels.needed_to("invite"),
        "this room is open to invited people and to members of certain other rooms",
    )


def _check_invite(change: _Change, state: MemberState) -> None:
    if "third_party_invite" in change.content:
        _require(change.before != "ban", f"{change.target} is banned from this room")
        token = third_party_token(change.content)
        pending = state.third_party_invite(token) if token is not None else None
        check_signed(change.content, change.sender, change.target, pending)
        return
    _require(state.membership_of(change.sender) == "join", "you are not in this room")
    _require(change.before != "join", f"{change.target} is in this room already")
    _require(change.before != "ban", f"{change.target} is banned from this room")
    levels = state.power_levels
    _require(levels.of(change.sender) >= levels.needed_to("invite"), "you may not invite people to this room")


def _check_leave(change: _Change, state: MemberState) -> None:
    if change.is_own:
        _require(change.before in ("invite", "join", "knock"), "you are not in this room")
        return
    _require(state.membership_of(change.sender) == "join", "you are not in this room")
    levels = state.power_levels
    level = levels.of(change.sender)
    if change.before == "ban":
        _require(level >= levels.needed_to("ban"), "you may not lift bans in this room")
    _require(level >= levels.needed_to("kick"), "you may not remove people from this room")
    _require(levels.of(change.target) < level, f"the power level of {change.target} is not below yours")


def _check_ban(change: _Change, state: MemberState) -> None:
    _require(state.membership_of(change.sender) == "join", "you are not in this room")
    levels = state.power_levels
    level = levels.of(change.sender)
    _require(level >= levels.needed_to("ban"), "you may not ban people from this room")
    _require(levels.of(change.target) < level, f"the power level of {change.target} is not below yours")


def _check_knock(change: _Change, state: MemberState) -> None:
    rule = state.join_rule
    accepts = (rule == "knock" and state.version.knocking) or (
        rule == "knock_restricted" and state.version.knock_restricted
    )
    _require(accepts, "this room does not take knocks")
    _require(change.is_own, "nobody can knock for another person")
    _require(change.before not in ("ban", "invite", "join"), "you cannot knock here now")


_CHECKS: Mapping[str, Callable[[_Change, MemberState], None]] = {
    "join": _check_join,
    "invite": _check_invite,
    "leave": _check_leave,
    "ban": _check_ban,
    "knock": _check_knock,
}
