# SPDX-License-Identifier: EUPL-1.2
"""Who administers a person: whoever administers all that they have a place in, and all that they administer."""

from chancery.kit.ids import UserId
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.service.departures import StoredDepartures


class TreeSuperiors:
    """`Superiors` of accounts; the same circle may let the person go."""

    def __init__(self, departures: StoredDepartures, authority: StoredAuthority) -> None:
        self._departures = departures
        self._authority = authority

    async def administers(self, actor: UserId, user_id: UserId) -> bool:
        scope = await self._departures.scope(user_id)
        for object_ in scope:
            if not await self._authority.check(actor, "administers", object_):
                return False
        return bool(scope)
