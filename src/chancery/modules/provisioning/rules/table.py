# SPDX-License-Identifier: EUPL-1.2
"""Rows of a table as a desired state: a line is a person with a post, or a unit."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from chancery.kit.text import fold
from chancery.modules.org.contract import PostKind
from chancery.modules.provisioning.contract import (
    DesiredAppointment,
    DesiredPerson,
    DesiredPost,
    DesiredState,
    DesiredUnit,
    Problem,
)
from chancery.modules.provisioning.rules.decoding import Row
from chancery.modules.provisioning.rules.problems import problem

_YES = frozenset({"yes", "y", "true", "1", "+", "да", "active", "работает", "активен", "истина", "employed"})
_NO = frozenset(
    {
        "no",
        "n",
        "false",
        "0",
        "-",
        "нет",
        "inactive",
        "left",
        "dismissed",
        "уволен",
        "уволена",
        "неактивен",
        "ложь",
    }
)
_KINDS: Mapping[str, PostKind] = {
    "head": "head", "руководитель": "head", "начальник": "head", "глава": "head",
    "deputy": "deputy", "deputy head": "deputy", "заместитель": "deputy", "зам": "deputy",
    "specialist": "specialist", "специалист": "specialist", "сотрудник": "specialist", "employee": "specialist",
    "duty": "duty", "дежурный": "duty", "дежурство": "duty",
}  # fmt: skip
_LISTED = re.compile(r"[,;/\n|]+")
_PERSON_FIELDS = frozenset(
    {"person", "login", "name", "last_name", "first_name", "middle_name", "email", "phones", "room"}
)
_MAX_LIST = 10
_MAX_ID = 200


@dataclass(slots=True)
class _Building:
    """What was gathered so far; the first line that says something of a unit or a post counts."""

    explicit_units: bool
    units: dict[str, DesiredUnit] = field(default_factory=dict)
    unit_lines: set[str] = field(default_factory=set)
    posts: dict[str, DesiredPost] = field(default_factory=dict)
    people: dict[str, DesiredPerson] = field(default_factory=dict)
    repeated: list[DesiredPerson] = field(default_factory=list)
    repeated_units: list[DesiredUnit] = field(default_factory=list)
    appointments: list[DesiredAppointment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def build_state(
    rows: Iterable[Row], columns: Sequence[str | None], *, complete: bool
) -> tuple[DesiredState, list[Problem]]:
    """Return what a table wants, and what cannot be read of it; with such lines nobody leaves and no post ends."""
    building = _Building("unit_name" in columns or "parent" in columns)
    for row in rows:
        cells = {
            name: cell for name, cell in zip(columns, row.cells, strict=False) if name is not None and cell
        }
        if cells:
            _add_row(row.line, cells, building)
    is_sound = not building.problems
    state = DesiredState(
        units=[*building.units.values(), *building.repeated_units],
        posts=list(building.posts.values()),
        people=[*building.people.values(), *building.repeated],
        appointments=building.appointments,
        complete=complete and is_sound,
        states_posts=is_sound and "unit" in columns,
    )
    return state, building.problems


def _add_row(line: int, cells: Mapping[str, str], building: _Building) -> None:
    is_person = not _PERSON_FIELDS.isdisjoint(cells)
    unit = cells.get("unit") or (None if is_person else cells.get("unit_name"))
    if any(len(cells.get(name, "")) > _MAX_ID for name in ("person", "unit", "post_code", "parent")):
        building.problems.append(problem("line_code_long", line, most=_MAX_ID))
        return
    if unit is not None:
        _add_unit(line, unit, cells, building, is_own=not is_person)
    if not is_person:
        if unit is None:
            building.problems.append(problem("line_empty", line))
        return
    person = _person(line, cells, building)
    if person is None:
        return
    is_new = _add_person(person, building)
    if unit is not None or "post" in cells:
        _add_appointment(line, unit, person, cells, building)
    elif not is_new:
        building.repeated.append(person)


def _add_unit(line: int, unit: str, cells: Mapping[str, str], building: _Building, *, is_own: bool) -> None:
    if building.explicit_units and not is_own and "unit_name" not in cells and "parent" not in cells:
        return
    wanted = DesiredUnit(
        external_id=unit,
        name=cells.get("unit_name", unit),
        parent=cells.get("parent"),
        kind=cells.get("unit_kind"),
        line=line,
    )
    first = building.units.setdefault(unit, wanted)
    if first is wanted:
        if is_own:
            building.unit_lines.add(unit)
        return
    if is_own and unit in building.unit_lines:
        building.repeated_units.append(wanted)
        return
    for column, before, after in (
        ("unit_name", first.name, cells.get("unit_name")),
        ("parent", first.parent, cells.get("parent")),
    ):
        if after is not None and before != after:
            building.problems.append(
                problem("unit_differs", line, column, unit=unit, field=column, other=first.line or "?")
            )
    if is_own:
        building.unit_lines.add(unit)


def _person(line: int, cells: Mapping[str, str], building: _Building) -> DesiredPerson | None:
    parts = [cells[name] for name in ("last_name", "first_name", "middle_name") if name in cells]
    name = cells.get("name") or " ".join(parts) or None
    key = cells.get("person") or cells.get("login", "").lower() or fold(cells.get("email", ""))
    if not key:
        building.problems.append(problem("person_login_missing", line, "login"))
        return None
    active = _yes(cells.get("active", "yes"))
    if active is None:
        building.problems.append(problem("line_yes_no", line, "active", value=cells["active"]))
        return None
    return DesiredPerson(
        external_id=key,
        login=cells.get("login"),
        name=name,
        email=cells.get("email"),
        phones=_listed(cells.get("phones")),
        room=cells.get("room"),
        languages=_listed(cells.get("languages")),
        active=active,
        line=line,
    )


def _add_person(person: DesiredPerson, building: _Building) -> bool:
    """Keep a person; a further line of the same one must not say otherwise. Tell whether it is the first."""
    first = building.people.setdefault(person.external_id, person)
    if first is person:
        return True
    names = ("login", "name", "email", "phones", "room", "languages", "active")
    if any(
        getattr(person, name) is not None and getattr(person, name) != getattr(first, name) for name in names
    ):
        building.repeated.append(person)
    return False


def _add_appointment(
    line: int, unit: str | None, person: DesiredPerson, cells: Mapping[str, str], building: _Building
) -> None:
    if not person.active:
        return
    kind = _kind(line, cells, building)
    starts = _moment(line, "starts", cells, building)
    ends = _moment(line, "ends", cells, building, is_end=True)
    acting = _yes(cells.get("acting", "no"))
    if acting is None:
        building.problems.append(problem("line_yes_no", line, "acting", value=cells["acting"]))
    if kind is None or acting is None or starts is _BAD or ends is _BAD:
        return
    title = cells.get("post", "")
    code = cells.get("post_code") or _post_code(unit, kind, person, title)
    if code not in building.posts:
        building.posts[code] = DesiredPost(external_id=code, unit=unit, title=title, kind=kind, line=line)
    building.appointments.append(
        DesiredAppointment(
            person=person.external_id,
            post=code,
            starts_at=starts,
            ends_at=ends,
            acting=acting,
            line=line,
        )
    )


def _post_code(unit: str | None, kind: PostKind, person: DesiredPerson, title: str) -> str:
    """Return an id for a post without one: a unit has one head post, a duty is shared, other posts are a person's."""
    if kind == "head":
        return f"head:{unit or ''}"
    holder = "" if kind == "duty" else person.external_id
    return f"{kind}:{unit or ''}:{holder}:{fold(title)}"


def _kind(line: int, cells: Mapping[str, str], building: _Building) -> PostKind | None:
    stated = fold(cells.get("post_kind", "")).strip(" .")
    if not stated or stated in _NO:
        return "specialist"
    if stated in _YES:
        return "head"
    kind = _KINDS.get(stated)
    if kind is None:
        building.problems.append(problem("line_post_kind", line, "post_kind", value=cells["post_kind"]))
    return kind


_BAD = -1
"""Stands for a date that cannot be read."""


def _moment(
    line: int, name: str, cells: Mapping[str, str], building: _Building, *, is_end: bool = False
) -> int | None:
    """Return a day's beginning in milliseconds; what ends on a day ends with it."""
    stated = cells.get(name)
    if stated is None:
        return None
    day = read_date(stated)
    if day is None:
        building.problems.append(problem("line_date", line, name, value=stated))
        return _BAD
    if is_end:
        day += timedelta(days=1)
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def read_date(text: str) -> date | None:
    """Return a date written as 2026-11-23 or 23.11.2026 (a time behind it does not count)."""
    text = text.strip().split("T", maxsplit=1)[0].split(" ", maxsplit=1)[0]
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"):
        try:
            day = datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return day if 1970 <= day.year < 9999 else None
    return None


def _yes(text: str) -> bool | None:
    stated = fold(text).strip(" .")
    if stated in _YES:
        return True
    return False if stated in _NO else None


def _listed(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    parts = [part.strip() for part in _LISTED.split(text)]
    return tuple(part[:_MAX_ID] for part in parts if part)[:_MAX_LIST]
