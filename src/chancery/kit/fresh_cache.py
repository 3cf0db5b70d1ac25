# SPDX-License-Identifier: EUPL-1.2
"""A bounded cache of values that are read with waiting; it keeps none that was forgotten while it was read."""

from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class FreshCache(Generic[K, V]):
    """Remembers at most `most` values; the one that was read first goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[K, V] = {}
        self._reading: dict[K, object] = {}

    async def get(self, key: K, load: Callable[[], Awaitable[V]]) -> V:
        """Return the remembered value, or read it."""
        known = self._values.get(key)
        if known is not None:
            return known
        mark = self._reading[key] = object()
        value = await load()
        # Somebody may have forgotten the key, or begun a later reading, while this one waited.
        if self._reading.get(key) is mark:
            del self._reading[key]
            self._values[key] = value
            if len(self._values) > self._most:
                del self._values[next(iter(self._values))]
        return value

    def forget(self, key: K) -> None:
        """Drop a value, also one that is being read now."""
        self._values.pop(key, None)
        self._reading.pop(key, None)

    def clear(self) -> None:
        """Drop every value, also those that are being read now."""
        self._values.clear()
        self._reading.clear()
