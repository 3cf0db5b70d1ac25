# SPDX-License-Identifier: EUPL-1.2
"""The difference between what a source wants and what is stored: pure, and the same for every source."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import msgspec

from chancery.modules.provisioning.contract import Change, DesiredState, DesiredUnit, Problem
from chancery.modules.provisioning.model import Difference, NewId, Stored
from chancery.modules.provisioning.rules.appointments import Appointments, diff_appointments
from chancery.modules.provisioning.rules.people import diff_people
from chancery.modules.provisioning.rules.posts import Posts, diff_posts
from chancery.modules.provisioning.rules.problems import warning
from chancery.modules.provisioning.rules.units import Units, diff_units

_LEAST_GUARDED = 5
"""So few may always leave: in a small office one person is a large share."""


def difference(
    stored: Stored, desired: DesiredState, new_id: NewId, faults: Sequence[Problem] = ()
) -> Difference:
    """Return the changes in an order in which each finds what it needs, and what is wrong with the lines.

    `faults` were found before, when the input was read. A line with an error is left out as a whole.
    """
    named = frozenset(person.external_id for person in desired.people)
    errors = {_key(fault): fault for fault in faults if fault.severity == "error"}
    desired = _without(desired, _lines(errors.values()))
    while True:
        is_calm = desired.leave_despite_errors or not errors
        found = _difference(stored, desired, new_id, _Terms(named, is_calm=is_calm))
        fresh = {
            _key(one): one for one in found.problems if one.severity == "error" and _key(one) not in errors
        }
        errors |= fresh
        pruned = _without(desired, _lines(errors.values()))
        if not fresh or pruned == desired:
            break
        desired = pruned
    warnings = [one for one in (*faults, *found.problems) if one.severity == "warning"]
    ordered = sorted([*errors.values(), *warnings], key=lambda one: (one.line or 0, one.code))
    return replace(found, problems=ordered)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Whom the source speaks of at all, and whether no bad line may be the very person who seems to be missing."""

    named: frozenset[str]
    is_calm: bool


def _key(problem: Problem) -> tuple[object, ...]:
    return problem.code, problem.line, problem.column, problem.message


def _lines(problems: Iterable[Problem]) -> frozenset[int | None]:
    return frozenset(one.line for one in problems if one.line is not None)


def _without(desired: DesiredState, bad: Container[int | None]) -> DesiredState:
    """Leave out people and appointments of bad lines, and the posts and units that nothing else needs."""
    appointments = [one for one in desired.appointments if one.line not in bad]
    used = {one.post for one in appointments}
    posts = [one for one in desired.posts if one.line not in bad or one.external_id in used]
    needed = {one.unit for one in posts} | {one.parent for one in desired.units if one.line not in bad}
    return replace(
        desired,
        units=[one for one in desired.units if one.line not in bad or one.external_id in needed],
        posts=posts,
        people=[one for one in desired.people if one.line not in bad],
        appointments=appointments,
    )


def _difference(stored: Stored, desired: DesiredState, new_id: NewId, terms: _Terms) -> Difference:
    units = diff_units(stored, desired.units, new_id)
    people = diff_people(stored, desired.people, terms.named if desired.complete else None)
    posts = diff_posts(stored, desired.posts, desired.appointments, (units, people), new_id)
    before = [*units.problems, *people.problems, *posts.problems]
    is_calm = terms.is_calm and (desired.leave_despite_errors or not _has_errors(before))
    found = people, posts
    people.leaving = people.leaving if is_calm else []
    held = diff_appointments(
        stored, desired.appointments, found, states_posts=desired.states_posts and is_calm
    )
    if is_calm and not desired.leave_despite_errors and _has_errors(held.problems):
        people.leaving = []
        held = diff_appointments(stored, desired.appointments, found, states_posts=False)
    problems = [*before, *held.problems, *_headless(stored, desired.units, units, posts, held)]
    if desired.complete and is_calm:
        problems += _missing(stored, desired.units)
    changes = _in_order(
        [*units.changes, *posts.changes, *people.changes, *held.ended, *held.changes, *people.leaving]
    )
    return Difference(changes, problems, len(people.leaving), people.linked)


def is_guarded(found: Difference, percent: int) -> bool:
    """Tell whether more people would leave than may without somebody's word."""
    return found.leaving > _LEAST_GUARDED and found.leaving * 100 > found.linked * percent


def digest(changes: Iterable[Change]) -> str:
    """Return what two equal plans share; ids that were made for additions do not count."""
    found = sha256()
    for change in changes:
        added = change.kind.endswith(".added")
        fields = [
            (one.name, one.before, one.after) for one in change.fields if one.name != "starts_at" or not added
        ]
        found.update(msgspec.json.encode((change.kind, change.external_id, change.line, fields)))
    return found.hexdigest()


_ORDER = (
    "unit.linked",
    "unit.added",
    "unit.renamed",
    "unit.moved",
    "post.linked",
    "post.added",
    "post.renamed",
    "person.linked",
    "person.added",
    "person.changed",
    "appointment.ended",
    "person.left",
    "appointment.changed",
    "appointment.added",
)


def _in_order(changes: list[Change]) -> list[Change]:
    """Put the kinds one after the other; within a kind nothing changes its place."""
    return sorted(changes, key=lambda change: _ORDER.index(change.kind))


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _headless(
    stored: Stored, desired: Iterable[DesiredUnit], units: Units, posts: Posts, held: Appointments
) -> list[Problem]:
    """Return the units of the source in which people work and nobody is the head."""
    peopled = {one.unit_id for one in held.wanted}
    led = {one.unit_id for one in held.wanted if posts.seats[one.line.post].kind == "head"}
    ending = {(change.id, change.ref("post")) for change in held.ended}
    led |= {
        str(one.unit_id)
        for one in stored.holdings
        if one.kind == "head" and (one.user_id, one.post_id) not in ending
    }
    found = []
    for unit in {one.external_id: one for one in desired}.values():
        ours = units.ids.get(unit.external_id)
        if ours in peopled and ours not in led:
            found.append(warning("unit_without_head", unit.line, "unit", unit=unit.external_id))
    return found


def _missing(stored: Stored, desired: Iterable[DesiredUnit]) -> list[Problem]:
    named = {unit.external_id for unit in desired}
    gone = sorted(stored.unit_links.keys() - named)
    return [
        warning("unit_missing", unit=external)
        for external in gone
        if stored.unit_links[external] in stored.units
    ]
