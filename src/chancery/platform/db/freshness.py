# SPDX-License-Identifier: EUPL-1.2
"""Lets a request wait until its process knows what all others committed before it: one question for all who wait."""

import asyncio
from collections.abc import Awaitable, Callable

from chancery.platform.bus.port import StreamBus
from chancery.platform.db.order import StreamOrder


class Freshness:
    """Asks the database where the stream is and waits until this process was told as much."""

    def __init__(self, ask: Callable[[], Awaitable[int]], order: StreamOrder, bus: StreamBus) -> None:
        self._ask = ask
        self._order = order
        self._bus = bus
        self._next: asyncio.Future[None] | None = None
        self._asking: asyncio.Task[None] | None = None

    async def wait(self) -> None:
        """Return when what was committed before this call was told here; raises DatabaseUnavailable."""
        # A question that is under way may have been answered before this call, so it is for the next one.
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
            if self._asking is None:
                self._asking = asyncio.create_task(self._run(), name="freshness")
        await asyncio.shield(self._next)

    async def close(self) -> None:
        """End the question that is under way."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait([self._asking])

    async def _run(self) -> None:
        waiting: asyncio.Future[None] | None = None
        try:
            while self._next is not None:
                waiting, self._next = self._next, None
                try:
                    position = await self._ask()
                except Exception as error:  # noqa: BLE001  # each waiter hears of it
                    _fail(waiting, error)
                    continue
                self._await(position, waiting)
        except asyncio.CancelledError:
            for future in (waiting, self._next):
                if future is not None:
                    future.cancel()
            raise
        finally:
            self._asking = None

    def _await(self, position: int, waiting: "asyncio.Future[None]") -> None:
        if not self._bus.is_connected:
            # What others tell will not come; the gap handlers let everybody read instead.
            self._order.skip_to(position)
        self._order.offer(position, position, lambda: _release(waiting))


def _release(waiting: "asyncio.Future[None]") -> None:
    if not waiting.done():
        waiting.set_result(None)


def _fail(waiting: "asyncio.Future[None]", error: Exception) -> None:
    if not waiting.done():
        waiting.set_exception(error)
        waiting.exception()  # looked at: all who waited may be gone
