# SPDX-License-Identifier: EUPL-1.2
"""Door to sync: how many polls are open, for metrics and the administrator's view."""

from typing import Protocol


class Sync(Protocol):
    """What others may ask of sync."""

    @property
    def parked(self) -> int:
        """How many polls are open in this process."""
