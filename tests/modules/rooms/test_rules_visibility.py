# SPDX-License-Identifier: EUPL-1.2
"""Who sees which part of a room's history."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.modules.rooms.rules.visibility import HistoryView

MEMBERSHIPS = ("join", "leave", "invite", "ban", "knock")
VISIBILITIES = ("shared", "joined", "invited", "world_readable")
LAST = 30


@pytest.mark.parametrize(
    ("visibility", "memberships", "seen"),
    [
        ("shared", [(10, "join")], range(1, 31)),
        ("joined", [(10, "join")], range(10, 31)),
        ("invited", [(5, "invite"), (10, "join")], range(5, 31)),
        ("invited", [(5, "invite")], range(0)),
        ("shared", [(5, "invite")], range(0)),
        ("joined", [(10, "join"), (20, "leave")], range(10, 21)),
        ("shared", [(10, "join"), (20, "leave")], range(1, 21)),
        ("shared", [(10, "join"), (20, "ban")], range(1, 21)),
        ("world_readable", [], range(1, 31)),
        ("shared", [], range(0)),
    ],
)
def test_constant_visibility(visibility: str, memberships: list[tuple[int, str]], seen: range) -> None:
    view = HistoryView(memberships, [(2, visibility)])
    bounded = [
        position
        for position in range(3, LAST + 1)
        if view.sees(position) and (view.upto is None or position <= view.upto)
    ]
    assert bounded == [position for position in seen if position > 2]


_timeline = st.lists(st.integers(2, LAST), unique=True, max_size=6).map(sorted)


@st.composite
def views(draw: st.DrawFn) -> HistoryView:
    memberships = [(p, draw(st.sampled_from(MEMBERSHIPS))) for p in draw(_timeline)]
    visibilities = [(p, draw(st.sampled_from(VISIBILITIES))) for p in draw(_timeline)]
    return HistoryView(memberships, visibilities)


@given(views())
def test_the_readable_span_is_seen_and_cannot_grow(view: HistoryView) -> None:
    if not view.may_enter:
        return
    after, upto = view.readable()
    end = LAST + 5 if upto is None else upto
    assert all(view.sees(position) for position in range(max(after + 1, 1), end + 1))
    if after > 0 and end > after:
        assert not view.sees(after)


@given(views())
def test_the_spans_hold_exactly_what_is_seen(view: HistoryView) -> None:
    end = LAST + 5 if view.upto is None else view.upto
    spans = view.spans()
    held = {position for after, upto in spans for position in range(after + 1, min(upto, LAST + 5) + 1)}
    assert held == {position for position in range(1, end + 1) if view.sees(position)}
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))


@given(views(), st.integers(1, LAST))
def test_members_see_what_is_said_while_they_are_there(view: HistoryView, position: int) -> None:
    if view.sees_all:
        assert view.sees(position)
    joined = HistoryView([(1, "join")], [])
    assert joined.sees(position)


@given(_timeline)
def test_someone_who_never_joined_sees_nothing_of_a_closed_room(positions: list[int]) -> None:
    view = HistoryView([(position, "invite") for position in positions], [(1, "joined")])
    assert not view.may_enter
    assert not any(view.sees(position) for position in range(1, LAST))
