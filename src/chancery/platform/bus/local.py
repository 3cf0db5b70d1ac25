# SPDX-License-Identifier: EUPL-1.2
"""The bus inside one process: direct calls, in order, on the event loop."""

import logging
from collections.abc import Callable, Sequence

from chancery.platform.bus.port import Batch, F, Fact, GapHandler

log = logging.getLogger(__name__)


class LocalBus:
    """Delivers facts to the subscribers of this process; there are no others."""

    patience = 0.0

    def __init__(self) -> None:
        self._handlers: dict[type[Fact], list[Callable[[Fact], None]]] = {}
        self._gap_handlers: list[GapHandler] = []

    def subscribe(self, kind: type[F], handler: Callable[[F], None]) -> None:
        """Call `handler` for each fact of exactly `kind`."""
        # The dictionary pairs each handler with its own kind, which the type system cannot express.
        self._handlers.setdefault(kind, []).append(handler)  # type: ignore[arg-type]  # paired by key

    def publish(self, facts: Sequence[Fact]) -> None:
        """Tell facts that no write carries."""
        self.deliver(facts)

    def deliver(self, facts: Sequence[Fact]) -> None:
        """Call every handler for every fact; an error of one does not stop the others."""
        for fact in facts:
            for handler in self._handlers.get(type(fact), ()):
                try:
                    handler(fact)
                except Exception:
                    log.exception("a subscriber of %s failed", type(fact).__name__)

    def on_gap(self, handler: GapHandler) -> None:
        """Call `handler` when another program has written to the database meanwhile."""
        self._gap_handlers.append(handler)

    def report_gap(self, after: int, upto: int) -> None:
        """Call the gap handlers; an error of one does not stop the others."""
        for handler in self._gap_handlers:
            try:
                handler(after, upto)
            except Exception:
                log.exception("a gap handler failed")

    @property
    def is_connected(self) -> bool:
        """There is nobody to be cut off from."""
        return True

    def broadcast(self, batch: Batch) -> None:
        """Nobody else listens."""

    def on_batch(self, handler: Callable[[Batch], None]) -> None:
        """Nobody else speaks."""

    async def start(self) -> None:
        """Nothing to connect to."""

    async def close(self) -> None:
        """Nothing to disconnect from."""
