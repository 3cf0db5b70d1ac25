# SPDX-License-Identifier: EUPL-1.2
"""`python -m bench.workers [--rounds N] [--people N]`: one worker against two, on PostgreSQL and NATS, in turn.

Each round runs A B on fresh databases of one PostgreSQL with fsync on; CPU is that of the server's process tree, and of
PostgreSQL beside it. The client, the workers and PostgreSQL share this machine's cores.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path

from bench.backends import Backends
from bench.client import Person
from bench.peers import Chancery
from bench.scenarios import Figures, Stage, deliveries, gather, sends
from bench.tables import table
from chancery.app.load.processes import cpu_seconds

_READERS = 40
_ROOMS = 200
_TIMES = 5


class Group(Chancery):
    """Chancery with some workers."""

    def __init__(self, folder: Path, backends: Backends, workers: int, round_number: int) -> None:
        self.name = "one" if workers == 1 else f"{workers} workers"
        super().__init__(folder)
        self._workers = workers
        self._backends = backends
        self._database = backends.database_url(f"bench_{round_number}_{workers}")

    def environment(self) -> dict[str, str]:
        return {
            **super().environment(),
            "CHANCERY_DATABASE__URL": self._database,
            "CHANCERY_BUS__URL": self._backends.nats_url,
            "CHANCERY_SERVER__WORKERS": str(self._workers),
        }

    def database_cpu(self) -> float:
        return cpu_seconds(self._backends.pids[0])


async def first_syncs(stage: Stage) -> Figures:
    """Forty people who are in the same 200 rooms sync from nothing, five times each and all at once.

    Nearly all of its work is the server's own: the client only reads bytes, and PostgreSQL is asked for little.
    """
    readers = stage.people[:_READERS]
    for number in range(_ROOMS):
        room = await readers[0].create_room()
        await gather([person.join(room) for person in readers[1:]], at_once=10)
        await readers[number % _READERS].send(room)

    async def again(person: Person) -> None:
        for _ in range(_TIMES):
            person.since = ""
            await person.sync()

    await gather([again(person) for person in readers])
    cpu, started = stage.peer.cpu(), time.monotonic()
    await gather([again(person) for person in readers])
    count = _READERS * _TIMES
    return {
        "first syncs of 200 rooms: per second": count / (time.monotonic() - started),
        "first syncs of 200 rooms: CPU ms": (stage.peer.cpu() - cpu) * 1000 / count,
    }


async def measure(group: Group, people: int) -> Figures:
    """Run sends, deliveries and first syncs on a fresh server."""
    group.prepare()
    group.start()
    try:
        await asyncio.sleep(2)
        names = [f"official{number}" for number in range(people)]
        await group.create_people(names)
        stage = Stage(group, [Person(group.url, name) for name in names])
        await gather([person.login() for person in stage.people], at_once=10)
        before = group.database_cpu()
        figures = await sends(stage)
        figures["sends: PostgreSQL's CPU s per 1,000, with the preparation"] = group.database_cpu() - before
        figures |= await deliveries(stage)
        figures |= await first_syncs(stage)
        figures["memory: of all processes, MB"] = group.memory()
        await asyncio.gather(*(person.close() for person in stage.people))
        return figures
    finally:
        group.stop()


async def run(arguments: argparse.Namespace) -> None:
    runs: dict[str, list[Figures]] = {}
    with tempfile.TemporaryDirectory(prefix="chancery-bench-") as name, Backends(Path(name)) as backends:
        for number in range(arguments.rounds):
            for workers in (2, 1):
                group = Group(Path(name), backends, workers, number)
                print(f"Round {number + 1}: {group.name}", flush=True)
                runs.setdefault(group.name, []).append(await measure(group, arguments.people))
    print(f"\n{os.cpu_count()} cores\n\n{table(runs)}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.workers")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--people", type=int, default=201)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
