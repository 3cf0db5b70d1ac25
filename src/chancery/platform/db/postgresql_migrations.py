# SPDX-License-Identifier: EUPL-1.2
"""Applies migrations to a PostgreSQL database."""

import logging
from collections.abc import Sequence
from typing import Any

import asyncpg

from chancery.platform.db.migrations import (
    APPLIED,
    LEDGER,
    RECORD,
    Migration,
    as_applied,
    does_not_run,
    pending,
)

log = logging.getLogger(__name__)

_LOCK = 0x6368616E63657279  # "chancery": the advisory lock that keeps starting processes apart


async def migrate_postgresql(connection: Any, wanted: Sequence[Migration]) -> None:
    """Apply what is pending to a PostgreSQL database, all or nothing; other starting processes wait."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        await connection.execute(LEDGER)
        applied = as_applied([tuple(row) for row in await connection.fetch(APPLIED)])
        for migration in pending(applied, wanted):
            log.info("applying %s/%s", migration.module, migration.name)
            try:
                await connection.execute(migration.sql)
            except (
                asyncpg.SyntaxOrAccessError,
                asyncpg.IntegrityConstraintViolationError,
                asyncpg.DataError,
            ) as error:
                raise does_not_run(migration, error) from error
            await connection.execute(
                RECORD,
                migration.module,
                migration.number,
                migration.name,
                migration.sha256,
            )
