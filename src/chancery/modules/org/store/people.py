# SPDX-License-Identifier: EUPL-1.2
"""SQL of `org_person` and of the directory's lists."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import cast

import msgspec

from chancery.kit.ids import UnitId, UserId
from chancery.kit.text import fold, words
from chancery.modules.org.model import FoundPerson, PersonDetails
from chancery.platform.db.port import Database, Row, Value, Write

_PERSON = "user_id, name, phones, room, languages"
_FOUND = "p.user_id, p.name, p.sort_name, h.title, h.unit_id, h.unit_name, h.acting"
# A person counts with the first of their present posts; inside a unit, with the first one there.
_LISTED = """
WITH RECURSIVE inside(id) AS (
    SELECT id FROM org_unit WHERE {root}
    UNION ALL
    SELECT u.id FROM org_unit u JOIN inside ON u.parent_id = inside.id
),
held AS (
    SELECT a.user_id, po.title, u.id AS unit_id, u.name AS unit_name, a.acting,
        row_number() OVER (
            PARTITION BY a.user_id
            ORDER BY a.acting, CASE po.kind WHEN 'head' THEN 0 ELSE 1 END, po.place, po.id
        ) AS rank
    FROM org_appointment a
    JOIN org_post po ON po.id = a.post_id
    JOIN org_unit u ON u.id = po.unit_id
    WHERE a.starts_at <= $1 AND a.ends_at > $1 AND u.id IN (SELECT id FROM inside)
)
SELECT {columns} FROM org_person p JOIN held h ON h.user_id = p.user_id AND h.rank = 1
WHERE 1 = 1{conditions}
"""
_MATCHES = """
AND p.user_id IN (
    SELECT user_id FROM org_person WHERE words LIKE {mark} ESCAPE '\\'
    UNION
    SELECT a.user_id FROM org_appointment a
    JOIN org_post po ON po.id = a.post_id
    JOIN org_unit u ON u.id = po.unit_id
    WHERE a.starts_at <= $1 AND a.ends_at > $1
        AND (po.words LIKE {mark} ESCAPE '\\' OR u.words LIKE {mark} ESCAPE '\\')
)
"""
_MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """Which people a list shows, as of when; the hidden ones neither appear nor count."""

    now: int
    text: str | None = None
    unit_id: UnitId | None = None
    hidden: Collection[UserId] = ()


class DirectoryStore:
    """People's details and the lists of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert_person(self, write: Write, person: PersonDetails) -> None:
        """Add or replace a person's details."""
        write.execute(
            f"INSERT INTO org_person ({_PERSON}, sort_name, words) VALUES ($1, $2, $3, $4, $5, $6, $7)"
            " ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, phones = excluded.phones,"
            " room = excluded.room, languages = excluded.languages, sort_name = excluded.sort_name,"
            " words = excluded.words",
            person.user_id,
            person.name,
            msgspec.json.encode(person.phones).decode(),
            person.room,
            msgspec.json.encode(person.languages).decode(),
            fold(person.name),
            search_words(person.name),
        )

    async def find_person(self, user_id: UserId) -> PersonDetails | None:
        """Return a person's details, or None."""
        row = await self._database.fetch_one(f"SELECT {_PERSON} FROM org_person WHERE user_id = $1", user_id)
        if row is None:
            return None
        found, name, phones, room, languages = cast("tuple[str, str, str, str | None, str]", row)
        return PersonDetails(
            UserId(found), name, msgspec.json.decode(phones), room, msgspec.json.decode(languages)
        )

    async def list_people(
        self, query: PeopleQuery, *, after: tuple[str, str] | None, limit: int
    ) -> list[FoundPerson]:
        """Return people by name behind a key of (sort name, user id)."""
        params, root, conditions = _narrowed(query)
        if after is not None:
            conditions += f" AND (p.sort_name, p.user_id) > (${len(params) + 1}, ${len(params) + 2})"
            params += after
        sql = _LISTED.format(root=root, columns=_FOUND, conditions=conditions)
        sql += f" ORDER BY p.sort_name, p.user_id LIMIT ${len(params) + 1}"
        return [_found(row) for row in await self._database.scan(sql, *params, limit)]

    async def count_people(self, query: PeopleQuery) -> int:
        """Return how many people a list has in all."""
        params, root, conditions = _narrowed(query)
        sql = _LISTED.format(root=root, columns="count(*)", conditions=conditions)
        rows = await self._database.scan(sql, *params)
        return cast("int", rows[0][0])


def search_words(text: str) -> str:
    """Return the folded words of a text, each after a space, as the `words` columns hold them."""
    return "".join(f" {word}" for word in words(text))


def _narrowed(query: PeopleQuery) -> tuple[list[Value], str, str]:
    params: list[Value] = [query.now]
    root = "parent_id IS NULL"
    if query.unit_id is not None:
        params.append(query.unit_id)
        root = f"id = ${len(params)}"
    conditions = ""
    for word in _query_words(query.text):
        params.append(f"% {_escape(word)}%")
        conditions += _MATCHES.format(mark=f"${len(params)}")
    if query.hidden:
        first = len(params) + 1
        marks = ", ".join(f"${number}" for number in range(first, first + len(query.hidden)))
        conditions += f" AND p.user_id NOT IN ({marks})"
        params += sorted(query.hidden)
    return params, root, conditions


def _query_words(text: str | None) -> Sequence[str]:
    return words(text)[:_MAX_WORDS] if text else ()


def _found(row: Row) -> FoundPerson:
    user_id, name, sort_name, post, unit_id, unit_name, acting = cast(
        "tuple[UserId, str, str, str, UnitId, str, int]", row
    )
    return FoundPerson(user_id, name, sort_name, post, unit_id, unit_name, bool(acting))


def _escape(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
