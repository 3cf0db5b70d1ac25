# SPDX-License-Identifier: EUPL-1.2
"""Shuts files that were clean when they came in and are condemned since."""

from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.media.events import MediaQuarantined
from chancery.modules.media.model import Item
from chancery.modules.media.store import MediaStore
from chancery.platform.db.port import Write, WriteConflict


class Quarantine:
    """Keeps the bytes, for an investigation, and gives them to nobody."""

    def __init__(self, store: MediaStore, audit: AuditLog) -> None:
        self._store = store
        self._audit = audit

    async def shut_content(self, sha256: str, signature: str) -> None:
        """Shut every file with this content."""
        for item in await self._store.list_ready(sha256):
            await self._shut(item, sha256, signature)

    async def _shut(self, item: Item, sha256: str, signature: str) -> None:
        write = Write()
        self._store.quarantine_item(write, item.media_id, signature)
        details: dict[str, str | int | bool | None] = {"sha256": sha256, "signature": signature}
        self._audit.record(write, Entry("media.quarantined", "system", item.owner, details))
        write.publish(MediaQuarantined(item.media_id, signature))
        try:
            await self._store.commit(write)
        except WriteConflict:
            # Another process, or another reader, was first: the file is shut and the log says so once.
            return
