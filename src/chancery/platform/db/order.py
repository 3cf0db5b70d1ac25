# SPDX-License-Identifier: EUPL-1.2
"""Puts the batches of all processes into the one order of the stream before anybody here hears of them."""

import asyncio
import heapq
from collections.abc import Callable
from itertools import count

Deliver = Callable[[], None]
_Parked = tuple[int, int, int, Deliver]


class StreamOrder:
    """Delivers each batch once every earlier position is covered; a batch that waits in vain declares a gap.

    `position` always rises before the delivery: who reads it from a fact's handler finds the fact covered.
    """

    def __init__(self, position: int, patience: float, report_gap: Callable[[int, int], None]) -> None:
        self.position = position
        self._patience = patience
        self._report_gap = report_gap
        self._parked: list[_Parked] = []
        self._tie = count()
        self._timer: asyncio.TimerHandle | None = None

    def offer(self, base: int, end: int, deliver: Deliver) -> None:
        """Deliver now, or as soon as the positions up to `base` were delivered or given up."""
        if base <= self.position:
            self._take(end, deliver)
            if self._parked:
                self._release()
            return
        heapq.heappush(self._parked, (base, next(self._tie), end, deliver))
        if self._patience == 0:
            self._give_up()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._patience, self._give_up)

    def skip_to(self, position: int) -> None:
        """Give up waiting for what other processes have told up to `position`."""
        if position <= self.position:
            return
        after, self.position = self.position, position
        self._report_gap(after, position)
        self._release()

    def _take(self, end: int, deliver: Deliver) -> None:
        self.position = max(self.position, end)
        deliver()

    def _release(self) -> None:
        while self._parked and self._parked[0][0] <= self.position:
            _, _, end, deliver = heapq.heappop(self._parked)
            self._take(end, deliver)
        if not self._parked and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if not self._parked:
            return
        self.skip_to(self._parked[0][0])
        if self._parked and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._patience, self._give_up)
