# SPDX-License-Identifier: EUPL-1.2
"""People: which of them are here already, what is wrong with them, and what changes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chancery.kit.text import fold
from chancery.modules.org.contract import PersonFacts
from chancery.modules.provisioning.contract import Change, DesiredPerson, FieldChange, Problem, Text
from chancery.modules.provisioning.model import MAX_NAME, Stored
from chancery.modules.provisioning.rules.problems import problem, warning

# The characters of a Matrix user name; the domain of an address is judged by its mail server, not here.
_LOGIN = re.compile(r"[a-z0-9._=/+-]{1,200}")
_EMAIL = re.compile(
    r"[^\s@<>,;:\"()\[\]]{1,64}@[^\s@<>,;:\"()\[\]._-][^\s@<>,;:\"()\[\]]*\.[^\s@<>,;:\"()\[\].]{2,}"
)
_MAX_EMAIL = 254


@dataclass(slots=True)
class People:
    """What became of the desired people: `ids` are our user ids of those that may be used."""

    ids: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    leaving: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    inactive: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)
    linked: int = 0


def diff_people(stored: Stored, desired: Sequence[DesiredPerson], named: frozenset[str] | None) -> People:
    """Return what to do to people and logins; posts come after. Who is linked and not `named` leaves (None: nobody)."""
    people = People(linked=sum(_is_open(stored, one) for one in stored.person_links.values()))
    outside = _outside(stored)
    seen = _Seen(outside, frozenset(stored.person_links.values()))
    for person in _once(desired, people):
        faults = _faults(stored, person, seen)
        people.problems += faults
        if any(fault.severity == "error" for fault in faults):
            people.refused.add(person.external_id)
        else:
            _compare(stored, person, people)
    if named is not None:
        for external in sorted(stored.person_links.keys() - named):
            _leave(stored, external, None, people, outside)
    return people


def user_name(person: DesiredPerson) -> str | None:
    """Return the login name that a person gets: the stated one, or what stands before the @ of their address."""
    if person.login:
        return person.login.strip().lower()
    return person.email.partition("@")[0].strip().lower() if person.email else None


def _once(desired: Iterable[DesiredPerson], people: People) -> list[DesiredPerson]:
    found: dict[str, DesiredPerson] = {}
    for person in desired:
        first = found.setdefault(person.external_id, person)
        if first is person:
            continue
        people.problems.append(
            problem(
                "person_duplicate",
                person.line,
                "person",
                person=person.external_id,
                other=first.line or "?",
                field=_differing(first, person),
            )
        )
    return list(found.values())


def _differing(one: DesiredPerson, other: DesiredPerson) -> str:
    names = ("name", "login", "email", "phones", "room", "languages")
    return next((name for name in names if getattr(one, name) != getattr(other, name)), "line")


@dataclass(slots=True)
class _Seen:
    """Whom the source may not touch, whom it knows already, and what its lines have taken so far."""

    outside: frozenset[str]
    linked: frozenset[str]
    logins: dict[str, DesiredPerson] = field(default_factory=dict)
    emails: dict[str, DesiredPerson] = field(default_factory=dict)


def _is_open(stored: Stored, user_id: str) -> bool:
    login = stored.logins.get(user_id)
    return login is not None and login.is_active


def _outside(stored: Stored) -> frozenset[str]:
    """Return those whom this source may not touch: who has a place outside its part, or none, or runs the server."""
    inside: dict[str, bool] = {}
    found = {user_id for user_id, login in stored.logins.items() if login.is_admin}
    # Who was linked and holds no post now is this source's still.
    unplaced = set(stored.logins) - set(stored.person_links.values())
    for held in stored.holdings:
        unit_id = str(held.unit_id)
        if unit_id not in inside:
            inside[unit_id] = stored.is_inside(unit_id)
        unplaced.discard(str(held.user_id))
        if not inside[unit_id]:
            found.add(str(held.user_id))
    return frozenset(found | unplaced)


def _faults(stored: Stored, person: DesiredPerson, seen: _Seen) -> list[Problem]:
    linked = stored.person_links.get(person.external_id)
    if linked is not None:
        found = _linked_faults(stored, person, linked, seen.outside)
    else:
        found = _login_faults(stored, person, seen) if person.active else []
    if person.name is not None and not 0 < len(person.name.strip()) <= MAX_NAME:
        found.append(problem("person_name_missing", person.line, "name"))
    return [*found, *_email_faults(stored, person, linked, seen.emails)]


def _login_faults(stored: Stored, person: DesiredPerson, seen: _Seen) -> list[Problem]:
    name = user_name(person)
    if not name:
        return [problem("person_login_missing", person.line, "login")]
    if _LOGIN.fullmatch(name) is None:
        return [problem("person_login_bad", person.line, "login", login=name)]
    first = seen.logins.setdefault(name, person)
    if first is not person:
        return [problem("person_login_taken", person.line, "login", login=name, other=first.line or "?")]
    user_id = f"@{name}:{stored.server_name}"
    if user_id not in stored.logins:
        return [] if person.name else [problem("person_name_missing", person.line, "name")]
    fault = _adoption_fault(stored, user_id, seen)
    return [problem(fault, person.line, "login", login=name)] if fault else []


def _adoption_fault(stored: Stored, user_id: str, seen: _Seen) -> str | None:
    if user_id in seen.linked:
        return "person_login_linked"
    if not _is_open(stored, user_id):
        return "person_login_closed"
    return "person_elsewhere" if user_id in seen.outside else None


def _linked_faults(
    stored: Stored, person: DesiredPerson, linked: str, outside: frozenset[str]
) -> list[Problem]:
    name = linked.removeprefix("@").partition(":")[0]
    if not _is_open(stored, linked):
        return [problem("person_gone", person.line, "login", login=name)] if person.active else []
    if linked in outside:
        return [problem("person_elsewhere", person.line, "login", login=name)]
    if person.login and person.login.strip().lower() != name:
        return [warning("person_login_fixed", person.line, "login", login=name)]
    return []


def _email_faults(
    stored: Stored, person: DesiredPerson, linked: str | None, by_email: dict[str, DesiredPerson]
) -> list[Problem]:
    if not person.email or not person.active:
        return []
    email = person.email.strip()
    if len(email) > _MAX_EMAIL or _EMAIL.fullmatch(email) is None:
        return [problem("person_email_bad", person.line, "email", email=email[:_MAX_EMAIL])]
    first = by_email.setdefault(fold(email), person)
    if first is not person:
        return [problem("person_email_taken", person.line, "email", email=email, other=first.line or "?")]
    owner = stored.email_owners.get(fold(email))
    mine = linked or f"@{user_name(person)}:{stored.server_name}"
    if owner is not None and owner != mine:
        return [problem("person_email_used", person.line, "email", email=email, owner=owner)]
    return []


def _compare(stored: Stored, person: DesiredPerson, people: People) -> None:
    linked = stored.person_links.get(person.external_id)
    if not person.active:
        people.inactive.add(person.external_id)
        if linked is not None:
            _leave(stored, person.external_id, person.line, people, frozenset())
        return
    user_id = linked or f"@{user_name(person)}:{stored.server_name}"
    people.ids[person.external_id] = user_id
    people.labels[user_id] = person.name or _name_of(stored, user_id)
    if user_id not in stored.logins:
        fields = [FieldChange(name, after=after) for name, after in _stated(person).items()]
        people.changes.append(
            _change("person.added", person, user_id, [FieldChange("login", after=user_id), *fields])
        )
        return
    if linked is None:
        people.changes.append(_change("person.linked", person, user_id, []))
    fields = _changed(stored, person, user_id)
    if fields:
        people.changes.append(_change("person.changed", person, user_id, fields))


def _name_of(stored: Stored, user_id: str) -> str:
    facts = stored.people.get(user_id)
    return facts.name if facts else user_id


def _change(kind: str, person: DesiredPerson, user_id: str, fields: list[FieldChange]) -> Change:
    label = person.name or user_id
    return Change(kind, person.external_id, user_id, label, fields, person.line)  # type: ignore[arg-type]  # literals of this file


def _stated(person: DesiredPerson) -> Mapping[str, Text]:
    """Return the fields that the source states."""
    stated: dict[str, Text] = {}
    if person.name is not None:
        stated["name"] = person.name.strip()
    if person.email is not None:
        stated["email"] = fold(person.email.strip()) or None
    if person.phones is not None:
        stated["phones"] = list(person.phones)
    if person.room is not None:
        stated["room"] = person.room.strip() or None
    if person.languages is not None:
        stated["languages"] = list(person.languages)
    return stated


def _changed(stored: Stored, person: DesiredPerson, user_id: str) -> list[FieldChange]:
    before = _present(stored.people.get(user_id), stored.logins[user_id].email)
    return [
        FieldChange(name, before[name], after)
        for name, after in _stated(person).items()
        if before[name] != after
    ]


def _present(facts: PersonFacts | None, email: str | None) -> Mapping[str, Text]:
    return {
        "name": facts.name if facts else None,
        "email": email,
        "phones": list(facts.phones) if facts else [],
        "room": facts.room if facts else None,
        "languages": list(facts.languages) if facts else [],
    }


def _leave(stored: Stored, external: str, line: int | None, people: People, outside: frozenset[str]) -> None:
    user_id = stored.person_links[external]
    if not _is_open(stored, user_id):
        return
    if user_id in outside:
        name = user_id.removeprefix("@").partition(":")[0]
        people.problems.append(warning("person_elsewhere", line, "login", login=name))
        return
    label = _name_of(stored, user_id)
    people.leaving.append(Change("person.left", external, user_id, label, [], line))
