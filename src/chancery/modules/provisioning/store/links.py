# SPDX-License-Identifier: EUPL-1.2
"""SQL of `provisioning_link`."""

from collections.abc import Collection, Iterator, Sequence
from typing import cast

from chancery.modules.provisioning.contract import LinkKind
from chancery.platform.db.port import Database, Row, Write

_CHUNK = 500
_BY_OURS = (
    "SELECT external_id, local_id FROM provisioning_link WHERE source = $1 AND kind = $2 AND local_id IN ({})"
)
_BY_THEIRS = "SELECT external_id, local_id FROM provisioning_link WHERE source = $1 AND kind = $2 AND external_id IN ({})"


class LinkStore:
    """What sources call our objects."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, source: str, kind: LinkKind, external_id: str, ours: str) -> None:
        """Link an object; the same link again changes nothing, another one refuses the write."""
        write.execute(
            "INSERT INTO provisioning_link (source, kind, external_id, local_id) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (source, kind, external_id) DO UPDATE SET local_id = excluded.local_id"
            " WHERE provisioning_link.local_id = excluded.local_id",
            source,
            kind,
            external_id,
            ours,
            expect=1,
        )

    async def all(self, source: str, kind: LinkKind) -> dict[str, str]:
        """Return ours by theirs."""
        rows = await self._database.scan(
            "SELECT external_id, local_id FROM provisioning_link WHERE source = $1 AND kind = $2",
            source,
            kind,
        )
        return _pairs(rows)

    async def of_theirs(self, source: str, kind: LinkKind, external_ids: Collection[str]) -> dict[str, str]:
        """Return ours by theirs, of the given ids of the source."""
        return await self._some(_BY_THEIRS, source, kind, external_ids)

    async def of_ours(self, source: str, kind: LinkKind, ids: Collection[str]) -> dict[str, str]:
        """Return ours by theirs, of the given ids of ours."""
        return await self._some(_BY_OURS, source, kind, ids)

    async def _some(self, sql: str, source: str, kind: LinkKind, ids: Collection[str]) -> dict[str, str]:
        rows: list[Row] = []
        for chunk in _chunks(ids):
            marks = ", ".join(f"${number}" for number in range(3, len(chunk) + 3))
            rows += await self._database.scan(sql.format(marks), source, kind, *chunk)
        return _pairs(rows)


def _chunks(values: Collection[str]) -> Iterator[Sequence[str]]:
    wanted = list(dict.fromkeys(values))
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]


def _pairs(rows: Sequence[Row]) -> dict[str, str]:
    return dict(cast("list[tuple[str, str]]", rows))
