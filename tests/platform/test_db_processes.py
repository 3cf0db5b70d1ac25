# SPDX-License-Identifier: EUPL-1.2
"""Several processes on one PostgreSQL: each hears every fact once, in one order, also past a broken bus."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from support.nats import NatsServer

from chancery.platform.bus.nats import NatsBus
from chancery.platform.bus.port import Fact
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Database, Write

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


class Counted(Fact, frozen=True):
    """A position was taken."""

    position: int


class Process:
    """One server process: its bus, its database and what it has heard."""

    def __init__(self, bus: NatsBus, db: Database) -> None:
        self.bus = bus
        self.db = db
        self.heard: list[int] = []
        self.covered: list[bool] = []
        self.gaps: list[tuple[int, int]] = []
        bus.subscribe(Counted, self._hear)
        bus.on_gap(lambda after, upto: self.gaps.append((after, upto)))

    async def take(self) -> None:
        """Commit a write that takes one position and tells it."""
        write = Write()
        place = write.position()
        write.publish(lambda base: Counted(base + place.offset))
        await self.db.commit(write)

    def _hear(self, fact: Counted) -> None:
        self.heard.append(fact.position)
        self.covered.append(self.db.position >= fact.position)


async def until(condition: Callable[[], bool]) -> None:
    """Wait until the condition holds."""
    async with asyncio.timeout(15):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture
async def processes(
    database_url: str, tmp_path: Path, nats_server: NatsServer
) -> AsyncIterator[tuple[Process, Process]]:
    """Two server processes on one database and one bus."""
    started = []
    for _ in range(2):
        bus = NatsBus(nats_server.url)
        await bus.start()
        started.append(Process(bus, await open_database(database_url, tmp_path, bus)))
    yield started[0], started[1]
    for process in started:
        await process.db.close()
        await process.bus.close()


async def test_both_hear_everything_once_in_stream_order(processes: tuple[Process, Process]) -> None:
    async def work(process: Process) -> None:
        for _ in range(50):
            await process.take()

    await asyncio.gather(*(work(process) for process in processes for _ in range(3)))
    await until(lambda: all(len(process.heard) == 300 for process in processes))

    for process in processes:
        assert process.heard == list(range(1, 301))
        assert all(process.covered)
        assert process.db.position == 300
        assert process.gaps == []


async def test_a_dead_bus_costs_time_and_a_gap_but_no_position(
    processes: tuple[Process, Process], nats_server: NatsServer
) -> None:
    one, two = processes
    nats_server.stop()

    await asyncio.gather(*(one.take() for _ in range(5)))
    await until(lambda: two.db.position == 5)

    assert one.heard == [1, 2, 3, 4, 5]
    assert (0, 5) in two.gaps
    await two.take()
    assert two.heard[-1] == 6


async def test_after_freshening_a_process_knows_what_others_had_committed(
    processes: tuple[Process, Process],
) -> None:
    one, other = processes
    for number in range(20):
        await asyncio.gather(*(one.take() for _ in range(number)))
        committed = one.db.position
        await asyncio.gather(*(other.db.freshen() for _ in range(5)))
        assert other.db.position >= committed
        assert other.heard == one.heard


async def test_freshening_needs_no_bus(processes: tuple[Process, Process], nats_server: NatsServer) -> None:
    one, other = processes
    nats_server.stop()
    await until(lambda: not other.bus.is_connected)
    await one.take()
    await other.db.freshen()
    assert other.db.position == one.db.position
    assert other.gaps[-1] == (one.db.position - 1, one.db.position)
    nats_server.start()
