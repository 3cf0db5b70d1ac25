# SPDX-License-Identifier: EUPL-1.2
"""Renders the metrics with prometheus_client; imported at the first scrape."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate

import msgspec
from prometheus_client import CollectorRegistry, Metric, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from chancery.platform.metrics import BUCKETS, RouteMeter

Routes = Mapping[tuple[str, str], RouteMeter]
Gauges = Mapping[str, Callable[[], float]]


class Sample(msgspec.Struct, frozen=True, array_like=True):
    """One number of a family."""

    name: str
    labels: dict[str, str]
    value: float


class Family(msgspec.Struct, frozen=True, array_like=True):
    """A named group of numbers, as it travels between the workers of one server."""

    name: str
    words: str
    kind: str
    samples: list[Sample]


def families_of(routes: Routes, gauges: Gauges) -> list[Family]:
    """Return our numbers, with the process's own memory and CPU."""
    process = ProcessCollector(registry=None)
    collected = [*process.collect(), *_route_families(routes), *_gauge_families(gauges)]
    return [
        Family(
            one.name, one.documentation, one.type, [Sample(s.name, s.labels, s.value) for s in one.samples]
        )
        for one in collected
    ]


def render(groups: Mapping[str, Sequence[Family]]) -> bytes:
    """Return the text exposition; with several workers each number says whose it is."""
    merged: dict[str, Metric] = {}
    for worker, families in groups.items():
        for family in families:
            metric = merged.setdefault(family.name, Metric(family.name, family.words, family.kind))
            own = {"worker": worker} if worker else {}
            for sample in family.samples:
                metric.add_sample(sample.name, {**sample.labels, **own}, sample.value)
    registry = CollectorRegistry()
    registry.register(_Collected(list(merged.values())))
    return generate_latest(registry)


class _Collected(Collector):
    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Sequence[Metric]:
        return self._metrics


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
