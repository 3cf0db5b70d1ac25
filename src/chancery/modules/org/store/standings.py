# SPDX-License-Identifier: EUPL-1.2
"""SQL of where people stand in the tree: their posts, the units above them, their stay from outside."""

from collections.abc import Collection, Sequence
from typing import cast

from chancery.kit.ids import AgencyId, PostId, UnitId, UserId
from chancery.modules.org.contract import PostKind
from chancery.platform.db.port import Database

_UP = """
WITH RECURSIVE up(id, parent_id, agency_id) AS (
    SELECT id, parent_id, agency_id FROM org_unit WHERE id IN ({marks})
    UNION
    SELECT u.id, u.parent_id, u.agency_id FROM up CROSS JOIN org_unit u WHERE u.id = up.parent_id
)
SELECT id, parent_id, agency_id FROM up
"""

HeldSeat = tuple[UserId, PostId, UnitId, PostKind]
Stay = tuple[UserId, UnitId, UserId]
"""An external, the unit and the sponsor."""
Branch = tuple[UnitId, UnitId | None, AgencyId]


class StandingStore:
    """Reads the places of several people at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def seats(self, user_ids: Sequence[UserId], now: int) -> list[HeldSeat]:
        """Return the posts that people hold."""
        rows = await self._database.fetch(
            "SELECT a.user_id, p.id, p.unit_id, p.kind FROM org_appointment a"
            " CROSS JOIN org_post p WHERE p.id = a.post_id AND a.starts_at <= $1 AND a.ends_at > $1"
            f" AND a.user_id IN ({_marks(2, user_ids)})",
            now,
            *user_ids,
        )
        return cast("list[HeldSeat]", rows)

    async def stays(self, user_ids: Sequence[UserId], now: int) -> list[Stay]:
        """Return who of them is from outside."""
        rows = await self._database.fetch(
            "SELECT user_id, unit_id, sponsor_id FROM org_external"
            f" WHERE starts_at <= $1 AND ends_at > $1 AND user_id IN ({_marks(2, user_ids)})",
            now,
            *user_ids,
        )
        return cast("list[Stay]", rows)

    async def branches(self, unit_ids: Sequence[UnitId]) -> list[Branch]:
        """Return units and everything above them."""
        if not unit_ids:
            return []
        rows = await self._database.fetch(_UP.format(marks=_marks(1, unit_ids)), *unit_ids)
        return cast("list[Branch]", rows)


def _marks(first: int, values: Collection[str]) -> str:
    return ", ".join(f"${number}" for number in range(first, first + len(values)))
