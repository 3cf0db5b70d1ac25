# SPDX-License-Identifier: EUPL-1.2
"""Door to search: how far the index is."""

from typing import Protocol


class SearchIndex(Protocol):
    """The index of everything that can be found."""

    @property
    def position(self) -> int:
        """The stream position up to which this process knows the index to be complete."""

    async def catch_up(self) -> None:
        """Return when everything that is committed by now can be found."""
