# SPDX-License-Identifier: EUPL-1.2
"""Device keys, cross-signing keys, their signatures, and the log of device-list changes."""

from collections.abc import Collection, Sequence
from typing import cast

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.keys.events import DeviceKeysChanged
from chancery.platform.db.port import Database, Row, Write


class DeviceStore:
    """Reads at once; writes are added to the caller's unit of work."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def find_device(self, user_id: UserId, device_id: DeviceId) -> bytes | None:
        row = await self._db.fetch_one(
            "SELECT body FROM keys_device WHERE user_id = $1 AND device_id = $2", user_id, device_id
        )
        return cast("bytes", row[0]) if row else None

    async def list_devices(self, user_id: UserId) -> dict[DeviceId, bytes]:
        rows = await self._db.fetch("SELECT device_id, body FROM keys_device WHERE user_id = $1", user_id)
        return {DeviceId(cast("str", device)): cast("bytes", body) for device, body in rows}

    async def list_cross_signing(self, user_id: UserId) -> dict[str, tuple[str, bytes]]:
        """Return usage -> (public key, body)."""
        rows = await self._db.fetch(
            "SELECT usage, public_key, body FROM keys_cross_signing WHERE user_id = $1", user_id
        )
        return {cast("str", u): (cast("str", key), cast("bytes", body)) for u, key, body in rows}

    async def list_signatures(self, user_id: UserId) -> Sequence[Row]:
        """Return (target, signer_user, signer_key, signature) of everything signed for a person."""
        return await self._db.fetch(
            "SELECT target, signer_user, signer_key, signature FROM keys_signature WHERE target_user = $1",
            user_id,
        )

    async def list_changed(self, *, since: int, upto: int, observer: UserId) -> set[UserId]:
        rows = await self._db.fetch(
            "SELECT DISTINCT user_id FROM keys_change WHERE position > $1 AND position <= $2"
            " AND (observer IS NULL OR observer = $3)",
            since,
            upto,
            observer,
        )
        return {UserId(cast("str", user)) for (user,) in rows}

    async def was_told(self, user_id: UserId, *, since: int) -> bool:
        """Tell whether everybody heard of a change of the person's devices after a position."""
        row = await self._db.fetch_one(
            "SELECT 1 FROM keys_change WHERE position > $1 AND user_id = $2 AND observer IS NULL LIMIT 1",
            since,
            user_id,
        )
        return row is not None

    def put_device(self, write: Write, user_id: UserId, device_id: DeviceId, body: bytes) -> None:
        write.execute(
            "INSERT INTO keys_device (user_id, device_id, body) VALUES ($1, $2, $3)"
            " ON CONFLICT (user_id, device_id) DO UPDATE SET body = excluded.body",
            user_id,
            device_id,
            body,
        )

    def put_cross_signing(
        self, write: Write, user_id: UserId, usage: str, public_key: str, body: bytes
    ) -> None:
        write.execute(
            "INSERT INTO keys_cross_signing (user_id, usage, public_key, body) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (user_id, usage) DO UPDATE SET public_key = excluded.public_key, body = excluded.body",
            user_id,
            usage,
            public_key,
            body,
        )

    def put_signatures(self, write: Write, rows: Collection[tuple[str, str, str, str, str]]) -> None:
        """Add rows of (target_user, target, signer_user, signer_key, signature)."""
        write.execute_many(
            "INSERT INTO keys_signature (target_user, target, signer_user, signer_key, signature)"
            " VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (target_user, target, signer_user, signer_key)"
            " DO UPDATE SET signature = excluded.signature",
            list(rows),
        )

    def log_change(self, write: Write, user_id: UserId, *, observer: UserId | None = None) -> None:
        """Note that a device list changed and tell it after the commit."""
        position = write.position()
        write.execute(
            "INSERT INTO keys_change (position, user_id, observer) VALUES ($1, $2, $3)",
            position,
            user_id,
            observer,
        )
        write.publish(lambda base: DeviceKeysChanged(user_id=user_id, position=base + position.offset))

    def delete_device(self, write: Write, user_id: UserId, device_id: DeviceId) -> None:
        for table in (
            "keys_device",
            "keys_one_time",
            "keys_fallback",
            "keys_to_device",
            "keys_to_device_sent",
        ):
            write.execute(f"DELETE FROM {table} WHERE user_id = $1 AND device_id = $2", user_id, device_id)
        write.execute("DELETE FROM keys_signature WHERE target_user = $1 AND target = $2", user_id, device_id)
