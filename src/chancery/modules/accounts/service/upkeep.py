# SPDX-License-Identifier: EUPL-1.2
"""Logins in bulk, for sources of people elsewhere."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from chancery.kit.clock import Clock
from chancery.kit.ids import UserId
from chancery.kit.text import fold
from chancery.modules.accounts.contract import LoginFacts, NewPerson
from chancery.modules.accounts.events import PersonCreated, ProfileChanged
from chancery.modules.accounts.model import Person
from chancery.modules.accounts.rules.names import check_user_id, search_words
from chancery.modules.accounts.service.attempts import Attempts
from chancery.modules.accounts.service.invitations import Invitations
from chancery.modules.accounts.service.passwords import PasswordKeeper
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.store.invitations import InvitationStore
from chancery.modules.accounts.store.people import PeopleStore
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.platform.db.port import Database, Write


class Base(Protocol):
    """What the module's parts stand on, as far as upkeep needs it."""

    @property
    def database(self) -> Database: ...
    @property
    def people(self) -> PeopleStore: ...
    @property
    def sealer(self) -> Sealer: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def server_name(self) -> str: ...


class StoredUpkeep:
    """`LoginUpkeep` over the database."""

    def __init__(
        self,
        *,
        store: PeopleStore,
        people: PeopleService,
        invitations: Invitations,
        audit: AuditLog,
        clock: Clock,
        server_name: str,
    ) -> None:
        self._store = store
        self._people = people
        self.invitations = invitations
        self._audit = audit
        self._clock = clock
        self._server_name = server_name

    async def facts(self, user_ids: Collection[str]) -> Sequence[LoginFacts]:
        found = await self._store.list_people([UserId(user_id) for user_id in user_ids])
        return [
            LoginFacts(one.user_id, one.display_name, one.email, one.is_active, one.is_admin) for one in found
        ]

    async def email_owners(self, emails: Collection[str]) -> Mapping[str, UserId]:
        return await self._store.email_owners(emails)

    def add(self, write: Write, person: NewPerson, *, actor: str) -> None:
        user_id = check_user_id(person.user_id, self._server_name)
        self._people.check_owner(user_id)
        email = fold(person.email.strip()) if person.email else None
        stored = Person(user_id, None, person.display_name, None, email, is_admin=False, is_active=True)
        words = search_words(user_id, person.display_name)
        self._store.insert_person(write, stored, words=words, now=self._clock())
        place = write.position().offset
        write.publish(lambda base: PersonCreated(user_id, base + place))
        self._audit.record(write, Entry("person.created", actor, user_id, {"is_admin": False}))

    def rename(self, write: Write, facts: LoginFacts, display_name: str, *, actor: str) -> None:
        self._store.rename(write, facts.user_id, display_name, search_words(facts.user_id, display_name))
        place = write.position().offset
        write.publish(lambda base: ProfileChanged(facts.user_id, base + place))
        self._audit.record(write, Entry("profile.changed", actor, facts.user_id))

    def set_email(self, write: Write, user_id: UserId, email: str | None, *, actor: str) -> None:
        self._store.set_email(write, user_id, fold(email.strip()) if email else None)
        self._audit.record(write, Entry("email.changed", actor, user_id))

    async def invite(self, user_ids: Collection[UserId], *, actor: str) -> Mapping[UserId, str]:
        return await self.invitations.issue(user_ids, actor=actor)

    async def announce(self, user_ids: Collection[UserId]) -> None:
        for user_id in user_ids:
            await self._people.announce(user_id)


def make_upkeep(
    base: Base, people: PeopleService, passwords: PasswordKeeper, attempts: Attempts
) -> StoredUpkeep:
    """Return upkeep with its invitations."""
    invitations = Invitations(
        database=base.database,
        store=InvitationStore(base.database),
        passwords=passwords,
        attempts=attempts,
        sealer=base.sealer,
        audit=base.audit,
        clock=base.clock,
        server_name=base.server_name,
    )
    return StoredUpkeep(
        store=base.people,
        people=people,
        invitations=invitations,
        audit=base.audit,
        clock=base.clock,
        server_name=base.server_name,
    )
