# SPDX-License-Identifier: EUPL-1.2
"""The SQLite adapter: one writer thread, reads on the event loop's thread, long reads in a small pool."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, cast

import apsw

from chancery.platform.bus.port import StreamBus
from chancery.platform.db.commits import QUEUE_LIMIT, CommitQueue, Settled
from chancery.platform.db.migrations import Migration
from chancery.platform.db.placeholders import for_sqlite
from chancery.platform.db.port import DatabaseUnavailable, Dialect, Receipt, Row, StatementError, Value, Write
from chancery.platform.db.sqlite_migrations import migrate_sqlite
from chancery.platform.db.sqlite_writer import SqliteWriter

log = logging.getLogger(__name__)

Synchronous = Literal["full", "normal"]
_SCANNERS = 2
_BUSY_MS = 5000
_CALLER_ERRORS = (apsw.SQLError, apsw.BindingsError, apsw.RangeError, TypeError, ValueError, OverflowError)


class SqliteDatabase:
    """A database in one file, for one server process."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path, bus: StreamBus, synchronous: Synchronous, queue_limit: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._writer = SqliteWriter(_open_writer(path, synchronous), self._settle_from_thread)
        self._reader = _open_reader(path)
        self._scanners = [_open_reader(path) for _ in range(_SCANNERS)]
        self._pool = ThreadPoolExecutor(_SCANNERS, thread_name_prefix="sqlite-scan")
        ((position,),) = self._read("SELECT position FROM platform_stream WHERE id = 1")
        self._commits = CommitQueue(bus, self._writer.hand_over, queue_limit, cast("int", position))

    @classmethod
    async def open(
        cls,
        path: Path,
        bus: StreamBus,
        *,
        migrations: Sequence[Migration],
        synchronous: Synchronous = "full",
        queue_limit: int = QUEUE_LIMIT,
    ) -> "SqliteDatabase":
        """Bring the file's schema up to date and open it; raises MigrationError or DatabaseUnavailable."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = _open_writer(path, synchronous)
            try:
                migrate_sqlite(connection, migrations)
            finally:
                connection.close()
            return cls(path, bus, synchronous, queue_limit)
        except (apsw.CantOpenError, apsw.NotADBError, apsw.BusyError, apsw.IOError, OSError) as error:
            raise DatabaseUnavailable(f"The database {path} cannot be opened: {error}") from error

    async def fetch(self, sql: str, *params: Value) -> list[Row]:
        """Return all rows of a short, indexed query; 20 µs here is less than any hop to a thread."""
        return self._read(sql, params)

    async def fetch_one(self, sql: str, *params: Value) -> Row | None:
        """Return the first row or None."""
        rows = self._read(sql, params)
        return rows[0] if rows else None

    async def scan(self, sql: str, *params: Value) -> list[Row]:
        """Return all rows of a long query, read in a thread."""
        return await self._loop.run_in_executor(self._pool, self._scan, sql, params)

    async def commit(self, write: Write) -> Receipt:
        """Make a write durable and return its receipt after its facts were published."""
        return await self._commits.submit(write)

    def submit(self, write: Write) -> asyncio.Future[Receipt]:
        """Queue a write now and return what `commit` would await."""
        return self._commits.submit(write)

    async def freshen(self) -> None:
        """Nobody else writes, and what was answered here was told here."""

    @property
    def position(self) -> int:
        """The newest stream position whose facts were published."""
        return self._commits.order.position

    @property
    def waiting(self) -> int:
        """How many writes are queued or being committed."""
        return self._commits.waiting

    async def close(self) -> None:
        """Finish queued writes, then close the file."""
        await self._commits.drain()
        await asyncio.to_thread(self._writer.stop)
        await asyncio.to_thread(self._pool.shutdown)
        for connection in (self._reader, *self._scanners):
            connection.close()

    def _settle_from_thread(self, settled: list[Settled]) -> None:
        try:
            self._loop.call_soon_threadsafe(self._commits.settle, settled)
        except RuntimeError:
            log.warning("the event loop ended before %d committed writes could be answered", len(settled))

    def _read(self, sql: str, params: Sequence[Value] = ()) -> list[Row]:
        return _query(self._reader, sql, params)

    def _scan(self, sql: str, params: Sequence[Value]) -> list[Row]:
        # There are as many connections as threads, so one is always free.
        connection = self._scanners.pop()
        try:
            return _query(connection, sql, params)
        finally:
            self._scanners.append(connection)


def _query(connection: apsw.Connection, sql: str, params: Sequence[Value]) -> list[Row]:
    try:
        return connection.execute(for_sqlite(sql), params).fetchall()
    except apsw.ConnectionClosedError as error:
        raise DatabaseUnavailable("The database is closed.") from error
    except _CALLER_ERRORS as error:
        raise StatementError(f"{error} in: {sql}") from error
    except apsw.Error as error:
        log.exception("a read failed")
        raise DatabaseUnavailable("The database did not answer.") from error


def _open_writer(path: Path, synchronous: Synchronous) -> apsw.Connection:
    connection = apsw.Connection(str(path), statementcachesize=512)
    _apply(connection, "journal_mode = WAL", f"synchronous = {synchronous}", "wal_autocheckpoint = 4000")
    return connection


def _open_reader(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path), statementcachesize=512)
    _apply(connection, "query_only = ON")
    return connection


def _apply(connection: apsw.Connection, *pragmas: str) -> None:
    connection.set_busy_timeout(_BUSY_MS)
    for pragma in ("foreign_keys = ON", "cache_size = -16384", "temp_store = MEMORY", *pragmas):
        # apsw steps lazily: without fetchall a pragma may never run.
        connection.execute(f"PRAGMA {pragma}").fetchall()
