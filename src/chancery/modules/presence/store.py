# SPDX-License-Identifier: EUPL-1.2
"""The table of standings."""

from collections.abc import Sequence
from typing import cast

from chancery.kit.ids import UserId
from chancery.modules.presence.contract import Standing
from chancery.platform.db.port import Database, Position, Row, Write


class PresenceStore:
    """Reads at once; writes are added to the caller's unit of work."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def scan(self) -> Sequence[Standing]:
        """Return everybody's standing."""
        rows = await self._db.scan(
            "SELECT user_id, presence, status_msg, active_ts, idle, position FROM presence_person"
        )
        return [_standing(row) for row in rows]

    def put(self, write: Write, standing: Standing, position: Position) -> None:
        """Store a standing, whatever was there."""
        write.execute(
            "INSERT INTO presence_person (user_id, presence, status_msg, active_ts, idle, position)"
            " VALUES ($1, $2, $3, $4, $5, $6)"
            " ON CONFLICT (user_id) DO UPDATE SET presence = excluded.presence, status_msg = excluded.status_msg,"
            " active_ts = excluded.active_ts, idle = excluded.idle, position = excluded.position",
            standing.user_id,
            standing.presence,
            standing.status_msg,
            standing.active_ts,
            int(standing.idle),
            position,
        )

    def move(self, write: Write, standing: Standing, position: Position) -> None:
        """Store a standing unless it changed meanwhile: then the write is refused."""
        write.execute(
            "UPDATE presence_person SET presence = $2, idle = $3, position = $4"
            " WHERE user_id = $1 AND position = $5",
            standing.user_id,
            standing.presence,
            int(standing.idle),
            position,
            standing.position,
            expect=1,
        )


def _standing(row: Row) -> Standing:
    user_id, presence, status_msg, active_ts, idle, position = row
    return Standing(
        UserId(cast("str", user_id)),
        cast("str", presence),
        cast("str | None", status_msg),
        cast("int", active_ts),
        bool(idle),
        cast("int", position),
    )
