# SPDX-License-Identifier: EUPL-1.2
"""Which appointments may stand beside each other."""

import pytest

from chancery.kit.ids import PostId, UnitId, UserId
from chancery.modules.org.errors import AlreadyAppointed, DutyNeedsEnd, PostOccupied
from chancery.modules.org.model import FOR_EVER, Appointment, Post
from chancery.modules.org.rules.appointments import check_appointment, overlap

HEAD = Post(PostId("p"), UnitId("u"), "Head", "head", 1)
CLERK = Post(PostId("p"), UnitId("u"), "Clerk", "specialist", 1)
DUTY = Post(PostId("p"), UnitId("u"), "Officer", "duty", 1)


def _held(user: str, starts_at: int, ends_at: int = FOR_EVER, *, acting: bool = False) -> Appointment:
    return Appointment(PostId("p"), UserId(user), starts_at, ends_at, acting)


def test_what_ends_when_the_other_begins_does_not_overlap() -> None:
    assert not overlap(_held("a", 1, 5), _held("a", 5))
    assert overlap(_held("a", 1, 6), _held("a", 5))
    assert overlap(_held("a", 5, 6), _held("a", 1))


def test_refusals() -> None:
    with pytest.raises(AlreadyAppointed):
        check_appointment(CLERK, _held("a", 1), [_held("a", 9)])
    with pytest.raises(PostOccupied):
        check_appointment(HEAD, _held("a", 1), [_held("b", 9)])
    with pytest.raises(DutyNeedsEnd):
        check_appointment(DUTY, _held("a", 1), [])


def test_what_may_stand_together() -> None:
    check_appointment(HEAD, _held("a", 1, 9), [_held("b", 9)])
    check_appointment(HEAD, _held("a", 1, acting=True), [_held("b", 0)])
    check_appointment(HEAD, _held("a", 1), [_held("b", 0, acting=True)])
    check_appointment(CLERK, _held("a", 1), [_held("b", 0)])
    check_appointment(DUTY, _held("a", 1, 5), [_held("a", 5, 9), _held("b", 1, 5)])
