# SPDX-License-Identifier: EUPL-1.2
"""`python -m bench [--rounds N] [--people N] [--only SCENARIO …] [--alone]`: the table of docs/performance.md.

Both servers run the same scenarios in turn (A B A B …), each round on fresh data, so that a machine that slows down
slows both. The figure of a scenario is the median over the rounds; `ratio` says how many times better Chancery did.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import resource
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.client import Person
from bench.peers import Chancery, Synapse
from bench.scenarios import LONG, SCENARIOS, Figures, Stage, gather
from bench.tables import table

RESULTS = Path(__file__).resolve().parent / "results"


async def measure(peer: Chancery | Synapse, people: int, only: list[str]) -> Figures:
    """Run all scenarios once on a fresh server."""
    peer.prepare()
    figures: Figures = {}
    peer.start()
    peer.stop()
    figures["start: seconds to first answer"] = peer.start()
    try:
        await asyncio.sleep(2)
        figures["memory: idle, MB"] = peer.memory()
        names = [f"official{number}" for number in range(people)]
        await peer.create_people(names)
        stage = Stage(peer, [Person(peer.url, name) for name in names])
        await gather([person.login() for person in stage.people], at_once=10)
        for name in only:
            print(f"  {peer.name}: {name}", flush=True)
            found = await (SCENARIOS | LONG)[name](stage)
            # A run that is cut off has told what it found by then.
            for figure, value in found.items():
                print(f"    {figure}: {value:.3g}", flush=True)
            figures |= found
        figures["memory: after the run, MB"] = peer.memory()
        await asyncio.gather(*(person.close() for person in stage.people))
    finally:
        peer.stop()
    return figures


async def run(arguments: argparse.Namespace) -> None:
    kinds: list[type[Chancery | Synapse]] = [Chancery] if arguments.alone else [Chancery, Synapse]
    runs: dict[str, list[Figures]] = {kind.name: [] for kind in kinds}
    with tempfile.TemporaryDirectory(prefix="chancery-bench-") as folder:
        for number in range(arguments.rounds):
            print(f"Round {number + 1} of {arguments.rounds}", flush=True)
            for kind in kinds:
                figures = await measure(kind(Path(folder)), arguments.people, arguments.only)
                runs[kind.name].append(figures)
    text = table(runs)
    print(f"\n{text}")
    RESULTS.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S")
    machine = f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    (RESULTS / f"{stamp}.json").write_text(json.dumps({"machine": machine, "runs": runs}, indent=1))
    (RESULTS / f"{stamp}.md").write_text(f"{machine}\n\n{text}\n")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--people", type=int, default=501)
    parser.add_argument("--only", nargs="+", choices=[*SCENARIOS, *LONG], default=list(SCENARIOS))
    parser.add_argument("--alone", action="store_true", help="measure Chancery only")
    arguments = parser.parse_args()
    if not arguments.alone and not LONG.keys().isdisjoint(arguments.only):
        parser.error(f"--alone is needed for {', '.join(LONG)}")
    _allow_files()
    asyncio.run(run(arguments))


def _allow_files() -> None:
    """Raise the limit of open files, which the servers inherit: 5,000 polls are 5,000 connections on either side."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


main()
