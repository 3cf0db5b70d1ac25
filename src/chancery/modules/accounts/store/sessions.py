# SPDX-License-Identifier: EUPL-1.2
"""SQL of `accounts_device` and `accounts_session`."""

from collections.abc import Sequence
from typing import cast

from chancery.kit.ids import DeviceId, SessionId, UserId
from chancery.modules.accounts.contract import Device
from chancery.modules.accounts.model import Grant, Sighting, StoredSession, TokenHashes
from chancery.platform.db.port import Database, Row, Write

_DEVICE = "device_id, display_name, last_seen_ts, last_seen_ip, last_seen_agent"


class SessionStore:
    """Devices and their sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert_device(
        self,
        write: Write,
        user_id: UserId,
        device_id: DeviceId,
        *,
        name: str | None,
        seen: Sighting,
        is_unanswered: bool = False,
        is_letter_due: bool = False,
    ) -> None:
        """Add a device; a known one keeps its name (initial_device_display_name is for new devices only)."""
        write.execute(
            "INSERT INTO accounts_device"
            " (user_id, device_id, display_name, created_at, last_seen_ts, last_seen_ip, last_seen_agent,"
            " signed_in_at, is_unanswered, is_letter_due)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (user_id, device_id)"
            " DO UPDATE SET last_seen_ts = excluded.last_seen_ts, last_seen_ip = excluded.last_seen_ip,"
            " last_seen_agent = excluded.last_seen_agent, signed_in_at = excluded.signed_in_at,"
            " is_unanswered = excluded.is_unanswered, is_letter_due = excluded.is_letter_due",
            user_id,
            device_id,
            name,
            seen.ts,
            seen.ts,
            seen.ip,
            seen.agent,
            seen.ts,
            int(is_unanswered),
            int(is_letter_due),
        )

    def replace_session(self, write: Write, session: StoredSession, hashes: TokenHashes, now: int) -> None:
        """Give a device its session; a former one of the same device ends."""
        self.delete_session(write, session.user_id, session.device_id)
        write.execute(
            "INSERT INTO accounts_session"
            " (session_id, user_id, device_id, token_hash, created_at, expires_at, refresh_hash, client_id, scope,"
            " is_limited, family_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            session.session_id,
            session.user_id,
            session.device_id,
            hashes.access,
            now,
            hashes.expires_at,
            hashes.refresh,
            session.grant.client_id if session.grant else None,
            session.grant.scope if session.grant else None,
            int(session.grant is not None and session.grant.is_limited),
            hashes.family,
        )

    def update_next(self, write: Write, session: StoredSession, hashes: TokenHashes, refresh: bytes) -> None:
        """Keep the session's next tokens, which `refresh` asked for; refuses the write when it is over meanwhile."""
        write.execute(
            "UPDATE accounts_session"
            " SET next_token_hash = $2, next_expires_at = $3, next_refresh_hash = $4"
            " WHERE session_id = $1 AND refresh_hash = $5",
            session.session_id,
            hashes.access,
            hashes.expires_at,
            hashes.refresh,
            refresh,
            expect=1,
        )

    def promote_next(self, write: Write, session: StoredSession) -> None:
        """Let the next tokens take the place of the present ones."""
        write.execute(
            "UPDATE accounts_session SET token_hash = next_token_hash, expires_at = next_expires_at,"
            " refresh_hash = next_refresh_hash, next_token_hash = NULL, next_expires_at = NULL,"
            " next_refresh_hash = NULL WHERE session_id = $1 AND next_token_hash IS NOT NULL",
            session.session_id,
            expect=1,
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
            "UPDATE accounts_device SET last_seen_ts = $3, last_seen_ip = $4, last_seen_agent = $5"
            " WHERE user_id = $1 AND device_id = $2",
            [(seen.user_id, seen.device_id, seen.ts, seen.ip, seen.agent) for seen in sightings],
        )

    async def find_session(self, token_hash: bytes) -> StoredSession | None:
        """Return the session of an access token whose person may still sign in."""
        return await self._find("token_hash", token_hash)

    async def find_next_session(self, token_hash: bytes) -> StoredSession | None:
        """Return the session whose next access token this is."""
        return await self._find("next_token_hash", token_hash)

    async def find_by_refresh(self, refresh_hash: bytes) -> StoredSession | None:
        """Return the session of a refresh token."""
        return await self._find("refresh_hash", refresh_hash)

    async def find_by_next_refresh(self, refresh_hash: bytes) -> StoredSession | None:
        """Return the session whose next refresh token this is."""
        return await self._find("next_refresh_hash", refresh_hash)

    async def find_by_family(self, family_hash: bytes) -> StoredSession | None:
        """Return the session whose refresh tokens all begin with this."""
        return await self._find("family_hash", family_hash)

    async def find_created_at(self, session_id: SessionId) -> int | None:
        """Return when a session began."""
        row = await self._database.fetch_one(
            "SELECT created_at FROM accounts_session WHERE session_id = $1", session_id
        )
        return cast("int", row[0]) if row else None

    async def list_of_client(self, client_id: str) -> list[tuple[UserId, DeviceId]]:
        """Return whose devices a client signed in."""
        rows = await self._database.fetch(
            "SELECT user_id, device_id FROM accounts_session WHERE client_id = $1 ORDER BY user_id, device_id",
            client_id,
        )
        return cast("list[tuple[UserId, DeviceId]]", rows)

    async def list_spent(self, now: int) -> list[tuple[UserId, DeviceId]]:
        """Return sessions that told who somebody is, are over and cannot be renewed."""
        rows = await self._database.fetch(
            "SELECT user_id, device_id FROM accounts_session"
            " WHERE is_limited = 1 AND refresh_hash IS NULL AND expires_at <= $1 LIMIT 1000",
            now,
        )
        return cast("list[tuple[UserId, DeviceId]]", rows)

    async def _find(self, column: str, value: bytes) -> StoredSession | None:
        expiry = "next_expires_at" if column.startswith("next_") else "expires_at"
        row = await self._database.fetch_one(
            f"SELECT s.session_id, s.user_id, s.device_id, p.is_admin, p.is_guest, p.is_suspended, p.is_locked,"
            f" s.{expiry}, s.client_id, s.scope, s.is_limited FROM accounts_session s JOIN accounts_person p ON p.user_id = s.user_id"
            f" WHERE s.{column} = $1 AND p.is_active = 1",
            value,
        )
        return _session(row) if row else None

    async def list_devices(self, user_id: UserId) -> list[Device]:
        """Return a person's devices, newest first."""
        rows = await self._database.fetch(
            f"SELECT {_DEVICE} FROM accounts_device WHERE user_id = $1 ORDER BY created_at DESC, device_id",
            user_id,
        )
        return [Device(*row) for row in cast("list[tuple[DeviceId, str | None, int, str, str | None]]", rows)]


def _session(row: Row) -> StoredSession:
    session_id, user_id, device_id, *flags, expires_at, client_id, scope, is_limited = cast(
        "tuple[str, str, str, int, int, int, int, int | None, str | None, str | None, int]", row
    )
    is_admin, is_guest, is_suspended, is_locked = [bool(flag) for flag in flags]
    return StoredSession(
        SessionId(session_id),
        UserId(user_id),
        DeviceId(device_id),
        is_admin=is_admin,
        is_guest=is_guest,
        is_suspended=is_suspended,
        is_locked=is_locked,
        expires_at=expires_at,
        grant=Grant(client_id, scope or "", bool(is_limited)) if client_id else None,
    )
