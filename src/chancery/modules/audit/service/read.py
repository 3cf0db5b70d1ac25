# SPDX-License-Identifier: EUPL-1.2
"""Reading the log: people see what concerns them, administrators see it all, and that is logged too."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace

from chancery.kit.errors import Forbidden
from chancery.kit.paging import Page, decode_cursor, encode_cursor
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.audit.model import EntryFilter, StoredCheckpoint, StoredEntry
from chancery.modules.audit.store import AuditStore
from chancery.platform.http.request import Caller

Names = Callable[[Collection[str]], Awaitable[Mapping[str, str]]]
"""Returns the display names of those user ids that have one."""


class AuditReader:
    """What the API offers."""

    def __init__(self, store: AuditStore, log: AuditLog, names: Names) -> None:
        self._store = store
        self._log = log
        self._names = names

    async def list_about(self, caller: Caller, *, cursor: str | None, limit: int) -> Page[StoredEntry]:
        """Return what concerns the caller, newest first."""
        return await self._page(EntryFilter(subject=caller.user_id), cursor, limit)

    async def list_entries(
        self, caller: Caller, wanted: EntryFilter, *, cursor: str | None, limit: int
    ) -> Page[StoredEntry]:
        """Return entries for an administrator; raises Forbidden. Searching for one person is a look at that person."""
        if not caller.is_admin:
            raise Forbidden("only administrators read the whole log")
        if wanted.subject or wanted.actor:
            looked_at = wanted.subject or wanted.actor
            await self._log.append(Entry("audit.searched", caller.user_id, looked_at))
        return await self._page(wanted, cursor, limit)

    async def names_of(self, entries: Collection[StoredEntry]) -> Mapping[str, str]:
        """Return the display names of everybody whom the entries mention."""
        people = {person for entry in entries for person in (entry.actor, entry.subject) if person}
        return await self._names({person for person in people if person.startswith("@")})

    async def last_checkpoint(self) -> StoredCheckpoint | None:
        """Return the newest signed checkpoint."""
        return await self._store.find_last_checkpoint()

    async def _page(self, wanted: EntryFilter, cursor: str | None, limit: int) -> Page[StoredEntry]:
        key = decode_cursor(cursor)
        if key is not None:
            wanted = replace(wanted, before=_position(key))
        entries = await self._store.list_matching(wanted, limit + 1)
        more = len(entries) > limit
        shown = entries[:limit]
        return Page(shown, encode_cursor(str(shown[-1].position)) if more else None)


def _position(key: str) -> int:
    # A foreign cursor is decoded into anything; what is no number simply starts at the beginning of the log.
    return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
