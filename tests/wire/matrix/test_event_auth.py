# SPDX-License-Identifier: EUPL-1.2
"""The authorisation rules, one by one."""

import base64
from dataclasses import dataclass, field
from typing import Any

import pytest
from nacl.signing import SigningKey

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UserId
from chancery.wire.matrix.canonical import canonical
from chancery.wire.matrix.errors import EventRejected
from chancery.wire.matrix.event_auth import auth_keys, check_create, check_event, creators_of
from chancery.wire.matrix.power_levels import INFINITE, PowerLevels
from chancery.wire.matrix.third_party import PendingInvite
from chancery.wire.matrix.versions import RoomVersion, room_version

V12 = room_version("12")
CREATOR, MOD, USER, OTHER = (UserId(f"@{name}:x") for name in ("creator", "mod", "user", "other"))


@dataclass
class Event:
    type: str
    sender: UserId
    content: dict[str, Any] = field(default_factory=dict)
    state_key: str | None = None


@dataclass
class Room:
    """A room's state, as small as the rules need it."""

    members: dict[str, str]
    power_content: dict[str, Any] | None = None
    join_rule: str = "invite"
    version: RoomVersion = V12
    create_content: dict[str, Any] = field(default_factory=dict)
    creator: UserId = CREATOR
    depth: int = 9
    pending: dict[str, PendingInvite] = field(default_factory=dict)

    @property
    def creators(self) -> frozenset[str]:
        return creators_of(self.create_content, self.creator, self.version)

    @property
    def power_levels(self) -> PowerLevels:
        if self.power_content is None:
            return PowerLevels.without_event(self.version, self.creators)
        above = self.creators if self.version.creators_above_all else frozenset[str]()
        return PowerLevels(self.power_content, above)

    def membership_of(self, user_id: str) -> str:
        return self.members.get(user_id, "")

    def third_party_invite(self, token: str) -> PendingInvite | None:
        return self.pending.get(token)


def room(**changes: Any) -> Room:
    given: dict[str, Any] = {
        "members": {CREATOR: "join", MOD: "join", USER: "join"},
        "power_content": {"users": {MOD: 50}, "events": {"m.room.power_levels": 50, "m.room.name": 50}},
    }
    return Room(**(given | changes))


def allowed(event: Event, state: Room) -> bool:
    try:
        check_event(event, state)
    except ChanceryError:
        return False
    return True


def member(sender: UserId, target: UserId, membership: str, **content: Any) -> Event:
    return Event("m.room.member", sender, {"membership": membership, **content}, target)


def test_only_members_send() -> None:
    assert allowed(Event("m.room.message", USER), room())
    assert not allowed(Event("m.room.message", OTHER), room())


def test_a_room_has_one_create_event() -> None:
    assert not allowed(Event("m.room.create", CREATOR, {}, ""), room())


def test_levels_guard_types() -> None:
    assert allowed(Event("m.room.name", MOD, {}, ""), room())
    assert not allowed(Event("m.room.name", USER, {}, ""), room())
    assert not allowed(Event("x.unknown.state", USER, {}, ""), room())
    muted = room(power_content={"events_default": 1})
    assert not allowed(Event("m.room.message", USER), muted)
    assert allowed(Event("m.room.message", CREATOR), muted)


def test_a_user_id_as_state_key_belongs_to_that_person() -> None:
    state = room(power_content={"state_default": 0})
    assert allowed(Event("x", USER, {}, USER), state)
    assert not allowed(Event("x", USER, {}, MOD), state)


def test_creators_stand_above_every_level() -> None:
    state = room(create_content={"additional_creators": [USER]}, power_content={"users": {MOD: 100}})
    assert state.power_levels.of(USER) == state.power_levels.of(CREATOR) == INFINITE
    assert allowed(member(USER, MOD, "ban"), state)
    assert not allowed(member(USER, CREATOR, "ban"), state)
    assert not allowed(member(MOD, USER, "leave"), state)


def test_before_version_12_the_creator_has_a_level() -> None:
    state = room(version=room_version("11"), power_content=None)
    assert state.power_levels.of(CREATOR) == 100
    assert not allowed(
        Event("m.room.power_levels", CREATOR, {"users": {CREATOR: 101}}, ""),
        room(version=room_version("11"), power_content={"users": {CREATOR: 100}}),
    )


@pytest.mark.parametrize(
    ("rule", "before", "may"),
    [
        ("public", "", True),
        ("public", "leave", True),
        ("public", "ban", False),
        ("invite", "", False),
        ("invite", "invite", True),
        ("invite", "leave", False),
        ("knock", "invite", True),
        ("knock", "knock", False),
        ("restricted", "", False),
        ("restricted", "invite", True),
        ("private", "invite", False),
    ],
)
def test_joining(rule: str, before: str, may: bool) -> None:
    state = room(join_rule=rule)
    state.members[OTHER] = before
    assert allowed(member(OTHER, OTHER, "join"), state) == may


def test_a_member_with_the_power_to_invite_vouches_for_a_restricted_join() -> None:
    state = room(join_rule="restricted", power_content={"invite": 50, "users": {MOD: 50}})
    assert allowed(member(OTHER, OTHER, "join", join_authorised_via_users_server=MOD), state)
    assert not allowed(member(OTHER, OTHER, "join", join_authorised_via_users_server=USER), state)
    assert not allowed(member(OTHER, OTHER, "join", join_authorised_via_users_server="@no:x"), state)
    open_room = room(join_rule="invite")
    assert not allowed(member(OTHER, OTHER, "join", join_authorised_via_users_server=MOD), open_room)


def test_nobody_joins_for_another() -> None:
    assert not allowed(member(USER, OTHER, "join"), room(join_rule="public"))


def test_the_creator_enters_the_empty_room() -> None:
    empty = room(members={}, power_content=None, depth=1)
    assert allowed(member(CREATOR, CREATOR, "join"), empty)
    assert not allowed(member(OTHER, OTHER, "join"), empty)


def test_inviting() -> None:
    assert allowed(member(USER, OTHER, "invite"), room())
    assert not allowed(member(USER, OTHER, "invite"), room(power_content={"invite": 10}))
    assert not allowed(member(OTHER, USER, "invite"), room())
    assert not allowed(member(USER, MOD, "invite"), room())
    banned = room()
    banned.members[OTHER] = "ban"
    assert not allowed(member(MOD, OTHER, "invite"), banned)
    assert not allowed(member(USER, OTHER, "invite", third_party_invite={"signed": {}}), room())


def test_leaving_kicking_and_unbanning() -> None:
    assert allowed(member(USER, USER, "leave"), room())
    assert not allowed(member(OTHER, OTHER, "leave"), room())
    assert allowed(member(MOD, USER, "leave"), room())
    assert not allowed(member(USER, MOD, "leave"), room())
    banned = room()
    banned.members[USER] = "ban"
    assert allowed(member(MOD, USER, "leave"), banned)
    strict = room(power_content={"users": {MOD: 50}, "ban": 60})
    strict.members[USER] = "ban"
    assert not allowed(member(MOD, USER, "leave"), strict)
    assert not allowed(member(USER, USER, "leave"), banned)


def test_banning() -> None:
    assert allowed(member(MOD, OTHER, "ban"), room())
    assert not allowed(member(MOD, MOD, "ban"), room())
    assert not allowed(member(USER, OTHER, "ban"), room())
    equal = room(power_content={"users": {MOD: 50, USER: 50}})
    assert not allowed(member(MOD, USER, "ban"), equal)


@pytest.mark.parametrize(("rule", "may"), [("knock", True), ("knock_restricted", True), ("invite", False)])
def test_knocking(rule: str, may: bool) -> None:
    assert allowed(member(OTHER, OTHER, "knock"), room(join_rule=rule)) == may
    assert not allowed(member(USER, OTHER, "knock"), room(join_rule=rule))
    assert not allowed(member(USER, USER, "knock"), room(join_rule=rule))


@pytest.mark.parametrize("membership", ["", "dance", 7, None])
def test_other_memberships_do_not_exist(membership: Any) -> None:
    assert not allowed(Event("m.room.member", USER, {"membership": membership}, USER), room())
    assert not allowed(Event("m.room.member", USER, {"membership": "join"}, None), room())


@pytest.mark.parametrize(
    "content",
    [
        {"ban": "50"},
        {"users_default": 1.0},
        {"events": {"x": "1"}},
        {"users": []},
        {"users": {"anna": 1}},
        {"users": {CREATOR: 100}},
        {"notifications": {"room": None}},
        {"kick": True},
    ],
)
def test_malformed_power_levels(content: dict[str, Any]) -> None:
    with pytest.raises(ChanceryError) as refused:
        check_event(Event("m.room.power_levels", CREATOR, content, ""), room())
    assert refused.value.matrix_errcode == "M_BAD_JSON"


@pytest.mark.parametrize(
    ("change", "may"),
    [
        ({"users": {MOD: 50, USER: 50}}, True),
        ({"users": {MOD: 50, USER: 51}}, False),
        ({"users": {}}, True),
        ({"users": {MOD: 40}}, True),
        ({"users": {MOD: 60}}, False),
        ({"users": {MOD: 50}, "ban": 40}, True),
        ({"users": {MOD: 50}, "ban": 51}, False),
        ({"users": {MOD: 50}, "notifications": {"room": 51}}, False),
        ({"users": {MOD: 50}, "events": {"m.room.power_levels": 51}}, False),
    ],
)
def test_nobody_gives_or_takes_power_above_their_own(change: dict[str, Any], may: bool) -> None:
    assert allowed(Event("m.room.power_levels", MOD, change, ""), room()) == may


def test_equals_do_not_demote_each_other() -> None:
    state = room(
        power_content={"users": {MOD: 50, USER: 50, OTHER: 100}, "events": {"m.room.power_levels": 50}}
    )
    keeps = {"events": {"m.room.power_levels": 50}}
    assert not allowed(
        Event("m.room.power_levels", MOD, {"users": {MOD: 50, OTHER: 100}, **keeps}, ""), state
    )
    assert not allowed(Event("m.room.power_levels", MOD, {"users": {MOD: 50, USER: 50}, **keeps}, ""), state)
    assert allowed(Event("m.room.power_levels", MOD, {"users": {USER: 50, OTHER: 100}, **keeps}, ""), state)


def test_a_room_that_does_not_federate() -> None:
    state = room(create_content={"m.federate": False})
    guest = UserId("@guest:elsewhere")
    state.members[guest] = "join"
    assert not allowed(Event("m.room.message", guest), state)
    assert allowed(Event("m.room.message", USER), state)


def test_create_events() -> None:
    check_create({"room_version": "12", "additional_creators": [USER]})
    for bad in (
        {"room_version": "12", "additional_creators": ["anna"]},
        {"room_version": "12", "additional_creators": USER},
        {"room_version": "99"},
    ):
        with pytest.raises(EventRejected):
            check_create(bad)
    with pytest.raises(EventRejected):
        check_create({"room_version": "12"}, has_parents=True)


def test_which_events_authorise() -> None:
    v11, v12 = room_version("11"), room_version("12")
    levels, own, rules = ("m.room.power_levels", ""), ("m.room.member", USER), ("m.room.join_rules", "")
    assert auth_keys("m.room.message", USER, None, {}, v12) == [levels, own]
    assert auth_keys("m.room.message", USER, None, {}, v11) == [("m.room.create", ""), levels, own]
    assert auth_keys("m.room.member", USER, USER, {"membership": "join"}, v12) == [levels, own, rules]
    kick = auth_keys("m.room.member", USER, OTHER, {"membership": "leave"}, v12)
    assert kick == [levels, own, ("m.room.member", OTHER)]
    vouched = {"membership": "join", "join_authorised_via_users_server": MOD}
    assert ("m.room.member", MOD) in auth_keys("m.room.member", USER, USER, vouched, v12)


@pytest.mark.parametrize(
    ("version", "rule", "knocks"),
    [
        ("6", "knock", False),
        ("7", "knock", True),
        ("9", "knock_restricted", False),
        ("10", "knock_restricted", True),
        ("12", "knock_restricted", True),
    ],
)
def test_knocking_came_with_version_7_and_restricted_knocking_with_10(
    version: str, rule: str, knocks: bool
) -> None:
    state = room(version=room_version(version), join_rule=rule)
    assert allowed(member(OTHER, OTHER, "knock"), state) == knocks


@pytest.mark.parametrize(
    ("version", "rule", "enters"),
    [
        ("6", "restricted", False),
        ("7", "restricted", False),
        ("8", "restricted", True),
        ("9", "knock_restricted", False),
        ("10", "knock_restricted", True),
        ("12", "private", False),
    ],
)
def test_an_unknown_join_rule_shuts_even_the_invited_out(version: str, rule: str, enters: bool) -> None:
    members = {CREATOR: "join", USER: "join", OTHER: "invite"}
    state = room(version=room_version(version), join_rule=rule, members=members)
    assert allowed(member(OTHER, OTHER, "join"), state) == enters
    assert allowed(member(USER, USER, "join"), state) == enters


@pytest.mark.parametrize("version", ["6", "9", "10", "12"])
def test_levels_written_as_text_count_before_version_10(version: str) -> None:
    strict = int(version) >= 10
    state = room(
        version=room_version(version), power_content={"users": {MOD: "50"}, "events": {"m.x": " +50 "}}
    )
    for level, wanted in (("50", not strict), ("x", False), (50, True), ([], False)):
        event = Event("m.room.power_levels", MOD, {"users": {MOD: level}, "events": {"m.x": 50}}, "")
        assert allowed(event, state) == wanted
    assert allowed(Event("m.x", MOD, {}, ""), state)
    assert not allowed(Event("m.x", USER, {}, ""), state)


KEY = SigningKey(b"k" * 32)


def public(key: SigningKey) -> str:
    return base64.b64encode(key.verify_key.encode()).decode().rstrip("=")


def signed(mxid: str = OTHER, token: str = "t", key: SigningKey = KEY) -> dict[str, Any]:
    covered = {"mxid": mxid, "token": token}
    signature = base64.b64encode(key.sign(canonical(covered)).signature).decode().rstrip("=")
    return {**covered, "signatures": {"id.example.org": {"ed25519:0": signature}}}


@pytest.mark.parametrize(
    ("content", "accepted"),
    [
        ({"signed": signed()}, True),
        ({"signed": signed(), "display_name": "o…@example.org"}, True),
        ({}, False),
        ({"signed": {}}, False),
        ({"signed": "x"}, False),
        ({"signed": signed(mxid=USER)}, False),
        ({"signed": signed(token="u")}, False),
        ({"signed": signed(key=SigningKey(b"l" * 32))}, False),
        ({"signed": {**signed(), "more": 1}}, False),
        ({"signed": {**signed(), "signatures": {"x": {"ed25519:0": "A"}}}}, False),
    ],
)
def test_a_signature_turns_a_third_party_invitation_into_an_invite(
    content: dict[str, Any], accepted: bool
) -> None:
    event = member(MOD, OTHER, "invite", third_party_invite=content)
    for keys in (
        {"public_key": public(KEY)},
        {"public_keys": [{"public_key": "x"}, {"public_key": public(KEY)}]},
    ):
        state = room(pending={"t": PendingInvite(MOD, keys)})
        assert allowed(event, state) == accepted


def test_a_third_party_invitation_is_its_senders_own_and_no_way_around_a_ban() -> None:
    event = member(MOD, OTHER, "invite", third_party_invite={"signed": signed()})
    keys = {"public_key": public(KEY)}
    assert not allowed(event, room(pending={"t": PendingInvite(USER, keys)}))
    banned = room(pending={"t": PendingInvite(MOD, keys)}, members={MOD: "join", OTHER: "ban"})
    assert not allowed(event, banned)
    assert ("m.room.third_party_invite", "t") in auth_keys(event.type, MOD, OTHER, event.content, V12)
