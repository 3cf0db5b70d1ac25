# SPDX-License-Identifier: EUPL-1.2
"""SQL of `scim_client` and `scim_token`."""

from dataclasses import replace
from typing import cast

from chancery.kit.ids import UnitId
from chancery.modules.scim.contract import ScimClient, ScimToken
from chancery.platform.db.port import Database, Row, Write

_CLIENT = "c.id, c.name, c.unit_id, c.title, c.created_by, c.created_at, c.revoked_at"
_LISTED = "id, created_at, expires_at, used_at, revoked_at"


class ClientStore:
    """Who may provision."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert_client(self, write: Write, client: ScimClient) -> None:
        """Add a client."""
        write.execute(
            "INSERT INTO scim_client (id, name, unit_id, title, created_by, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            client.id,
            client.name,
            client.unit_id,
            client.title,
            client.created_by,
            client.created_at,
        )

    def insert_token(self, write: Write, client_id: str, token: ScimToken, hash_: bytes, actor: str) -> None:
        """Add a token by its hash."""
        write.execute(
            "INSERT INTO scim_token (id, client_id, hash, created_by, created_at, expires_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            token.id,
            client_id,
            hash_,
            actor,
            token.created_at,
            token.expires_at,
        )

    def revoke_client(self, write: Write, client_id: str, now: int) -> None:
        """End a client with its tokens; refuses the write when that was done before."""
        write.execute(
            "UPDATE scim_client SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
            client_id,
            now,
            expect=1,
        )
        write.execute(
            "UPDATE scim_token SET revoked_at = $2 WHERE client_id = $1 AND revoked_at IS NULL",
            client_id,
            now,
        )

    def revoke_token(self, write: Write, client_id: str, token_id: str, now: int) -> None:
        """End a token; refuses the write when there is none that is good."""
        write.execute(
            "UPDATE scim_token SET revoked_at = $3 WHERE client_id = $1 AND id = $2 AND revoked_at IS NULL",
            client_id,
            token_id,
            now,
            expect=1,
        )

    def touch(self, write: Write, hash_: bytes, now: int) -> None:
        """Note that a token was used."""
        write.execute("UPDATE scim_token SET used_at = $2 WHERE hash = $1", hash_, now)

    async def find_by_token(self, hash_: bytes, now: int) -> tuple[ScimClient, int | None] | None:
        """Return whose good token this is, and when it was last used."""
        row = await self._database.fetch_one(
            f"SELECT {_CLIENT}, t.used_at FROM scim_token t JOIN scim_client c ON c.id = t.client_id"
            " WHERE t.hash = $1 AND t.revoked_at IS NULL AND t.expires_at > $2 AND c.revoked_at IS NULL",
            hash_,
            now,
        )
        return (_client(row[:7]), cast("int | None", row[7])) if row else None

    async def find(self, client_id: str) -> ScimClient | None:
        """Return a client with its tokens, or None."""
        row = await self._database.fetch_one(
            f"SELECT {_CLIENT} FROM scim_client c WHERE c.id = $1", client_id
        )
        return await self._with_tokens(_client(row)) if row else None

    async def list_all(self) -> list[ScimClient]:
        """Return all clients with their tokens, the newest first."""
        rows = await self._database.fetch(
            f"SELECT {_CLIENT} FROM scim_client c ORDER BY c.created_at DESC, c.id"
        )
        return [await self._with_tokens(_client(row)) for row in rows]

    async def _with_tokens(self, client: ScimClient) -> ScimClient:
        rows = await self._database.fetch(
            f"SELECT {_LISTED} FROM scim_token WHERE client_id = $1 ORDER BY created_at DESC, id", client.id
        )
        found = cast("list[tuple[str, int, int, int | None, int | None]]", rows)
        return replace(client, tokens=[ScimToken(*row) for row in found])


def _client(row: Row) -> ScimClient:
    return ScimClient(*cast("tuple[str, str, UnitId, str, str, int, int | None]", row))
