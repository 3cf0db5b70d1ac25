# SPDX-License-Identifier: EUPL-1.2
"""The index: SQLite's FTS5 or PostgreSQL's tsvector, with the same words and stems and the same answers."""

import json
from collections.abc import Sequence
from typing import cast

from chancery.modules.search.model import Document, Hit, Order, Scope, Term
from chancery.platform.db.port import Database, Value, Write

_CURSOR = "SELECT position FROM search_cursor WHERE id = 1"
_ADVANCE = "UPDATE search_cursor SET position = $2 WHERE id = 1 AND position = $1"
_SHOWN = "SELECT position FROM search_document WHERE shown = $1"
_REMOVE = "DELETE FROM search_document WHERE position = $1"
_ADD = (
    "INSERT INTO search_document (position, room_id, sender, type, sent_at, shown) "
    "VALUES ($1, $2, $3, $4, $5, $6)"
)

_LITE_REMOVE = "DELETE FROM search_text WHERE rowid = $1"
_LITE_ADD = "INSERT INTO search_text (rowid, words, stems) VALUES ($1, $2, $3)"
_LITE_LIST = "IN (SELECT value FROM json_each({}))"
_LITE_FIND = (
    "SELECT d.position, d.room_id, d.sender, {rank} FROM search_text CROSS JOIN search_document d "
    "ON d.position = search_text.rowid WHERE search_text MATCH $1 {scope} ORDER BY {order} LIMIT {limit}"
)

_POSTGRES_ADD = (
    "INSERT INTO search_document (position, room_id, sender, type, sent_at, shown, text) "
    "VALUES ($1, $2, $3, $4, $5, $6, "
    "setweight(to_tsvector('simple', $7), 'A') || setweight(to_tsvector('simple', $8), 'B'))"
)
_POSTGRES_LIST = "IN (SELECT jsonb_array_elements_text(CAST({} AS JSONB)))"
_POSTGRES_FIND = (
    "SELECT d.position, d.room_id, d.sender, {rank} FROM search_document d "
    "WHERE d.text @@ to_tsquery('simple', $1) {scope} ORDER BY {order} LIMIT {limit}"
)


_FILLER = " \ufb00"
"""A ligature, which folding takes apart: no search has this word."""


class SearchStore:
    """The `search_` tables."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._is_sqlite = database.dialect == "sqlite"

    async def cursor(self) -> int:
        """Return the position up to which the index is complete."""
        row = await self._database.fetch_one(_CURSOR)
        return cast("int", row[0]) if row else 0

    def advance(self, write: Write, *, past: int, to: int) -> None:
        """Move the cursor; the write is refused when another process has moved it before."""
        write.execute(_ADVANCE, past, to, expect=1)

    def remove(self, write: Write, positions: Sequence[int]) -> None:
        """Take events out of the index."""
        rows = [(position,) for position in positions]
        write.execute_many(_REMOVE, rows)
        if self._is_sqlite:
            write.execute_many(_LITE_REMOVE, rows)

    def add(self, write: Write, documents: Sequence[Document]) -> None:
        """Put events into the index that are not in it."""
        rows = [(d.position, d.room_id, d.sender, d.type, d.sent_at, d.shown) for d in documents]
        if self._is_sqlite:
            write.execute_many(_ADD, rows)
            write.execute_many(_LITE_ADD, [(d.position, d.words, _filled(d)) for d in documents])
        else:
            texts = [(d.words, d.stems) for d in documents]
            write.execute_many(_POSTGRES_ADD, [(*row, *text) for row, text in zip(rows, texts, strict=True)])

    async def find_shown(self, event_id: str) -> int | None:
        """Return the position of the event whose text in the index is that of `event_id`."""
        row = await self._database.fetch_one(_SHOWN, event_id)
        return cast("int", row[0]) if row else None

    async def find(self, terms: Sequence[Term], scope: Scope, order: Order, limit: int) -> list[Hit]:
        """Return what holds all terms, the best or the newest first; of equals by rank the oldest first."""
        template = _LITE_FIND if self._is_sqlite else _POSTGRES_FIND
        query = _lite_query(terms) if self._is_sqlite else _postgres_query(terms)
        values: list[Value] = [query]
        conditions = _conditions(scope, values, _LITE_LIST if self._is_sqlite else _POSTGRES_LIST)
        values.append(limit)
        sql = template.format(
            rank=self._rank(order),
            scope=conditions,
            order="4 DESC, 1" if order == "rank" else self._newest_first(),
            limit=f"${len(values)}",
        )
        rows = await self._database.scan(sql, *values)
        return [
            Hit(cast("int", position), cast("str", room), cast("str", sender), float(cast("float", rank)))
            for position, room, sender, rank in rows
        ]

    def _rank(self, order: Order) -> str:
        if order == "recent":
            return "0.0"
        # FTS5 counts downwards from nought.
        return "-rank" if self._is_sqlite else "ts_rank(d.text, to_tsquery('simple', $1))"

    def _newest_first(self) -> str:
        # FTS5 walks its own rows backwards without sorting.
        return "search_text.rowid DESC" if self._is_sqlite else "1 DESC"


def _filled(document: Document) -> str:
    """Return the stems, as many as there are words: FTS5 ranks by length, and forms of words must not count there."""
    missing = document.words.count(" ") + 1 - len(document.stems.split())
    return document.stems + _FILLER * missing


def _conditions(scope: Scope, values: list[Value], among: str) -> str:
    text = ""
    for column, names, negated in (
        ("room_id", scope.rooms, False),
        ("type", scope.types, False),
        ("sender", scope.senders, False),
        ("sender", scope.not_senders or None, True),
    ):
        if names is None:
            continue
        values.append(json.dumps(list(names)))
        text += f" AND d.{column} {'NOT ' if negated else ''}{among.format(f'${len(values)}')}"
    for bound, comparison in (
        (scope.before, "position <"),
        (scope.since, "sent_at >="),
        (scope.until, "sent_at <="),
    ):
        if bound is None:
            continue
        values.append(bound)
        text += f" AND d.{comparison} ${len(values)}"
    return text


def _lite_query(terms: Sequence[Term]) -> str:
    return " AND ".join(
        f'("{term.stem}" OR words : "{term.word}" *)' if term.is_prefix else f'"{term.stem}"'
        for term in terms
    )


def _postgres_query(terms: Sequence[Term]) -> str:
    return " & ".join(
        f"('{term.stem}' | '{term.word}':*A)" if term.is_prefix else f"'{term.stem}'" for term in terms
    )
