# SPDX-License-Identifier: EUPL-1.2
"""SQL of `oauth_code` and `oauth_consent`."""

from typing import cast

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.oauth.model import Code
from chancery.platform.db.port import Database, Write


class CodeStore:
    """Authorization codes, and what people let managed clients know."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, code_hash: bytes, code: Code) -> None:
        """Add a code."""
        write.execute(
            "INSERT INTO oauth_code (code_hash, client_id, user_id, redirect_uri, scope, challenge, nonce,"
            " signed_in_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            code_hash,
            code.client_id,
            code.user_id,
            code.redirect_uri,
            code.scope,
            code.challenge,
            code.nonce,
            code.signed_in_at,
            code.expires_at,
        )

    def use(self, write: Write, code_hash: bytes, device_id: DeviceId) -> None:
        """Note which device a code signed in; refuses the write when it was used before."""
        write.execute(
            "UPDATE oauth_code SET device_id = $2 WHERE code_hash = $1 AND device_id IS NULL",
            code_hash,
            device_id,
            expect=1,
        )

    def delete_before(self, write: Write, moment: int) -> None:
        """Remove what is over."""
        write.execute("DELETE FROM oauth_code WHERE expires_at <= $1", moment)

    async def find(self, code_hash: bytes) -> Code | None:
        """Return a code, used or over as it may be."""
        row = await self._database.fetch_one(
            "SELECT client_id, user_id, redirect_uri, scope, challenge, nonce, signed_in_at, expires_at, device_id"
            " FROM oauth_code WHERE code_hash = $1",
            code_hash,
        )
        if row is None:
            return None
        client_id, user_id, redirect_uri, scope, challenge, nonce, signed_in_at, expires_at, device_id = cast(
            "tuple[str, str, str, str, str, str | None, int, int, str | None]", row
        )
        return Code(
            client_id,
            UserId(user_id),
            redirect_uri,
            scope,
            challenge,
            nonce,
            signed_in_at,
            expires_at,
            DeviceId(device_id) if device_id else None,
        )

    def save_consent(self, write: Write, user_id: UserId, client_id: str, scope: str, now: int) -> None:
        """Keep what a person lets a client know."""
        write.execute(
            "INSERT INTO oauth_consent (user_id, client_id, scope, given_at) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (user_id, client_id) DO UPDATE SET scope = excluded.scope, given_at = excluded.given_at",
            user_id,
            client_id,
            scope,
            now,
        )

    def delete_consents_before(self, write: Write, moment: int) -> None:
        """Forget what was allowed that long ago, also of people who have left."""
        write.execute("DELETE FROM oauth_consent WHERE given_at <= $1", moment)

    async def find_consent(self, user_id: UserId, client_id: str, since: int) -> str | None:
        """Return the scope that a person has let a client have since a moment."""
        row = await self._database.fetch_one(
            "SELECT scope FROM oauth_consent WHERE user_id = $1 AND client_id = $2 AND given_at > $3",
            user_id,
            client_id,
            since,
        )
        return cast("str", row[0]) if row else None
