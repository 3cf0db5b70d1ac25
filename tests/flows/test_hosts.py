# SPDX-License-Identifier: EUPL-1.2
"""Two hosts with one PostgreSQL and one NATS: one of them loses its cable to either, and gets it back."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from flows.test_faults import FOLLOWERS, WRITERS, Play, play
from support.databases import PostgresServer
from support.hosts import SERVICES, Host
from support.nats import NatsServer
from support.process import ServerProcess

pytestmark = pytest.mark.slow


@pytest.fixture
def network_postgres(hosts: tuple[Host, Host], postgres_server: PostgresServer) -> Iterator[PostgresServer]:
    """A PostgreSQL that both hosts reach (the run's own says whether it is installed at all)."""
    server = PostgresServer(SERVICES["postgres"])
    yield server
    server.remove()


@pytest.fixture
def network_nats(hosts: tuple[Host, Host], nats_binary: str) -> Iterator[NatsServer]:
    """A NATS that both hosts reach."""
    server = NatsServer(nats_binary, SERVICES["nats"])
    yield server
    server.stop()


@pytest.fixture
def servers(
    hosts: tuple[Host, Host], network_postgres: PostgresServer, network_nats: NatsServer, tmp_path: Path
) -> Iterator[list[ServerProcess]]:
    """A server on each host; they share the database, the bus, and a data folder."""
    processes = []
    for host in hosts:
        folder = tmp_path / host.namespace
        folder.mkdir()
        process = ServerProcess(
            folder,
            database_url=network_postgres.network_url("postgres"),
            bus_url=network_nats.url,
            address=host.address,
            namespace=host.namespace,
        )
        process.environment["CHANCERY_STORAGE__DATA"] = str(tmp_path / "data")
        processes.append(process)
    yield processes
    for process in processes:
        process.kill()


@pytest.mark.parametrize("cables", [("nats",), ("postgres",), ("nats", "postgres")], ids="+".join)
async def test_a_host_is_cut_off_and_returns(
    servers: list[ServerProcess],
    hosts: tuple[Host, Host],
    cables: tuple[str, ...],
    request: pytest.FixtureRequest,
) -> None:
    seconds: float = request.config.getoption("--cut-seconds")
    await servers[0].add_people(*(f"sender{number}" for number in range(WRITERS + FOLLOWERS)))
    for server in servers:
        await asyncio.to_thread(server.start)

    async def scenes(stage: Play) -> None:
        hosts[0].pull(*cables)
        await asyncio.sleep(seconds)  # the length of the cut is what is tested
        hosts[0].plug(*cables)
        await stage.more()

    await play([server.url for server in servers], scenes)
    for server in servers:
        assert await asyncio.to_thread(server.stop) == 0
