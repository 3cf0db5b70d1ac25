# SPDX-License-Identifier: EUPL-1.2
"""Waiting for what happens elsewhere: another task, a file, a process."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], object], *, seconds: float = 30.0) -> None:
    """Return as soon as `condition` holds; TimeoutError when it never does."""
    async with asyncio.timeout(seconds):
        while not condition():  # the other side knows nothing of our events
            await asyncio.sleep(0.01)
