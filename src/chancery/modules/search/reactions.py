# SPDX-License-Identifier: EUPL-1.2
"""What search does when something is written."""

from chancery.modules.rooms.events import EventSent
from chancery.modules.search.service.indexer import KINDS, Indexer
from chancery.platform.bus.port import Bus


def subscribe(bus: Bus, indexer: Indexer) -> None:
    """Wake the indexer; a fact that is lost costs time only, because it reads from its cursor."""

    def sent(fact: EventSent) -> None:
        if fact.type in KINDS:
            indexer.wake()

    bus.subscribe(EventSent, sent)
    bus.on_gap(lambda _after, _upto: indexer.wake())
