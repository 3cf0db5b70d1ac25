# SPDX-License-Identifier: EUPL-1.2
"""From people and groups of the directory to units, posts, people and teams."""

from chancery.modules.ldap.model import MappedGroup, MappedPerson
from chancery.modules.ldap.rules.state import admitted, desired_of, groups_within, leaving_of, members_of


def _person(name: str, *units: str, **more: object) -> MappedPerson:
    return MappedPerson(external_id=name, dn=f"uid={name}", login=name, units=units, **more)  # type: ignore[arg-type]  # a test's own words


def test_people_share_units_and_posts() -> None:
    state = desired_of(
        [_person("a", "Law", "EU"), _person("b", "LAW"), _person("c", title="Director")], title="Clerk"
    )
    assert [(unit.name, unit.parent) for unit in state.units] == [("Law", None), ("EU", "/law")]
    assert [(post.title, post.unit) for post in state.posts] == [
        ("Clerk", "/law/eu"),
        ("Clerk", "/law"),
        ("Director", None),
    ]
    assert len(state.appointments) == 3
    assert not state.complete


def test_leaving_is_apart() -> None:
    state = leaving_of(["a"])
    assert [(person.external_id, person.active) for person in state.people] == [("a", False)]


def test_groups_of_groups_and_rings() -> None:
    groups = {
        "g1": MappedGroup("g1", "One", frozenset({"p1", "g2"})),
        "g2": MappedGroup("g2", "Two", frozenset({"p2", "g1", "g3"})),
    }
    assert members_of(groups["g1"], groups) == {"p1", "p2", "g3"}
    assert groups_within("g1", groups) == {"g1", "g2"}
    assert groups_within("none", groups) == {"none"}


def test_who_is_admitted() -> None:
    inside, outside = admitted([_person("a", groups=("g2", "x")), _person("b")], frozenset({"g1", "g2"}))
    assert ([one.login for one in inside], [one.login for one in outside]) == (["a"], ["b"])
