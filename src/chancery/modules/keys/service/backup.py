# SPDX-License-Identifier: EUPL-1.2
"""Key backup: versions with etag and count, and the sessions inside."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chancery.kit.ids import UserId
from chancery.modules.keys import rules
from chancery.modules.keys.errors import BackupNotFound, KeyRejected, WrongBackupVersion
from chancery.modules.keys.store.backup import Backup, BackupStore
from chancery.platform.db.port import Database, Write, WriteConflict

SessionRow = tuple[str, str, int, int, int, bytes]


class BackupService:
    """All of a person's backup; nobody else can name it."""

    def __init__(self, database: Database, store: BackupStore, *, loose_keys: bool) -> None:
        self._db = database
        self._store = store
        # Test suites back up strings where the specification has objects.
        self._is_loose = loose_keys

    async def create(self, user_id: UserId, algorithm: str, auth_data: object) -> int:
        """Start a new version and return its number."""
        rules.check_auth_data(auth_data, loose=self._is_loose)
        version = await self._store.newest_version(user_id) + 1
        write = Write()
        self._store.insert(write, user_id, version, algorithm, msgspec.json.encode(auth_data))
        await self._db.commit(write)
        return version

    async def access(self, user_id: UserId, version: str | None) -> Backup:
        """Return a version, or the newest for None; raises BackupNotFound."""
        number = None if version is None else _number(version)
        backup = await self._store.find(user_id, number)
        if backup is None:
            raise BackupNotFound("no such key backup")
        return backup

    async def access_current(self, user_id: UserId, version: str) -> Backup:
        """Return the newest version; raises WrongBackupVersion when `version` is another one."""
        current = await self.access(user_id, None)
        if str(current.version) != version:
            raise WrongBackupVersion(
                "this is not the current backup version", details={"current_version": str(current.version)}
            )
        return current

    async def update(
        self,
        user_id: UserId,
        version: str,
        *,
        algorithm: str,
        auth_data: object,
        named: str | None,
    ) -> None:
        """Replace a version's auth_data; its algorithm never changes."""
        if named is not None and named != version:
            raise KeyRejected("the version in the body differs from the one in the path")
        backup = await self.access(user_id, version)
        if algorithm != backup.algorithm:
            raise KeyRejected("the algorithm of a backup never changes")
        rules.check_auth_data(auth_data, loose=self._is_loose)
        write = Write()
        self._store.update_auth_data(write, user_id, backup.version, msgspec.json.encode(auth_data))
        await self._db.commit(write)

    async def delete(self, user_id: UserId, version: str) -> None:
        backup = await self.access(user_id, version)
        write = Write()
        self._store.delete(write, user_id, backup.version)
        await self._db.commit(write)

    async def put_sessions(
        self, user_id: UserId, version: str, sessions: Mapping[str, Mapping[str, Any]]
    ) -> Backup:
        """Add sessions (room -> session -> object) and return the version with its new etag and count."""
        backup = await self.access_current(user_id, version)
        rows = await self._better_rows(user_id, backup.version, sessions)
        if not rows:
            return backup  # what is stored stays, so nobody needs to fetch it anew
        write = Write()
        self._store.raise_etag(write, user_id, backup.version)
        self._store.put_sessions(write, user_id, backup.version, rows)
        await self._commit(write)
        return await self.access(user_id, version)

    async def _better_rows(
        self, user_id: UserId, version: int, sessions: Mapping[str, Mapping[str, Any]]
    ) -> list[SessionRow]:
        """Return the rows that would change what is stored; the statement decides again when it runs."""
        better: list[SessionRow] = []
        for room, of_room in sessions.items():
            known = await self._store.ranks(user_id, version, room, list(of_room))
            for session, value in of_room.items():
                index, forwarded, is_verified, body = rules.session_columns(value, loose=self._is_loose)
                rank = (-is_verified, index, forwarded)
                if session not in known or rank < known[session]:
                    better.append((room, session, index, forwarded, is_verified, body))
        return better

    async def sessions(
        self, user_id: UserId, version: str, *, room_id: str | None = None, session_id: str | None = None
    ) -> dict[str, dict[str, msgspec.Raw]]:
        """Return room -> session -> stored object."""
        backup = await self.access(user_id, version)
        found: dict[str, dict[str, msgspec.Raw]] = {}
        for room, session, body in await self._store.sessions(
            user_id, backup.version, room_id=room_id, session_id=session_id
        ):
            found.setdefault(str(room), {})[str(session)] = msgspec.Raw(body)  # type: ignore[arg-type]  # a BYTEA column
        return found

    async def delete_sessions(
        self, user_id: UserId, version: str, *, room_id: str | None = None, session_id: str | None = None
    ) -> Backup:
        """Remove sessions and return the version with its new etag and count."""
        backup = await self.access(user_id, version)
        write = Write()
        self._store.raise_etag(write, user_id, backup.version)
        self._store.delete_sessions(write, user_id, backup.version, room_id=room_id, session_id=session_id)
        await self._commit(write)
        return await self.access(user_id, version)

    async def _commit(self, write: Write) -> None:
        try:
            await self._db.commit(write)
        except WriteConflict as error:
            raise BackupNotFound("the backup version was deleted meanwhile") from error


def _number(version: str) -> int:
    if not version.isascii() or not version.isdigit() or len(version) > 15:
        raise BackupNotFound("no such key backup")
    return int(version)
