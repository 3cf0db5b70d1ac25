# SPDX-License-Identifier: EUPL-1.2
"""Posts: which of them are here already, and what changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chancery.kit.text import fold
from chancery.modules.org.contract import Seat
from chancery.modules.provisioning.contract import (
    Change,
    DesiredAppointment,
    DesiredPost,
    FieldChange,
    Problem,
)
from chancery.modules.provisioning.model import MAX_NAME, NewId, Stored
from chancery.modules.provisioning.rules.people import People
from chancery.modules.provisioning.rules.problems import problem
from chancery.modules.provisioning.rules.units import Units


@dataclass(slots=True)
class Posts:
    """What became of the desired posts: `seats` are those that may be used, by the source's ids."""

    seats: dict[str, Seat] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    units: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Free:
    """Posts of ours that the source has not taken: heads by unit, and what people hold, by holder, unit and title."""

    heads: Mapping[str, Sequence[Seat]]
    held: Mapping[tuple[str, str, str], Seat]
    holders: Mapping[str, Sequence[str]]


def diff_posts(
    stored: Stored,
    desired: Sequence[DesiredPost],
    appointments: Iterable[DesiredAppointment],
    found: tuple[Units, People],
    new_id: NewId,
) -> Posts:
    """Return what to do to posts; units and people are settled before."""
    units, people = found
    posts = Posts()
    free = _free(stored, appointments, people)
    taken = set(stored.post_links.values())
    lines: dict[str, DesiredPost] = {}
    for place, post in enumerate(desired, start=1):
        first = lines.setdefault(post.external_id, post)
        posts.units[first.external_id] = first.unit
        fault = _fault(post, first, units)
        if fault is not None:
            posts.problems.append(fault)
            if first is post:
                posts.refused.add(post.external_id)
            continue
        unit_id = units.ids[post.unit] if post.unit is not None else stored.root
        ours = stored.post_links.get(post.external_id)
        if ours is not None and ours in stored.seats:
            _compare(post, stored.seats[ours], unit_id, posts)
            continue
        seat = _adopted(post, unit_id, free, taken)
        if seat is not None:
            taken.add(seat.id)
            posts.seats[post.external_id] = seat
            posts.changes.append(Change("post.linked", post.external_id, seat.id, seat.title, [], post.line))
            continue
        _add(post, unit_id, place, posts, new_id)
    return posts


def _free(stored: Stored, appointments: Iterable[DesiredAppointment], people: People) -> _Free:
    heads: dict[str, list[Seat]] = {}
    for seat in stored.seats.values():
        if seat.kind == "head":
            heads.setdefault(seat.unit_id, []).append(seat)
    held = {
        (held.user_id, held.unit_id, fold(stored.seats[held.post_id].title)): stored.seats[held.post_id]
        for held in stored.holdings
        if held.post_id in stored.seats
    }
    holders: dict[str, list[str]] = {}
    for one in appointments:
        if one.person in people.ids:
            holders.setdefault(one.post, []).append(people.ids[one.person])
    return _Free(heads, held, holders)  # type: ignore[arg-type]  # our ids are texts


def _fault(post: DesiredPost, first: DesiredPost, units: Units) -> Problem | None:
    if first is not post:
        return problem("post_duplicate", post.line, "post", post=post.external_id, other=first.line or "?")
    if not 0 < len(post.title.strip()) <= MAX_NAME:
        return problem("post_title_missing", post.line, "post")
    if post.unit is not None and post.unit in units.refused:
        return problem("unit_refused", post.line, "unit", unit=post.unit)
    if post.unit is not None and post.unit not in units.ids:
        return problem("unit_unknown", post.line, "unit", unit=post.unit)
    return None


def _compare(post: DesiredPost, seat: Seat, unit_id: str, posts: Posts) -> None:
    if seat.unit_id != unit_id:
        posts.refused.add(post.external_id)
        posts.problems.append(problem("post_moved", post.line, "post", post=post.external_id))
        return
    if seat.kind != post.kind:
        posts.refused.add(post.external_id)
        posts.problems.append(
            problem("post_kind_fixed", post.line, "post_kind", post=seat.title, kind=seat.kind)
        )
        return
    posts.seats[post.external_id] = seat
    if seat.title != post.title.strip():
        fields = [FieldChange("title", seat.title, post.title.strip())]
        posts.changes.append(
            Change("post.renamed", post.external_id, seat.id, post.title.strip(), fields, post.line)
        )


def _adopted(post: DesiredPost, unit_id: str, free: _Free, taken: set[str]) -> Seat | None:
    """Return the unit's one head post for a head, else a post of that title which its holder has already."""
    if post.kind == "head":
        heads = [seat for seat in free.heads.get(unit_id, ()) if seat.id not in taken]
        return heads[0] if len(heads) == 1 else None
    for user_id in free.holders.get(post.external_id, ()):
        seat = free.held.get((user_id, unit_id, fold(post.title.strip())))
        if seat is not None and seat.kind == post.kind and seat.id not in taken:
            return seat
    return None


def _add(post: DesiredPost, unit_id: str, place: int, posts: Posts, new_id: NewId) -> None:
    title = post.title.strip()
    seat = Seat(new_id("post"), unit_id, title, post.kind)  # type: ignore[arg-type]  # fresh ids of ours
    posts.seats[post.external_id] = seat
    fields = [
        FieldChange("title", after=title),
        FieldChange("kind", after=post.kind),
        FieldChange("unit", after=post.unit, ref=unit_id),
        FieldChange("place", after=place),
    ]
    posts.changes.append(Change("post.added", post.external_id, seat.id, title, fields, post.line))
