# SPDX-License-Identifier: EUPL-1.2
"""What teams do when the organisation changes: look at once; a fact that is lost costs at most a second."""

import asyncio
import logging

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UserId
from chancery.modules.accounts.events import PersonDeactivated
from chancery.modules.org.events import AppointmentChanged, TeamChanged, UnitChanged, UnitMoved
from chancery.modules.teams.service.following import Following
from chancery.platform.bus.port import Bus

log = logging.getLogger(__name__)


class Reactions:
    """Subscribes to facts."""

    def __init__(self, bus: Bus, following: Following) -> None:
        self._following = following
        self._tasks: set[asyncio.Task[None]] = set()
        for kind in (AppointmentChanged, UnitMoved, TeamChanged, UnitChanged):
            bus.subscribe(kind, lambda _fact: following.wake())
        bus.subscribe(PersonDeactivated, self._person_deactivated)
        bus.on_gap(lambda _after, _upto: following.wake())

    async def stop(self) -> None:
        """Wait for what was begun."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _person_deactivated(self, fact: PersonDeactivated) -> None:
        task = asyncio.create_task(self._look_at(fact.user_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look_at(self, user_id: UserId) -> None:
        try:
            await self._following.look_at([user_id])
        except ChanceryError as error:
            log.warning("somebody whose login was closed may still be in rooms by name: %s", error.message)
