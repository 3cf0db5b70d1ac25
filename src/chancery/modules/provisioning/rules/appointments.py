# SPDX-License-Identifier: EUPL-1.2
"""Appointments: who is to hold which post, what stands against it, and whose holding ends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chancery.modules.org.contract import FOR_EVER, Holding
from chancery.modules.provisioning.contract import Change, DesiredAppointment, FieldChange, Problem
from chancery.modules.provisioning.model import Stored
from chancery.modules.provisioning.rules.people import People
from chancery.modules.provisioning.rules.posts import Posts
from chancery.modules.provisioning.rules.problems import problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """A usable appointment in our terms."""

    line: DesiredAppointment
    post_id: str
    unit_id: str
    user_id: str
    is_head: bool
    starts_at: int
    ends_at: int


@dataclass(slots=True)
class Appointments:
    """What became of the desired appointments."""

    wanted: list[Wanted] = field(default_factory=list)
    ended: list[Change] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


Key = tuple[str, str]
"""Our ids of a post and of who holds it."""


def diff_appointments(
    stored: Stored,
    desired: Iterable[DesiredAppointment],
    found: tuple[People, Posts],
    *,
    states_posts: bool,
) -> Appointments:
    """Return which appointments begin, change and end; people and posts are settled before."""
    people, posts = found
    appointments = Appointments()
    present = {(str(held.post_id), str(held.user_id)): held for held in stored.holdings}
    stated: set[Key] = set()
    wanted = _usable(stored, desired, found, (present, stated), appointments)
    if states_posts:
        _end(stored, people, posts, stated, appointments)
    ending = {(change.id, change.ref("post") or "") for change in appointments.ended}
    leaving = {change.id for change in people.leaving}
    staying = [
        held
        for held in stored.holdings
        if held.user_id not in leaving and (str(held.user_id), str(held.post_id)) not in ending
    ]
    for one in _one_head(stored, wanted, staying, appointments, posts):
        _compare(one, present, people, posts, appointments)
        appointments.wanted.append(one)
    return appointments


def _usable(
    stored: Stored,
    desired: Iterable[DesiredAppointment],
    found: tuple[People, Posts],
    keys: tuple[Mapping[Key, Holding], set[Key]],
    appointments: Appointments,
) -> list[Wanted]:
    """Return what can be had; `stated` gets all that the source speaks of, so that a bad line ends nothing."""
    people, posts = found
    present, stated = keys
    wanted: dict[Key, Wanted] = {}
    for line in desired:
        fault = _fault(line, people, posts)
        if fault is not None:
            appointments.problems += [] if fault is _SAID else [fault]
            continue
        one = _wanted(stored, line, present, people, posts)
        fault = _date_fault(one, posts)
        if fault is None and one.ends_at <= stored.now:
            continue
        key = (one.post_id, one.user_id)
        first = wanted.get(key)
        if first is not None:
            fault = problem(
                "appointment_duplicate",
                line.line,
                "post",
                person=line.person,
                other=first.line.line or "?",
            )
        stated.add(key)
        if fault is not None:
            appointments.problems.append(fault)
            continue
        wanted[key] = one
    return list(wanted.values())


_SAID = problem("person_refused", person="")
"""Stands for what was said of the person, or of the post, on the same line already."""


def _fault(line: DesiredAppointment, people: People, posts: Posts) -> Problem | None:
    if line.person in people.refused or line.post in posts.refused:
        return _SAID
    if line.person not in people.ids:
        # Who leaves, or has left, holds nothing any more.
        return (
            _SAID
            if line.person in people.inactive
            else problem("person_unknown", line.line, "person", person=line.person)
        )
    if line.post not in posts.seats:
        return problem("post_unknown", line.line, "post", post=line.post)
    return None


def _wanted(
    stored: Stored,
    line: DesiredAppointment,
    present: Mapping[Key, Holding],
    people: People,
    posts: Posts,
) -> Wanted:
    seat, user_id = posts.seats[line.post], people.ids[line.person]
    held = present.get((str(seat.id), user_id))
    starts_at = stored.now if line.starts_at is None else line.starts_at
    if held is not None and (line.starts_at is None or held.starts_at <= stored.now):
        # What has begun keeps its beginning.
        starts_at = held.starts_at
    ends_at = FOR_EVER if line.ends_at is None else line.ends_at
    is_head = seat.kind == "head" and not line.acting
    return Wanted(line, seat.id, seat.unit_id, user_id, is_head, starts_at, ends_at)


def _date_fault(one: Wanted, posts: Posts) -> Problem | None:
    if one.ends_at <= one.starts_at:
        return problem("appointment_dates", one.line.line, "ends")
    if posts.seats[one.line.post].kind == "duty" and one.ends_at == FOR_EVER:
        return problem("appointment_duty", one.line.line, "ends")
    return None


def _end(stored: Stored, people: People, posts: Posts, stated: set[Key], appointments: Appointments) -> None:
    """End what people of the source hold by its posts and it does not state any more."""
    users = {user_id: external for external, user_id in people.ids.items()}
    ours = {post_id: external for external, post_id in stored.post_links.items()}
    for held in stored.holdings:
        key = (str(held.post_id), str(held.user_id))
        if key in stated or held.user_id not in users or held.post_id not in ours:
            continue
        if ours[held.post_id] in posts.refused:
            continue
        seat = stored.seats[held.post_id]
        fields = [FieldChange("post", seat.title, None, held.post_id)]
        label = _label(stored, held.user_id)
        appointments.ended.append(
            Change("appointment.ended", users[held.user_id], held.user_id, label, fields)
        )


def _one_head(
    stored: Stored,
    wanted: Sequence[Wanted],
    staying: Iterable[Holding],
    appointments: Appointments,
    posts: Posts,
) -> list[Wanted]:
    """Return the appointments without those that would give a unit a second head at a time."""
    stated = {(one.post_id, one.user_id) for one in wanted}
    heads: dict[str, list[Wanted]] = {}
    elsewhere: dict[str, list[Holding]] = {}
    for held in staying:
        seat = stored.seats.get(held.post_id)
        if seat and seat.kind == "head" and not held.acting and (held.post_id, held.user_id) not in stated:
            elsewhere.setdefault(seat.unit_id, []).append(held)
    kept = []
    for one in wanted:
        unit = _unit_label(stored, one, posts)
        fault = _head_fault(stored, one, unit, heads, elsewhere) if one.is_head else None
        if fault is not None:
            appointments.problems.append(fault)
            continue
        if one.is_head:
            heads.setdefault(one.unit_id, []).append(one)
        kept.append(one)
    return kept


def _head_fault(
    stored: Stored,
    one: Wanted,
    unit: str,
    heads: Mapping[str, list[Wanted]],
    elsewhere: Mapping[str, list[Holding]],
) -> Problem | None:
    for other in heads.get(one.unit_id, ()):
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
            return problem("two_heads", one.line.line, "post_kind", unit=unit, other=other.line.line or "?")
    for held in elsewhere.get(one.unit_id, ()):
        if one.starts_at < held.ends_at and held.starts_at < one.ends_at:
            person = _label(stored, held.user_id)
            return problem("head_elsewhere", one.line.line, "post_kind", unit=unit, person=person)
    return None


def _compare(
    one: Wanted, present: Mapping[Key, Holding], people: People, posts: Posts, appointments: Appointments
) -> None:
    held = present.get((one.post_id, one.user_id))
    seat = posts.seats[one.line.post]
    place = FieldChange("post", after=seat.title, ref=one.post_id)
    if held is None:
        fields = [
            place,
            FieldChange("starts_at", after=one.starts_at),
            FieldChange("ends_at", after=_shown(one.ends_at)),
            FieldChange("acting", after=one.line.acting),
        ]
        appointments.changes.append(_change("appointment.added", one, people, fields))
    elif (held.starts_at, held.ends_at, held.acting) != (one.starts_at, one.ends_at, one.line.acting):
        fields = [
            place,
            FieldChange("starts_at", held.starts_at, one.starts_at),
            FieldChange("ends_at", _shown(held.ends_at), _shown(one.ends_at)),
            FieldChange("acting", held.acting, one.line.acting),
        ]
        appointments.changes.append(_change("appointment.changed", one, people, fields))


def _change(kind: str, one: Wanted, people: People, fields: list[FieldChange]) -> Change:
    label = people.labels.get(one.user_id, one.user_id)
    return Change(kind, one.line.person, one.user_id, label, fields, one.line.line)  # type: ignore[arg-type]  # literals of this file


def _shown(ends_at: int) -> int | None:
    return None if ends_at == FOR_EVER else ends_at


def _label(stored: Stored, user_id: str) -> str:
    facts = stored.people.get(user_id)
    return facts.name if facts else user_id


def _unit_label(stored: Stored, one: Wanted, posts: Posts) -> str:
    place = stored.units.get(one.unit_id)
    return place.name if place else posts.units.get(one.line.post) or one.line.post
