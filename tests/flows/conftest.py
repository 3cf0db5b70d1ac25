# SPDX-License-Identifier: EUPL-1.2
"""Flows run against a started server process, on SQLite and on PostgreSQL with NATS."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.databases import PostgresServer
from support.nats import NatsServer
from support.process import ServerProcess


@pytest.fixture
def server(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[ServerProcess]:
    """A prepared server that is not started yet; ended with the test."""
    bus_url = request.getfixturevalue("nats_server").url if database_url.startswith("postgresql") else ""
    process = ServerProcess(tmp_path, database_url=database_url, bus_url=bus_url)
    yield process
    process.kill()


@pytest.fixture
def group(own_postgres: PostgresServer, nats_server: NatsServer, tmp_path: Path) -> Iterator[ServerProcess]:
    """Two workers on a PostgreSQL and a NATS of their own, not started yet."""
    url = own_postgres.url("postgres")
    process = ServerProcess(tmp_path, database_url=url, bus_url=nats_server.url, workers=2)
    yield process
    process.kill()
