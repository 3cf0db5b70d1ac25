# SPDX-License-Identifier: EUPL-1.2
"""From what an identity provider states of a person to what the organisation should be."""

from collections.abc import Sequence

from chancery.kit.text import fold
from chancery.modules.provisioning.contract import (
    DesiredAppointment,
    DesiredPerson,
    DesiredPost,
    DesiredState,
    DesiredUnit,
    Problem,
)
from chancery.modules.scim.errors import ResourceElsewhere, ResourceRefused, ResourceTaken
from chancery.modules.scim.model import StatedUser

_TAKEN = frozenset(
    {
        "person_login_taken",
        "person_login_linked",
        "person_login_closed",
        "person_gone",
        "person_email_used",
        "person_email_taken",
    }
)
_ELSEWHERE = frozenset({"person_elsewhere", "unit_outside"})


def login_of(user_name: str) -> str:
    """Return the login name of a userName: what stands before the @ of an address, in lower case."""
    return user_name.partition("@")[0].strip().lower()


def desired_of(user: StatedUser, before: StatedUser | None, *, title: str) -> DesiredState:
    """Return the part of the organisation that one resource decides: the person, their unit and their post.

    `title` is the post of people who have none. What the resource said before and does not say any more is cleared;
    what it never said stays as it is here.
    """
    if not user.is_active:
        return DesiredState(people=[DesiredPerson(external_id=user.id, active=False)])
    units = _units(user)
    unit = units[-1].external_id if units else None
    named = (user.title or "").strip() or title
    post = DesiredPost(external_id=f"post:{unit or ''}:{fold(named)}", unit=unit, title=named)
    return DesiredState(
        units=units,
        posts=[post],
        people=[_person(user, before)],
        appointments=[DesiredAppointment(person=user.id, post=post.external_id)],
    )


def check_problems(problems: Sequence[Problem]) -> None:
    """Raise for the first error among what was wrong with a desired state."""
    for problem in problems:
        if problem.severity != "error":
            continue
        if problem.code in _TAKEN:
            raise ResourceTaken(problem.message)
        if problem.code in _ELSEWHERE:
            raise ResourceElsewhere(problem.message)
        raise ResourceRefused(problem.message)


def _person(user: StatedUser, before: StatedUser | None) -> DesiredPerson:
    names = (name.strip() for name in user.names if name)
    email, phones = user.email, user.phones or None
    if before is not None and before.email and not email:
        email = ""
    if before is not None and before.phones and not phones:
        phones = ()
    return DesiredPerson(
        external_id=user.id,
        login=login_of(user.user_name),
        name=next((name for name in names if name), user.user_name),
        email=email,
        phones=phones,
    )


def _units(user: StatedUser) -> list[DesiredUnit]:
    """Return the units of the enterprise extension: the department inside its division, where there are both."""
    units: list[DesiredUnit] = []
    for kind, name in (("division", user.division), ("department", user.department)):
        text = (name or "").strip()
        if not text:
            continue
        above = units[-1].external_id if units else None
        external = f"{above or ''}/{kind}:{fold(text)}"
        units.append(DesiredUnit(external_id=external, name=text, parent=above, kind=kind))
    return units
