# SPDX-License-Identifier: EUPL-1.2
"""What the mapping makes of one login, for who tries the configuration; changes nothing."""

import asyncio

from chancery.kit.ids import UserId
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.ldap.errors import LdapOff, LdapRefused
from chancery.modules.ldap.model import Fault, MappedPerson, Preview, State
from chancery.modules.ldap.rules.mapping import fold_dn
from chancery.modules.ldap.rules.state import groups_within, members_of
from chancery.modules.ldap.service.reading import Reader, required
from chancery.modules.ldap.service.sync import Synchroniser
from chancery.modules.ldap.store import LdapStore
from chancery.modules.org.contract import Authority
from chancery.platform.config.settings import Ldap

_MOST_TEXT = 200


class Directory:
    """Looks at the directory for administrators of the part that it provisions."""

    def __init__(
        self,
        *,
        reader: Reader,
        store: LdapStore,
        synchroniser: Synchroniser,
        authority: Authority,
        audit: AuditLog,
        settings: Ldap,
    ) -> None:
        self._reader = reader
        self._store = store
        self._synchroniser = synchroniser
        self._authority = authority
        self._audit = audit
        self._settings = settings

    async def check_may(self, actor: UserId) -> None:
        """Raise LdapOff without a directory, LdapRefused for who does not administer its unit."""
        if not self._settings.urls:
            raise LdapOff("no directory is configured: see [ldap]")
        root = await self._synchroniser.root()
        if not await self._authority.check(actor, "administers", f"unit:{root}"):
            raise LdapRefused("you do not administer the unit that the directory provisions")

    async def state(self, actor: UserId) -> State:
        """Return how far the directory was read."""
        await self.check_may(actor)
        return await self._store.state()

    async def preview(self, actor: UserId, login: str) -> Preview:
        """Return what the mapping makes of a login; the look leaves an entry."""
        await self.check_may(actor)
        entry, mapped, groups = await asyncio.to_thread(self._reader.find, login)
        await self._audit.append(Entry("ldap.previewed", actor, None, {"dn": entry.dn[:_MOST_TEXT]}))
        shown = {
            name: [value.decode(errors="backslashreplace")[:_MOST_TEXT] for value in values]
            for name, values in entry.attributes.items()
        }
        if isinstance(mapped, Fault):
            return Preview(entry.dn, shown, None, mapped.reason, ())
        dn = fold_dn(entry.dn)
        teams = sorted(group.name for group in groups.values() if dn in members_of(group, groups))
        return Preview(
            entry.dn,
            shown,
            mapped,
            self._refusal(mapped, groups_within(required(self._settings), groups)),
            teams,
        )

    def _refusal(self, person: MappedPerson, within: frozenset[str]) -> str | None:
        if not person.is_active:
            return "the account is disabled there: nobody is kept here for it"
        if required(self._settings) and within.isdisjoint(person.groups):
            return "the person is not in the required group"
        return None
