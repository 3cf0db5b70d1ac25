# SPDX-License-Identifier: EUPL-1.2
"""Work that several ask for at once is done once, and its outcome is everybody's."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from chancery.platform.single_flight import SingleFlight


class Work:
    """Counts its runs and ends when the test lets it."""

    def __init__(self) -> None:
        self.runs = 0
        self.free = asyncio.Event()
        self.failure: Exception | None = None

    async def __call__(self) -> int:
        self.runs += 1
        await self.free.wait()
        if self.failure:
            raise self.failure
        return self.runs


async def start(
    flight: SingleFlight[str, int], work: Callable[[], Awaitable[int]], callers: int
) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(flight.run("key", work)) for _ in range(callers)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_callers_at_once_share_one_run_and_later_ones_get_a_new_one() -> None:
    flight, work = SingleFlight[str, int](), Work()
    tasks = await start(flight, work, 5)
    work.free.set()
    assert await asyncio.gather(*tasks) == [1] * 5
    assert await flight.run("key", work) == 2


async def test_other_keys_run_beside() -> None:
    flight, work = SingleFlight[str, int](), Work()
    work.free.set()
    await asyncio.gather(flight.run("one", work), flight.run("two", work))
    assert work.runs == 2


async def test_failure_reaches_every_caller_and_is_not_kept() -> None:
    flight, work = SingleFlight[str, int](), Work()
    work.failure = ValueError("no")
    tasks = await start(flight, work, 3)
    work.free.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [ValueError] * 3
    work.failure = None
    assert await flight.run("key", work) == 2


async def test_caller_who_leaves_does_not_end_the_run() -> None:
    flight, work = SingleFlight[str, int](), Work()
    first, second = await start(flight, work, 2)
    first.cancel()
    await asyncio.sleep(0)
    work.free.set()
    assert await second == 1
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_run_that_everybody_left_ends_before_close_returns() -> None:
    flight, work = SingleFlight[str, int](), Work()
    work.failure = ValueError("nobody hears it")
    (only,) = await start(flight, work, 1)
    only.cancel()
    work.free.set()
    await flight.close()
    work.failure = None
    assert await flight.run("key", work) == 2
