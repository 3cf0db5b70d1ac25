# SPDX-License-Identifier: EUPL-1.2
"""All SQL over `appservices_delivery`."""

from typing import cast

from chancery.modules.appservices.model import Progress
from chancery.platform.db.port import Database, Write

_FIND = "SELECT delivered, upto FROM appservices_delivery WHERE service_id = $1"
_INSERT = (
    "INSERT INTO appservices_delivery (service_id, delivered, upto) VALUES ($1, $2, $2) "
    "ON CONFLICT (service_id) DO NOTHING"
)
_MOVE = (
    "UPDATE appservices_delivery SET delivered = $4, upto = $5 "
    "WHERE service_id = $1 AND delivered = $2 AND upto = $3"
)


class DeliveryStore:
    """Reads at once; writes are added to the caller's unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, service_id: str) -> Progress | None:
        """Return how far a service has got; None before its first start."""
        row = await self._database.fetch_one(_FIND, service_id)
        return Progress(cast("int", row[0]), cast("int", row[1])) if row else None

    def introduce(self, write: Write, service_id: str, position: int) -> None:
        """Let a new service begin at a position; one that is known stays where it is."""
        write.execute(_INSERT, service_id, position)

    def move(self, write: Write, service_id: str, *, past: Progress, to: Progress) -> None:
        """Replace the progress `past`; another process that was faster refuses the write."""
        write.execute(_MOVE, service_id, past.delivered, past.upto, to.delivered, to.upto, expect=1)
