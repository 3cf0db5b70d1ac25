# SPDX-License-Identifier: EUPL-1.2
"""Line plots as SVG text: time along, one or more series up, no script and nothing from elsewhere."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 14, 28


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value per point, None where there is none."""

    name: str
    values: Sequence[float | None]


def line_plot(title: str, unit: str, seconds: Sequence[float], series: Sequence[Series]) -> str:
    """Return a figure of the series over time; says so when there is nothing to draw."""
    highest = max((value for one in series for value in one.values if value is not None), default=0.0)
    if not seconds or highest <= 0:
        return f"<figure><figcaption>{escape(title)}: nothing to show</figcaption></figure>"
    top, end = _nice(highest), seconds[-1] or 1.0
    parts = [_grid(top, unit, end)]
    for number, one in enumerate(series):
        points = [
            f"{_x(at, end):.1f},{_y(value, top):.1f}"
            for at, value in zip(seconds, one.values, strict=True)
            if value is not None
        ]
        parts.append(f'<polyline class="s{number}" points="{" ".join(points)}"/>')
    legend = " ".join(
        f'<span class="k{number}">{escape(one.name)}</span>' for number, one in enumerate(series)
    )
    drawing = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )
    return f"<figure><figcaption>{escape(title)} {legend}</figcaption>{drawing}</figure>"


def _grid(top: float, unit: str, end: float) -> str:
    lines = []
    for part in range(5):
        value = top * part / 4
        y = _y(value, top)
        lines.append(f'<line class="g" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g} {escape(unit)}</text>'
        )
    for part in range(5):
        at = end * part / 4
        x = _x(at, end)
        lines.append(f'<text x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{at:.0f} s</text>')
    return "".join(lines)


def _x(at: float, end: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * at / end


def _y(value: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top


def _nice(value: float) -> float:
    """Return the least of 1, 2, 4, 5, 8, 10 times a power of ten that is not less."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 4, 5, 8, 10) if step * power >= value * 0.999)
