# SPDX-License-Identifier: EUPL-1.2
"""`chancery serve --workers N`: one port, several processes, restarted when they die and drained together."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from support.process import ServerProcess
from support.waiting import until

CHANCERY = str(Path(sys.executable).parent / "chancery")


def metrics(server: ServerProcess) -> str:
    with urlopen(f"{server.url}/metrics", timeout=10) as answer:
        return str(answer.read().decode())


def all_tell_their_numbers(server: ServerProcess) -> bool:
    text = metrics(server)
    return all(f'chancery_stream_position{{worker="{number}"}}' in text for number in (1, 2))


async def test_any_worker_tells_the_numbers_of_all(group: ServerProcess) -> None:
    group.start()
    assert len(group.workers()) == 2
    text = metrics(group)
    for number in (1, 2):
        assert f'chancery_stream_position{{worker="{number}"}}' in text
        assert f'process_resident_memory_bytes{{worker="{number}"}}' in text
    assert text.count("# TYPE chancery_stream_position ") == 1
    assert group.stop() == 0


async def test_a_killed_worker_is_started_again_while_the_other_answers(group: ServerProcess) -> None:
    group.start()
    first, second = group.workers()
    os.kill(first, signal.SIGKILL)
    await until(lambda: len(group.workers()) == 2 and first not in group.workers())
    assert second in group.workers()
    await until(lambda: all_tell_their_numbers(group))
    assert "worker=" in group.log()
    assert group.stop() == 0


async def test_a_worker_that_an_operator_ends_gets_a_successor(group: ServerProcess) -> None:
    group.start()
    first, _ = group.workers()
    os.kill(first, signal.SIGTERM)
    await until(lambda: len(group.workers()) == 2 and first not in group.workers())
    assert group.stop() == 0


async def test_workers_end_when_their_supervisor_is_killed(group: ServerProcess) -> None:
    group.start()
    pids = group.workers()
    group.kill()
    await until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CHANCERY, "serve", *words], env={**os.environ, **environment}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


def test_several_workers_are_refused_on_sqlite(tmp_path: Path) -> None:
    done = run(ServerProcess(tmp_path).environment, "--workers", "2")
    assert done.returncode == 1
    assert "PostgreSQL (database.url = postgresql://…) and NATS (bus.url = nats://…)" in done.stderr


def test_several_workers_are_refused_without_nats(tmp_path: Path) -> None:
    environment = ServerProcess(tmp_path, database_url="postgresql://localhost/chancery").environment
    done = run(environment, "--workers", "2")
    assert done.returncode == 1
    assert "Set NATS (bus.url = nats://…), or" in done.stderr


def test_the_group_ends_with_an_error_when_a_worker_cannot_start(tmp_path: Path) -> None:
    unreachable = "postgresql://nobody@127.0.0.1:1/none"
    environment = ServerProcess(tmp_path, database_url=unreachable, bus_url="nats://127.0.0.1:1").environment
    done = run(environment, "--workers", "2")
    assert done.returncode == 1
    assert "Chancery cannot start: The NATS server at 127.0.0.1 does not answer." in done.stderr
    assert "a worker could not start" in done.stderr


def test_a_second_group_on_the_port_of_a_first_is_refused(group: ServerProcess) -> None:
    group.start()
    done = run(group.environment)
    assert done.returncode == 1
    assert "Chancery cannot listen on 127.0.0.1" in done.stderr
