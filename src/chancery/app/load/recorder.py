# SPDX-License-Identifier: EUPL-1.2
"""What happened during a run: latencies by kind, errors by text, and a row of figures per second."""

import math
import time
from collections import Counter
from dataclasses import dataclass, field

_PER_DECADE = 40
_LEAST = 0.0001


class Histogram:
    """Latencies in logarithmic buckets, forty a decade from 0.1 ms: quantiles to 6 % in constant memory."""

    __slots__ = ("buckets", "count", "highest", "total")

    def __init__(self) -> None:
        self.buckets: Counter[int] = Counter()
        self.count = 0
        self.total = 0.0
        self.highest = 0.0

    def add(self, seconds: float) -> None:
        """Count one latency."""
        self.buckets[math.ceil(math.log10(max(seconds, _LEAST) / _LEAST) * _PER_DECADE)] += 1
        self.count += 1
        self.total += seconds
        self.highest = max(self.highest, seconds)

    def quantile(self, share: float) -> float:
        """Return the upper bound in seconds under which `share` of the latencies lie; 0 when there are none."""
        wanted, seen = share * self.count, 0
        for bucket in sorted(self.buckets):
            seen += self.buckets[bucket]
            if seen >= wanted:
                return min(_LEAST * math.pow(10.0, bucket / _PER_DECADE), self.highest)
        return 0.0


@dataclass(slots=True)
class Sample:
    """The figures of one interval of a run; `at` in seconds since its start."""

    at: float
    phase: str
    online: int
    sent: float = 0
    delivered: float = 0
    delivery_p50: float = 0
    delivery_p95: float = 0
    send_p95: float = 0
    cpu_percent: float | None = None
    memory_mb: float | None = None
    errors: int = 0


@dataclass(slots=True)
class Recorder:
    """Collects; the run reads it each second."""

    started: float = field(default_factory=time.monotonic)
    latencies: dict[str, Histogram] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    _recent: dict[str, Histogram] = field(default_factory=dict)
    _errors_before: int = 0
    _sampled: float = field(default_factory=time.monotonic)

    def observe(self, kind: str, seconds: float) -> None:
        """Count a latency of a kind of action."""
        for histograms in (self.latencies, self._recent):
            histogram = histograms.get(kind)
            if histogram is None:
                histogram = histograms[kind] = Histogram()
            histogram.add(seconds)

    def fail(self, kind: str, reason: str) -> None:
        """Count an action that did not succeed."""
        self.errors[f"{kind}: {reason}"] += 1

    @property
    def failures(self) -> int:
        """How many actions did not succeed so far."""
        return self.errors.total()

    def begin(self) -> None:
        """Forget what the preparation left and start the clock."""
        self.started = self._sampled = time.monotonic()
        self.latencies.clear()
        self._recent.clear()
        self._errors_before = self.failures

    def sample(
        self, phase: str, online: int, *, cpu_percent: float | None, memory_mb: float | None
    ) -> Sample:
        """Close the interval since the last sample and return its figures."""
        now = time.monotonic()
        seconds, self._sampled = max(now - self._sampled, 1e-6), now
        recent, self._recent = self._recent, {}
        delivery, send = recent.get("delivery", Histogram()), recent.get("send", Histogram())
        sample = Sample(
            at=now - self.started,
            phase=phase,
            online=online,
            sent=send.count / seconds,
            delivered=delivery.count / seconds,
            delivery_p50=delivery.quantile(0.5),
            delivery_p95=delivery.quantile(0.95),
            send_p95=send.quantile(0.95),
            cpu_percent=cpu_percent,
            memory_mb=memory_mb,
            errors=self.failures - self._errors_before,
        )
        self._errors_before = self.failures
        self.samples.append(sample)
        return sample
