# SPDX-License-Identifier: EUPL-1.2
"""One-time and fallback keys: a one-time key is marked as claimed in the statement that hands it out.

Its row stays for a while: a client that was cut off before it learned of its upload repeats it, and a key that
somebody holds already must not be handed out again.
"""

from collections.abc import Mapping, Sequence
from typing import cast

from chancery.kit.ids import DeviceId, UserId
from chancery.platform.db.port import Database, Write

_CLAIM = """
UPDATE keys_one_time SET claimed_ts = $4
WHERE user_id = $1 AND device_id = $2 AND algorithm = $3 AND claimed_ts = 0 AND key_id = (
    SELECT key_id FROM keys_one_time WHERE user_id = $1 AND device_id = $2 AND algorithm = $3 AND claimed_ts = 0
    ORDER BY position, key_id LIMIT 1)
RETURNING key_id, body
"""
_USE_FALLBACK = """
UPDATE keys_fallback SET used = 1
WHERE user_id = $1 AND device_id = $2 AND algorithm = $3 AND NOT EXISTS (
    SELECT 1 FROM keys_one_time WHERE user_id = $1 AND device_id = $2 AND algorithm = $3 AND claimed_ts = 0)
RETURNING key_id, body
"""
_PUT = """
INSERT INTO keys_one_time (user_id, device_id, algorithm, key_id, body, position, claimed_ts)
VALUES ($1, $2, $3, $4, $5, $6, 0)
ON CONFLICT (user_id, device_id, algorithm, key_id)
DO UPDATE SET body = excluded.body, position = excluded.position, claimed_ts = 0
WHERE keys_one_time.body <> excluded.body AND keys_one_time.claimed_ts > 0
"""
_PUT_FALLBACK = """
INSERT INTO keys_fallback (user_id, device_id, algorithm, key_id, body, used) VALUES ($1, $2, $3, $4, $5, 0)
ON CONFLICT (user_id, device_id, algorithm)
DO UPDATE SET key_id = excluded.key_id, body = excluded.body, used = 0
WHERE keys_fallback.key_id <> excluded.key_id
"""


class OneTimeStore:
    """Reads at once; writes are added to the caller's unit of work."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def counts(self, user_id: UserId, device_id: DeviceId) -> dict[str, int]:
        rows = await self._db.fetch(
            "SELECT algorithm, COUNT(*) FROM keys_one_time"
            " WHERE user_id = $1 AND device_id = $2 AND claimed_ts = 0 GROUP BY algorithm",
            user_id,
            device_id,
        )
        return {cast("str", algorithm): cast("int", count) for algorithm, count in rows}

    async def unused_fallbacks(self, user_id: UserId, device_id: DeviceId) -> Sequence[str]:
        rows = await self._db.fetch(
            "SELECT algorithm FROM keys_fallback WHERE user_id = $1 AND device_id = $2 AND used = 0",
            user_id,
            device_id,
        )
        return [cast("str", algorithm) for (algorithm,) in rows]

    async def existing(self, user_id: UserId, device_id: DeviceId) -> Mapping[tuple[str, str], bytes]:
        """Return (algorithm, key id) -> body of the keys that wait to be claimed."""
        rows = await self._db.fetch(
            "SELECT algorithm, key_id, body FROM keys_one_time"
            " WHERE user_id = $1 AND device_id = $2 AND claimed_ts = 0",
            user_id,
            device_id,
        )
        return {
            (cast("str", algorithm), cast("str", key)): cast("bytes", body) for algorithm, key, body in rows
        }

    def put(
        self, write: Write, user_id: UserId, device_id: DeviceId, keys: Mapping[tuple[str, str], bytes]
    ) -> None:
        """Add keys; one that is there already stays as it is, claimed or not."""
        position = write.position()
        write.execute_many(
            _PUT,
            [(user_id, device_id, algorithm, key, body, position) for (algorithm, key), body in keys.items()],
        )

    def put_fallback(
        self, write: Write, user_id: UserId, device_id: DeviceId, keys: Mapping[tuple[str, str], bytes]
    ) -> None:
        for (algorithm, key), body in keys.items():
            write.execute(_PUT_FALLBACK, user_id, device_id, algorithm, key, body)

    def claim(
        self, write: Write, user_id: UserId, device_id: DeviceId, algorithm: str, *, now: int
    ) -> tuple[int, int]:
        """Take one key away; returns the receipt's indexes of the fallback's and the one-time key's rows.

        The fallback is asked first because it only answers while no one-time key is left.
        """
        fallback = write.query(_USE_FALLBACK, user_id, device_id, algorithm)
        return fallback, write.query(_CLAIM, user_id, device_id, algorithm, now)

    def forget_claimed(self, write: Write, *, before: int) -> None:
        """Delete keys that were claimed before a time."""
        write.execute("DELETE FROM keys_one_time WHERE claimed_ts > 0 AND claimed_ts < $1", before)
