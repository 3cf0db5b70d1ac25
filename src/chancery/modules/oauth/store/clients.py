# SPDX-License-Identifier: EUPL-1.2
"""SQL of `oauth_client`."""

from typing import cast

import msgspec

from chancery.modules.oauth.model import Client, ClientMetadata
from chancery.platform.db.port import Database, Row, Write

_COLUMNS = "client_id, metadata, secret_hash, is_managed, is_trusted, created_at, used_at"


class ClientStore:
    """Applications that may ask people to let them in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, write: Write, client: Client) -> None:
        """Add a client; one that is there is only noted as used."""
        write.execute(
            f"INSERT INTO oauth_client ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)"
            " ON CONFLICT (client_id) DO UPDATE SET used_at = excluded.used_at",
            client.client_id,
            msgspec.json.encode(client.metadata),
            client.secret_hash,
            int(client.is_managed),
            int(client.is_trusted),
            client.created_at,
            client.used_at,
        )

    def update_used(self, write: Write, client_id: str, now: int) -> None:
        """Note that a client is in use."""
        write.execute("UPDATE oauth_client SET used_at = $2 WHERE client_id = $1", client_id, now)

    def update_secret(self, write: Write, client_id: str, secret_hash: bytes) -> None:
        """Replace the secret of a managed client; refuses the write when there is none."""
        write.execute(
            "UPDATE oauth_client SET secret_hash = $2 WHERE client_id = $1 AND is_managed = 1",
            client_id,
            secret_hash,
            expect=1,
        )

    def delete(self, write: Write, client_id: str) -> None:
        """Remove a client with what people let it know."""
        write.execute("DELETE FROM oauth_consent WHERE client_id = $1", client_id)
        write.execute("DELETE FROM oauth_code WHERE client_id = $1", client_id)
        write.execute("DELETE FROM oauth_client WHERE client_id = $1", client_id, expect=1)

    def delete_unused(self, write: Write, before: int) -> None:
        """Remove clients that registered themselves and were not used since."""
        write.execute("DELETE FROM oauth_client WHERE is_managed = 0 AND used_at < $1", before)

    async def find(self, client_id: str) -> Client | None:
        """Return a client."""
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM oauth_client WHERE client_id = $1", client_id
        )
        return _client(row) if row else None

    async def list_managed(self) -> list[Client]:
        """Return what administrators added."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM oauth_client WHERE is_managed = 1 ORDER BY client_id"
        )
        return [_client(row) for row in rows]


def _client(row: Row) -> Client:
    client_id, metadata, secret_hash, is_managed, is_trusted, created_at, used_at = cast(
        "tuple[str, bytes, bytes | None, int, int, int, int]", row
    )
    return Client(
        client_id,
        msgspec.json.decode(metadata, type=ClientMetadata),
        secret_hash,
        bool(is_managed),
        bool(is_trusted),
        created_at,
        used_at,
    )
