# SPDX-License-Identifier: EUPL-1.2
"""Which levels and join rules a room's successor begins with, and what is left to the old room."""

import msgspec
import pytest

from chancery.kit.ids import EventId, UserId
from chancery.modules.rooms.model import StateEntry
from chancery.modules.rooms.rules.succession import (
    create_content,
    founding_levels,
    retired_levels,
    successor_levels,
    taken_over,
)
from chancery.wire.matrix.power_levels import PowerLevels
from chancery.wire.matrix.versions import room_version

ANNA, BORIS = "@anna:ministry.example", "@boris:ministry.example"


def entry(content: object) -> StateEntry:
    """Return a state entry with some content."""
    return StateEntry(EventId("$e"), UserId(ANNA), msgspec.json.encode(content))


def test_levels_written_as_text_become_integers() -> None:
    levels = successor_levels(
        {"users": {ANNA: "75", "nobody": 5}, "ban": "60", "kick": []},
        room_version("11"),
        former=[],
        creators=[ANNA],
    )
    assert levels == {"users": {ANNA: 75}, "ban": 60}


def test_creators_of_version_12_have_no_level_of_their_own() -> None:
    levels = successor_levels(
        {"users": {ANNA: 100, BORIS: 50}}, room_version("12"), former=[], creators=[ANNA]
    )
    assert levels["users"] == {BORIS: 50}
    assert founding_levels(levels, room_version("12"), ANNA) == {"users": {}}


def test_who_stood_above_all_keeps_the_highest_level() -> None:
    levels = successor_levels({"users": {BORIS: 150}}, room_version("11"), former=[ANNA], creators=[ANNA])
    assert levels["users"] == {BORIS: 150, ANNA: 150}


def test_the_founder_may_do_whatever_the_levels_ask_for() -> None:
    assert founding_levels({"ban": 900}, room_version("10"), ANNA) == {"users": {ANNA: 900}}


@pytest.mark.parametrize(
    ("version", "rule"),
    [("12", "knock_restricted"), ("8", "restricted"), ("7", "knock"), ("6", "invite")],
)
def test_join_rules_that_a_version_does_not_know_become_the_nearest_one(version: str, rule: str) -> None:
    entries = {
        ("m.room.create", ""): entry({}),
        ("m.room.join_rules", ""): entry({"join_rule": "knock_restricted"}),
    }
    (taken,) = taken_over(entries, room_version(version))
    assert taken == ("m.room.join_rules", "", {"join_rule": rule})


def test_a_space_stays_a_space_and_names_its_creator_where_the_version_asks() -> None:
    old = {"type": "m.space", "room_version": "9", "creator": BORIS, "predecessor": {"room_id": "!x"}}
    assert create_content(old, room_version("10"), ANNA, []) == {
        "type": "m.space", "room_version": "10", "creator": ANNA,
    }  # fmt: skip
    assert create_content(old, room_version("12"), ANNA, [BORIS, BORIS]) == {
        "type": "m.space", "room_version": "12", "additional_creators": [BORIS],
    }  # fmt: skip


def test_the_old_room_falls_silent_once() -> None:
    loud = {"events_default": 0, "users_default": 10}
    quiet = retired_levels(loud, PowerLevels(loud, frozenset()))
    assert quiet is not None
    assert (quiet["events_default"], quiet["invite"]) == (50, 50)
    assert retired_levels(quiet, PowerLevels(quiet, frozenset())) is None
