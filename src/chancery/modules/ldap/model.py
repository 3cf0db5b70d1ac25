# SPDX-License-Identifier: EUPL-1.2
"""Entries as they are read and as they are understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeMap:
    """Which attribute gives what; an empty name is nothing. `disabled_when` is `attribute=value`."""

    id_attribute: str
    login_attribute: str
    name_attribute: str
    mail_attribute: str
    phone_attribute: str
    room_attribute: str
    title_attribute: str
    units_from: Literal["attribute", "tree", "none"]
    unit_attribute: str
    people_base: str
    disabled_when: str
    required_group: str
    group_name_attribute: str
    group_member_attribute: str
    changes: str


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry: attribute names are in lower case, values as they came."""

    dn: str
    attributes: Mapping[str, Sequence[bytes]]

    def texts(self, name: str) -> list[str]:
        """Return an attribute's values that are text, in order."""
        found = []
        for value in self.attributes.get(name.lower(), ()):
            try:
                found.append(value.decode())
            except UnicodeDecodeError:
                continue
        return found

    def text(self, name: str) -> str | None:
        """Return an attribute's first text that is not empty."""
        return next((text.strip() for text in self.texts(name) if text.strip()), None) if name else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedPerson:
    """What the mapping makes of an entry; `units` are names from the top down, `groups` the DNs in its memberOf."""

    external_id: str
    dn: str
    login: str
    name: str | None = None
    email: str | None = None
    phones: tuple[str, ...] = ()
    room: str | None = None
    title: str | None = None
    units: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class MappedGroup:
    """A group: its members are DNs of people and of other groups, folded."""

    dn: str
    name: str
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that cannot be a person, and why."""

    dn: str
    reason: str
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReadPeople:
    """What was read of people, and the highest mark among them."""

    people: Sequence[MappedPerson]
    faults: Sequence[Fault] = field(default_factory=tuple)
    mark: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """How far the directory was read: the `mark` belongs to one server; times in milliseconds since the epoch."""

    mark: str
    server: str
    full_at: int
    synced_at: int
    busy_until: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The entry's attributes as text, the person that it gives (None: why not), and their teams."""

    dn: str
    attributes: dict[str, list[str]]
    person: MappedPerson | None
    refusal: str | None
    teams: Sequence[str]
