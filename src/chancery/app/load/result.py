# SPDX-License-Identifier: EUPL-1.2
"""The outcome of a run: its figures, and what they come to for a larger organisation."""

import os
import platform
import statistics
from dataclasses import asdict, dataclass
from typing import Any

from chancery import __version__
from chancery.app.load.profile import Profile
from chancery.app.load.recorder import Recorder
from chancery.app.load.run import Pace, PhaseResult

QUANTILES = (0.5, 0.95, 0.99)
ORDER = (
    "delivery", "announcement", "send", "first sync", "catch up", "receipt", "typing", "history",
    "key share", "login", "join", "create room",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run."""

    profile: Profile
    pace: Pace
    clients: int
    rooms: int
    phases: list[PhaseResult]
    recorder: Recorder
    preparation: Recorder

    @property
    def people(self) -> int:
        """How many people were simulated."""
        return self.clients * self.pace.each

    @property
    def seconds(self) -> float:
        """How long the run took."""
        return sum(phase.seconds for phase in self.phases)

    @property
    def cpu_seconds(self) -> float | None:
        """CPU seconds of the server in the run."""
        spent = [phase.cpu_seconds for phase in self.phases if phase.cpu_seconds is not None]
        return sum(spent) if len(spent) == len(self.phases) else None

    def cores(self, phase: PhaseResult) -> float | None:
        """Return how many cores the phase would keep busy at the pace of real life."""
        if phase.cpu_seconds is None:
            return None
        return phase.cpu_seconds / (phase.seconds * self.pace.speed)

    def busiest(self) -> tuple[PhaseResult, float] | None:
        """Return the phase that keeps most cores busy, with that number."""
        known = [(phase, cores) for phase in self.phases if (cores := self.cores(phase)) is not None]
        return max(known, key=lambda one: one[1], default=None)

    def peak_memory(self) -> float | None:
        """Return the highest memory seen, in MB."""
        return max((sample.memory_mb for sample in self.recorder.samples if sample.memory_mb), default=None)

    def growth(self) -> float | None:
        """Return by how many MB the median memory of the run's last quarter exceeds that of its second."""
        samples = self.recorder.samples
        quarter = len(samples) // 4
        then = [one.memory_mb for one in samples[quarter : 2 * quarter] if one.memory_mb is not None]
        now = [one.memory_mb for one in samples[3 * quarter :] if one.memory_mb is not None]
        return statistics.median(now) - statistics.median(then) if then and now else None

    def peak_online(self) -> int:
        """Return the highest number of listening clients."""
        return max((sample.online for sample in self.recorder.samples), default=0)


def latency_rows(recorder: Recorder) -> list[tuple[str, int, tuple[float, ...], float]]:
    """Return per kind of action: count, quantiles and the highest latency, in seconds."""
    known = sorted(
        recorder.latencies, key=lambda kind: (ORDER.index(kind) if kind in ORDER else len(ORDER), kind)
    )
    rows = []
    for kind in known:
        histogram = recorder.latencies[kind]
        quantiles = tuple(histogram.quantile(share) for share in QUANTILES)
        rows.append((kind, histogram.count, quantiles, histogram.highest))
    return rows


def machine() -> str:
    """Return the machine in a line."""
    return f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def as_json(result: Result) -> dict[str, Any]:
    """Return everything for other programs."""
    return {
        "chancery": __version__,
        "machine": machine(),
        "profile": result.profile.name,
        "people": result.people,
        "clients": result.clients,
        "rooms": result.rooms,
        "speed": result.pace.speed,
        "seconds": result.seconds,
        "cpu_seconds": result.cpu_seconds,
        "peak_memory_mb": result.peak_memory(),
        "memory_growth_mb": result.growth(),
        "peak_online": result.peak_online(),
        "latency_seconds": _latencies(result.recorder),
        "preparation_seconds": _latencies(result.preparation),
        "errors": dict(result.recorder.errors),
        "phases": [
            {
                "name": one.phase.name,
                "hours": one.phase.hours,
                "seconds": one.seconds,
                "cpu_seconds": one.cpu_seconds,
                "cores_at_real_pace": result.cores(one),
            }
            for one in result.phases
        ],
        "samples": [asdict(sample) for sample in result.recorder.samples],
    }


def _latencies(recorder: Recorder) -> dict[str, dict[str, float]]:
    names = [f"p{round(share * 100)}" for share in QUANTILES]
    return {
        kind: {"count": count, **dict(zip(names, quantiles, strict=True)), "max": highest}
        for kind, count, quantiles, highest in latency_rows(recorder)
    }
