# SPDX-License-Identifier: EUPL-1.2
"""A token bucket per key, in bounded memory."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from chancery.kit.errors import TooManyRequests


class RateLimit:
    """Lets each key do `burst` things at once and `per_second` in the long run.

    The least recently used key is forgotten past `most_keys`, so that made-up keys cannot fill the memory.
    """

    def __init__(
        self,
        *,
        per_second: float,
        burst: int,
        most_keys: int = 100_000,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._most_keys = most_keys
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, key: str) -> None:
        """Take one token of `key`; raises TooManyRequests with the time to wait when none is left."""
        now = self._clock()
        tokens, since = self._buckets.pop(key, (float(self._burst), now))
        tokens = min(float(self._burst), tokens + (now - since) * self._per_second)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > self._most_keys:
            self._buckets.popitem(last=False)
        if not allowed:
            raise too_many((1 - tokens) / self._per_second)


def too_many(seconds: float) -> TooManyRequests:
    """Return the error that tells the caller to wait, in both protocols' ways."""
    return TooManyRequests(
        "too many requests; try again later",
        details={"retry_after_ms": int(seconds * 1000) + 1},
        headers={"retry-after": str(int(seconds) + 1)},
    )
