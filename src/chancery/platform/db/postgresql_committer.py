# SPDX-License-Identifier: EUPL-1.2
"""The one connection of this process that writes PostgreSQL: everything queued becomes one transaction.

The row of `platform_stream` is locked first and held to the COMMIT: the transactions of all processes follow
one another: positions are gapless, and a reader that sees position n sees everything up to n.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from chancery.platform.db.batching import Step, as_unnest, plan
from chancery.platform.db.commits import Outcome, Pending, Returned, Settled, bind, unavailable
from chancery.platform.db.port import OutcomeUnknown, Receipt, Row, Statement, Write, WriteConflict
from chancery.platform.db.postgresql_connect import as_rows, connect, is_infrastructure, refusal

log = logging.getLogger(__name__)

_TAKE_POSITIONS = """
UPDATE platform_stream SET position = position + $1 WHERE id = 1
RETURNING position - $1, pg_current_xact_id()::text
"""
_SET_POSITION = "UPDATE platform_stream SET position = $1 WHERE id = 1"
_XACT_STATUS = "SELECT pg_xact_status($1::text::xid8)"
_BACK_OFF_SECONDS = (0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_ASK_SECONDS = 30.0


class _CommitLost(Exception):
    """The connection went away during the COMMIT of transaction `xid`."""

    def __init__(self, xid: str, settled: list[Settled]) -> None:
        super().__init__(xid)
        self.xid = xid
        self.settled = settled


class PostgresqlCommitter:
    """Takes batches in order; `settle` is called on the event loop with each finished one."""

    def __init__(self, url: str, settle: Callable[[list[Settled]], None]) -> None:
        self._url = url
        self._settle = settle
        self._inbox: list[Pending] = []
        self._arrived = asyncio.Event()
        self._connection: Any = None
        self._types: dict[str, list[str]] = {}
        self._failures = 0
        self._retry_at = 0.0
        self._task = asyncio.get_running_loop().create_task(self._run(), name="postgresql-committer")

    def hand_over(self, batch: list[Pending]) -> None:
        """Queue a batch behind the ones before it."""
        self._inbox += batch
        self._arrived.set()

    async def stop(self) -> None:
        """End the task (its queue is empty by now) and the connection."""
        self._task.cancel()
        await asyncio.wait([self._task])
        if self._connection is not None:
            await self._connection.close()

    async def _run(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._inbox:
                batch, self._inbox = self._inbox, []
                self._settle(await self._commit(batch))

    async def _commit(self, batch: list[Pending]) -> list[Settled]:
        """Commit a batch; after a loss once more on a new connection: nothing is kept before the COMMIT."""
        failure: Exception | None = None
        for _ in range(2):
            try:
                return await self._transact(await self._connected(), batch)
            except _CommitLost as lost:
                return await self._ask_outcome(lost, batch)
            except Exception as error:  # noqa: BLE001  # whatever it was, the queue must go on and each waiter must hear
                failure = error
                self._drop_connection()
        assert failure is not None
        log.error("PostgreSQL refused a batch of %d writes: %s", len(batch), failure)
        return unavailable(batch, "The database did not take the write.", failure)

    async def _transact(self, connection: Any, batch: list[Pending]) -> list[Settled]:
        """Commit in planned steps; only when a write is refused, start over with a savepoint around each."""
        try:
            return await self._attempt_planned(connection, batch)
        except _CommitLost:
            raise
        except Exception as error:
            if is_infrastructure(error, connection):
                raise
            await connection.execute("ROLLBACK")
        return await self._attempt_each(connection, batch)

    async def _attempt_planned(self, connection: Any, batch: list[Pending]) -> list[Settled]:
        writes = [write for write, _ in batch]
        await connection.execute("BEGIN")
        base, xid = await connection.fetchrow(_TAKE_POSITIONS, sum(write.positions for write in writes))
        bases: list[int] = []
        for write in writes:
            bases.append(base)
            base += write.positions
        returned: list[Returned] = [[] for _ in writes]
        for step in plan([_bound(write, first) for write, first in zip(writes, bases, strict=True)]):
            await self._run_step(connection, step, returned)
        settled: list[Settled] = [
            (pending, Receipt(first, rows))
            for pending, first, rows in zip(batch, bases, returned, strict=True)
        ]
        return await _finish(connection, xid, settled)

    async def _run_step(self, connection: Any, step: Step, returned: list[Returned]) -> None:
        if step.answers is not None:
            rows = await _run_answered(connection, step.statement)
            if step.statement.returning:
                returned[step.answers].append(rows)
            return
        if len(step.rows) > 1 and step.shape.head:
            sql = as_unnest(step.shape, await self._parameter_types(connection, step.statement.sql))
            await connection.execute(sql, *(list(column) for column in zip(*step.rows, strict=True)))
            return
        await _run_rows(connection, step.statement.sql, step.rows)

    async def _parameter_types(self, connection: Any, sql: str) -> list[str]:
        types = self._types.get(sql)
        if types is None:
            prepared = await connection.prepare(sql)
            types = self._types[sql] = [parameter.name for parameter in prepared.get_parameters()]
        return types

    async def _attempt_each(self, connection: Any, batch: list[Pending]) -> list[Settled]:
        await connection.execute("BEGIN")
        first, xid = await connection.fetchrow(_TAKE_POSITIONS, 0)
        base = first
        settled: list[Settled] = []
        for pending in batch:
            outcome = await _run_in_savepoint(connection, pending[0], base)
            if isinstance(outcome, Receipt):
                base += pending[0].positions
            settled.append((pending, outcome))
        if base != first:
            await connection.execute(_SET_POSITION, base)
        return await _finish(connection, xid, settled)

    async def _connected(self) -> Any:
        """Return the connection, made anew after a loss, but not more often than the back-off allows."""
        if self._connection is not None and not self._connection.is_closed():
            return self._connection
        if monotonic() < self._retry_at:
            raise ConnectionError("PostgreSQL was not reachable a moment ago")
        try:
            self._connection = await connect(self._url)
        except Exception:
            self._failures += 1
            pause = _BACK_OFF_SECONDS[min(self._failures, len(_BACK_OFF_SECONDS) - 1)]
            self._retry_at = monotonic() + pause
            raise
        self._failures = 0
        return self._connection

    def _drop_connection(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def _ask_outcome(self, lost: _CommitLost, batch: Sequence[Pending]) -> list[Settled]:
        """Ask the server whether the transaction was committed: a kept write must not be called refused."""
        self._drop_connection()
        deadline = monotonic() + _ASK_SECONDS
        while monotonic() < deadline:
            status = await self._xact_status(lost.xid)
            if status == "committed":
                return lost.settled
            if status == "aborted":
                return unavailable(batch, "The database did not take the write.", lost)
            await asyncio.sleep(0.1)
        log.error("the outcome of transaction %s (%d writes) is unknown", lost.xid, len(batch))
        return [
            (pending, OutcomeUnknown("It is not known whether the write was kept; try again."))
            for pending in batch
        ]

    async def _xact_status(self, xid: str) -> str | None:
        try:
            connection = await self._connected()
            status: str | None = await connection.fetchval(_XACT_STATUS, xid)
        except Exception as error:  # noqa: BLE001  # whatever it was, the queue must go on and each waiter must hear
            log.warning("asking for the outcome of transaction %s: %s", xid, error)
            self._drop_connection()
            return None
        return status


def _bound(write: Write, base: int) -> Sequence[Statement]:
    if not write.positions:
        return write.statements
    return [
        Statement(statement.sql, bind(statement.rows, base), statement.expect, statement.returning)
        for statement in write.statements
    ]


async def _finish(connection: Any, xid: str, settled: list[Settled]) -> list[Settled]:
    try:
        await connection.execute("COMMIT")
    except Exception as error:
        if is_infrastructure(error, connection):
            raise _CommitLost(xid, settled) from error
        raise
    return settled


async def _run_in_savepoint(connection: Any, write: Write, base: int) -> Outcome:
    await connection.execute("SAVEPOINT one_write")
    returned: Returned = []
    try:
        for statement in _bound(write, base):
            if statement.expect is None and not statement.returning:
                await _run_rows(connection, statement.sql, statement.rows)
                continue
            rows = await _run_answered(connection, statement)
            if statement.returning:
                returned.append(rows)
    except Exception as error:
        if is_infrastructure(error, connection):
            raise
        await connection.execute("ROLLBACK TO SAVEPOINT one_write")
        await connection.execute("RELEASE SAVEPOINT one_write")
        return refusal(error)
    await connection.execute("RELEASE SAVEPOINT one_write")
    return Receipt(base, returned)


async def _run_rows(connection: Any, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    if len(rows) == 1:
        await connection.execute(sql, *rows[0])
        return
    await connection.executemany(sql, rows)


async def _run_answered(connection: Any, statement: Statement) -> list[Row]:
    rows: list[Row] = []
    affected = 0
    for parameters in statement.rows:
        if statement.returning:
            found = as_rows(await connection.fetch(statement.sql, *parameters))
            rows += found
            affected += len(found)
            continue
        status: str = await connection.execute(statement.sql, *parameters)
        affected += int(status.rpartition(" ")[2])
    if statement.expect is not None and affected != statement.expect:
        raise WriteConflict("The data has changed in the meantime.")
    return rows
