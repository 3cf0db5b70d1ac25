# SPDX-License-Identifier: EUPL-1.2
"""What presence does when processes report: standings change, people are seen, people act."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace

from chancery.kit.ids import UserId
from chancery.modules.presence.events import PeopleSeen, PresenceChanged
from chancery.modules.presence.service.keeper import PresenceKeeper
from chancery.modules.rooms.events import EventSent, ReceiptMoved
from chancery.platform.bus.port import Bus


class Reactions:
    """Feeds the keeper."""

    def __init__(self, keeper: PresenceKeeper) -> None:
        self._keeper = keeper
        self._running: set[asyncio.Task[None]] = set()

    def subscribe(self, bus: Bus) -> None:
        """Listen, when presence is on."""
        bus.subscribe(PresenceChanged, self._keeper.hear)
        bus.subscribe(PeopleSeen, self._keeper.see)
        bus.subscribe(EventSent, lambda fact: self._acted(fact.sender))
        bus.subscribe(ReceiptMoved, lambda fact: self._acted(fact.user_id))
        bus.on_gap(lambda _after, _upto: self._run(self._keeper.load()))

    async def finish(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._running, return_exceptions=True)

    def _acted(self, user_id: UserId) -> None:
        standing = self._keeper.acted(user_id)
        if standing is not None:
            self._run(self._keeper.move(replace(standing, presence="online", idle=False)))

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
