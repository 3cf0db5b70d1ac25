# SPDX-License-Identifier: EUPL-1.2
"""The table of a measurement: medians over the rounds, and how many times better the first of two did."""

from __future__ import annotations

import statistics

from bench.scenarios import Figures


def advantage(figure: str, own: float, other: float) -> str:
    """Return how many times better the first is; empty where a figure lost itself in the noise around zero."""
    if own <= 0 or other <= 0:
        return ""
    more_is_better = figure.endswith("per second")
    return f"{own / other if more_is_better else other / own:.1f}"


def table(runs: dict[str, list[Figures]]) -> str:
    """Return the medians of all rounds as a Markdown table."""
    names = list(runs)
    lines = [f"| figure | {' | '.join(names)} | ratio |", "|---|" + "---|" * (len(names) + 1)]
    for figure in runs[names[0]][0]:
        values = {name: statistics.median(one[figure] for one in of) for name, of in runs.items()}
        ratio = advantage(figure, *(values[name] for name in names)) if len(names) == 2 else ""
        cells = " | ".join(f"{values[name]:.3g}" for name in names)
        lines.append(f"| {figure} | {cells} | {ratio} |")
    return "\n".join(lines)
