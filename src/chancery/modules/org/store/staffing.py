# SPDX-License-Identifier: EUPL-1.2
"""SQL by which sources elsewhere read the organisation in bulk."""

from collections.abc import Collection, Iterator, Sequence
from typing import cast

import msgspec

from chancery.kit.ids import PostId, UnitId, UserId
from chancery.modules.org.contract import Holding, PersonFacts, PostKind, Seat, UnitPlace
from chancery.platform.db.port import Database, Row

_CHUNK = 500
_UNITS = "SELECT id, agency_id, parent_id, name, kind, place FROM org_unit WHERE abolished_at IS NULL ORDER BY place, id"
_SEAT = "SELECT id, unit_id, title, kind, place FROM org_post WHERE abolished_at IS NULL"
_HOLDING = (
    "SELECT a.post_id, p.unit_id, p.kind, a.user_id, a.starts_at, a.ends_at, a.acting"
    " FROM org_appointment a JOIN org_post p ON p.id = a.post_id WHERE a.ends_at > $1"
)


class StaffingStore:
    """Units, posts, people and who holds what, many at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def units(self) -> list[UnitPlace]:
        """Return all units."""
        rows = await self._database.scan(_UNITS)
        return [UnitPlace(*row) for row in rows]  # type: ignore[arg-type]  # the columns' types

    async def seats(self, post_ids: Collection[str]) -> list[Seat]:
        """Return those of the given posts that exist."""
        rows: list[Row] = []
        for chunk in _chunks(post_ids):
            rows += await self._database.scan(f"{_SEAT} AND id IN ({_marks(chunk)})", *chunk)
        return [_seat(row) for row in rows]

    async def head_seats(self) -> list[Seat]:
        """Return all posts of heads."""
        return [_seat(row) for row in await self._database.scan(f"{_SEAT} AND kind = 'head'")]

    async def holdings(self, user_ids: Collection[str], now: int) -> list[Holding]:
        """Return what people hold now or later."""
        rows: list[Row] = []
        for chunk in _chunks(user_ids):
            rows += await self._database.scan(
                f"{_HOLDING} AND a.user_id IN ({_marks(chunk, first=2)})", now, *chunk
            )
        return [_holding(row) for row in rows]

    async def head_holdings(self, now: int) -> list[Holding]:
        """Return who holds the posts of heads now or later."""
        rows = await self._database.scan(f"{_HOLDING} AND p.kind = 'head'", now)
        return [_holding(row) for row in rows]

    async def people(self, user_ids: Collection[str]) -> list[PersonFacts]:
        """Return those of the given people whom the directory knows."""
        rows: list[Row] = []
        for chunk in _chunks(user_ids):
            rows += await self._database.scan(
                "SELECT user_id, name, phones, room, languages FROM org_person"
                f" WHERE user_id IN ({_marks(chunk)})",
                *chunk,
            )
        return [_person(row) for row in rows]


def _chunks(values: Collection[str]) -> Iterator[Sequence[str]]:
    wanted = list(dict.fromkeys(values))
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]


def _marks(values: Sequence[str], first: int = 1) -> str:
    return ", ".join(f"${number}" for number in range(first, first + len(values)))


def _seat(row: Row) -> Seat:
    return Seat(*row)  # type: ignore[arg-type]  # the columns' types


def _holding(row: Row) -> Holding:
    post_id, unit_id, kind, user_id, starts_at, ends_at, acting = cast(
        "tuple[PostId, UnitId, PostKind, UserId, int, int, int]", row
    )
    return Holding(post_id, unit_id, kind, user_id, starts_at, ends_at, bool(acting))


def _person(row: Row) -> PersonFacts:
    user_id, name, phones, room, languages = cast("tuple[UserId, str, str, str | None, str]", row)
    return PersonFacts(user_id, name, msgspec.json.decode(phones), room, msgspec.json.decode(languages))
