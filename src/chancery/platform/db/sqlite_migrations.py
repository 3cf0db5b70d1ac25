# SPDX-License-Identifier: EUPL-1.2
"""Applies migrations to a SQLite database."""

import logging
import re
from collections.abc import Sequence

import apsw

from chancery.platform.db.migrations import (
    APPLIED,
    LEDGER,
    RECORD,
    Migration,
    as_applied,
    does_not_run,
    pending,
)
from chancery.platform.db.placeholders import for_sqlite

log = logging.getLogger(__name__)


def migrate_sqlite(connection: apsw.Connection, wanted: Sequence[Migration]) -> None:
    """Apply what is pending to a SQLite database, all or nothing."""
    connection.execute("BEGIN EXCLUSIVE").fetchall()
    try:
        connection.execute(LEDGER).fetchall()
        applied = as_applied(connection.execute(APPLIED).fetchall())
        for migration in pending(applied, wanted):
            log.info("applying %s/%s", migration.module, migration.name)
            try:
                connection.execute(sqlite_types(migration.sql)).fetchall()
            except (apsw.SQLError, apsw.ConstraintError) as error:
                raise does_not_run(migration, error) from error
            connection.execute(
                for_sqlite(RECORD),
                (migration.module, migration.number, migration.name, migration.sha256),
            ).fetchall()
        connection.execute("COMMIT").fetchall()
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK").fetchall()
        raise


def sqlite_types(sql: str) -> str:
    """Return shared SQL in SQLite's types; `BIGINT PRIMARY KEY` becomes the row id, which saves an index."""
    sql = re.sub(r"\bBIGINT PRIMARY KEY\b", "INTEGER PRIMARY KEY", sql)
    return re.sub(r"\bBYTEA\b", "BLOB", sql)
