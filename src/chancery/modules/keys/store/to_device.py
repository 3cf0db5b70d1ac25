# SPDX-License-Identifier: EUPL-1.2
"""To-device messages: an inbox per device in stream order, emptied as sync acknowledges."""

from collections.abc import Sequence
from typing import cast

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.keys.events import ToDeviceQueued
from chancery.platform.db.port import Database, Write

DAY_MS = 86_400_000


class ToDeviceStore:
    """Reads at once; writes are added to the caller's unit of work."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def newest(self, user_id: UserId, device_id: DeviceId) -> int:
        """Return the position of the newest waiting message, 0 when there is none."""
        row = await self._db.fetch_one(
            "SELECT MAX(position) FROM keys_to_device WHERE user_id = $1 AND device_id = $2",
            user_id,
            device_id,
        )
        return cast("int", row[0] or 0) if row else 0

    async def read(
        self, user_id: UserId, device_id: DeviceId, *, since: int, upto: int, limit: int
    ) -> Sequence[tuple[int, bytes]]:
        rows = await self._db.fetch(
            "SELECT position, body FROM keys_to_device WHERE user_id = $1 AND device_id = $2"
            " AND position > $3 AND position <= $4 ORDER BY position LIMIT $5",
            user_id,
            device_id,
            since,
            upto,
            limit,
        )
        return [(cast("int", position), cast("bytes", body)) for position, body in rows]

    def queue(self, write: Write, user_id: UserId, device_id: DeviceId, body: bytes) -> None:
        position = write.position()
        write.execute(
            "INSERT INTO keys_to_device (position, user_id, device_id, body) VALUES ($1, $2, $3, $4)",
            position,
            user_id,
            device_id,
            body,
        )
        write.publish(
            lambda base: ToDeviceQueued(user_id=user_id, device_id=device_id, position=base + position.offset)
        )

    def acknowledge(self, write: Write, user_id: UserId, device_id: DeviceId, upto: int) -> None:
        write.execute(
            "DELETE FROM keys_to_device WHERE user_id = $1 AND device_id = $2 AND position <= $3",
            user_id,
            device_id,
            upto,
        )

    async def was_sent(self, user_id: UserId, device_id: DeviceId, kind: str, txn_id: str) -> bool:
        row = await self._db.fetch_one(
            "SELECT 1 FROM keys_to_device_sent WHERE user_id = $1 AND device_id = $2 AND type = $3 AND txn_id = $4",
            user_id,
            device_id,
            kind,
            txn_id,
        )
        return row is not None

    def mark_sent(
        self, write: Write, user_id: UserId, device_id: DeviceId, *, kind: str, txn_id: str, now: int
    ) -> None:
        """Remember a transaction id; the unique key makes a repeated send fail as a whole."""
        write.execute(
            "INSERT INTO keys_to_device_sent (user_id, device_id, type, txn_id, sent_ts) VALUES ($1, $2, $3, $4, $5)",
            user_id,
            device_id,
            kind,
            txn_id,
            now,
        )

    def forget_sent(self, write: Write, *, now: int) -> None:
        write.execute("DELETE FROM keys_to_device_sent WHERE sent_ts < $1", now - DAY_MS)
