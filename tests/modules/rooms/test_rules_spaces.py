# SPDX-License-Identifier: EUPL-1.2
"""The order of a space's children."""

from typing import Any

import pytest

from chancery.modules.rooms.rules.spaces import Child, ordered


def child(room_id: str, ts: int = 1, **content: Any) -> Child:
    return Child(room_id, "@anna:x", {"via": ["x"], **content}, ts)


def order_of(*children: Child, suggested_only: bool = False) -> list[str]:
    return [one.room_id for one in ordered(children, suggested_only=suggested_only)]


def test_order_then_time_then_room() -> None:
    late, early = child("!late", 9), child("!early", 2)
    twins = child("!b", 5), child("!a", 5)
    placed = child("!second", 1, order="b"), child("!first", 8, order="a")
    assert order_of(late, early, *twins, *placed) == ["!first", "!second", "!early", "!a", "!b", "!late"]


@pytest.mark.parametrize("order", ["", "x" * 51, "é", "a\n", 7, None])
def test_invalid_orders_count_as_none(order: object) -> None:
    assert order_of(child("!x", 9, order=order), child("!y", 1)) == ["!y", "!x"]


def test_removed_and_unsuggested_children() -> None:
    removed = Child("!removed", "@anna:x", {}, 1)
    suggested = child("!s", suggested=True)
    assert order_of(removed, child("!x"), suggested) == ["!s", "!x"]
    assert order_of(removed, child("!x"), suggested, suggested_only=True) == ["!s"]
    assert order_of(child("!x", suggested="yes"), suggested_only=True) == []
