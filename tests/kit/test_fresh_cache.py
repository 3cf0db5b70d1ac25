# SPDX-License-Identifier: EUPL-1.2
"""A cache that keeps nothing that changed while it was read."""

import asyncio

from chancery.kit.fresh_cache import FreshCache


class Source:
    """A value that is read slowly."""

    def __init__(self) -> None:
        self.value = "old"
        self.reads = 0
        self.gate = asyncio.Event()

    async def load(self) -> str:
        self.reads += 1
        value = self.value
        await self.gate.wait()
        return value


async def test_a_value_is_read_once() -> None:
    cache, source = FreshCache[str, str](10), Source()
    source.gate.set()
    assert [await cache.get("k", source.load) for _ in range(3)] == ["old"] * 3
    assert source.reads == 1


async def test_a_value_that_changed_while_it_was_read_is_read_again() -> None:
    cache, source = FreshCache[str, str](10), Source()
    reading = asyncio.create_task(cache.get("k", source.load))
    await asyncio.sleep(0)
    source.value = "new"
    cache.forget("k")
    source.gate.set()
    assert await reading == "old"
    assert await cache.get("k", source.load) == "new"


async def test_clearing_reaches_readings_under_way() -> None:
    cache, source = FreshCache[str, str](10), Source()
    reading = asyncio.create_task(cache.get("k", source.load))
    await asyncio.sleep(0)
    source.value = "new"
    cache.clear()
    source.gate.set()
    await reading
    assert await cache.get("k", source.load) == "new"


async def test_the_cache_is_bounded() -> None:
    cache, source = FreshCache[int, str](2), Source()
    source.gate.set()
    for key in (1, 2, 3, 1):
        await cache.get(key, source.load)
    assert source.reads == 4
