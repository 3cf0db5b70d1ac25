# SPDX-License-Identifier: EUPL-1.2
"""What the module does when rooms and presence report: wake deliveries, and let them decide anew."""

from collections.abc import Sequence

from chancery.modules.appservices.service.delivery import Delivery
from chancery.modules.presence.events import PresenceChanged
from chancery.modules.rooms.events import (
    AliasesChanged,
    EventSent,
    MembershipChanged,
    ReceiptMoved,
    TypingChanged,
)
from chancery.platform.bus.port import Bus


class Reactions:
    """Turns facts into wakes."""

    def __init__(self, deliveries: Sequence[Delivery]) -> None:
        self._deliveries = deliveries

    def subscribe(self, bus: Bus) -> None:
        """Listen, where there is anybody to tell."""
        if not self._deliveries:
            return
        bus.subscribe(EventSent, lambda _fact: self._wake())
        bus.subscribe(MembershipChanged, self._member)
        bus.subscribe(AliasesChanged, self._aliases)
        bus.subscribe(ReceiptMoved, self._read)
        bus.subscribe(TypingChanged, self._typed)
        bus.subscribe(PresenceChanged, self._stood)
        bus.on_gap(self._on_gap)

    def _wake(self) -> None:
        for delivery in self._deliveries:
            delivery.wake()

    def _member(self, fact: MembershipChanged) -> None:
        for delivery in self._deliveries:
            delivery.interest.member_changed(fact.room_id, fact.user_id)

    def _aliases(self, fact: AliasesChanged) -> None:
        for delivery in self._deliveries:
            delivery.interest.aliases_changed(fact.room_id)

    def _read(self, fact: ReceiptMoved) -> None:
        if fact.private:
            return
        for delivery in self._deliveries:
            delivery.ephemeral.read(fact.room_id, fact.position)
        self._wake()

    def _typed(self, fact: TypingChanged) -> None:
        for delivery in self._deliveries:
            delivery.ephemeral.typed(fact.room_id)
        self._wake()

    def _stood(self, fact: PresenceChanged) -> None:
        for delivery in self._deliveries:
            delivery.ephemeral.stood(fact.user_id, fact.rooms)
        self._wake()

    def _on_gap(self, _after: int, _upto: int) -> None:
        for delivery in self._deliveries:
            delivery.interest.forget()
        self._wake()
