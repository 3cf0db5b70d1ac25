# SPDX-License-Identifier: EUPL-1.2
"""Sealing: new entries become leaves of the tree, and a signed checkpoint states the new root."""

import asyncio

from chancery.modules.audit import rules
from chancery.modules.audit.model import StoredCheckpoint, StoredEntry, StoredLeaf
from chancery.modules.audit.store import AuditStore
from chancery.platform.db.port import Write, WriteConflict
from chancery.platform.keyring.port import Keyring
from chancery.wire.tlog.note import Checkpoint, Signature, key_id, render_note
from chancery.wire.tlog.tree import CompactRange

KEY_NAME = "audit"
_BATCH = 2000


class Sealer:
    """Signs what was added since the last checkpoint."""

    def __init__(self, store: AuditStore, keyring: Keyring, origin: str) -> None:
        self._store = store
        self._keyring = keyring
        self._origin = origin
        self._lock = asyncio.Lock()

    async def seal(self) -> None:
        """Seal all entries that are there; another process that seals the same ones wins quietly."""
        async with self._lock:
            try:
                while await self._seal_batch():
                    pass
            except WriteConflict:
                # The entries are sealed all the same, by the other process; the next round goes on behind them.
                return

    async def _seal_batch(self) -> bool:
        last = await self._store.find_last_checkpoint()
        entries = await self._store.list_after(last.upto if last else 0, _BATCH)
        if not entries:
            return False
        tree = CompactRange(last.tree_size, rules.split_peaks(last.peaks)) if last else CompactRange()
        write = Write()
        self._store.insert_sealed(write, _append(tree, entries), self._checkpoint(tree, entries[-1].position))
        await self._store.commit(write)
        return len(entries) == _BATCH

    def _checkpoint(self, tree: CompactRange, upto: int) -> StoredCheckpoint:
        text = Checkpoint(self._origin, tree.size, tree.root()).render()
        signature = Signature(
            self._origin,
            key_id(self._origin, self._keyring.public_key(KEY_NAME)),
            self._keyring.sign(KEY_NAME, text.encode()),
        )
        return StoredCheckpoint(
            tree.size, upto, rules.join_peaks(tree.hashes), render_note(text, [signature])
        )


def _append(tree: CompactRange, entries: list[StoredEntry]) -> list[StoredLeaf]:
    leaves = []
    for entry in entries:
        leaf = StoredLeaf(tree.size, entry.position, rules.leaf_of(entry))
        tree.append(leaf.hash)
        leaves.append(leaf)
    return leaves
