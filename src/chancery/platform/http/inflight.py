# SPDX-License-Identifier: EUPL-1.2
"""Requests in flight: one sweep for all deadlines instead of a timer each, and the drain at shutdown."""

import asyncio
from enum import Enum, auto
from math import ceil
from typing import Protocol


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


class Bell:
    """What a parked request waits for; it may be rung at any time, also before anybody waits."""

    __slots__ = ("_gate", "is_rung")

    def __init__(self) -> None:
        self.is_rung = False
        self._gate: asyncio.Future[bool] | None = None

    def ring(self) -> None:
        """Wake who waits, or who will wait."""
        self.is_rung = True
        if self._gate is not None:
            _release(self._gate, True)

    def reset(self) -> None:
        """Forget that it was rung."""
        self.is_rung = False

    def listen(self, gate: "asyncio.Future[bool] | None") -> None:
        """Open `gate` at the next ring; None: nobody waits any more."""
        self._gate = gate


SWEEP_SECONDS = 0.25
SHORT_SECONDS = 2.0
"""Waits from here on end with the next sweep, so that many of them share a timer; shorter ones end in time."""


class InFlight:
    """Knows the requests with a deadline, the parked polls and the open event streams."""

    def __init__(self) -> None:
        self.stopping = False
        self._timed: set[Stoppable] = set()
        self._parked: dict[float, set[asyncio.Future[bool]]] = {}
        self._streams: set[Stoppable] = set()
        self._sweeper: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The event loop that serves the requests; kept, because asking asyncio for it is a system call each time."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        return self._loop

    @property
    def parked(self) -> int:
        """How many long polls are waiting."""
        return sum([len(gates) for gates in self._parked.values()])

    @property
    def streams(self) -> int:
        """How many event streams are open."""
        return len(self._streams)

    def watch(self, exchange: Stoppable) -> None:
        """End `exchange` when its `deadline` (loop time) has passed."""
        self._timed.add(exchange)
        if self._sweeper is None:
            self._sweeper = self.loop.call_later(SWEEP_SECONDS, self._sweep)

    def unwatch(self, exchange: Stoppable) -> None:
        """Forget the deadline of `exchange`."""
        self._timed.discard(exchange)

    def _sweep(self) -> None:
        loop = self.loop
        now = loop.time()
        for exchange in [exchange for exchange in self._timed if exchange.deadline <= now]:
            self._timed.discard(exchange)
            exchange.stop(Cause.EXPIRED)
        self._sweeper = loop.call_later(SWEEP_SECONDS, self._sweep) if self._timed else None

    async def park(self, bell: Bell, seconds: float) -> bool:
        """Wait for `bell`; False when the time is over or the server stops."""
        if bell.is_rung:
            return True
        if self.stopping:
            return False
        loop = self.loop
        gate: asyncio.Future[bool] = loop.create_future()
        gates = self._parked_until(loop, loop.time() + seconds, is_short=seconds < SHORT_SECONDS)
        gates.add(gate)
        bell.listen(gate)
        try:
            return await gate
        finally:
            gates.discard(gate)
            bell.listen(None)

    def _parked_until(
        self, loop: asyncio.AbstractEventLoop, due: float, *, is_short: bool
    ) -> "set[asyncio.Future[bool]]":
        """Return the gates that open together when the time is over: a timer for each would cost more than the rest."""
        if not is_short:
            due = ceil(due / SWEEP_SECONDS) * SWEEP_SECONDS
        gates = self._parked.get(due)
        if gates is None:
            gates = self._parked[due] = set()
            loop.call_at(due, self._end_parking, due)
        return gates

    def _end_parking(self, due: float) -> None:
        for gate in self._parked.pop(due):
            _release(gate, False)

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
        for gates in self._parked.values():
            for gate in gates:
                _release(gate, False)
        for stream in list(self._streams):
            stream.stop(Cause.STOPPING)


def _release(gate: "asyncio.Future[bool]", outcome: bool) -> None:
    if not gate.done():
        gate.set_result(outcome)
