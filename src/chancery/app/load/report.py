# SPDX-License-Identifier: EUPL-1.2
"""Writes what a run found: a table for the terminal, a JSON file, and a page with plots."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import msgspec

from chancery import __version__
from chancery.app.load.plots import Series, line_plot
from chancery.app.load.recorder import Recorder
from chancery.app.load.result import Result, as_json, latency_rows, machine

TARGET = 100_000

_STYLE = """
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#5b6570;--line:#d9dee3;--paper:#fff;--a:#1f5fbf;--b:#b4531a;--c:#2b7a4b}
@media(prefers-color-scheme:dark){:root{--ink:#e7eaee;--soft:#9aa5b1;--line:#333b44;--paper:#15181c;--a:#7fb0ff;--b:#f0a36b;--c:#7fd0a0}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:2rem auto;max-width:46rem;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:right;font-variant-numeric:tabular-nums}
th:first-child,td:first-child{text-align:left}figure{margin:1rem 0}figcaption{font-weight:600}figcaption span{font-weight:400;margin-left:.8em}
svg{width:100%;height:auto}svg text{font-size:11px;fill:var(--soft)}.g{stroke:var(--line)}polyline{fill:none;stroke-width:1.6}
.s0{stroke:var(--a)}.s1{stroke:var(--b)}.s2{stroke:var(--c)}.k0{color:var(--a)}.k1{color:var(--b)}.k2{color:var(--c)}.soft{color:var(--soft)}
"""


def write_report(result: Result, folder: Path) -> Path:
    """Write `report.json` and `report.html` into a folder, and return the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(as_json(result)), indent=1))
    page = folder / "report.html"
    page.write_text(_page(result), "utf-8")
    return page


def summary(result: Result) -> str:
    """Return the run in plain text."""
    lines = ["", f"{'action':<14}{'count':>9}{'p50':>10}{'p95':>10}{'p99':>10}{'most':>10}"]
    for kind, count, quantiles, highest in latency_rows(result.recorder):
        cells = "".join(f"{_ms(value):>10}" for value in (*quantiles, highest))
        lines.append(f"{kind:<14}{count:>9}{cells}")
    lines += ["", *facts(result), *arithmetic(result)]
    lines += [f"error: {text} ({count}×)" for text, count in result.recorder.errors.most_common(10)]
    return "\n".join(lines)


def facts(result: Result) -> list[str]:
    """Return what was simulated and what it took, a sentence each."""
    pace = result.pace
    listened = f"{result.clients} clients" + (f", each for {pace.each} people" if pace.each > 1 else "")
    said = [
        (
            f"{result.people} people ({listened}) in {result.rooms} rooms; {result.profile.hours:g} hours of "
            f"«{result.profile.name}» in {result.seconds / 60:.1f} minutes ({pace.speed:.0f} times as fast as life)."
        ),
        f"At most {result.peak_online()} clients listened at once; {result.recorder.failures} actions failed.",
    ]
    if result.cpu_seconds is not None:
        deliveries = _count(result, "delivery") + _count(result, "announcement")
        said.append(
            f"The server used {result.cpu_seconds:.1f} s of CPU for {_count(result, 'send')} messages and "
            f"{deliveries} deliveries."
        )
    memory = result.peak_memory()
    if memory is not None:
        said.append(f"Its memory was {memory:.0f} MB at most{_growth(result)}.")
    return said


def _growth(result: Result) -> str:
    growth = result.growth()
    if growth is None:
        return ""
    return f", and {abs(growth):.0f} MB {'more' if growth > 0 else 'less'} in the last quarter than in the second"


def arithmetic(result: Result) -> list[str]:
    """Return what the figures come to for 100,000 people at the pace of real life, and what that leaves out."""
    busiest = result.busiest()
    if busiest is None:
        return ["The server's CPU is not known: run beside it, or let it show GET /metrics to this machine."]
    phase, cores = busiest
    scaled = cores * TARGET / result.people
    said = [
        (
            f"At the pace of life the busiest part, «{phase.phase.name}», keeps {cores:.3g} cores busy; in proportion "
            f"{TARGET:,} such people keep {scaled:.2g} cores busy."
        ),
    ]
    if result.pace.each > 1:
        said.append(
            f"Left out: a message to everybody reaches {result.clients} clients here and {result.people} there, and "
            f"as many connections wait there."
        )
    return said


def _count(result: Result, kind: str) -> int:
    histogram = result.recorder.latencies.get(kind)
    return histogram.count if histogram else 0


def _ms(seconds: float) -> str:
    milliseconds = seconds * 1000
    return f"{milliseconds:.1f} ms" if milliseconds < 100 else f"{milliseconds:.0f} ms"  # two digits


def _page(result: Result) -> str:
    said = "".join(f"<p>{escape(line)}</p>" for line in (*facts(result), *arithmetic(result)))
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>Load on Chancery {__version__}</title><style>{_STYLE}</style>"
        f"<h1>Load on Chancery {__version__}</h1><p class=soft>{escape(machine())}</p>{said}"
        f"<h2>Over time</h2>{_plots(result)}"
        f"<h2>Latency</h2>{_latency_table(result.recorder)}<h2>Parts of the day</h2>{_phases(result)}"
        f"<h2>Errors</h2>{_errors(result)}"
        f"<h2>Preparation</h2>{_latency_table(result.preparation)}</html>"
    )


def _plots(result: Result) -> str:
    samples = result.recorder.samples
    seconds = [sample.at for sample in samples]
    plots = (
        line_plot("People listening", "", seconds, [Series("clients", [s.online for s in samples])]),
        line_plot(
            "Per second", "", seconds,
            [Series("deliveries", [s.delivered for s in samples]), Series("messages", [s.sent for s in samples])],
        ),
        line_plot(
            "Latency", "ms", seconds,
            [
                Series("delivery, half are faster", [s.delivery_p50 * 1000 for s in samples]),
                Series("delivery, 95 % are faster", [s.delivery_p95 * 1000 for s in samples]),
                Series("send, 95 % are faster", [s.send_p95 * 1000 for s in samples]),
            ],
        ),
        line_plot("Server's CPU", "%", seconds, [Series("of one core", [s.cpu_percent for s in samples])]),
        line_plot("Server's memory", "MB", seconds, [Series("in use", [s.memory_mb for s in samples])]),
    )  # fmt: skip
    return "".join(plots)


def _latency_table(recorder: Recorder) -> str:
    head = ("action", "count", "p50", "p95", "p99", "most")
    rows = [
        (kind, f"{count:,}", *(_ms(value) for value in (*quantiles, highest)))
        for kind, count, quantiles, highest in latency_rows(recorder)
    ]
    return _table(head, rows)


def _phases(result: Result) -> str:
    head = ("part", "hours", "seconds here", "CPU s", "cores at the pace of life")
    rows = [
        (
            one.phase.name,
            f"{one.phase.hours:g}",
            f"{one.seconds:.0f}",
            "unknown" if one.cpu_seconds is None else f"{one.cpu_seconds:.1f}",
            "unknown" if (cores := result.cores(one)) is None else f"{cores:.3g}",
        )
        for one in result.phases
    ]
    return _table(head, rows)


def _errors(result: Result) -> str:
    if not result.recorder.errors:
        return "<p>None.</p>"
    return _table(
        ("what", "count"), [(text, str(count)) for text, count in result.recorder.errors.most_common()]
    )


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table><tr>{cells}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
