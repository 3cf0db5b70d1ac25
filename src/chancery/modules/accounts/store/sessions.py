# SPDX-License-Identifier: EUPL-1.2
"""SQL of `accounts_device` and `accounts_session`."""

from collections.abc import Sequence
from typing import cast

from chancery.kit.ids import DeviceId, SessionId, UserId
from chancery.modules.accounts.contract import Device
from chancery.modules.accounts.model import Sighting, StoredSession
from chancery.platform.db.port import Database, Write

_DEVICE = "device_id, display_name, last_seen_ts, last_seen_ip"


class SessionStore:
    """Devices and their sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert_device(
        self, write: Write, user_id: UserId, device_id: DeviceId, *, name: str | None, seen: Sighting
    ) -> None:
        """Add a device; a known one keeps its name (initial_device_display_name is for new devices only)."""
        write.execute(
            "INSERT INTO accounts_device (user_id, device_id, display_name, created_at, last_seen_ts, last_seen_ip)"
            " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (user_id, device_id)"
            " DO UPDATE SET last_seen_ts = excluded.last_seen_ts, last_seen_ip = excluded.last_seen_ip",
            user_id,
            device_id,
            name,
            seen.ts,
            seen.ts,
            seen.ip,
        )

    def replace_session(self, write: Write, session: StoredSession, token_hash: bytes, now: int) -> None:
        """Give a device its session; a former one of the same device ends."""
        self.delete_session(write, session.user_id, session.device_id)
        write.execute(
            "INSERT INTO accounts_session (session_id, user_id, device_id, token_hash, created_at)"
            " VALUES ($1, $2, $3, $4, $5)",
            session.session_id,
            session.user_id,
            session.device_id,
            token_hash,
            now,
        )

    def delete_session(self, write: Write, user_id: UserId, device_id: DeviceId) -> None:
        """End the session of a device."""
        write.execute(
            "DELETE FROM accounts_session WHERE user_id = $1 AND device_id = $2", user_id, device_id
        )

    def delete_device(self, write: Write, user_id: UserId, device_id: DeviceId) -> None:
        """Remove a device and its session."""
        self.delete_session(write, user_id, device_id)
        write.execute("DELETE FROM accounts_device WHERE user_id = $1 AND device_id = $2", user_id, device_id)

    def update_device_name(
        self, write: Write, user_id: UserId, device_id: DeviceId, name: str | None
    ) -> None:
        """Rename a device."""
        write.execute(
            "UPDATE accounts_device SET display_name = $3 WHERE user_id = $1 AND device_id = $2",
            user_id,
            device_id,
            name,
            expect=1,
        )

    def update_seen(self, write: Write, sightings: Sequence[Sighting]) -> None:
        """Note when devices were last seen."""
        write.execute_many(
            "UPDATE accounts_device SET last_seen_ts = $3, last_seen_ip = $4"
            " WHERE user_id = $1 AND device_id = $2",
            [(seen.user_id, seen.device_id, seen.ts, seen.ip) for seen in sightings],
        )

    async def find_session(self, token_hash: bytes) -> StoredSession | None:
        """Return the session of a token whose person may still sign in."""
        row = await self._database.fetch_one(
            "SELECT s.session_id, s.user_id, s.device_id, p.is_admin FROM accounts_session s"
            " JOIN accounts_person p ON p.user_id = s.user_id WHERE s.token_hash = $1 AND p.is_active = 1",
            token_hash,
        )
        if row is None:
            return None
        session_id, user_id, device_id, is_admin = cast("tuple[str, str, str, int]", row)
        return StoredSession(SessionId(session_id), UserId(user_id), DeviceId(device_id), bool(is_admin))

    async def list_devices(self, user_id: UserId) -> list[Device]:
        """Return a person's devices, newest first."""
        rows = await self._database.fetch(
            f"SELECT {_DEVICE} FROM accounts_device WHERE user_id = $1 ORDER BY created_at DESC, device_id",
            user_id,
        )
        return [Device(*row) for row in cast("list[tuple[DeviceId, str | None, int, str]]", rows)]
