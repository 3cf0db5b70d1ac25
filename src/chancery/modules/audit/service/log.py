# SPDX-License-Identifier: EUPL-1.2
"""Appending entries: in the write of the deed, or by themselves."""

import secrets

from chancery.kit.clock import Clock
from chancery.modules.audit import rules
from chancery.modules.audit.contract import Entry
from chancery.modules.audit.model import StoredEntry
from chancery.modules.audit.store import AuditStore
from chancery.platform.db.port import Write


class StoredAuditLog:
    """The log in the database."""

    def __init__(self, store: AuditStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def record(self, write: Write, entry: Entry) -> None:
        self._store.insert_entry(write, self._sealed_part(entry))

    async def append(self, entry: Entry) -> None:
        write = Write()
        self.record(write, entry)
        await self._store.commit(write)

    def _sealed_part(self, entry: Entry) -> StoredEntry:
        salt = secrets.token_bytes(rules.SALT_BYTES)
        details = rules.canonical_details(entry.details)
        return StoredEntry(
            position=0,
            at=self._clock(),
            action=entry.action,
            commitment=rules.commit(salt, entry.actor, entry.subject, details),
            salt=salt,
            actor=entry.actor,
            subject=entry.subject,
            details=details,
        )
