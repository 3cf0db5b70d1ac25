# SPDX-License-Identifier: EUPL-1.2
"""The difference between what a source wants and what is stored: pure, and the same for every source."""

from collections.abc import Iterable
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


def difference(stored: Stored, desired: DesiredState, new_id: NewId) -> Difference:
    """Return the changes in an order in which each finds what it needs, and what is wrong with the lines."""
    units = diff_units(stored, desired.units, new_id)
    people = diff_people(stored, desired.people, complete=desired.complete)
    posts = diff_posts(stored, desired.posts, desired.appointments, (units, people), new_id)
    held = diff_appointments(stored, desired.appointments, (people, posts), states_posts=desired.states_posts)
    problems = [*units.problems, *people.problems, *posts.problems, *held.problems]
    problems += _headless(stored, desired.units, units, posts, held)
    if desired.complete:
        problems += _missing(stored, desired.units)
    bad = any(problem.severity == "error" for problem in problems)
    # A line that cannot be read may be the very person who seems to be missing.
    leaving = [] if bad else people.leaving
    changes = _in_order(
        [*units.changes, *posts.changes, *people.changes, *held.ended, *held.changes, *leaving]
    )
    ordered = sorted(problems, key=lambda problem: (problem.line or 0, problem.code))
    return Difference(changes, ordered, len(leaving), people.linked)


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
    "appointment.changed",
    "appointment.added",
    "person.left",
)


def _in_order(changes: list[Change]) -> list[Change]:
    """Put the kinds one after the other; within a kind nothing changes its place."""
    return sorted(changes, key=lambda change: _ORDER.index(change.kind))


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
