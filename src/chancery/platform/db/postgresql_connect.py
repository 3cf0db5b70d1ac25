# SPDX-License-Identifier: EUPL-1.2
"""How PostgreSQL connections are made, and what their errors mean."""

import logging
from decimal import Decimal
from typing import Any

import asyncpg

from chancery.platform.db.port import Row, StatementError, UnfitText, WriteConflict

log = logging.getLogger(__name__)

CONNECT_SECONDS = 5
COMMAND_SECONDS = 15
OPTIONS: dict[str, Any] = {
    "timeout": CONNECT_SECONDS,
    "command_timeout": COMMAND_SECONDS,
    "statement_cache_size": 512,
    "max_cached_statement_lifetime": 0,
    "server_settings": {
        "application_name": "chancery",
        "jit": "off",
        # A process that froze in its transaction must not hold the stream's row against all others.
        "idle_in_transaction_session_timeout": "5000",
        "lock_timeout": "10000",
    },
}

INFRASTRUCTURE = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InternalServerError,
    asyncpg.PostgresSystemError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InvalidCachedStatementError,
    asyncpg.IdleInTransactionSessionTimeoutError,
)
_CONFLICTS = (
    asyncpg.UniqueViolationError,
    asyncpg.ForeignKeyViolationError,
    asyncpg.ExclusionViolationError,
)


def is_infrastructure(error: BaseException, connection: Any = None) -> bool:
    """Say whether the server or the way to it failed, rather than the statement."""
    # The driver's own state is broken when a call meets a connection that is just being cut.
    if isinstance(error, (*INFRASTRUCTURE, asyncpg.InternalClientError)):
        return True
    # A call on a connection that was cut a moment ago is refused by the driver as a misuse.
    return isinstance(error, asyncpg.InterfaceError) and connection is not None and connection.is_closed()


def refusal(error: Exception, sql: str = "") -> Exception:
    """Return what the caller of a refused statement is told."""
    if isinstance(error, WriteConflict):
        return error
    told: Exception
    if isinstance(error, _CONFLICTS):
        told = WriteConflict("The data has changed in the meantime.")
    elif isinstance(error, asyncpg.CharacterNotInRepertoireError):
        told = UnfitText()
    else:
        told = StatementError(f"{error} in: {sql}" if sql else str(error))
    told.__cause__ = error
    return told


async def connect(url: str) -> Any:
    """Open one connection."""
    connection = await asyncpg.connect(url, **OPTIONS)
    await prepare(connection)
    return connection


async def prepare(connection: Any) -> None:
    """Make sums arrive as plain numbers, as they do from SQLite; PostgreSQL widens sum(BIGINT) to numeric."""
    await connection.set_type_codec(
        "numeric", schema="pg_catalog", encoder=str, decoder=_plain_number, format="text"
    )


def _plain_number(text: str) -> int | float:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def as_rows(records: Any) -> list[Row]:
    """Return driver records as tuples."""
    return [tuple(record) for record in records]
