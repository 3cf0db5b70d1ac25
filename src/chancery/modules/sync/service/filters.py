# SPDX-License-Identifier: EUPL-1.2
"""Stores filters and finds the compiled one that a sync request means."""

import base64
import hashlib
from functools import lru_cache

import msgspec

from chancery.kit.ids import UserId
from chancery.modules.sync.errors import TooManyFilters, UnknownFilter
from chancery.modules.sync.rules.filters import NO_FILTER, CompiledFilter, check_filter, compile_filter
from chancery.modules.sync.store import FilterStore

MAX_FILTERS = 500
_CACHED = 4096


class FilterService:
    """Filters of people; the compiled form of those in use is kept in memory."""

    def __init__(self, store: FilterStore) -> None:
        self._store = store
        self._compiled: dict[tuple[UserId, str], CompiledFilter] = {}

    async def store(self, user_id: UserId, definition: object) -> str:
        """Keep a filter and return its id; the same filter gets the same id."""
        body = msgspec.json.encode(definition, order="deterministic")
        check_filter(body)
        filter_id = base64.b32encode(hashlib.sha256(body).digest()[:10]).decode().lower()
        if await self._store.find(user_id, filter_id) is None:
            if await self._store.count(user_id) >= MAX_FILTERS:
                raise TooManyFilters(f"a person stores at most {MAX_FILTERS} filters")
            await self._store.insert(user_id, filter_id, body)
        return filter_id

    async def load(self, user_id: UserId, filter_id: str) -> bytes:
        """Return a stored filter as JSON bytes; raises UnknownFilter."""
        body = await self._store.find(user_id, filter_id)
        if body is None:
            raise UnknownFilter("there is no such filter")
        return body

    async def resolve(self, user_id: UserId, text: str | None) -> CompiledFilter:
        """Return the filter that the `filter` parameter of a sync means: an id, inline JSON, or none."""
        if not text:
            return NO_FILTER
        if text.startswith("{"):
            return _inline(text)
        known = self._compiled.get((user_id, text))
        if known is None:
            known = compile_filter(await self.load(user_id, text))
            if len(self._compiled) >= _CACHED:
                self._compiled.clear()
            self._compiled[user_id, text] = known
        return known


@lru_cache(maxsize=256)
def _inline(text: str) -> CompiledFilter:
    body = text.encode("utf-8", "replace")
    check_filter(body)
    return compile_filter(body)
