# SPDX-License-Identifier: EUPL-1.2
"""Who asked for their messages to be erased when they closed their login, in the memory of every process."""

from collections.abc import Mapping

from chancery.kit.ids import UserId
from chancery.modules.accounts.events import PersonDeactivated
from chancery.modules.accounts.store.people import PeopleStore
from chancery.platform.bus.port import Bus


class Erasures:
    """Reads the erasures once and then hears of further ones."""

    def __init__(self, people: PeopleStore, bus: Bus) -> None:
        self._people = people
        self._known: dict[UserId, int] = {}
        self._is_loaded = False
        bus.subscribe(PersonDeactivated, self._person_deactivated)

    async def all(self) -> Mapping[UserId, int]:
        """Return the positions in the stream as of which people asked for it (live, do not change)."""
        if not self._is_loaded:
            self._known |= await self._people.scan_erasures()
            self._is_loaded = True
        return self._known

    def _person_deactivated(self, fact: PersonDeactivated) -> None:
        if fact.erases:
            self._known[fact.user_id] = fact.position
