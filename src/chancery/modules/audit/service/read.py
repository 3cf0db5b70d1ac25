# SPDX-License-Identifier: EUPL-1.2
"""Reading the log: people see what concerns them, administrators see it all, and that is logged too."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace

from chancery.kit.errors import Forbidden
from chancery.kit.paging import Page, decode_cursor, encode_cursor
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.audit.model import EntryFilter, StoredCheckpoint, StoredEntry, Verification
from chancery.modules.audit.service.verify import verify_log
from chancery.modules.audit.store import AuditStore
from chancery.platform.http.request import Caller

MOST_EXPORTED = 50_000
"""Entries in one file; narrower filters fetch the rest."""
_WALKS = 3
Names = Callable[[Collection[str]], Awaitable[Mapping[str, str]]]
"""Returns the display names of those user ids that have one."""


class AuditReader:
    """What the API offers."""

    def __init__(
        self, store: AuditStore, log: AuditLog, names: Names, *, origin: str, public_key: bytes
    ) -> None:
        self._store = store
        self._log = log
        self._names = names
        self._origin = origin
        self._public_key = public_key

    async def list_about(self, caller: Caller, *, cursor: str | None, limit: int) -> Page[StoredEntry]:
        """Return what concerns the caller, newest first."""
        return await self._page(EntryFilter(subject=caller.user_id), cursor, limit)

    async def list_entries(
        self, caller: Caller, wanted: EntryFilter, *, cursor: str | None, limit: int
    ) -> Page[StoredEntry]:
        """Return entries for an administrator; raises Forbidden. Searching for one person is a look at that person."""
        _require_administrator(caller)
        if wanted.subject or wanted.actor:
            looked_at = wanted.subject or wanted.actor
            await self._log.append(Entry("audit.searched", caller.user_id, looked_at))
        return await self._page(wanted, cursor, limit)

    async def list_actions(self, caller: Caller) -> Sequence[str]:
        """Return the actions that occur in the log, for an administrator; raises Forbidden."""
        _require_administrator(caller)
        return await self._store.list_actions()

    async def export(self, caller: Caller, wanted: EntryFilter, *, kind: str) -> Sequence[StoredEntry]:
        """Return the newest entries that match, as many as a file takes, for an administrator; that is logged."""
        _require_administrator(caller)
        entries = await self._store.list_matching(wanted, MOST_EXPORTED)
        looked_at = wanted.subject or wanted.actor
        details: dict[str, str | int | bool | None] = {"kind": kind, "entries": len(entries)}
        await self._log.append(Entry("audit.exported", caller.user_id, looked_at, details))
        return entries

    async def verify(self, caller: Caller) -> Verification:
        """Recompute the whole log, for an administrator; raises Forbidden."""
        _require_administrator(caller)
        found = await self._walk()
        await self._log.append(Entry("audit.verified", caller.user_id, None, {"sound": not found.problems}))
        return found

    async def names_of(self, entries: Collection[StoredEntry]) -> Mapping[str, str]:
        """Return the display names of everybody whom the entries mention."""
        people = {person for entry in entries for person in (entry.actor, entry.subject) if person}
        return await self._names({person for person in people if person.startswith("@")})

    async def last_checkpoint(self) -> StoredCheckpoint | None:
        """Return the newest signed checkpoint."""
        return await self._store.find_last_checkpoint()

    async def _walk(self) -> Verification:
        for _ in range(_WALKS):
            before = await self._store.find_last_checkpoint()
            found = await verify_log(self._store, origin=self._origin, public_key=self._public_key)
            if not found.problems or await self._store.find_last_checkpoint() == before:
                break
            # What was sealed during the walk looks like a difference; the next walk sees it whole.
        return found

    async def _page(self, wanted: EntryFilter, cursor: str | None, limit: int) -> Page[StoredEntry]:
        key = decode_cursor(cursor)
        if key is not None:
            wanted = replace(wanted, before=_position(key))
        entries = await self._store.list_matching(wanted, limit + 1)
        more = len(entries) > limit
        shown = entries[:limit]
        return Page(shown, encode_cursor(str(shown[-1].position)) if more else None)


def _require_administrator(caller: Caller) -> None:
    if not caller.is_admin:
        raise Forbidden("only administrators read the whole log")


def _position(key: str) -> int:
    # A foreign cursor is decoded into anything; what is no number simply starts at the beginning of the log.
    return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
