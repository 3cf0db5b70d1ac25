# SPDX-License-Identifier: EUPL-1.2
"""What redaction leaves of each kind of event in each room version."""

from typing import Any

import pytest

from chancery.wire.matrix.redaction import redact, redact_content
from chancery.wire.matrix.versions import ROOM_VERSIONS, room_version

_LEVELS = {"ban": 1, "events": {}, "kick": 2, "users": {}, "redact": 3, "state_default": 4}


@pytest.mark.parametrize("version", sorted(ROOM_VERSIONS))
@pytest.mark.parametrize(
    ("kind", "content", "kept"),
    [
        ("m.room.message", {"body": "x"}, {}),
        ("m.room.encrypted", {"ciphertext": "x"}, {}),
        ("m.room.name", {"name": "x"}, {}),
        ("m.room.member", {"membership": "join", "displayname": "x"}, {"membership": "join"}),
        (
            "m.room.history_visibility",
            {"history_visibility": "joined", "x": 1},
            {"history_visibility": "joined"},
        ),
        ("m.room.power_levels", {**_LEVELS, "notifications": {"room": 50}}, _LEVELS),
    ],
)
def test_protected_members_stay(version: str, kind: str, content: dict[str, Any], kept: object) -> None:
    assert redact_content(kind, content, room_version(version)) == kept


@pytest.mark.parametrize("version", sorted(ROOM_VERSIONS))
def test_restricted_joins_stay_as_far_as_the_version_knows_them(version: str) -> None:
    rules = {"join_rule": "restricted", "allow": [], "x": 1}
    kept = redact_content("m.room.join_rules", rules, room_version(version))
    assert ("allow" in kept) == (int(version) >= 8)
    assert "x" not in kept
    member = {"membership": "join", "join_authorised_via_users_server": "@a:b"}
    kept = redact_content("m.room.member", member, room_version(version))
    assert ("join_authorised_via_users_server" in kept) == (int(version) >= 9)


def test_room_version_11_keeps_more() -> None:
    old, new = room_version("10"), room_version("11")
    create = {"creator": "@a:b", "type": "m.space"}
    assert redact_content("m.room.create", create, old) == {"creator": "@a:b"}
    assert redact_content("m.room.create", create, new) == create
    assert redact_content("m.room.power_levels", {"invite": 5}, old) == {}
    assert redact_content("m.room.power_levels", {"invite": 5}, new) == {"invite": 5}
    redaction = {"redacts": "$x", "reason": "rude"}
    assert redact_content("m.room.redaction", redaction, old) == {}
    assert redact_content("m.room.redaction", redaction, new) == {"redacts": "$x"}
    invite = {"membership": "invite", "third_party_invite": {"signed": {"t": 1}, "display_name": "x"}}
    assert redact_content("m.room.member", invite, new) == {
        "membership": "invite",
        "third_party_invite": {"signed": {"t": 1}},
    }


def test_top_level_members_beyond_the_format_go() -> None:
    event = {"type": "x", "content": {}, "sender": "@a:b", "origin": "b", "unsigned": {}, "age": 1}
    assert redact(event, room_version("10")) == {"type": "x", "content": {}, "sender": "@a:b", "origin": "b"}
    assert redact(event, room_version("12")) == {"type": "x", "content": {}, "sender": "@a:b"}
