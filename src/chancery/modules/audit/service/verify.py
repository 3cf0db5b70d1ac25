# SPDX-License-Identifier: EUPL-1.2
"""Verification: walk the log, recompute every hash, and check every checkpoint against the tree."""

from collections.abc import AsyncIterator

from chancery.modules.audit import rules
from chancery.modules.audit.model import StoredCheckpoint, StoredEntry, StoredLeaf, Verification
from chancery.modules.audit.store import AuditStore
from chancery.wire.tlog.note import MalformedNote, open_note, parse_checkpoint
from chancery.wire.tlog.tree import CompactRange

_PAGE = 2000


async def verify_log(
    store: AuditStore, *, origin: str, public_key: bytes, witness: str | None = None
) -> Verification:
    """Return what a full walk finds; `witness` is a checkpoint kept elsewhere, of which this log must be a continuation."""
    walk = _Walk(store, origin, public_key)
    if witness is not None:
        walk.expect_witness(witness)
    return await walk.run()


class _Walk:
    """One pass over entries, leaves and checkpoints side by side."""

    def __init__(self, store: AuditStore, origin: str, public_key: bytes) -> None:
        self._store = store
        self._origin = origin
        self._public_key = public_key
        self._tree = CompactRange()
        self._found = Verification()
        self._witness: tuple[int, bytes] | None = None

    def expect_witness(self, note: str) -> None:
        stated = self._open("the given checkpoint", note)
        if stated:
            self._witness = stated
            # Nothing to compare an empty tree with.
            self._check_witness(0)

    async def run(self) -> Verification:
        leaves, checkpoints = self._leaves(), self._checkpoints()
        leaf, checkpoint = await anext(leaves, None), await anext(checkpoints, None)
        last_sealed = 0
        async for entry in self._entries():
            self._check_entry(entry, leaf)
            if leaf is None:
                continue
            last_sealed = entry.position
            leaf = await anext(leaves, None)
            while checkpoint is not None and checkpoint.tree_size <= self._tree.size:
                self._check_checkpoint(checkpoint, last_sealed)
                checkpoint = await anext(checkpoints, None)
        await self._check_ends(leaf, checkpoint)
        self._found.root = self._tree.root()
        return self._found

    def _check_entry(self, entry: StoredEntry, leaf: StoredLeaf | None) -> None:
        self._found.entries += 1
        damage = rules.find_damage(entry)
        if damage:
            self._report(damage)
        if leaf is None:
            return
        self._found.sealed += 1
        computed = rules.leaf_of(entry)
        if leaf.tree_index != self._tree.size:
            self._report(f"leaf {leaf.tree_index}: number {self._tree.size} was expected")
        if leaf.position != entry.position:
            self._report(f"leaf {leaf.tree_index}: stands for entry {leaf.position}, not {entry.position}")
        if leaf.hash != computed:
            self._report(f"entry {entry.position}: does not match leaf {leaf.tree_index}")
        self._tree.append(computed)
        self._check_witness(self._tree.size)

    def _check_checkpoint(self, checkpoint: StoredCheckpoint, last_sealed: int) -> None:
        name = f"checkpoint {checkpoint.tree_size}"
        self._found.checkpoints += 1
        stated = self._open(name, checkpoint.note)
        if checkpoint.tree_size != self._tree.size or checkpoint.upto != last_sealed:
            self._report(f"{name}: does not end at a sealed entry")
            return
        if checkpoint.peaks != rules.join_peaks(self._tree.hashes):
            self._report(f"{name}: its saved tree differs from the recomputed one")
        if stated is not None and stated != (self._tree.size, self._tree.root()):
            self._report(
                f"{name}: the signed root differs from the recomputed one: entries before it were changed"
            )

    async def _check_ends(self, leaf: StoredLeaf | None, checkpoint: StoredCheckpoint | None) -> None:
        if leaf is not None:
            self._report(f"leaf {leaf.tree_index}: its entry {leaf.position} is missing")
        if checkpoint is not None:
            self._report(
                f"checkpoint {checkpoint.tree_size}: the log has only {self._tree.size} sealed entries"
            )
        last = await self._store.find_last_checkpoint()
        if (last.tree_size if last else 0) != self._found.sealed:
            self._report(
                f"{self._found.sealed} entries are sealed, but the last checkpoint covers another number"
            )
        if self._witness is not None:
            self._report(f"the given checkpoint: the log ends before its {self._witness[0]} entries")

    def _check_witness(self, size: int) -> None:
        if self._witness is None or self._witness[0] != size:
            return
        if self._witness[1] != self._tree.root():
            self._report(f"the given checkpoint: the first {size} entries are not those that it states")
        self._witness = None

    def _open(self, name: str, note: str) -> tuple[int, bytes] | None:
        try:
            stated = parse_checkpoint(open_note(note, self._origin, self._public_key))
        except MalformedNote as error:
            self._report(f"{name}: {error}")
            return None
        if stated.origin != self._origin:
            self._report(f"{name}: belongs to the log {stated.origin}")
            return None
        return stated.size, stated.root

    def _report(self, problem: str) -> None:
        self._found.problems.append(problem)

    async def _entries(self) -> AsyncIterator[StoredEntry]:
        # Positions are numbers; one that was made negative must be seen as well.
        position = -(2**63)
        while page := await self._store.list_after(position, _PAGE):
            for entry in page:
                yield entry
            position = page[-1].position

    async def _leaves(self) -> AsyncIterator[StoredLeaf]:
        index = -(2**63)
        while page := await self._store.list_leaves(index, _PAGE):
            for leaf in page:
                yield leaf
            index = page[-1].tree_index + 1

    async def _checkpoints(self) -> AsyncIterator[StoredCheckpoint]:
        size = -(2**63)
        while page := await self._store.list_checkpoints(size, _PAGE):
            for checkpoint in page:
                yield checkpoint
            size = page[-1].tree_size
