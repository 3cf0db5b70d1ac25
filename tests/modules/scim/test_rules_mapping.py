# SPDX-License-Identifier: EUPL-1.2
"""From a User resource to what the organisation should be."""

import pytest

from chancery.modules.provisioning.contract import Problem
from chancery.modules.scim.errors import ResourceElsewhere, ResourceRefused, ResourceTaken
from chancery.modules.scim.model import StatedUser
from chancery.modules.scim.rules.mapping import check_problems, desired_of, login_of


def _user(**more: object) -> StatedUser:
    return StatedUser(
        **{"id": "scu_1", "user_name": "olga@x.example", "names": (None, " ", "Olga Orlova"), **more}
    )  # type: ignore[arg-type]  # a test's own words


def test_logins() -> None:
    assert login_of("Olga.Orlova@Ministry.example") == "olga.orlova"
    assert login_of(" olga ") == "olga"


def test_division_holds_department() -> None:
    state = desired_of(_user(division="Law", department="Treaties", title=" Adviser "), None, title="Clerk")
    assert [(unit.name, unit.parent) for unit in state.units] == [
        ("Law", None),
        ("Treaties", state.units[0].external_id),
    ]
    (post,) = state.posts
    assert (post.title, post.unit) == ("Adviser", state.units[1].external_id)
    (person,) = state.people
    assert (person.name, person.login, person.email, person.phones) == ("Olga Orlova", "olga", None, None)
    assert not state.complete


def test_the_same_words_are_the_same_unit() -> None:
    one = desired_of(_user(department="Treaties "), None, title="Clerk")
    other = desired_of(_user(department="TREATIES"), None, title="clerk")
    assert one.units[0].external_id == other.units[0].external_id
    assert one.posts[0].external_id == other.posts[0].external_id


def test_what_is_taken_back_is_cleared() -> None:
    before = _user(email="olga@x.example", phones=("1",))
    (person,) = desired_of(_user(), before, title="Clerk").people
    assert (person.email, person.phones) == ("", ())


def test_leaving_states_nothing_else() -> None:
    state = desired_of(_user(is_active=False, department="Law"), None, title="Clerk")
    assert ([person.active for person in state.people], list(state.units)) == ([False], [])


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("person_gone", ResourceTaken),
        ("person_elsewhere", ResourceElsewhere),
        ("person_login_bad", ResourceRefused),
    ],
)
def test_problems(code: str, error: type[Exception]) -> None:
    check_problems([Problem(code, "warning", "x")])
    with pytest.raises(error):
        check_problems([Problem("unit_missing", "warning", "x"), Problem(code, "error", "x")])
