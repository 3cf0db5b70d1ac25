# SPDX-License-Identifier: EUPL-1.2
"""Plans a batch of writes for PostgreSQL: the same statement of many writes becomes one round trip.

Moving a statement forward past others is only allowed where it cannot be noticed: neither names the other's
target table, and neither deletes (a delete may cascade into tables that its text does not name). What may
still differ, such as a child row that came before its parent, fails; then the committer repeats the batch
unplanned. The schema plays along: no triggers, no ON UPDATE CASCADE.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from chancery.platform.db.port import Param, Statement

_TARGET = re.compile(r"\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(\w+)", re.IGNORECASE)
_PLAIN_INSERT = re.compile(
    r"\s*(?P<head>INSERT\s+INTO\s+\w+\s*\([\w\s,]+\))\s*VALUES\s*\((?P<values>[\s\d$,]+)\)"
    r"(?P<tail>\s*|\s*ON\s+CONFLICT[\w\s(),]*DO\s+NOTHING\s*)",
    re.IGNORECASE,
)


_LOOK_BACK = 32


@dataclass(frozen=True, slots=True)
class Shape:
    """What a statement's text tells: the table it changes, the words in it, and its form as one INSERT."""

    target: str | None
    deletes: bool
    words: frozenset[str]
    head: str | None = None
    tail: str = ""

    def commutes_with(self, other: "Shape") -> bool:
        """Say whether the order of the two can surely not be noticed."""
        if self.target is None or other.target is None or self.deletes or other.deletes:
            return False
        return self.target not in other.words and other.target not in self.words


@lru_cache(maxsize=4096)
def shape_of(sql: str) -> Shape:
    """Read a statement's shape from its text."""
    words = frozenset(re.findall(r"\w+", sql.lower()))
    match = _TARGET.match(sql)
    if match is None:
        return Shape(None, False, words)
    plain = _PLAIN_INSERT.fullmatch(sql)
    head = tail = ""
    if plain is not None and _counts_up(plain["values"]):
        head, tail = plain["head"], plain["tail"]
    return Shape(match[2].lower(), match[1].upper().startswith("DELETE"), words, head or None, tail)


def _counts_up(values: str) -> bool:
    found = [value.strip() for value in values.split(",")]
    return found == [f"${number}" for number in range(1, len(found) + 1)]


def as_unnest(shape: Shape, types: Sequence[str]) -> str:
    """Return the one INSERT that takes each column as an array."""
    arrays = ", ".join(f"${number}::{name}[]" for number, name in enumerate(types, start=1))
    return f"{shape.head} SELECT * FROM unnest({arrays}) {shape.tail}"


@dataclass(slots=True)
class Step:
    """One call to the database: a statement and all parameter rows it runs for, of one or of many writes."""

    statement: Statement
    shape: Shape
    rows: list[Sequence[Param]] = field(default_factory=list)
    answers: int | None = None
    """The number of the write that waits for the row count or the rows; None when nobody does."""


def plan(writes: Sequence[Sequence[Statement]]) -> list[Step]:
    """Return the steps that have the effect of the writes one after the other."""
    steps: list[Step] = []
    latest: dict[str, int] = {}
    for number, statements in enumerate(writes):
        for statement in statements:
            _place(statement, number, steps, latest)
    return steps


def _place(statement: Statement, number: int, steps: list[Step], latest: dict[str, int]) -> None:
    shape = shape_of(statement.sql)
    if statement.expect is not None or statement.returning:
        steps.append(Step(statement, shape, list(statement.rows), answers=number))
        return
    at = latest.get(statement.sql)
    if at is not None and _may_move_to(at, shape, steps):
        steps[at].rows += statement.rows
        return
    latest[statement.sql] = len(steps)
    steps.append(Step(statement, shape, list(statement.rows)))


def _may_move_to(at: int, shape: Shape, steps: list[Step]) -> bool:
    between = steps[at + 1 :]
    return len(between) < _LOOK_BACK and all(shape.commutes_with(step.shape) for step in between)
