# SPDX-License-Identifier: EUPL-1.2
"""Numbers for Prometheus: plain integers counted on the event loop, turned into metric families at the scrape."""

from bisect import bisect_left
from collections.abc import Callable, Mapping

import msgspec

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)


class RouteMeter:
    """Counts the answers of one route; costs half a microsecond an answer."""

    __slots__ = ("buckets", "seconds", "statuses")

    def __init__(self) -> None:
        self.statuses: dict[int, int] = {}
        self.buckets = [0] * (len(BUCKETS) + 1)
        self.seconds = 0.0

    def observe(self, status: int, seconds: float) -> None:
        """Count one answer."""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.buckets[bisect_left(BUCKETS, seconds)] += 1
        self.seconds += seconds


class Metrics:
    """All numbers of one process. Only the event loop's thread touches them."""

    def __init__(self, gauges: Mapping[str, Callable[[], float]] | None = None) -> None:
        self.routes: dict[tuple[str, str], RouteMeter] = {}
        self.gauges = dict(gauges or {})

    def meter(self, method: str, route: str) -> RouteMeter:
        """Return the meter of a route, made at first use."""
        meter = self.routes.get((method, route))
        if meter is None:
            meter = self.routes[(method, route)] = RouteMeter()
        return meter

    def gauge(self, name: str, read: Callable[[], float]) -> None:
        """Show what `read` returns at each scrape as `name`; names ending in `_total` are counters."""
        self.gauges[name] = read

    def snapshot(self) -> bytes:
        """Return all numbers in the form in which workers of one server tell them to each other."""
        # prometheus_client takes 50 ms to import, and most starts never see a scrape.
        from chancery.platform.exposition import families_of  # noqa: PLC0415  # see above

        return msgspec.msgpack.encode(families_of(self.routes, self.gauges))


def render(snapshots: Mapping[str, bytes]) -> bytes:
    """Return the text exposition of snapshots by worker; the name of a lone process is empty."""
    from chancery.platform import exposition  # noqa: PLC0415  # as above

    decoder = msgspec.msgpack.Decoder(list[exposition.Family])
    return exposition.render({name: decoder.decode(data) for name, data in snapshots.items()})
