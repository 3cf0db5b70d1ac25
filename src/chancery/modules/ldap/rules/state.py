# SPDX-License-Identifier: EUPL-1.2
"""From people and groups of the directory to what the organisation should be."""

from collections.abc import Iterable, Mapping, Sequence

from chancery.kit.text import fold
from chancery.modules.ldap.model import MappedGroup, MappedPerson
from chancery.modules.provisioning.contract import (
    DesiredAppointment,
    DesiredPerson,
    DesiredPost,
    DesiredState,
    DesiredUnit,
)


def leaving_of(external_ids: Iterable[str]) -> DesiredState:
    """Return that people leave, and nothing else: what is wrong with others must not keep them."""
    return DesiredState(people=[DesiredPerson(external_id=one, active=False) for one in external_ids])


def desired_of(people: Iterable[MappedPerson], *, title: str) -> DesiredState:
    """Return what the directory states of those who are here; `title` is the post of people who have none."""
    units: dict[str, DesiredUnit] = {}
    posts: dict[str, DesiredPost] = {}
    persons: list[DesiredPerson] = []
    appointments: list[DesiredAppointment] = []
    for person in people:
        unit = _unit(person.units, units)
        named = person.title or title
        key = f"post:{unit or ''}:{fold(named)}"
        posts.setdefault(key, DesiredPost(external_id=key, unit=unit, title=named))
        persons.append(_person(person))
        appointments.append(DesiredAppointment(person=person.external_id, post=key))
    return DesiredState(
        units=list(units.values()),
        posts=list(posts.values()),
        people=persons,
        appointments=appointments,
    )


def members_of(group: MappedGroup, groups: Mapping[str, MappedGroup]) -> frozenset[str]:
    """Return the DNs in a group through groups of groups; rings end."""
    seen, waiting = {group.dn}, [group]
    found: set[str] = set()
    while waiting:
        for member in waiting.pop().members:
            inner = groups.get(member)
            if inner is None:
                found.add(member)
            elif member not in seen:
                seen.add(member)
                waiting.append(inner)
    return frozenset(found)


def groups_within(dn: str, groups: Mapping[str, MappedGroup]) -> frozenset[str]:
    """Return a group with all groups that are in it, through groups of groups."""
    seen, waiting = {dn}, [dn]
    while waiting:
        group = groups.get(waiting.pop())
        inner = [member for member in (group.members if group else ()) if member in groups]
        waiting += [one for one in inner if one not in seen]
        seen |= set(inner)
    return frozenset(seen)


def admitted(
    people: Sequence[MappedPerson], within: frozenset[str]
) -> tuple[list[MappedPerson], list[MappedPerson]]:
    """Return who is in one of the groups by memberOf, and who is in none."""
    inside = [person for person in people if not within.isdisjoint(person.groups)]
    outside = [person for person in people if within.isdisjoint(person.groups)]
    return inside, outside


def _person(person: MappedPerson) -> DesiredPerson:
    return DesiredPerson(
        external_id=person.external_id,
        login=person.login,
        name=person.name or person.login,
        email=person.email,
        phones=person.phones or None,
        room=person.room,
    )


def _unit(names: Sequence[str], units: dict[str, DesiredUnit]) -> str | None:
    above: str | None = None
    for name in names:
        key = f"{above or ''}/{fold(name)}"
        units.setdefault(key, DesiredUnit(external_id=key, name=name, parent=above))
        above = key
    return above
