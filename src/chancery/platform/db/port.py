# SPDX-License-Identifier: EUPL-1.2
"""The storage port: reads, and writes as lists of statements decided beforehand.

A write is not a conversation with the database. A service reads, decides, and hands over a `Write`:
statements, the row counts they must meet, and the facts to tell afterwards. The committer joins all queued
writes into one transaction and one fsync (group commit) in the order in which they were submitted; each is
kept or refused on its own. That gives SQLite and PostgreSQL the same behaviour and keeps transactions from
waiting for the event loop. Constraints must not be deferred: they would speak at the COMMIT, when nobody can
tell whose write is at fault.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from chancery.kit.errors import BadRequest, Conflict, Unavailable

Value = str | int | float | bytes | None
"""What a column may hold: TEXT, BIGINT, DOUBLE PRECISION, BYTEA (BLOB) or NULL; a boolean is 0 or 1."""
Row = tuple[Value, ...]


class WriteConflict(Conflict):
    """A statement of the write touched another number of rows than it promised; nothing of it was kept."""

    code = "write_conflict"


class DatabaseUnavailable(Unavailable):
    """The database did not take the write or answer the read; nothing of the write was kept."""

    code = "database_unavailable"


class OutcomeUnknown(Unavailable):
    """The connection was lost during the COMMIT and nobody could be asked: the write may have been kept."""

    code = "outcome_unknown"


class StatementError(Exception):
    """No database could run the statement as it stands: the caller's defect; nothing was kept."""


class UnfitText(BadRequest):
    """PostgreSQL keeps no NUL character in a TEXT, JSON allows it; nothing was kept."""

    def __init__(self) -> None:
        super().__init__("a text of the request holds a NUL character")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the one stream that orders every change; a number once the write is committed.

    Used as a parameter of a statement; the committer puts `base + offset` in its place. Positions rise
    without gaps in commit order over all processes, so one integer is a complete sync token.
    """

    offset: int


Param = Value | Position


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement with the parameter rows it runs for.

    `$1`, `$2` … are the placeholders in both dialects. `expect` is the number of affected rows that the write
    needs (over all its parameter rows); `returning` keeps the rows of a RETURNING clause for the receipt.
    """

    sql: str
    rows: Sequence[Sequence[Param]]
    expect: int | None = None
    returning: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a committed write learned: the position before it and the rows of each RETURNING statement."""

    base: int
    returned: Sequence[Sequence[Row]]

    def at(self, position: Position) -> int:
        """Return the number that stands for a position of this write."""
        return self.base + position.offset


Fact = Callable[[int], object]
"""Makes an event for the bus from the write's base position."""


@dataclass(slots=True)
class Write:
    """A unit of work: all of it is kept or none."""

    statements: list[Statement] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    positions: int = 0

    def execute(self, sql: str, *params: Param, expect: int | None = None) -> None:
        """Add one statement; unless it affects `expect` rows the whole write is refused (WriteConflict)."""
        self.statements.append(Statement(sql, (params,), expect=expect))

    def execute_many(self, sql: str, rows: Sequence[Sequence[Param]]) -> None:
        """Add one statement that runs once per parameter row."""
        if rows:
            self.statements.append(Statement(sql, rows))

    def query(self, sql: str, *params: Param, expect: int | None = None) -> int:
        """Add a statement with RETURNING; the result is `receipt.returned[the returned index]`."""
        self.statements.append(Statement(sql, (params,), expect=expect, returning=True))
        return sum(statement.returning for statement in self.statements) - 1

    def position(self) -> Position:
        """Take the next place in the stream for a row of this write."""
        self.positions += 1
        return Position(self.positions)

    def publish(self, fact: object) -> None:
        """Tell `fact` on the bus after the commit; a callable gets the base position and returns the fact."""
        self.facts.append(fact if callable(fact) else lambda _base: fact)

    def join(self, other: "Write") -> None:
        """Append another write's statements and facts, with its positions moved behind ours."""
        shift = self.positions
        self.statements += [_moved(statement, shift) for statement in other.statements]
        self.facts += [_shifted(fact, shift) for fact in other.facts]
        self.positions += other.positions


def _moved(statement: Statement, shift: int) -> Statement:
    rows = [
        tuple(Position(value.offset + shift) if isinstance(value, Position) else value for value in row)
        for row in statement.rows
    ]
    return Statement(statement.sql, rows, statement.expect, statement.returning)


def _shifted(fact: Fact, shift: int) -> Fact:
    return lambda base: fact(base + shift)


Published = Callable[[Sequence[object]], None]
"""Receives the facts of one committed batch, on the event loop, in stream order."""

Dialect = Literal["sqlite", "postgresql"]


class Database(Protocol):
    """One database, as every module's `store` sees it; one test suite proves every adapter."""

    @property
    def dialect(self) -> Dialect:
        """The SQL dialect behind the port; a `store` asks only where the two truly differ."""

    async def fetch(self, sql: str, *params: Value) -> list[Row]:
        """Return all rows of a short, indexed query (it runs on the event loop's thread with SQLite)."""

    async def fetch_one(self, sql: str, *params: Value) -> Row | None:
        """Return the first row or None."""

    async def scan(self, sql: str, *params: Value) -> list[Row]:
        """Return all rows of a long query without blocking the event loop."""

    async def commit(self, write: Write) -> Receipt:
        """Make a write durable (fsynced) and return its receipt after its facts were published.

        Raises WriteConflict when an `expect` is not met or a unique or foreign key is violated,
        DatabaseUnavailable when the database fails or too many writes wait, and StatementError when the
        statement itself is wrong (UnfitText when only a text is); in all these cases nothing of the write is kept. OutcomeUnknown alone
        leaves that open; the caller repeats the write by its idempotency id.
        """

    def submit(self, write: Write) -> Awaitable[Receipt]:
        """Queue a write now and return what `commit` would await; keeps the caller's order without a task."""

    async def freshen(self) -> None:
        """Return when everything that any process had committed before this call was told in this process.

        What is cached by facts is then as new as a read would be. Costs nothing when there is one process.
        """

    @property
    def position(self) -> int:
        """The newest stream position whose facts were published in this process."""

    @property
    def waiting(self) -> int:
        """How many writes are queued or being committed; a number that stays high means a slow disk."""

    async def close(self) -> None:
        """Finish queued writes, then release files and connections."""
