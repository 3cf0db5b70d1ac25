# SPDX-License-Identifier: EUPL-1.2
"""The outside of a sandbox: starts processes at need, gives each one request at a time, ends those that idle or hang.

What works on hostile input there holds up nobody here (scanners and decoders keep Python's interpreter lock), can be
killed, and when it is taken over, it has no key, no database and no file to write.
"""

import asyncio
import contextlib
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from typing import Final

from chancery.platform.sandbox.child import LENGTH

log = logging.getLogger(__name__)

IDLE_SECONDS: Final = 60.0
_STEP = 1024 * 1024
# The rest of the environment stays outside: it may hold the database's password.
_ENVIRONMENT = (
    "PATH",
    "LANG",
    "LC_ALL",
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "LD_LIBRARY_PATH",
    "SYSTEMROOT",
)


class SandboxFailed(Exception):
    """The process died over the request; the next request gets a new one."""


class SandboxTimeout(SandboxFailed):
    """The process took too long and was killed."""


class Sandbox:
    """Up to `processes` processes that run a module of ours with one argument."""

    def __init__(self, module: str, argument: str = "", *, seconds: float, processes: int = 1) -> None:
        self._slots = [_Slot((module, argument), seconds) for _ in range(processes)]
        self._free: asyncio.LifoQueue[_Slot] = asyncio.LifoQueue()
        for slot in reversed(self._slots):
            self._free.put_nowait(slot)

    async def ask(self, request: bytes) -> bytes:
        """Return the process's answer; raises SandboxTimeout and SandboxFailed."""
        slot = await self._free.get()
        try:
            return await slot.ask(request)
        finally:
            self._free.put_nowait(slot)

    async def close(self) -> None:
        """End the processes, after what they are doing."""
        for slot in self._slots:
            await slot.close()


class _Slot:
    """The place of one process."""

    def __init__(self, command: tuple[str, str], seconds: float) -> None:
        self._command = command
        self._seconds = seconds
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self._idle: asyncio.Task[None] | None = None

    async def ask(self, request: bytes) -> bytes:
        async with self._turn:
            try:
                async with asyncio.timeout(self._seconds):
                    return await self._exchange(request)
            except TimeoutError as error:
                await self._end()
                raise SandboxTimeout(f"no answer within {self._seconds:g} s") from error
            except (OSError, EOFError) as error:
                log.warning("a sandbox of %s ended unexpectedly", self._command[0])
                await self._end()
                raise SandboxFailed("the process ended unexpectedly") from error
            except BaseException:
                # Cancelled in the middle of a frame: the pipes are of no use any more.
                await self._end()
                raise

    async def close(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        async with self._turn:
            await self._end()

    async def _exchange(self, request: bytes) -> bytes:
        process = self._process or await self._start()
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(len(request).to_bytes(LENGTH, "big"))
        for start in range(0, len(request), _STEP):
            process.stdin.write(request[start : start + _STEP])
            await process.stdin.drain()
        size = int.from_bytes(await process.stdout.readexactly(LENGTH), "big")
        answer = await process.stdout.readexactly(size)
        self._await_idleness()
        return answer

    async def _start(self) -> Process:
        # -P: the working folder is no place to import from.
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", *self._command),
            stdin=PIPE,
            stdout=PIPE,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
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
