# SPDX-License-Identifier: EUPL-1.2
"""The simulated organisation: everybody is where the profile says, the same for the same seed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.app.load.plan import plan_organisation
from chancery.app.load.profile import Organisation

SHAPE = Organisation(team=5, department=20, project=6, projects_per_person=2, colleagues=3)


@settings(deadline=None)
@given(people=st.integers(2, 120), seed=st.integers(0, 5))
def test_a_persons_rooms_are_the_rooms_that_have_the_person(people: int, seed: int) -> None:
    plan = plan_organisation(people, SHAPE, seed)
    for person in range(people):
        by_room = {index for index, room in enumerate(plan.rooms) if person in room.members}
        assert set(plan.rooms_of(person)) == by_room


@settings(deadline=None)
@given(people=st.integers(2, 120))
def test_nobody_is_in_a_room_twice(people: int) -> None:
    plan = plan_organisation(people, SHAPE, 1)
    assert all(len(set(room.members)) == len(room.members) for room in plan.rooms)


def test_the_same_seed_makes_the_same_organisation() -> None:
    assert plan_organisation(100, SHAPE, 7) == plan_organisation(100, SHAPE, 7)
    assert plan_organisation(100, SHAPE, 7) != plan_organisation(100, SHAPE, 8)


def test_rooms_have_the_sizes_of_the_profile() -> None:
    plan = plan_organisation(100, SHAPE, 1)
    sizes = {
        kind: {len(room.members) for room in plan.rooms if room.kind == kind}
        for kind in ("team", "department", "project", "direct", "announcements")
    }
    assert sizes == {"team": {5}, "department": {20}, "project": {6}, "direct": {2}, "announcements": {100}}
