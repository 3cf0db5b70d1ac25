# SPDX-License-Identifier: EUPL-1.2
"""A server of our own to put load on: as it is delivered, on fresh data, thrown away afterwards."""

import asyncio
import os
import secrets
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ADMIN = "load-admin"
_READY = b"Chancery is ready at "
_START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A started server and its administrator's password."""

    url: str
    pid: int
    password: str


class StartFailed(Exception):
    """The server did not start; the text is what it said."""


@asynccontextmanager
async def local_server() -> AsyncIterator[LocalServer]:
    """Start a server in a temporary folder, and stop it at the end. Raises StartFailed."""
    password = secrets.token_urlsafe(18)
    with tempfile.TemporaryDirectory(prefix="chancery-load-") as folder:
        environment = _environment(Path(folder))
        await _found(folder, environment, password)
        server = await asyncio.create_subprocess_exec(
            *_chancery("serve"), cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        try:
            yield LocalServer(await _address(server), server.pid, password)
        finally:
            await _stop(server)


def _chancery(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "chancery.app.main", *words)


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "CHANCERY_SERVER__NAME": "load.example",
        "CHANCERY_SERVER__PORT": "0",
        "CHANCERY_STORAGE__DATA": str(folder / "data"),
        "CHANCERY_LOG__LEVEL": "error",
        # Signing in is not what is measured: a password hash takes 0.1 s of a core by intention.
        "CHANCERY_ACCOUNTS__ARGON2_MEMORY_KIB": "8",
        "CHANCERY_ACCOUNTS__ARGON2_PASSES": "1",
    }


async def _found(folder: str, environment: dict[str, str], password: str) -> None:
    init = await asyncio.create_subprocess_exec(
        *_chancery("init", "--agency", "Load", "--admin", ADMIN, "--password-stdin"), cwd=folder,
        env=environment, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await init.communicate(f"{password}\n".encode())
    if init.returncode:
        raise StartFailed(said.decode("utf-8", "replace"))


async def _address(server: asyncio.subprocess.Process) -> str:
    assert server.stdout is not None
    assert server.stderr is not None
    try:
        async with asyncio.timeout(_START_SECONDS):
            while line := await server.stdout.readline():
                if line.startswith(_READY):
                    return line[len(_READY) :].split()[0].decode()
            raise StartFailed((await server.stderr.read()).decode("utf-8", "replace"))
    except TimeoutError:
        raise StartFailed(f"the server was not ready after {_START_SECONDS} s") from None


async def _stop(server: asyncio.subprocess.Process) -> None:
    if server.returncode is not None:
        return
    server.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(30):
            await server.communicate()
    except TimeoutError:
        server.kill()
        await server.wait()
