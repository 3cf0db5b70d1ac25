# SPDX-License-Identifier: EUPL-1.2
"""CPU and memory of a process tree, from the kernel's own accounting (Linux)."""

from collections.abc import Iterator
from pathlib import Path

_NANOSECONDS = 1_000_000_000


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds (user and system, all threads) that a process tree has used so far."""
    return sum(_cpu_nanoseconds(one) for one in _tree(pid)) / _NANOSECONDS


def resident_megabytes(pid: int) -> float:
    """Return the proportional set size of a process tree in MB (shared pages counted once)."""
    return sum(_pss_kilobytes(one) for one in _tree(pid)) / 1000


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _cpu_nanoseconds(pid: int) -> int:
    # A thread that ended is only in the process's total, which counts in ticks; servers here keep their threads.
    total = 0
    for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            total += int(path.read_text().split()[0])
        except (OSError, IndexError):
            continue
    return total


def _pss_kilobytes(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
