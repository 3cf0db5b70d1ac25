# SPDX-License-Identifier: EUPL-1.2
"""The one thread that writes SQLite: everything queued becomes one transaction and one fsync."""

import logging
import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import cast

import apsw

from chancery.platform.db.commits import Outcome, Pending, Returned, Settled, bind, unavailable
from chancery.platform.db.placeholders import for_sqlite
from chancery.platform.db.port import Receipt, Row, Statement, StatementError, Write, WriteConflict

log = logging.getLogger(__name__)

_INFRASTRUCTURE = (
    apsw.BusyError,
    apsw.CantOpenError,
    apsw.CorruptError,
    apsw.FullError,
    apsw.IOError,
    apsw.InterruptError,
    apsw.LockedError,
    apsw.NoMemError,
    apsw.NotADBError,
    apsw.PermissionsError,
    apsw.ProtocolError,
    apsw.ReadOnlyError,
)
_CONFLICTS = {
    apsw.SQLITE_CONSTRAINT_UNIQUE,
    apsw.SQLITE_CONSTRAINT_PRIMARYKEY,
    apsw.SQLITE_CONSTRAINT_ROWID,
    apsw.SQLITE_CONSTRAINT_FOREIGNKEY,
}


class SqliteWriter:
    """Owns the writing connection; `settle` is called from this thread with each finished batch."""

    def __init__(self, connection: apsw.Connection, settle: Callable[[list[Settled]], None]) -> None:
        self._connection = connection
        self._settle = settle
        self._inbox: SimpleQueue[list[Pending] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()

    def hand_over(self, batch: list[Pending]) -> None:
        """Give the thread a batch; callable from any thread."""
        self._inbox.put(batch)

    def stop(self) -> None:
        """Let the thread finish what it has, then wait for its end."""
        self._inbox.put(None)
        self._thread.join()

    def _run(self) -> None:
        more = True
        while more:
            batch, more = self._next()
            if batch:
                self._settle(self._commit(batch))
        self._connection.close()

    def _next(self) -> tuple[list[Pending], bool]:
        batch: list[Pending] = []
        while not batch or not self._inbox.empty():
            turn = self._inbox.get()
            if turn is None:
                return batch, False
            batch += turn
        return batch, True

    def _commit(self, batch: list[Pending]) -> list[Settled]:
        """Commit without savepoints; only when a write is refused, start over with one around each write.

        The first attempt is rolled back as a whole, so the second one starts from the same state; an honest
        load saves two statements for every write.
        """
        try:
            return self._attempt(batch, _run_bare)
        except _INFRASTRUCTURE as error:
            return self._failed(batch, error)
        except Exception as error:  # noqa: BLE001  # whatever it was, the queue must go on and each waiter must hear
            self._roll_back()
            if len(batch) == 1:
                return [(batch[0], _refusal(error))]
        try:
            return self._attempt(batch, _run_in_savepoint)
        except Exception as error:  # noqa: BLE001  # whatever it was, the queue must go on and each waiter must hear
            return self._failed(batch, error)

    def _attempt(
        self, batch: list[Pending], run: Callable[[apsw.Connection, Write, int], Outcome]
    ) -> list[Settled]:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE").fetchall()
        ((first,),) = connection.execute("SELECT position FROM platform_stream WHERE id = 1").fetchall()
        base = first = cast("int", first)
        settled: list[Settled] = []
        for pending in batch:
            outcome = run(connection, pending[0], base)
            if not isinstance(outcome, Exception):
                base += pending[0].positions
            settled.append((pending, outcome))
        if base != first:
            connection.execute("UPDATE platform_stream SET position = ?1 WHERE id = 1", (base,)).fetchall()
        connection.execute("COMMIT").fetchall()
        return settled

    def _failed(self, batch: Sequence[Pending], error: Exception) -> list[Settled]:
        log.error("the database refused a batch of %d writes: %s", len(batch), error)
        self._roll_back()
        return unavailable(batch, "The database did not take the write.", error)

    def _roll_back(self) -> None:
        # A full disk or an I/O error may have rolled back by itself.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK").fetchall()


def _run_bare(connection: apsw.Connection, write: Write, base: int) -> Receipt:
    returned: Returned = []
    for statement in write.statements:
        rows, affected = _execute(connection, statement, base if write.positions else None)
        if statement.expect is not None and affected != statement.expect:
            raise WriteConflict("The data has changed in the meantime.")
        if statement.returning:
            returned.append(rows)
    return Receipt(base, returned)


def _run_in_savepoint(connection: apsw.Connection, write: Write, base: int) -> Outcome:
    connection.execute("SAVEPOINT one_write").fetchall()
    try:
        receipt = _run_bare(connection, write, base)
    except _INFRASTRUCTURE:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it was, the queue must go on and each waiter must hear
        connection.execute("ROLLBACK TO one_write").fetchall()
        connection.execute("RELEASE one_write").fetchall()
        return _refusal(error)
    connection.execute("RELEASE one_write").fetchall()
    return receipt


def _execute(connection: apsw.Connection, statement: Statement, base: int | None) -> tuple[list[Row], int]:
    rows = statement.rows if base is None else bind(statement.rows, base)
    sql = for_sqlite(statement.sql)
    if statement.returning:
        found = [row for parameters in rows for row in connection.execute(sql, parameters).fetchall()]
        return found, len(found)
    if statement.expect is None:
        connection.executemany(sql, rows).fetchall()
        return [], 0
    affected = 0
    for parameters in rows:
        connection.execute(sql, parameters).fetchall()
        affected += connection.changes()
    return [], affected


def _refusal(error: Exception) -> Exception:
    if isinstance(error, WriteConflict):
        return error
    refusal: Exception
    if isinstance(error, apsw.ConstraintError) and getattr(error, "extendedresult", None) in _CONFLICTS:
        refusal = WriteConflict("The data has changed in the meantime.")
    else:
        refusal = StatementError(str(error))
    refusal.__cause__ = error
    return refusal
