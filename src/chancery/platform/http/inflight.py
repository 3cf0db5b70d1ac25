# SPDX-License-Identifier: EUPL-1.2
"""Requests in flight: one sweep for all deadlines instead of a timer each, and the drain at shutdown."""

import asyncio
from enum import Enum, auto
from typing import Any, Protocol


class Cause(Enum):
    """Why the kernel ended a request before its handler did."""

    EXPIRED = auto()
    GONE = auto()
    STOPPING = auto()


class Stoppable(Protocol):
    """A request that can be ended from outside."""

    deadline: float

    def stop(self, cause: Cause) -> None:
        """End the request's task, remembering why."""


SWEEP_SECONDS = 0.25


class InFlight:
    """Knows the requests with a deadline, the parked polls and the open event streams."""

    def __init__(self) -> None:
        self.stopping = False
        self._timed: set[Stoppable] = set()
        self._parked: set[asyncio.Future[Any]] = set()
        self._streams: set[Stoppable] = set()
        self._sweeper: asyncio.TimerHandle | None = None

    @property
    def parked(self) -> int:
        """How many long polls are waiting."""
        return len(self._parked)

    @property
    def streams(self) -> int:
        """How many event streams are open."""
        return len(self._streams)

    def watch(self, exchange: Stoppable) -> None:
        """End `exchange` when its `deadline` (loop time) has passed."""
        self._timed.add(exchange)
        if self._sweeper is None:
            self._sweeper = asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._sweep)

    def unwatch(self, exchange: Stoppable) -> None:
        """Forget the deadline of `exchange`."""
        self._timed.discard(exchange)

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        for exchange in [exchange for exchange in self._timed if exchange.deadline <= now]:
            self._timed.discard(exchange)
            exchange.stop(Cause.EXPIRED)
        self._sweeper = loop.call_later(SWEEP_SECONDS, self._sweep) if self._timed else None

    async def park(self, waiter: "asyncio.Future[Any]", seconds: float) -> bool:
        """Wait for `waiter`; False when the time is over or the server stops."""
        if waiter.done():
            return True
        if self.stopping:
            return False
        loop = asyncio.get_running_loop()
        gate: asyncio.Future[bool] = loop.create_future()

        def open_gate(_: object) -> None:
            _release(gate, True)

        waiter.add_done_callback(open_gate)
        timer = loop.call_later(seconds, _release, gate, False)
        self._parked.add(gate)
        try:
            return await gate
        finally:
            timer.cancel()
            self._parked.discard(gate)
            waiter.remove_done_callback(open_gate)

    def opened(self, stream: Stoppable) -> None:
        """Remember an event stream, so that the drain can end it."""
        self._streams.add(stream)
        if self.stopping:
            stream.stop(Cause.STOPPING)

    def closed(self, stream: Stoppable) -> None:
        """Forget an event stream."""
        self._streams.discard(stream)

    def drain(self) -> None:
        """Let every parked poll answer now and end the event streams; later ones do not wait at all."""
        self.stopping = True
        for gate in list(self._parked):
            _release(gate, False)
        for stream in list(self._streams):
            stream.stop(Cause.STOPPING)


def _release(gate: "asyncio.Future[bool]", outcome: bool) -> None:
    if not gate.done():
        gate.set_result(outcome)
