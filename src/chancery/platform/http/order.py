# SPDX-License-Identifier: EUPL-1.2
"""The order of a device's requests over several connections: one that leads is carried out before one that follows.

An encrypted message is of no use before its room key, which its sender hands over in a request of its own. Clients do
not wait for the answer to that, and the two may come on different connections.
"""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Literal

from chancery.kit.ids import DeviceId, UserId
from chancery.platform.http.request import Caller

Turn = Literal["leads", "follows"]

Ends = Collection["asyncio.Future[None]"]


class DeviceOrder:
    """Knows the leading requests of each device that are under way in this process."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._under_way: dict[tuple[UserId, DeviceId], set[asyncio.Future[None]]] = {}

    @contextmanager
    def leading(self, caller: Caller) -> Iterator[None]:
        """Let what follows from this device wait for the body of this context, however it ends."""
        device = (caller.user_id, caller.device_id)
        end: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        ends = self._under_way.setdefault(device, set())
        ends.add(end)
        try:
            yield
        finally:
            end.set_result(None)
            ends.discard(end)
            if not ends:
                self._under_way.pop(device, None)

    def earlier(self, caller: Caller) -> Ends:
        """Return the ends of the leading requests that this device has under way."""
        if not self._under_way:
            return ()
        return tuple(self._under_way.get((caller.user_id, caller.device_id), ()))

    async def wait(self, ends: Ends) -> None:
        """Return when all of these have ended; in any case after a while, because a body may never end."""
        await asyncio.wait(ends, timeout=self._patience)
