# SPDX-License-Identifier: EUPL-1.2
"""The bus port: past-tense facts, told after the commit that made them true.

Facts are frozen `msgspec.Struct` classes with a tag (`class MessageSent(Fact, frozen=True)`), because with
several processes they travel in one NATS message per committed batch. A lost message costs latency, never an
event: what matters is in the database, and every fact carries the position from which a reader can refill.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import msgspec

from chancery.kit.errors import Unavailable


class BusUnavailable(Unavailable):
    """The configured server of the bus cannot be reached."""

    code = "bus_unavailable"


class Fact(msgspec.Struct, frozen=True, tag=True, tag_field="fact"):
    """The base of every fact; a subclass adds ids and the stream `position`, never objects."""


F = TypeVar("F", bound=Fact)


GapHandler = Callable[[int, int], None]
"""Learns that facts of the positions `after + 1` to `upto` may not have been heard in this process."""


class Bus(Protocol):
    """Delivers facts to subscribers in stream order, on the event loop."""

    def subscribe(self, kind: type[F], handler: Callable[[F], None]) -> None:
        """Call `handler` for each fact of `kind`; it is quick, and its errors are logged only."""

    def publish(self, facts: Sequence[Fact]) -> None:
        """Tell facts that no write carries (typing, presence): here now, to other processes soon."""

    def on_gap(self, handler: GapHandler) -> None:
        """Call `handler` after facts of other processes were lost: it drops or refills what it has cached.

        The range is empty (`after == upto`) when only facts without a position can be missing. After a gap a
        fact of its range may still arrive late. It never happens with one process.
        """

    async def start(self) -> None:
        """Connect, where there is something to connect to; raises BusUnavailable."""

    async def close(self) -> None:
        """Flush and disconnect."""


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """The facts of one committed write and the positions `base + 1` to `end` that it took."""

    base: int
    end: int
    facts: Sequence[Fact]


class StreamBus(Bus, Protocol):
    """The bus as a database adapter sees it, which decides when a committed fact is due in this process."""

    patience: float
    """How many seconds a batch may wait here for earlier ones of other processes; 0 when there are none."""

    @property
    def is_connected(self) -> bool:
        """Whether batches of other processes can arrive at all."""

    def deliver(self, facts: Sequence[Fact]) -> None:
        """Tell facts to the subscribers of this process only."""

    def broadcast(self, batch: Batch) -> None:
        """Tell a committed batch to the other processes only, soon."""

    def on_batch(self, handler: Callable[[Batch], None]) -> None:
        """Give batches of other processes to `handler`, in the order of each process."""

    def report_gap(self, after: int, upto: int) -> None:
        """Call the gap handlers."""
