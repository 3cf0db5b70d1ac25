# SPDX-License-Identifier: EUPL-1.2
"""List windows of sliding sync."""

import pytest

from chancery.modules.sync.rules.sliding_request import ListConfig, ListFilters
from chancery.modules.sync.rules.windows import RoomTraits, asks_for_facts, passes, shown

CHAT = RoomTraits(
    "join", is_dm=True, encrypted=True, room_type=None, name="Budget", tags=frozenset({"m.favourite"})
)
SPACE = RoomTraits("invite", is_dm=False, encrypted=False, room_type="m.space", name=None, tags=frozenset())


@pytest.mark.parametrize(
    ("filters", "chat", "space"),
    [
        (ListFilters(), True, True),
        (ListFilters(is_dm=True), True, False),
        (ListFilters(is_dm=False), False, True),
        (ListFilters(is_encrypted=True), True, False),
        (ListFilters(is_invite=True), False, True),
        (ListFilters(room_types=[None]), True, False),
        (ListFilters(room_types=["m.space"]), False, True),
        (ListFilters(not_room_types=["m.space"]), True, False),
        (ListFilters(room_types=["m.space"], not_room_types=["m.space"]), False, False),
        (ListFilters(tags=["m.favourite", "x"]), True, False),
        (ListFilters(tags=["m.favourite"], not_tags=["m.favourite"]), False, False),
        (ListFilters(not_tags=["m.favourite"]), False, True),
        (ListFilters(room_name_like="UDG"), True, False),
    ],
)
def test_each_filter_decides(filters: ListFilters, chat: bool, space: bool):
    assert passes(filters, "!chat", CHAT, None) is chat
    assert passes(filters, "!space", SPACE, None) is space


def test_a_list_of_spaces_takes_their_rooms_alone():
    assert passes(ListFilters(spaces=["!s"]), "!chat", CHAT, {"!chat"})
    assert not passes(ListFilters(spaces=["!s"]), "!chat", CHAT, {"!other"})


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        (None, "abcde"),
        ([], ""),
        ([(0, 1)], "ab"),
        ([(3, 99)], "de"),
        ([(0, 0), (4, 4)], "ae"),
        ([(0, 2), (1, 3)], "abcd"),
        ([(7, 9)], ""),
    ],
)
def test_ranges_are_inclusive_and_show_each_room_once(ranges, expected: str):
    assert list(shown(ListConfig(ranges=ranges), list("abcde"))) == list(expected)


def test_all_rooms_are_shown_when_the_client_fetches_them_slowly():
    assert shown(ListConfig(ranges=[(0, 1)], slow_get_all_rooms=True), list("abc")) == list("abc")


def test_only_filters_on_the_rooms_state_need_it():
    assert not asks_for_facts(None)
    assert not asks_for_facts(ListFilters(is_dm=True, tags=["x"]))
    assert asks_for_facts(ListFilters(is_encrypted=False))
    assert asks_for_facts(ListFilters(not_room_types=["m.space"]))
