# SPDX-License-Identifier: EUPL-1.2
"""Reads people and groups; everything here blocks and runs in a thread."""

from collections.abc import Mapping
from dataclasses import dataclass

from chancery.modules.ldap.errors import LdapEntryNotFound
from chancery.modules.ldap.model import AttributeMap, Fault, MappedGroup, MappedPerson, RawEntry, ReadPeople
from chancery.modules.ldap.rules.mapping import fold_dn, map_group, map_person, person_attributes
from chancery.modules.ldap.service.connection import Question, Servers, Session, escaped
from chancery.platform.config.settings import Ldap


@dataclass(frozen=True, slots=True)
class Reading:
    """What one visit brought: `groups` None when none changed; `is_full` when everything was read."""

    people: ReadPeople
    groups: Mapping[str, MappedGroup] | None
    server: str
    is_full: bool


class Reader:
    """Reads the directory as the configuration says."""

    def __init__(self, settings: Ldap, attributes: AttributeMap) -> None:
        self._settings = settings
        self._attributes = attributes
        self._servers = Servers(settings)

    def read(self, mark: str, server: str, *, full: bool) -> Reading:
        """Read what changed since a mark, or everything: when asked, or when another server answers than last time."""
        with self._servers.session() as session:
            # Update numbers of Active Directory count per server, and clocks differ between servers, too.
            full = full or not mark or session.url != server
            start = self._present(session) if full else mark
            groups = self._groups(session, "" if full else mark)
            if groups is not None and self._settings.required_group and not full:
                full, start = True, self._present(session)
            people = self._people(session, "" if full else mark)
            return Reading(
                ReadPeople(people.people, people.faults, max(people.mark, start, key=_order)),
                groups,
                session.url,
                full,
            )

    def find(self, login: str) -> tuple[RawEntry, MappedPerson | Fault, Mapping[str, MappedGroup]]:
        """Return one person as the mapping makes them, and all groups; raises LdapEntryNotFound."""
        settings = self._settings
        wanted = f"(&{settings.people_filter}({settings.login_attribute}={escaped(login)}))"
        with self._servers.session() as session:
            question = Question(settings.people_base, wanted, person_attributes(self._attributes), 2, 2)
            entry = next(iter(session.search(question)), None)
            if entry is None:
                raise LdapEntryNotFound(f"the directory has nobody by the filter {wanted}")
            return entry, map_person(entry, self._attributes), self._groups(session, "") or {}

    def _people(self, session: Session, mark: str) -> ReadPeople:
        settings = self._settings
        people: list[MappedPerson] = []
        faults: list[Fault] = []
        highest = ""
        for entry in session.search(
            Question(
                settings.people_base,
                self._since(settings.people_filter, mark),
                person_attributes(self._attributes),
                settings.page_size,
            )
        ):
            highest = max(highest, entry.text(settings.changes) or "", key=_order)
            mapped = map_person(entry, self._attributes)
            if isinstance(mapped, Fault):
                faults.append(mapped)
            else:
                people.append(mapped)
        return ReadPeople(people, faults, highest)

    def _groups(self, session: Session, mark: str) -> Mapping[str, MappedGroup] | None:
        settings = self._settings
        if not settings.groups_base:
            return None
        if mark:
            changed = Question(settings.groups_base, self._since(settings.groups_filter, mark), ["cn"], 1, 1)
            if next(iter(session.search(changed)), None) is None:
                return None
        wanted = [settings.group_name_attribute, settings.group_member_attribute]
        question = Question(settings.groups_base, settings.groups_filter, wanted, settings.page_size)
        groups = [map_group(entry, self._attributes) for entry in session.search(question)]
        return {group.dn: group for group in groups}

    def _since(self, filter_: str, mark: str) -> str:
        # Not "greater": two changes may bear the same second.
        return f"(&{filter_}({self._settings.changes}>={escaped(mark)}))" if mark else filter_

    def _present(self, session: Session) -> str:
        """Return the mark of this moment, so that nothing that changes during a long reading is missed."""
        if self._settings.changes == "uSNChanged":
            return session.root(["highestCommittedUSN"]).text("highestCommittedUSN") or ""
        return ""


def required(settings: Ldap) -> str:
    """Return the folded DN of the group that people must be in, empty for none."""
    return fold_dn(settings.required_group) if settings.required_group else ""


def _order(mark: str) -> tuple[int, str]:
    return len(mark.partition(".")[0]), mark
