# SPDX-License-Identifier: EUPL-1.2
"""What a new room starts with, as a list of events."""

from typing import Any

import pytest

from chancery.kit.errors import BadJson
from chancery.kit.ids import UserId
from chancery.modules.rooms.rules.creation import (
    Creation,
    create_content,
    initial_drafts,
    invitees_of,
    parse_options,
)
from chancery.wire.matrix.versions import room_version

ANNA, BORIS = UserId("@anna:x"), UserId("@boris:x")


def creation(version: str = "12", *, alias: str | None = None, **body: Any) -> Creation:
    options = parse_options(body)
    members = {ANNA: {"displayname": "Anna"}, BORIS: {"displayname": "Boris"}}
    return Creation(options, ANNA, room_version(version), invitees_of(options, ANNA), alias, members)


def kinds(wish: Creation) -> list[str]:
    return [draft.type.removeprefix("m.room.") for draft in initial_drafts(wish)]


def test_the_order_of_the_specification() -> None:
    wish = creation(
        alias="#a:x",
        name="n",
        topic="t",
        invite=[BORIS],
        initial_state=[{"type": "m.room.avatar", "content": {}}],
    )
    assert kinds(wish) == [
        "member",
        "power_levels",
        "canonical_alias",
        "join_rules",
        "history_visibility",
        "guest_access",
        "encryption",
        "avatar",
        "name",
        "topic",
        "member",
    ]


def test_the_preset_follows_the_visibility() -> None:
    assert parse_options({"visibility": "public"}).chosen_preset == "public_chat"
    assert parse_options({}).chosen_preset == "private_chat"
    assert parse_options({"visibility": "public", "preset": "private_chat"}).chosen_preset == "private_chat"


@pytest.mark.parametrize(
    ("body", "encrypted"),
    [
        ({}, True),
        ({"preset": "trusted_private_chat"}, True),
        ({"preset": "public_chat"}, False),
        ({"org.chancery.encrypted": False}, False),
        ({"preset": "public_chat", "org.chancery.encrypted": True}, True),
    ],
)
def test_encryption(body: dict[str, Any], encrypted: bool) -> None:
    assert ("encryption" in kinds(creation(**body))) == encrypted


def test_invitees_are_invited_once_and_never_the_creator() -> None:
    assert invitees_of(parse_options({"invite": [BORIS, BORIS, ANNA]}), ANNA) == [BORIS]


def test_creators_of_a_trusted_chat() -> None:
    trusted = {"preset": "trusted_private_chat", "invite": [BORIS]}
    given = {"additional_creators": [BORIS, "@carla:x"]}
    content = create_content(creation(creation_content=given, **trusted))
    assert content["additional_creators"] == [BORIS, "@carla:x"]
    old = creation("11", **trusted)
    assert "additional_creators" not in create_content(old)
    levels = next(draft for draft in initial_drafts(old) if draft.type == "m.room.power_levels")
    assert levels.content["users"] == {ANNA: 100, BORIS: 100}
    with pytest.raises(BadJson):
        create_content(creation(creation_content={"additional_creators": "x"}, **trusted))


def test_the_caller_cannot_choose_version_or_creator_through_the_content() -> None:
    forged = {"room_version": "1", "creator": BORIS}
    assert create_content(creation(creation_content=forged)) == {"room_version": "12"}
    assert create_content(creation("10", creation_content=forged)) == {"room_version": "10", "creator": ANNA}
