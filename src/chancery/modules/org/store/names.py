# SPDX-License-Identifier: EUPL-1.2
"""SQL of the names that objects of the organisation bear."""

from collections.abc import Collection
from typing import cast

from chancery.platform.db.port import Database

_NAMED = {
    "agency": ("org_agency", "id", "name"),
    "unit": ("org_unit", "id", "name"),
    "post": ("org_post", "id", "title"),
    "team": ("org_team", "id", "name"),
    "user": ("org_person", "user_id", "name"),
}


class NameStore:
    """What people call units, posts, teams and each other."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, objects: Collection[str]) -> dict[str, str]:
        """Return the names of those objects that have one."""
        by_kind: dict[str, list[str]] = {}
        for object_ in objects:
            kind, _, id_ = object_.partition(":")
            by_kind.setdefault(kind, []).append(id_)
        names: dict[str, str] = {}
        for kind, ids in by_kind.items():
            table, key, name = _NAMED[kind]
            marks = ", ".join(f"${number}" for number in range(1, len(ids) + 1))
            rows = await self._database.fetch(
                f"SELECT {key}, {name} FROM {table} WHERE {key} IN ({marks})", *ids
            )
            names |= {f"{kind}:{id_}": text for id_, text in cast("list[tuple[str, str]]", rows)}
        return names
