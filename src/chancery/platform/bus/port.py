# SPDX-License-Identifier: EUPL-1.2
"""The bus port: past-tense facts, told after the commit that made them true.

Facts are frozen `msgspec.Struct` classes with a tag (`class MessageSent(Fact, frozen=True)`), because with
several processes they travel in one NATS message per committed batch. A lost message costs latency, never an
event: what matters is in the database, and every fact carries the position from which a reader can refill.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import msgspec


class Fact(msgspec.Struct, frozen=True, tag=True):
    """The base of every fact; a subclass adds ids and the stream `position`, never objects."""


F = TypeVar("F", bound=Fact)


class Bus(Protocol):
    """Delivers facts to subscribers in stream order, on the event loop."""

    def subscribe(self, kind: type[F], handler: Callable[[F], None]) -> None:
        """Call `handler` for each fact of `kind`; it is quick, and its errors are logged only."""

    def publish(self, facts: Sequence[Fact]) -> None:
        """Tell the facts of one committed batch to local subscribers now and to the other processes soon."""

    async def start(self) -> None:
        """Connect, where there is something to connect to; raises when the server cannot be reached."""

    async def close(self) -> None:
        """Flush and disconnect."""
