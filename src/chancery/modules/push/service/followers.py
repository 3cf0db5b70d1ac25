# SPDX-License-Identifier: EUPL-1.2
"""Lets a person's rules about a room follow them into the room that replaced it."""

import asyncio
import logging

from chancery.kit.errors import ChanceryError
from chancery.modules.push.service.rulesets import RulesetService
from chancery.modules.rooms.events import RoomSucceeded

log = logging.getLogger(__name__)


class RuleFollower:
    """Works in tasks that end with the module."""

    def __init__(self, rulesets: RulesetService) -> None:
        self._rulesets = rulesets
        self._tasks: set[asyncio.Task[None]] = set()

    def hear(self, fact: RoomSucceeded) -> None:
        """Begin to follow."""
        task = asyncio.ensure_future(self._follow(fact))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Finish what is under way: it is short."""
        await asyncio.gather(*self._tasks)

    async def _follow(self, fact: RoomSucceeded) -> None:
        try:
            await self._rulesets.follow(fact.user_id, fact.old_room_id, fact.new_room_id)
        except ChanceryError as error:
            log.warning("push rules did not follow into a replaced room: %s", error.message)
