# SPDX-License-Identifier: EUPL-1.2
"""The end of guests: nobody else would ever close their logins, and one who signs out cannot come back."""

from chancery.kit.clock import Clock
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.store.people import PeopleStore
from chancery.platform.db.port import WriteConflict

IDLE_MS = 24 * 3600 * 1000
"""A guest from whom nothing has been heard for so long is gone."""
_AT_ONCE = 500


class GuestKeeper:
    """Closes the logins of guests who are gone; a guest who became a full member is none any more."""

    def __init__(self, people: PeopleService, store: PeopleStore, clock: Clock) -> None:
        self._people = people
        self._store = store
        self._clock = clock

    async def end_unused(self) -> None:
        """Close the logins of those who are gone."""
        for user_id in await self._store.scan_gone_guests(self._clock() - IDLE_MS, limit=_AT_ONCE):
            try:
                await self._people.end_guest(user_id)
            except WriteConflict:
                continue  # they became a member just now, or another process was first
