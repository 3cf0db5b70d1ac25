# SPDX-License-Identifier: EUPL-1.2
"""What a process that is one of several knows about its group, and how it lives and ends in it."""

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec


@dataclass(frozen=True, slots=True)
class Worker:
    """One process of a group: `number` of `count`; `folder` holds the sockets by which the group talks."""

    number: int
    count: int
    lifeline: int
    """A pipe that nobody writes to: its end means that the supervisor wants this process to stop, or is gone."""
    report: int
    """A pipe to the supervisor, for one line when this process answers requests."""
    folder: Path

    @contextlib.contextmanager
    def obeying(self, stop: Callable[[], None]) -> Iterator[None]:
        """Call `stop` once when the lifeline ends; needs a running event loop."""
        loop = asyncio.get_running_loop()

        def cut() -> None:
            loop.remove_reader(self.lifeline)
            stop()

        loop.add_reader(self.lifeline, cut)
        try:
            yield
        finally:
            loop.remove_reader(self.lifeline)

    def tell_ready(self, notes: Sequence[str]) -> None:
        """Tell the supervisor that this process answers, with lines for the person at the terminal."""
        # Without its supervisor the lifeline ends this process soon; the line may be lost.
        with contextlib.suppress(BrokenPipeError):
            os.write(self.report, msgspec.json.encode(list(notes)) + b"\n")
