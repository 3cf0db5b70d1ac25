# SPDX-License-Identifier: EUPL-1.2
"""SQL of `push_ruleset`."""

from typing import cast

import msgspec

from chancery.kit.ids import UserId
from chancery.modules.push.events import PushRulesChanged
from chancery.modules.push.model import Changes
from chancery.platform.db.port import Database, Write

_decoder = msgspec.json.Decoder(Changes)


class PushStore:
    """Reads at once; writes are added to the caller's unit of work."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def load(self, user_id: UserId) -> tuple[Changes, int]:
        """Return a person's changes and the position of the newest one (0: none yet)."""
        row = await self._db.fetch_one("SELECT body, position FROM push_ruleset WHERE user_id = $1", user_id)
        if row is None:
            return Changes(), 0
        return _decoder.decode(cast("bytes", row[0])), cast("int", row[1])

    async def list_ended(self, now: int, limit: int) -> list[UserId]:
        """Return people with a rule whose time is over."""
        sql = "SELECT user_id FROM push_ruleset WHERE ends_at <= $1 ORDER BY ends_at LIMIT $2"
        return [UserId(cast("str", row[0])) for row in await self._db.fetch(sql, now, limit)]

    def save(
        self, write: Write, user_id: UserId, changes: Changes, *, ends_at: int | None, replaces: int
    ) -> None:
        """Store changes made on top of position `replaces`; a change in between refuses the write."""
        body, position = msgspec.json.encode(changes), write.position()
        if replaces == 0:
            sql = "INSERT INTO push_ruleset (user_id, body, position, ends_at) VALUES ($1, $2, $3, $4)"
            write.execute(sql, user_id, body, position, ends_at, expect=1)
        else:
            sql = (
                "UPDATE push_ruleset SET body = $2, position = $3, ends_at = $4 "
                "WHERE user_id = $1 AND position = $5"
            )
            write.execute(sql, user_id, body, position, ends_at, replaces, expect=1)
        write.publish(lambda base: PushRulesChanged(user_id=user_id, position=base + position.offset))
