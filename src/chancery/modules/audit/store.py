# SPDX-License-Identifier: EUPL-1.2
"""All SQL of the audit log: it inserts and reads; nothing here updates or deletes."""

from collections.abc import Sequence
from typing import cast

from chancery.modules.audit.model import EntryFilter, StoredCheckpoint, StoredEntry, StoredLeaf
from chancery.platform.db.port import Database, Row, Value, Write

_ENTRY = "position, at, action, commitment, salt, actor, subject, details"
_CHECKPOINT = "tree_size, upto, peaks, note"


class AuditStore:
    """The tables `audit_entry`, `audit_leaf` and `audit_checkpoint`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert_entry(self, write: Write, entry: StoredEntry) -> None:
        """Add an entry at the write's next stream position (the entry's own is not known yet)."""
        write.execute(
            f"INSERT INTO audit_entry ({_ENTRY}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            write.position(),
            entry.at,
            entry.action,
            entry.commitment,
            entry.salt,
            entry.actor,
            entry.subject,
            entry.details,
        )

    def insert_sealed(self, write: Write, leaves: Sequence[StoredLeaf], checkpoint: StoredCheckpoint) -> None:
        """Add leaves and their checkpoint; the primary keys refuse a second process that seals the same."""
        write.execute_many(
            "INSERT INTO audit_leaf (tree_index, position, hash) VALUES ($1, $2, $3)",
            [(leaf.tree_index, leaf.position, leaf.hash) for leaf in leaves],
        )
        write.execute(
            f"INSERT INTO audit_checkpoint ({_CHECKPOINT}) VALUES ($1, $2, $3, $4)",
            checkpoint.tree_size,
            checkpoint.upto,
            checkpoint.peaks,
            checkpoint.note,
        )

    async def commit(self, write: Write) -> None:
        """Make a write durable."""
        await self._database.commit(write)

    async def list_after(self, position: int, limit: int) -> list[StoredEntry]:
        """Return entries behind a stream position, oldest first."""
        rows = await self._database.scan(
            f"SELECT {_ENTRY} FROM audit_entry WHERE position > $1 ORDER BY position LIMIT $2",
            position,
            limit,
        )
        return [_entry(row) for row in rows]

    async def list_matching(self, wanted: EntryFilter, limit: int) -> list[StoredEntry]:
        """Return entries that match, newest first."""
        conditions, params = _conditions(wanted)
        rows = await self._database.scan(
            f"SELECT {_ENTRY} FROM audit_entry{conditions} ORDER BY position DESC LIMIT ${len(params) + 1}",
            *params,
            limit,
        )
        return [_entry(row) for row in rows]

    async def list_actions(self) -> list[str]:
        """Return every action that occurs in the log, each found by one step in the index."""
        rows = await self._database.scan(
            "WITH RECURSIVE known(action) AS (SELECT min(action) FROM audit_entry"
            " UNION ALL SELECT (SELECT min(e.action) FROM audit_entry e WHERE e.action > known.action)"
            " FROM known WHERE known.action IS NOT NULL)"
            " SELECT action FROM known WHERE action IS NOT NULL"
        )
        return [cast("str", row[0]) for row in rows]

    async def list_leaves(self, first: int, limit: int) -> list[StoredLeaf]:
        """Return leaves from a tree index on."""
        rows = await self._database.scan(
            "SELECT tree_index, position, hash FROM audit_leaf WHERE tree_index >= $1"
            " ORDER BY tree_index LIMIT $2",
            first,
            limit,
        )
        return [StoredLeaf(*row) for row in cast("list[tuple[int, int, bytes]]", rows)]

    async def count_leaves(self) -> int:
        """Return the number of leaves."""
        rows = await self._database.scan("SELECT count(*) FROM audit_leaf")
        return cast("int", rows[0][0])

    async def list_checkpoints(self, larger_than: int, limit: int) -> list[StoredCheckpoint]:
        """Return checkpoints of larger trees, smallest first."""
        rows = await self._database.scan(
            f"SELECT {_CHECKPOINT} FROM audit_checkpoint WHERE tree_size > $1 ORDER BY tree_size LIMIT $2",
            larger_than,
            limit,
        )
        return [_checkpoint(row) for row in rows]

    async def find_last_checkpoint(self) -> StoredCheckpoint | None:
        """Return the newest checkpoint, or None when nothing was sealed yet."""
        row = await self._database.fetch_one(
            f"SELECT {_CHECKPOINT} FROM audit_checkpoint ORDER BY tree_size DESC LIMIT 1"
        )
        return _checkpoint(row) if row else None


def _conditions(wanted: EntryFilter) -> tuple[str, list[Value]]:
    terms: list[tuple[str, Value]] = [
        ("position <", wanted.before),
        ("action =", wanted.action),
        ("actor =", wanted.actor),
        ("subject =", wanted.subject),
        ("at >=", wanted.since),
        ("at <", wanted.until),
    ]
    used = [(term, value) for term, value in terms if value is not None]
    texts = [f"{term} ${number}" for number, (term, _) in enumerate(used, start=1)]
    return (" WHERE " + " AND ".join(texts) if texts else ""), [value for _, value in used]


def _entry(row: Row) -> StoredEntry:
    return StoredEntry(*cast("tuple[int, int, str, bytes, bytes, str, str, str]", row))


def _checkpoint(row: Row) -> StoredCheckpoint:
    return StoredCheckpoint(*cast("tuple[int, int, bytes, str]", row))
