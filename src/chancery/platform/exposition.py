# SPDX-License-Identifier: EUPL-1.2
"""Renders the metrics with prometheus_client; imported at the first scrape."""

from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate

from prometheus_client import CollectorRegistry, Metric, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from chancery.platform.metrics import BUCKETS, RouteMeter

Routes = Mapping[tuple[str, str], RouteMeter]
Gauges = Mapping[str, Callable[[], float]]


def render(routes: Routes, gauges: Gauges) -> bytes:
    """Return the text exposition of our numbers, with the process's own memory and CPU."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Families(routes, gauges))
    return generate_latest(registry)


class _Families(Collector):
    def __init__(self, routes: Routes, gauges: Gauges) -> None:
        self._routes = routes
        self._gauges = gauges

    def collect(self) -> Iterator[Metric]:
        yield from _route_families(self._routes)
        yield from _gauge_families(self._gauges)


def _route_families(routes: Routes) -> Iterator[Metric]:
    answers = CounterMetricFamily(
        "chancery_http_requests", "Answers by route and status", labels=("method", "route", "status")
    )
    times = HistogramMetricFamily(
        "chancery_http_request_seconds", "Time to the answer", labels=("method", "route")
    )
    for (method, route), meter in sorted(routes.items()):
        for status, count in sorted(meter.statuses.items()):
            answers.add_metric((method, route, str(status)), count)
        bounds = [*(repr(bound) for bound in BUCKETS), "+Inf"]
        buckets = list(zip(bounds, accumulate(meter.buckets), strict=True))
        times.add_metric((method, route), buckets, meter.seconds)
    yield answers
    yield times


def _gauge_families(gauges: Gauges) -> Iterator[Metric]:
    for name, read in sorted(gauges.items()):
        if name.endswith("_total"):
            yield CounterMetricFamily(name, name.replace("_", " "), value=read())
        else:
            yield GaugeMetricFamily(name, name.replace("_", " "), value=read())
