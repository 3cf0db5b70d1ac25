# SPDX-License-Identifier: EUPL-1.2
"""Which event a transaction made, where several processes take requests: one unique row, in the event's own write."""

from collections.abc import Sequence
from hashlib import sha256
from typing import cast

import msgspec

from chancery.kit.ids import EventId
from chancery.platform.db.port import Database, Write

_INSERT = "INSERT INTO rooms_transaction (hash, event_id, ts) VALUES ($1, $2, $3)"
_FIND = "SELECT event_id FROM rooms_transaction WHERE hash = $1"
_FORGET = "DELETE FROM rooms_transaction WHERE ts < $1"


class TransactionStore:
    """The `rooms_transaction` table. A hash stands for the key, because it is short and never shown."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, key: Sequence[str], event_id: EventId, ts: int) -> None:
        """Add a transaction to its event's write, which is refused when the transaction is taken."""
        write.execute(_INSERT, _hash(key), event_id, ts)

    async def find(self, key: Sequence[str]) -> EventId | None:
        """Return the event that a transaction made."""
        row = await self._database.fetch_one(_FIND, _hash(key))
        return EventId(cast("str", row[0])) if row else None

    async def forget(self, before: int) -> None:
        """Delete what is older than a time; any process may, and twice does no harm."""
        write = Write()
        write.execute(_FORGET, before)
        await self._database.commit(write)


def _hash(key: Sequence[str]) -> bytes:
    return sha256(msgspec.json.encode(key)).digest()
