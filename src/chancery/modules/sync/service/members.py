# SPDX-License-Identifier: EUPL-1.2
"""Remembers which member events a device has, so that lazy loading does not repeat them."""

from collections import OrderedDict
from collections.abc import Sequence

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.contract import RoomEvent

_ROOMS = 20_000


class SentMembers:
    """Per device (or connection) and room: up to which place each person's member event was sent.

    An answer may be lost, so what was sent counts only once the client comes back with a token at or behind it.
    """

    def __init__(self) -> None:
        self._sent: OrderedDict[tuple[tuple[str, str], RoomId], dict[UserId, int]] = OrderedDict()

    def missing(
        self, device: tuple[str, str], room_id: RoomId, events: Sequence[RoomEvent], since: int
    ) -> list[RoomEvent]:
        """Return those member events that the device cannot have."""
        sent = self._sent.get((device, room_id))
        if sent is None:
            return list(events)
        return [event for event in events if not _has(sent, event, since)]

    def note(self, device: tuple[str, str], room_id: RoomId, events: Sequence[RoomEvent], upto: int) -> None:
        """Remember member events that go out in an answer up to `upto`."""
        if not events:
            return
        sent = self._sent.setdefault((device, room_id), {})
        self._sent.move_to_end((device, room_id))
        for event in events:
            sent[UserId(event.state_key or "")] = upto
        while len(self._sent) > _ROOMS:
            self._sent.popitem(last=False)


def _has(sent: dict[UserId, int], event: RoomEvent, since: int) -> bool:
    upto = sent.get(UserId(event.state_key or ""), -1)
    return event.position <= upto <= since
