# SPDX-License-Identifier: EUPL-1.2
"""Keeps the scanning process: starts it at need, gives it one content at a time, ends it when it idles or hangs."""

import asyncio
import contextlib
import logging
import sys
from asyncio.subprocess import PIPE, Process
from typing import Final

import msgspec

from chancery.modules.antivirus.contract import Finding, Reason, VerdictState
from chancery.modules.antivirus.service import unpacker
from chancery.modules.antivirus.service.unpacker import Task

log = logging.getLogger(__name__)

IDLE_SECONDS: Final = 60.0
_GRACE_SECONDS = 15.0
_STEP = 1024 * 1024


class Worker:
    """The process behind a queue; contents wait for their turn."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self._idle: asyncio.Task[None] | None = None

    async def judge(self, content: bytes) -> Finding:
        """Return the finding; a process that dies or hangs is a finding, too, and is replaced."""
        async with self._turn:
            try:
                async with asyncio.timeout(self._task.seconds + _GRACE_SECONDS):
                    return await self._exchange(content)
            except TimeoutError:
                await self._end()
                return Finding(VerdictState.UNSCANNED, reason=Reason.TIMEOUT)
            except (OSError, EOFError, msgspec.MsgspecError) as error:
                log.warning("the scanning process ended unexpectedly (%s)", type(error).__name__)
                await self._end()
                return Finding(VerdictState.UNSCANNED, reason=Reason.ENGINE_UNAVAILABLE)
            except BaseException:
                # Cancelled in the middle of a frame: the pipes are of no use any more.
                await self._end()
                raise

    async def close(self) -> None:
        """End the process."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        async with self._turn:
            await self._end()

    async def _exchange(self, content: bytes) -> Finding:
        process = self._process or await self._start()
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(len(content).to_bytes(unpacker.LENGTH, "big"))
        for start in range(0, len(content), _STEP):
            process.stdin.write(content[start : start + _STEP])
            await process.stdin.drain()
        size = int.from_bytes(await process.stdout.readexactly(unpacker.LENGTH), "big")
        finding = msgspec.json.decode(await process.stdout.readexactly(size), type=Finding)
        self._await_idleness()
        return finding

    async def _start(self) -> Process:
        # -P: the working folder is no place to import from.
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", unpacker.__name__, msgspec.json.encode(self._task).decode()),
            stdin=PIPE,
            stdout=PIPE,
        )
        return self._process

    def _await_idleness(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.create_task(self._end_when_idle())

    async def _end_when_idle(self) -> None:
        await asyncio.sleep(IDLE_SECONDS)
        async with self._turn:
            await self._end()

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
