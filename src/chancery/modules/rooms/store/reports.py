# SPDX-License-Identifier: EUPL-1.2
"""Reports of rooms, events and people, in the order in which they came."""

from collections.abc import Sequence
from typing import cast

from chancery.modules.rooms.model import Report
from chancery.platform.db.port import Database, Row, Write

_INSERT = (
    "INSERT INTO rooms_report (position, reporter, room_id, event_id, subject, reason, ts) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"
)
_LIST = (
    "SELECT position, reporter, room_id, event_id, subject, reason, ts FROM rooms_report "
    "WHERE position < $1 ORDER BY position DESC LIMIT $2"
)


class ReportStore:
    """The `rooms_report` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, report: Report) -> None:
        """Add a report; it gets the next position."""
        write.execute(
            _INSERT,
            write.position(),
            report.reporter,
            report.room_id,
            report.event_id,
            report.subject,
            report.reason,
            report.ts,
        )

    async def list_before(self, position: int, limit: int) -> Sequence[Report]:
        """Return the newest reports before a position, newest first."""
        return [_to_report(row) for row in await self._database.fetch(_LIST, position, limit)]


def _to_report(row: Row) -> Report:
    position, reporter, room_id, event_id, subject, reason, ts = row
    return Report(
        cast("str", reporter),
        cast("str | None", room_id),
        cast("str | None", event_id),
        cast("str | None", subject),
        cast("str", reason),
        cast("int", ts),
        cast("int", position),
    )
