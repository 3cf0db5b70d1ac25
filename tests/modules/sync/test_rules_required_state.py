# SPDX-License-Identifier: EUPL-1.2
"""MSC4186 required_state and its wildcards."""

import pytest

from chancery.modules.sync.rules.required_state import Wish, parse_wish

ME = "@me:x"
EVERYTHING_LAZY = [("*", "*"), ("m.room.member", "$LAZY")]


@pytest.mark.parametrize(
    ("required", "kind", "key", "taken"),
    [
        ([("m.room.name", "")], "m.room.name", "", True),
        ([("m.room.name", "")], "m.room.name", "x", False),
        ([("m.room.name", "*")], "m.room.name", "x", True),
        ([("*", "")], "m.room.topic", "", True),
        ([("*", "")], "m.room.member", ME, False),
        ([("*", "*")], "m.room.member", ME, True),
        ([("m.room.member", "$ME")], "m.room.member", ME, True),
        ([("m.room.member", "$ME")], "m.room.member", "@you:x", False),
        (EVERYTHING_LAZY, "m.room.topic", "", True),
        (EVERYTHING_LAZY, "m.room.member", ME, False),
        ([*EVERYTHING_LAZY, ("m.room.member", "$ME")], "m.room.member", ME, True),
        ([("m.room.member", "*"), ("m.room.member", "$LAZY")], "m.room.member", ME, True),
        ([], "m.room.create", "", False),
    ],
)
def test_a_wish_takes_what_its_pairs_say(required, kind: str, key: str, taken: bool):
    assert parse_wish(required, ME).takes(kind, key) is taken


def test_only_wildcards_need_the_whole_state():
    assert parse_wish(
        [("m.room.name", ""), ("m.room.member", "$ME"), ("m.room.member", "$LAZY")], ME
    ).is_exact
    assert not parse_wish([("m.room.name", "*")], ME).is_exact


def test_what_goes_beyond_an_earlier_wish_is_the_difference():
    narrow, wide = (
        parse_wish([("a", "")], ME),
        parse_wish([("a", ""), ("b", ""), ("m.room.member", "$LAZY")], ME),
    )
    assert wide.beyond(narrow) == Wish(frozenset({("b", "")}), lazy=True)
    assert not narrow.beyond(wide)
    assert narrow | wide == wide
