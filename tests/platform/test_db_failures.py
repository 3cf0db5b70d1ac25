# SPDX-License-Identifier: EUPL-1.2
"""What a write is told when the database fails under it: refused means absent, kept means kept."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import apsw
import asyncpg
import pytest
from support.databases import PostgresServer

from chancery.platform.bus.local import LocalBus
from chancery.platform.db.migrations import Migration
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Database, DatabaseUnavailable, Receipt, Write

SCHEMA = Migration(
    "probe", 1, "0001_probe.sql", "CREATE TABLE probe_note (name TEXT PRIMARY KEY, body TEXT);"
)
CUT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1"
INSERT = "INSERT INTO probe_note (name, body) VALUES ($1, $2)"


def note(name: str, body: str = "") -> Write:
    """Return a write that keeps one note and takes one position."""
    write = Write()
    write.position()
    write.execute(INSERT, name, body)
    return write


async def names(db: Database) -> list[str]:
    """Return the names of all notes."""
    return [str(row[0]) for row in await db.fetch("SELECT name FROM probe_note ORDER BY name")]


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server that the test may stop."""
    server = PostgresServer()
    yield server
    server.remove()


async def cut_connections(server: PostgresServer, database: str) -> None:
    """End every backend of a database, as an administrator or a fail-over does."""
    administrator = await asyncpg.connect(server.url("postgres"))
    await administrator.fetchval(CUT, database)
    await administrator.close()


def name_of(url: str) -> str:
    """Return the database's name in its URL."""
    return url.partition("@/")[2].partition("?")[0]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_full_disk_refuses_every_queued_write(
    database_url: str, tmp_path: Path, local_bus: LocalBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers: list[apsw.Connection] = []
    monkeypatch.setattr(apsw, "connection_hooks", [*apsw.connection_hooks, writers.append])
    db = await open_database(database_url, tmp_path, local_bus, extra=[SCHEMA])
    await db.commit(note("before"))
    for connection in writers[1:]:
        # SQLite's own limit gives the same error as a full disk.
        connection.execute("PRAGMA max_page_count = 20").fetchall()

    queued = [db.submit(note("small")), db.submit(note("large", "x" * 200_000)), db.submit(note("late"))]
    outcomes = await asyncio.gather(*queued, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [DatabaseUnavailable] * 3
    assert await names(db) == ["before"]
    assert (await db.commit(note("after"))).base == 1
    await db.close()


async def test_a_file_that_is_no_database_is_named(tmp_path: Path, local_bus: LocalBus) -> None:
    (tmp_path / "chancery.db").write_bytes(b"not a database, but long enough to look at" * 200)

    with pytest.raises(DatabaseUnavailable, match="chancery.db"):
        await open_database("sqlite:", tmp_path, local_bus)


async def test_an_unknown_scheme_is_refused(tmp_path: Path, local_bus: LocalBus) -> None:
    with pytest.raises(ValueError, match="mysql"):
        await open_database("mysql://localhost/x", tmp_path, local_bus)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_writes_and_reads_survive_a_cut_of_every_connection(
    database_url: str, tmp_path: Path, local_bus: LocalBus, postgres_server: PostgresServer
) -> None:
    db = await open_database(database_url, tmp_path, local_bus, extra=[SCHEMA])
    await db.commit(note("a"))

    await cut_connections(postgres_server, name_of(database_url))
    await db.commit(note("b"))
    await cut_connections(postgres_server, name_of(database_url))

    assert await names(db) == ["a", "b"]
    assert db.position == 2
    await db.close()


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_acknowledged_writes_are_there_and_refused_ones_are_not_while_backends_die(
    database_url: str, tmp_path: Path, local_bus: LocalBus, postgres_server: PostgresServer
) -> None:
    db = await open_database(database_url, tmp_path, local_bus, extra=[SCHEMA])
    outcomes: dict[str, object] = {}
    done = asyncio.Event()

    async def keep(number: int) -> None:
        for turn in range(60):
            name = f"{number:02}-{turn:03}"
            try:
                outcomes[name] = await db.commit(note(name))
            except DatabaseUnavailable as error:
                outcomes[name] = error

    async def cut() -> int:
        administrator = await asyncpg.connect(postgres_server.url("postgres"))
        cuts = 0
        while not done.is_set():
            cuts += await administrator.fetchval(CUT, name_of(database_url))
            await asyncio.sleep(0.004)
        await administrator.close()
        return cuts

    cutter = asyncio.create_task(cut())
    await asyncio.gather(*(keep(number) for number in range(8)))
    done.set()
    cuts = await cutter

    acknowledged = sorted(name for name, outcome in outcomes.items() if isinstance(outcome, Receipt))
    connection = await asyncpg.connect(database_url)
    kept = [row[0] for row in await connection.fetch("SELECT name FROM probe_note ORDER BY name")]
    position = await connection.fetchval("SELECT position FROM platform_stream")
    await connection.close()
    await db.close()

    assert cuts > 0
    assert len(outcomes) == 480
    assert kept == acknowledged
    assert position == len(kept)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_commit_whose_answer_is_lost_is_not_called_refused(
    database_url: str, tmp_path: Path, local_bus: LocalBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = await open_database(database_url, tmp_path, local_bus, extra=[SCHEMA])
    execute = asyncpg.Connection.execute
    lost: list[str] = []

    async def lose_the_answer(self: asyncpg.Connection, query: str, *args: object, **options: object) -> str:
        status: str = await execute(self, query, *args, **options)
        if query == "COMMIT" and not lost:
            lost.append(query)
            self.terminate()
            raise ConnectionResetError("cut after the COMMIT")
        return status

    monkeypatch.setattr(asyncpg.Connection, "execute", lose_the_answer)
    receipt = await db.commit(note("a"))

    assert lost == ["COMMIT"]
    assert receipt.base == 0
    assert await names(db) == ["a"]
    assert (await db.commit(note("b"))).base == 1
    await db.close()


@pytest.mark.postgres
async def test_without_its_server_writes_are_refused_quickly_and_resume_after_it_returns(
    own_server: PostgresServer, tmp_path: Path, local_bus: LocalBus
) -> None:
    db = await open_database(own_server.url("postgres"), tmp_path, local_bus, extra=[SCHEMA])
    await db.commit(note("before"))

    await asyncio.to_thread(own_server.stop)
    outcomes = await asyncio.gather(*(db.submit(note(f"n{i}")) for i in range(5)), return_exceptions=True)
    with pytest.raises(DatabaseUnavailable):
        await db.fetch("SELECT 1")
    await asyncio.to_thread(own_server.start)
    receipt = None
    while receipt is None:
        try:
            receipt = await db.commit(note("after"))
        except DatabaseUnavailable:
            await asyncio.sleep(0.05)

    assert [type(outcome) for outcome in outcomes] == [DatabaseUnavailable] * 5
    assert receipt.base == 1
    assert await names(db) == ["after", "before"]
    await db.close()


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_processes_share_one_gapless_order(
    database_url: str, tmp_path: Path, local_bus: LocalBus
) -> None:
    one = await open_database(database_url, tmp_path, local_bus, extra=[SCHEMA])
    two = await open_database(database_url, tmp_path, LocalBus(), extra=[SCHEMA])

    receipts = await asyncio.gather(
        *((one, two)[number % 2].commit(note(f"{number}")) for number in range(100))
    )

    assert sorted(receipt.base for receipt in receipts) == list(range(100))
    await one.close()
    await two.close()
