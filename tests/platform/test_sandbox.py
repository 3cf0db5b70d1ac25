# SPDX-License-Identifier: EUPL-1.2
"""Sandboxes: what runs in one answers, dies or hangs without harm to the server, and can write no file."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from chancery.platform.sandbox.process import Sandbox, SandboxFailed, SandboxTimeout

PROGRAM = """
import os, sys, time
from chancery.platform.sandbox import child

def answer(request):
    word, _, rest = request.partition(b" ")
    if word == b"die":
        os._exit(3)
    if word == b"hang":
        time.sleep(600)
    if word == b"pid":
        return str(os.getpid()).encode()
    if word == b"argument":
        return sys.argv[1].encode()
    if word == b"environment":
        return "\\n".join(sorted(os.environ)).encode()
    if word == b"write":
        try:
            with open(rest, "wb") as file:
                file.write(b"x")
            return b"written"
        except OSError:
            return b"refused"
    if word == b"eat":
        try:
            return str(len(bytearray(4 * 1024**3))).encode()
        except MemoryError:
            return b"refused"
    return request[::-1]

child.run(answer)
"""
Make = Callable[..., Sandbox]


@pytest.fixture
async def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Make]:
    (tmp_path / "sandboxed_example.py").write_text(PROGRAM)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *sys.path]))
    monkeypatch.setenv("CHANCERY_DATABASE_URL", "postgresql://secret")
    made: list[Sandbox] = []

    def start(argument: str = "", *, seconds: float = 60.0, processes: int = 1) -> Sandbox:
        made.append(Sandbox("sandboxed_example", argument, seconds=seconds, processes=processes))
        return made[-1]

    yield start
    for sandbox in made:
        await sandbox.close()


async def test_answers_come_from_one_process_that_stays(make: Make) -> None:
    sandbox = make("the argument")
    assert await sandbox.ask(b"abc") == b"cba"
    assert await sandbox.ask(b"") == b""
    assert await sandbox.ask(b"argument") == b"the argument"
    big = os.urandom(5_000_000)
    assert await sandbox.ask(big) == big[::-1]
    assert await sandbox.ask(b"pid") == await sandbox.ask(b"pid") != str(os.getpid()).encode()


async def test_requests_at_once_get_their_own_answers(make: Make) -> None:
    sandbox = make(processes=2)
    answers = await asyncio.gather(*(sandbox.ask(b"request %d" % number) for number in range(20)))
    assert answers == [(b"request %d" % number)[::-1] for number in range(20)]


async def test_process_that_dies_fails_one_request(make: Make) -> None:
    sandbox = make()
    with pytest.raises(SandboxFailed):
        await sandbox.ask(b"die")
    assert await sandbox.ask(b"abc") == b"cba"


async def test_process_that_hangs_is_killed_and_replaced(make: Make) -> None:
    sandbox = make(seconds=3.0)
    before = int(await sandbox.ask(b"pid"))
    with pytest.raises(SandboxTimeout):
        await sandbox.ask(b"hang")
    assert await sandbox.ask(b"abc") == b"cba"
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


async def test_cancelled_request_does_not_mix_up_the_next(make: Make) -> None:
    sandbox = make()
    await sandbox.ask(b"warm")
    task = asyncio.create_task(sandbox.ask(b"hang"))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await sandbox.ask(b"abc") == b"cba"


async def test_it_writes_no_file_takes_no_endless_memory_and_sees_no_secret(
    make: Make, tmp_path: Path
) -> None:
    sandbox = make()
    assert await sandbox.ask(b"write " + os.fsencode(tmp_path / "out")) == b"refused"
    assert await sandbox.ask(b"eat") == b"refused"
    assert b"CHANCERY" not in await sandbox.ask(b"environment")


async def test_closed_sandbox_leaves_no_process(make: Make) -> None:
    sandbox = make()
    pid = int(await sandbox.ask(b"pid"))
    await sandbox.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
