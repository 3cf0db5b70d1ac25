# SPDX-License-Identifier: EUPL-1.2
"""Latencies: quantiles of the histogram against those of the sorted list."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.app.load.recorder import Histogram, Recorder


@settings(deadline=None)
@given(st.lists(st.floats(0.0002, 500), min_size=1, max_size=200), st.sampled_from((0.5, 0.95, 0.99, 1.0)))
def test_quantiles_are_those_of_the_list_to_six_percent(latencies: list[float], share: float) -> None:
    histogram = Histogram()
    for latency in latencies:
        histogram.add(latency)
    exact = sorted(latencies)[math.ceil(share * len(latencies)) - 1]
    assert exact * 0.999 <= histogram.quantile(share) <= exact * 1.061


def test_an_empty_histogram_has_no_quantiles() -> None:
    assert Histogram().quantile(0.5) == 0


def test_a_sample_holds_what_happened_since_the_last_one() -> None:
    recorder = Recorder()
    recorder.fail("send", "503")
    recorder.begin()
    recorder.observe("send", 0.01)
    recorder.fail("send", "503 M_UNAVAILABLE")
    first = recorder.sample("morning", 5, cpu_percent=10, memory_mb=None)
    second = recorder.sample("morning", 5, cpu_percent=None, memory_mb=80)
    assert (first.errors, second.errors) == (1, 0)
    assert first.send_p95 == pytest.approx(0.01, rel=0.06)
    assert (first.sent > 0, second.sent) == (True, 0)
