# SPDX-License-Identifier: EUPL-1.2
"""Door to rendezvous sessions: how many are open."""

from typing import Protocol


class Rendezvous(Protocol):
    """What others may ask."""

    async def count_open(self) -> int:
        """Return how many sessions have not expired."""
