# SPDX-License-Identifier: EUPL-1.2
"""Fixtures: a fresh SQLite file or PostgreSQL database per test, and the private server behind the latter."""

import asyncio
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from chancery.platform.bus.local import LocalBus
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Database

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
_START_SECONDS = 30
_SHARED_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class PostgresServer:
    """A PostgreSQL cluster of this test run alone: own folder, unix socket, stopped by its own pid.

    With `address` it also listens there, for the test's own small network.
    """

    def __init__(self, address: str = "") -> None:
        self._address = address
        self._bin = _BINARIES[-1]
        # In memory where there is room: creating a database copies a thousand small files.
        self._folder = Path(tempfile.mkdtemp(prefix="chancery-pg-", dir=_SHARED_MEMORY))
        self._user = "postgres" if os.geteuid() == 0 else None
        self._port = 10_000 + secrets.randbelow(50_000)
        self._process: subprocess.Popen[bytes] | None = None
        if self._user:
            shutil.chown(self._folder, self._user, self._user)
        self._run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        if address:
            with (self._folder / "data/pg_hba.conf").open("a") as file:
                file.write("host all all 10.213.0.0/16 trust\n")
        self.start()

    def url(self, database: str) -> str:
        """Return the connection URL of one database."""
        return f"postgresql://postgres@/{database}?host={self._folder}&port={self._port}"

    def network_url(self, database: str) -> str:
        """Return the connection URL of one database by the address."""
        return f"postgresql://postgres@{self._address}:{self._port}/{database}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        # Durability is SQLite's and PostgreSQL's own affair: the tests cut processes, never power.
        options = (
            f"listen_addresses={self._address}",
            f"unix_socket_directories={self._folder}",
            "fsync=off",
        )
        flags = [word for option in options for word in ("-c", option)]
        command = [str(self._bin / "postgres"), "-D", "data", "-p", str(self._port), *flags]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self._folder, user=self._user, group=self._user, stdout=log, stderr=log
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError((self._folder / "log").read_text())
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server at once, cutting every connection."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(_START_SECONDS)
            self._process = None

    def freeze(self) -> None:
        """Halt every process of the server, so that it takes connections' bytes and answers nothing."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let the server go on."""
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, number: signal.Signals) -> None:
        assert self._process is not None
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for one in (pid, *map(int, children)):
            os.kill(one, number)

    def remove(self) -> None:
        """Stop the server and delete its folder."""
        self.stop()
        shutil.rmtree(self._folder)

    def _answers(self) -> bool:
        arguments = ("-h", str(self._folder), "-p", str(self._port), "-q")
        return subprocess.run([self._bin / "pg_isready", *arguments], check=False).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._bin / program, *arguments],
            cwd=self._folder,
            user=self._user,
            group=self._user,
            check=True,
            stdout=subprocess.DEVNULL,
        )


async def administer(server: PostgresServer, sql: str) -> None:
    """Run one statement in the server's maintenance database."""
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The run's PostgreSQL server."""
    if not _BINARIES:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql); its half of the suite is left out")
    server = PostgresServer()
    yield server
    server.remove()


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of one test, which may cut it off."""
    if not _BINARIES:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    server = PostgresServer()
    yield server
    server.thaw()
    server.remove()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, empty database; the test runs once for each adapter."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/chancery.db"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"test_{secrets.token_hex(8)}"
    # Whoever asks for an open database gets a copy of a migrated one: 1 s of migrations becomes 50 ms of copying.
    template = (
        request.getfixturevalue("migrated_template") if "database" in request.fixturenames else "template0"
    )
    asyncio.run(administer(server, f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield server.url(name)
    asyncio.run(administer(server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database on the run's PostgreSQL server that has every module's schema."""
    name = "migrated_template"

    async def migrate() -> None:
        await administer(postgres_server, f"CREATE DATABASE {name}")
        opened = await open_database(
            postgres_server.url(name), tmp_path_factory.mktemp("template"), LocalBus()
        )
        await opened.close()

    asyncio.run(migrate())
    return name


@pytest.fixture
def local_bus() -> LocalBus:
    """A bus inside the process."""
    return LocalBus()


OpenDatabase = Callable[[], Awaitable[Database]]


@pytest.fixture
async def database(database_url: str, tmp_path: Path, local_bus: LocalBus) -> AsyncIterator[Database]:
    """An open database with the schema of the platform and of every module."""
    opened = await open_database(database_url, tmp_path, local_bus)
    yield opened
    await opened.close()
