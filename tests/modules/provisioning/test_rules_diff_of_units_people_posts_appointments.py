# SPDX-License-Identifier: EUPL-1.2
"""Random sources against a naive model: after the changes it is what the source wants, and nothing is left to do."""

import os
import random
from dataclasses import replace

import pytest

from chancery.modules.provisioning.contract import (
    DesiredAppointment,
    DesiredPerson,
    DesiredPost,
    DesiredState,
    DesiredUnit,
)
from chancery.modules.provisioning.rules.diff import difference, digest

from .world import NOW, ROOT, World, person_id

WORLDS = int(os.environ.get("CHANCERY_PROVISIONING_WORLDS", "60"))


def _source(dice: random.Random) -> DesiredState:
    """Return a random state without faults: a tree in any order, a head at most for each unit."""
    units: list[DesiredUnit] = []
    for number in range(dice.randrange(1, 12)):
        parent = dice.choice([None, *units]) if units else None
        units.append(
            DesiredUnit(
                external_id=f"u{number}",
                name=f"Unit {dice.randrange(30)} of {number}",
                parent=parent.external_id if parent else None,
            )
        )
    people = [
        DesiredPerson(
            external_id=f"p{number}",
            login=f"person{number}",
            name=f"Person {dice.randrange(5)} {number}",
            email=dice.choice([None, f"person{number}@example.org"]),
            phones=dice.choice([None, ("1",), ("1", "2")]),
            room=dice.choice([None, "12", "14"]),
            active=dice.random() > 0.1,
        )
        for number in range(30)
        if dice.random() > 0.3
    ]
    posts, appointments = [], []
    heads: set[str] = set()
    for person in people:
        unit = dice.choice(units).external_id
        is_head = unit not in heads and dice.random() > 0.6
        heads |= {unit} if is_head else set()
        code = f"head:{unit}" if is_head else f"{unit}:{person.external_id}"
        posts.append(
            DesiredPost(
                external_id=code,
                unit=unit,
                title=f"Post {dice.randrange(3)}",
                kind="head" if is_head else "specialist",
            )
        )
        if person.active:
            ends = dice.choice([None, NOW + 1000, NOW + 2000])
            appointments.append(DesiredAppointment(person=person.external_id, post=code, ends_at=ends))
    dice.shuffle(units)
    return DesiredState(units=units, posts=posts, people=people, appointments=appointments, complete=True)


def _check(world: World, wanted: DesiredState) -> None:
    units, people = world.links["unit"], world.links["person"]
    for unit in wanted.units:
        ours = world.units[units[unit.external_id]]
        assert ours.name == unit.name
        assert ours.parent_id == (units[unit.parent] if unit.parent else ROOT)
    active = {person.external_id for person in wanted.people if person.active}
    for person in wanted.people:
        if not person.active:
            continue
        user_id = people[person.external_id]
        assert world.logins[user_id].is_active
        assert world.people[user_id].name == person.name
        assert person.email in {None, world.logins[user_id].email}
        assert person.room in {None, world.people[user_id].room}
        assert person.phones is None or tuple(world.people[user_id].phones) == person.phones
    open_people = {external for external, user_id in people.items() if world.logins[user_id].is_active}
    assert open_people == active
    held = {(post, user_id): one.ends_at for (post, user_id), one in world.held.items()}
    posts = world.links["post"]
    expected = {
        (posts[one.post], people[one.person]): one.ends_at or 2**53 - 1 for one in wanted.appointments
    }
    assert held == expected


def _without_gone(wanted: DesiredState, world: World) -> DesiredState:
    """Return the state without those who left before: they cannot come back under the same login."""
    gone = {
        external for external, user_id in world.links["person"].items() if not world.logins[user_id].is_active
    }
    return replace(
        wanted,
        people=[one for one in wanted.people if one.external_id not in gone],
        appointments=[one for one in wanted.appointments if one.person not in gone],
    )


@pytest.mark.parametrize("seed", range(WORLDS))
def test_what_the_source_wants_comes_about_and_then_nothing_is_left(seed: int) -> None:
    dice, world = random.Random(seed), World()
    for _ in range(4):
        wanted = _without_gone(_source(dice), world)
        found = difference(world.stored(), wanted, world.new_id)
        assert found.errors == 0, found.problems
        world.carry_out(found.changes)
        _check(world, wanted)
        again = difference(world.stored(), wanted, world.new_id)
        assert list(again.changes) == []


def test_the_digest_does_not_depend_on_fresh_ids() -> None:
    wanted = _source(random.Random(7))
    one, other = World(), World(made=500)
    changes = difference(one.stored(), wanted, one.new_id).changes
    same = difference(other.stored(), wanted, other.new_id).changes
    assert digest(changes) == digest(same)
    assert digest(changes) != digest(changes[1:])


def test_a_unit_is_moved_below_another_that_is_moved_in_the_same_run() -> None:
    world = World()
    first = [
        DesiredUnit(external_id="x", name="X"),
        DesiredUnit(external_id="y", name="Y", parent="x"),
        DesiredUnit(external_id="z", name="Z", parent="y"),
    ]
    world.carry_out(difference(world.stored(), DesiredState(units=first), world.new_id).changes)
    turned = [
        DesiredUnit(external_id="x", name="X", parent="z"),
        DesiredUnit(external_id="y", name="Y"),
    ]
    found = difference(world.stored(), DesiredState(units=turned), world.new_id)
    assert found.errors == 0
    world.carry_out(found.changes)
    units = world.links["unit"]
    assert world.units[units["x"]].parent_id == units["z"]


def test_a_unit_is_not_moved_below_one_that_stays_below_it() -> None:
    world = World()
    first = [
        DesiredUnit(external_id="x", name="X"),
        DesiredUnit(external_id="y", name="Y", parent="x"),
    ]
    world.carry_out(difference(world.stored(), DesiredState(units=first), world.new_id).changes)
    found = difference(
        world.stored(), DesiredState(units=[DesiredUnit(external_id="x", name="X", parent="y")]), world.new_id
    )
    assert [problem.code for problem in found.problems] == ["unit_cycle"]
    assert list(found.changes) == []


def test_whoever_is_here_by_login_is_linked_and_not_added() -> None:
    world = World()
    wanted = _source(random.Random(3))
    held = {one.post for one in wanted.appointments}
    wanted = replace(
        wanted,
        people=[one for one in wanted.people if one.active],
        posts=[one for one in wanted.posts if one.external_id in held],
    )
    world.carry_out(difference(world.stored(), wanted, world.new_id).changes)
    for links in world.links.values():
        links.clear()
    found = difference(world.stored(), wanted, world.new_id)
    kinds = {change.kind for change in found.changes}
    assert kinds <= {"unit.linked", "post.linked", "person.linked"}
    world.carry_out(found.changes)
    _check(world, wanted)


def test_nobody_leaves_while_a_line_is_bad() -> None:
    world = World()
    people = [
        DesiredPerson(external_id=name, login=name, name=name, line=line)
        for line, name in enumerate(("anna", "boris", "carla"), start=2)
    ]
    wanted = DesiredState(people=people, complete=True)
    world.carry_out(difference(world.stored(), wanted, world.new_id).changes)
    bad = replace(people[0], email="nonsense")
    found = difference(world.stored(), DesiredState(people=[bad], complete=True), world.new_id)
    assert [(one.code, one.line) for one in found.problems] == [("person_email_bad", 2)]
    assert found.leaving == 0
    good = difference(world.stored(), DesiredState(people=people[:1], complete=True), world.new_id)
    assert {change.id for change in good.changes} == {person_id("boris"), person_id("carla")}
    assert (good.leaving, good.linked) == (2, 3)
