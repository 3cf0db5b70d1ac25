# SPDX-License-Identifier: EUPL-1.2
"""SQL of `oauth_link`."""

from typing import cast

from chancery.kit.ids import UserId
from chancery.modules.oauth.model import Link, LinkState
from chancery.platform.db.port import Database, Write

_COLUMNS = "client_id, scope, state, user_id, signed_in_at, polled_at, expires_at"


class LinkStore:
    """Devices that wait for somebody to type their code."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, device_hash: bytes, user_hash: bytes, link: Link) -> None:
        """Add a waiting device; refuses the write when its user code is taken."""
        write.execute(
            f"INSERT INTO oauth_link (device_code_hash, user_code_hash, {_COLUMNS})"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            device_hash,
            user_hash,
            link.client_id,
            link.scope,
            link.state,
            link.user_id,
            link.signed_in_at,
            link.polled_at,
            link.expires_at,
            expect=1,
        )

    def answer(
        self, write: Write, user_hash: bytes, state: LinkState, user_id: UserId, signed_in_at: int
    ) -> None:
        """Note a person's answer; refuses the write when there was one."""
        write.execute(
            "UPDATE oauth_link SET state = $2, user_id = $3, signed_in_at = $4"
            " WHERE user_code_hash = $1 AND state = 'waiting'",
            user_hash,
            state,
            user_id,
            signed_in_at,
            expect=1,
        )

    def update_polled(self, write: Write, device_hash: bytes, now: int) -> None:
        """Note that the device asked."""
        write.execute("UPDATE oauth_link SET polled_at = $2 WHERE device_code_hash = $1", device_hash, now)

    def consume(self, write: Write, device_hash: bytes) -> None:
        """Remove a device that got its tokens; refuses the write when somebody else did already."""
        write.execute("DELETE FROM oauth_link WHERE device_code_hash = $1", device_hash, expect=1)

    def delete_before(self, write: Write, moment: int) -> None:
        """Remove what is over."""
        write.execute("DELETE FROM oauth_link WHERE expires_at <= $1", moment)

    async def find_by_device(self, device_hash: bytes) -> Link | None:
        """Return a device by the code that it keeps."""
        return await self._find("device_code_hash", device_hash)

    async def find_by_user(self, user_hash: bytes) -> Link | None:
        """Return a device by the code that it shows."""
        return await self._find("user_code_hash", user_hash)

    async def _find(self, column: str, value: bytes) -> Link | None:
        row = await self._database.fetch_one(f"SELECT {_COLUMNS} FROM oauth_link WHERE {column} = $1", value)
        if row is None:
            return None
        client_id, scope, state, user_id, signed_in_at, polled_at, expires_at = cast(
            "tuple[str, str, LinkState, str | None, int | None, int, int]", row
        )
        return Link(
            client_id, scope, state, UserId(user_id) if user_id else None, signed_in_at, polled_at, expires_at
        )
