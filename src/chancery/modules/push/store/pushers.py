# SPDX-License-Identifier: EUPL-1.2
"""SQL of `push_pusher`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import msgspec

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.push.events import PushersChanged
from chancery.modules.push.model import NewPusher, Pusher, PusherBody, PusherKind
from chancery.platform.db.port import Database, Row, Write

_COLUMNS = (
    "pusher_id, user_id, device_id, app_id, pushkey, kind, body, enabled, activated, created_at, position, "
    "badge, failures"
)
_INSERT = (
    "INSERT INTO push_pusher (pusher_id, user_id, device_id, app_id, pushkey, kind, body, enabled, activated, "
    "ack_token, ack_until, created_at, position, badge, failures) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, -1, 0) "
    "ON CONFLICT (user_id, app_id, pushkey) DO UPDATE SET device_id = excluded.device_id, kind = excluded.kind, "
    "body = excluded.body, enabled = excluded.enabled, activated = excluded.activated, "
    "ack_token = excluded.ack_token, ack_until = excluded.ack_until, failures = 0, next_try = NULL"
)
_CLAIM = (
    "UPDATE push_pusher SET claim = $2, claimed_until = $3 WHERE pusher_id = $1 AND enabled = 1 "
    "AND activated = 1 AND (claim IS NULL OR claimed_until <= $4) AND (next_try IS NULL OR next_try <= $4) "
    f"RETURNING {_COLUMNS}"
)
_RELEASE = (
    "UPDATE push_pusher SET claim = NULL, claimed_until = NULL, position = $3, badge = $4, failures = $5, "
    "next_try = $6 WHERE pusher_id = $1 AND claim = $2"
)
_decoder = msgspec.json.Decoder(PusherBody)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose pusher it is, from when, and what activates it (None: it is active)."""

    pusher_id: str
    user_id: UserId
    device_id: DeviceId
    created_at: int
    position: int
    ack_token: str | None = None
    ack_until: int | None = None


class PusherStore:
    """Reads at once; writes are added to the caller's unit of work."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def list_of(self, user_id: UserId) -> list[Pusher]:
        """Return a person's pushers, oldest first."""
        sql = f"SELECT {_COLUMNS} FROM push_pusher WHERE user_id = $1 ORDER BY created_at, pusher_id"
        return [_to_pusher(row) for row in await self._db.fetch(sql, user_id)]

    async def find_by_key(self, app_id: str, pushkey: str) -> Pusher | None:
        """Return a pusher by what its gateway knows of it."""
        sql = f"SELECT {_COLUMNS} FROM push_pusher WHERE app_id = $1 AND pushkey = $2"
        row = await self._db.fetch_one(sql, app_id, pushkey)
        return _to_pusher(row) if row else None

    async def find_waiting(self, user_id: UserId, app_id: str) -> Sequence[tuple[str, str, int]]:
        """Return id, token and last moment of a person's pushers of an app that wait to be activated."""
        sql = (
            "SELECT pusher_id, ack_token, ack_until FROM push_pusher "
            "WHERE user_id = $1 AND app_id = $2 AND activated = 0"
        )
        rows = await self._db.fetch(sql, user_id, app_id)
        return [(cast("str", row[0]), cast("str", row[1]), cast("int", row[2])) for row in rows]

    async def scan_ids(self) -> list[tuple[UserId, DeviceId, str]]:
        """Return owner, device and id of every pusher that is to be told."""
        sql = "SELECT user_id, device_id, pusher_id FROM push_pusher WHERE enabled = 1 AND activated = 1"
        rows = await self._db.scan(sql)
        return [
            (UserId(cast("str", user)), DeviceId(cast("str", device)), cast("str", pusher))
            for user, device, pusher in rows
        ]

    async def list_due(self, now: int) -> list[str]:
        """Return the pushers whose wait is over or whose claim has run out."""
        sql = (
            "SELECT pusher_id FROM push_pusher WHERE next_try IS NOT NULL AND next_try <= $1 "
            "UNION SELECT pusher_id FROM push_pusher WHERE claim IS NOT NULL AND claimed_until <= $1"
        )
        return [cast("str", row[0]) for row in await self._db.fetch(sql, now)]

    def put(self, write: Write, owner: Owner, pusher: NewPusher) -> None:
        """Add a pusher or replace what the client said of it."""
        write.execute(
            _INSERT,
            owner.pusher_id,
            owner.user_id,
            owner.device_id,
            pusher.app_id,
            pusher.pushkey,
            pusher.kind,
            msgspec.json.encode(pusher.body),
            int(pusher.enabled),
            int(owner.ack_token is None),
            owner.ack_token,
            owner.ack_until,
            owner.created_at,
            owner.position,
        )
        self._tell(write, owner.user_id)

    def activate(self, write: Write, user_id: UserId, pusher_id: str) -> None:
        """Begin to tell a pusher."""
        sql = "UPDATE push_pusher SET activated = 1, ack_token = NULL, ack_until = NULL WHERE pusher_id = $1"
        write.execute(sql, pusher_id, expect=1)
        self._tell(write, user_id)

    def delete(self, write: Write, user_id: UserId, *, app_id: str, pushkey: str) -> None:
        """Remove a person's pusher."""
        sql = "DELETE FROM push_pusher WHERE user_id = $1 AND app_id = $2 AND pushkey = $3"
        write.execute(sql, user_id, app_id, pushkey)
        self._tell(write, user_id)

    def delete_of_others(self, write: Write, user_id: UserId, *, app_id: str, pushkey: str) -> None:
        """Remove the same pusher of everybody else (`append` false)."""
        sql = "DELETE FROM push_pusher WHERE user_id <> $1 AND app_id = $2 AND pushkey = $3"
        write.execute(sql, user_id, app_id, pushkey)

    def delete_of_device(self, write: Write, user_id: UserId, device_id: DeviceId) -> None:
        """Remove what a device set."""
        sql = "DELETE FROM push_pusher WHERE user_id = $1 AND device_id = $2"
        write.execute(sql, user_id, device_id)
        self._tell(write, user_id)

    async def claim(self, pusher_id: str, *, claim: str, until: int, now: int) -> Pusher | None:
        """Take a pusher for this process, unless another one has it, it waits, or it is off."""
        write = Write()
        index = write.query(_CLAIM, pusher_id, claim, until, now)
        rows = (await self._db.commit(write)).returned[index]
        return _to_pusher(rows[0]) if rows else None

    async def release(
        self, pusher: Pusher, claim: str, *, position: int, badge: int, failures: int, next_try: int | None
    ) -> None:
        """Give a pusher back with how far it was told."""
        write = Write()
        write.execute(_RELEASE, pusher.pusher_id, claim, position, badge, failures, next_try)
        await self._db.commit(write)

    def _tell(self, write: Write, user_id: UserId) -> None:
        position = write.position()
        write.publish(lambda base: PushersChanged(user_id=user_id, position=base + position.offset))


def _to_pusher(row: Row) -> Pusher:
    pusher_id, user_id, device_id, app_id, pushkey, kind, body, enabled, activated = row[:9]
    created_at, position, badge, failures = row[9:]
    return Pusher(
        cast("str", pusher_id),
        UserId(cast("str", user_id)),
        DeviceId(cast("str", device_id)),
        cast("str", app_id),
        cast("str", pushkey),
        cast("PusherKind", kind),
        _decoder.decode(cast("bytes", body)),
        enabled == 1,
        activated == 1,
        cast("int", created_at),
        cast("int", position),
        cast("int", badge),
        cast("int", failures),
    )
