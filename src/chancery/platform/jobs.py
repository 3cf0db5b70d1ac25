# SPDX-License-Identifier: EUPL-1.2
"""Runs the modules' background jobs, each in its own loop."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from time import perf_counter

from chancery.platform.lifecycle import Job

logger = logging.getLogger("chancery.jobs")

FIRST_RUN_SECONDS = 30.0
"""A daily job runs soon after a start, too; otherwise a server that restarts every night would never run it."""


class JobRunner:
    """Awaits each job every so often, never twice at once; an error is logged and the job goes on."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = jobs
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._tasks = [asyncio.create_task(_repeat(job), name=f"job {job.name}") for job in self._jobs]

    async def stop(self) -> None:
        """Cancel what runs and wait until it is gone."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._tasks = []


async def _repeat(job: Job) -> None:
    await asyncio.sleep(min(job.every, FIRST_RUN_SECONDS))
    while True:
        began = perf_counter()
        try:
            await job.run()
        except Exception:
            logger.exception("job failed", extra={"job": job.name})
        await asyncio.sleep(max(0.0, job.every - (perf_counter() - began)))
