# SPDX-License-Identifier: EUPL-1.2
"""One run of a piece of work, shared by everybody who asks for it while it goes on."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class SingleFlight(Generic[K, T]):
    """Runs work by key; a second caller of the same key waits for the first one's run."""

    def __init__(self) -> None:
        self._running: dict[K, asyncio.Task[T]] = {}

    async def run(self, key: K, work: Callable[[], Awaitable[T]]) -> T:
        """Return what the work for `key` returns, or raise what it raises, to every caller alike.

        A caller who is cancelled leaves alone: the run goes on for the others, and to its end when nobody is left.
        """
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(_awaited(work))
            self._running[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Wait for the runs that go on."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _finished(self, key: K, task: "asyncio.Task[T]") -> None:
        del self._running[key]
        if not task.cancelled():
            # Looked at, so that a failure nobody waited for is not reported as forgotten.
            task.exception()


async def _awaited(work: Callable[[], Awaitable[T]]) -> T:
    return await work()
