# SPDX-License-Identifier: EUPL-1.2
"""The event loop's side of group commit: queues writes, then tells their facts and settles their futures."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter
from typing import cast

from chancery.platform.bus.port import Batch, Fact, StreamBus
from chancery.platform.db.order import StreamOrder
from chancery.platform.db.port import DatabaseUnavailable, Param, Position, Receipt, Row, Value, Write

log = logging.getLogger(__name__)

Pending = tuple[Write, asyncio.Future[Receipt]]
Outcome = Receipt | Exception
Settled = tuple[Pending, Outcome]
Returned = list[Sequence[Row]]

QUEUE_LIMIT = 10_000
_SLICE_SECONDS = 0.005


class CommitQueue:
    """Collects the writes of one turn of the event loop, hands them over, settles them after the commit."""

    def __init__(
        self, bus: StreamBus, hand_over: Callable[[list[Pending]], None], limit: int, position: int
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._bus = bus
        self._hand_over = hand_over
        self._limit = limit
        self._unsettled = 0
        self._turn: list[Pending] = []
        self._settled: deque[Settled] = deque()
        self._settling = False
        self._closing = False
        self._idle = asyncio.Event()
        self._idle.set()
        self.order = StreamOrder(position, bus.patience, bus.report_gap)
        bus.on_batch(self._hear)

    @property
    def waiting(self) -> int:
        """Writes that are not settled yet."""
        return self._unsettled

    def submit(self, write: Write) -> asyncio.Future[Receipt]:
        """Queue a write; refuse it at once when too many are waiting: a longer queue only adds latency."""
        if self._closing:
            raise DatabaseUnavailable("The database is closing.")
        if self._unsettled >= self._limit:
            raise DatabaseUnavailable("Too many writes are waiting.", headers={"Retry-After": "1"})
        if not self._turn:
            self._loop.call_soon(self.flush)
        future: asyncio.Future[Receipt] = self._loop.create_future()
        self._turn.append((write, future))
        self._unsettled += 1
        self._idle.clear()
        return future

    def flush(self) -> None:
        """Hand over what this turn of the loop has queued: one wake of the committer for all of it."""
        if self._turn:
            turn, self._turn = self._turn, []
            self._hand_over(turn)

    def settle(self, settled: Sequence[Settled]) -> None:
        """Take a finished batch; facts go out and futures resolve in commit order, in short slices."""
        self._settled.extend(settled)
        if not self._settling:
            self._settling = True
            self._settle_slice()

    async def drain(self) -> None:
        """Refuse further writes and wait until every queued one is settled."""
        self._closing = True
        self.flush()
        await self._idle.wait()

    def _settle_slice(self) -> None:
        end = perf_counter() + _SLICE_SECONDS
        while self._settled:
            pending, outcome = self._settled.popleft()
            self._settle_one(pending, outcome)
            if perf_counter() > end:
                break
        if self._settled:
            self._loop.call_soon(self._settle_slice)
            return
        self._settling = False
        self._check_idle()

    def _settle_one(self, pending: Pending, outcome: Outcome) -> None:
        write, future = pending
        if isinstance(outcome, Exception):
            self._unsettled -= 1
            if not future.done():
                future.set_exception(outcome)
            return
        end = outcome.base + write.positions
        facts = _made(write, outcome.base) if write.facts else ()
        if facts or write.positions:
            self._bus.broadcast(Batch(outcome.base, end, facts))
        self.order.offer(outcome.base, end, partial(self._deliver, facts, future, outcome))

    def _deliver(self, facts: Sequence[Fact], future: asyncio.Future[Receipt], receipt: Receipt) -> None:
        self._unsettled -= 1
        if facts:
            self._bus.deliver(facts)
        if not future.done():
            future.set_result(receipt)
        self._check_idle()

    def _hear(self, batch: Batch) -> None:
        self.order.offer(batch.base, batch.end, partial(self._bus.deliver, batch.facts))

    def _check_idle(self) -> None:
        if not self._unsettled and not self._settled:
            self._idle.set()


def _made(write: Write, base: int) -> list[Fact]:
    facts = []
    for make in write.facts:
        try:
            facts.append(cast("Fact", make(base)))
        except Exception:
            log.exception("a fact could not be made; its write is committed")
    return facts


def bind(rows: Sequence[Sequence[Param]], base: int) -> list[tuple[Value, ...]]:
    """Return parameter rows with the numbers that stand for their positions."""
    return [
        tuple([base + value.offset if type(value) is Position else cast("Value", value) for value in row])
        for row in rows
    ]


def unavailable(batch: Sequence[Pending], message: str, cause: BaseException) -> list[Settled]:
    """Settle a whole batch as refused by the infrastructure, each write with an exception of its own."""
    settled: list[Settled] = []
    for pending in batch:
        error = DatabaseUnavailable(message)
        error.__cause__ = cause
        settled.append((pending, error))
    return settled
