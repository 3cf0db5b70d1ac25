# SPDX-License-Identifier: EUPL-1.2
"""What the organisation does when a login is closed: the person's posts become free, a stay from outside ends."""

import asyncio
import logging

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UserId
from chancery.modules.accounts.events import PersonDeactivated
from chancery.modules.org.service.administration import Administration
from chancery.modules.org.service.externals import Externals
from chancery.platform.bus.port import Bus

logger = logging.getLogger(__name__)


class Reactions:
    """Follows closed logins."""

    def __init__(self, bus: Bus, administration: Administration, externals: Externals) -> None:
        self._administration = administration
        self._externals = externals
        self._running: set[asyncio.Task[None]] = set()
        bus.subscribe(PersonDeactivated, self._person_deactivated)

    async def settle(self) -> None:
        """Wait until everything heard so far is done."""
        if self._running:
            await asyncio.gather(*self._running)

    def _person_deactivated(self, fact: PersonDeactivated) -> None:
        task = asyncio.create_task(self._vacate(fact.user_id))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _vacate(self, user_id: UserId) -> None:
        try:
            await self._administration.vacate(user_id)
            await self._externals.end_closed(user_id)
        except ChanceryError as error:
            # With several processes each hears of it; the first one has done it.
            logger.info("the posts of a closed login were not vacated here: %s", error)
