# SPDX-License-Identifier: EUPL-1.2
"""The PostgreSQL adapter: one committing connection, and a pool for reads."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlsplit

import asyncpg

from chancery.platform.bus.port import StreamBus
from chancery.platform.db.commits import QUEUE_LIMIT, CommitQueue
from chancery.platform.db.freshness import Freshness
from chancery.platform.db.migrations import Migration
from chancery.platform.db.port import (
    DatabaseUnavailable,
    Dialect,
    Receipt,
    Row,
    Value,
    Write,
)
from chancery.platform.db.postgresql_committer import PostgresqlCommitter
from chancery.platform.db.postgresql_connect import (
    COMMAND_SECONDS,
    CONNECT_SECONDS,
    INFRASTRUCTURE,
    OPTIONS,
    as_rows,
    connect,
    is_infrastructure,
    prepare,
    refusal,
)
from chancery.platform.db.postgresql_migrations import migrate_postgresql

log = logging.getLogger(__name__)

_READERS = 8
_SCANNERS = 2
_SCAN_SECONDS = 600
_FOLLOW_SECONDS = 2.0
_CUT_OFF_SECONDS = 0.25
"""How often the database is asked for news while nobody can tell any."""
_POSITION = "SELECT position FROM platform_stream WHERE id = 1"


class PostgresqlDatabase:
    """A database on a PostgreSQL server, for any number of server processes."""

    dialect: Dialect = "postgresql"

    def __init__(self, url: str, pool: Any, bus: StreamBus, position: int, queue_limit: int) -> None:
        self._pool = pool
        self._scans = asyncio.Semaphore(_SCANNERS)
        self._committer = PostgresqlCommitter(url, lambda settled: self._commits.settle(settled))  # noqa: PLW0108  # made one line below
        self._commits = CommitQueue(bus, self._committer.hand_over, queue_limit, position)
        self._bus = bus
        self._freshness = Freshness(self._stream_position, self._commits.order, bus)
        self._follower = asyncio.get_running_loop().create_task(self._follow(), name="stream-follower")

    @classmethod
    async def open(
        cls, url: str, bus: StreamBus, *, migrations: Sequence[Migration], queue_limit: int = QUEUE_LIMIT
    ) -> "PostgresqlDatabase":
        """Bring the schema up to date and open it; raises MigrationError or DatabaseUnavailable."""
        try:
            connection = await connect(url)
            try:
                await migrate_postgresql(connection, migrations)
            finally:
                await connection.close()
            pool = await asyncpg.create_pool(
                url, min_size=1, max_size=_READERS, init=prepare, reset=_keep_as_is, **OPTIONS
            )
            # Last of all: from here on the bus tells what comes after it.
            position = await pool.fetchval(_POSITION)
        except INFRASTRUCTURE as error:
            place = urlsplit(url).hostname or "the local socket"
            raise DatabaseUnavailable(f"PostgreSQL at {place} cannot be opened: {error}") from error
        return cls(url, pool, bus, position, queue_limit)

    async def fetch(self, sql: str, *params: Value) -> list[Row]:
        """Return all rows of a short, indexed query."""
        return await self._read(sql, params, COMMAND_SECONDS)

    async def fetch_one(self, sql: str, *params: Value) -> Row | None:
        """Return the first row or None."""
        rows = await self._read(sql, params, COMMAND_SECONDS)
        return rows[0] if rows else None

    async def scan(self, sql: str, *params: Value) -> list[Row]:
        """Return all rows of a long query; two at most, so that short ones find a connection."""
        async with self._scans:
            return await self._read(sql, params, _SCAN_SECONDS)

    async def commit(self, write: Write) -> Receipt:
        """Make a write durable and return its receipt after its facts were published."""
        return await self._commits.submit(write)

    def submit(self, write: Write) -> asyncio.Future[Receipt]:
        """Queue a write now and return what `commit` would await."""
        return self._commits.submit(write)

    @property
    def position(self) -> int:
        """The newest stream position whose facts were published in this process."""
        return self._commits.order.position

    @property
    def waiting(self) -> int:
        """How many writes are queued or being committed."""
        return self._commits.waiting

    async def close(self) -> None:
        """Finish queued writes, then close every connection."""
        self._follower.cancel()
        await asyncio.wait([self._follower])
        await self._freshness.close()
        await self._commits.drain()
        await self._committer.stop()
        await self._pool.close()

    async def freshen(self) -> None:
        """Return when everything that any process had committed before this call was told in this process."""
        await self._freshness.wait()

    async def _stream_position(self) -> int:
        row = await self.fetch_one(_POSITION)
        return cast("int", row[0]) if row else 0

    async def _follow(self) -> None:
        """Notice what others committed and the bus did not tell: a lost wake costs seconds, no data."""
        seen = 0
        while True:
            await asyncio.sleep(_FOLLOW_SECONDS if self._bus.is_connected else _CUT_OFF_SECONDS)
            self._commits.order.skip_to(seen)
            try:
                seen = await self._stream_position()
            except DatabaseUnavailable:
                continue

    async def _read(self, sql: str, params: Sequence[Value], seconds: float) -> list[Row]:
        """Read, a second time when the server cut the connection: a read may always be repeated."""
        failure: Exception | None = None
        for _ in range(2):
            try:
                return await self._read_once(sql, params, seconds)
            except Exception as error:
                if not is_infrastructure(error) and not self._is_closing(error):
                    raise refusal(error, sql) from error
                failure = error
        log.error("a read failed: %s", failure)
        raise DatabaseUnavailable("The database did not answer.") from failure

    async def _read_once(self, sql: str, params: Sequence[Value], seconds: float) -> list[Row]:
        async with self._pool.acquire(timeout=CONNECT_SECONDS) as connection:
            try:
                return as_rows(await connection.fetch(sql, *params, timeout=seconds))
            except asyncpg.InternalClientError:
                # It would go back into the pool and fail the next reader in the same way.
                connection.terminate()
                raise

    def _is_closing(self, error: Exception) -> bool:
        return isinstance(error, asyncpg.InterfaceError) and (
            self._pool.is_closing() or "connection" in str(error)
        )


async def _keep_as_is(_connection: Any) -> None:
    """Spare the pool's reset query: reads leave no session state behind."""
