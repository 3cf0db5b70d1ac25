# SPDX-License-Identifier: EUPL-1.2
"""Door to push rules: unread counts and the rules as sync shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from chancery.kit.ids import EventId, RoomId, UserId


@dataclass(frozen=True, slots=True)
class UnreadCounts:
    """Events that notify and events that mention since the person last read the room.

    The two numbers are of the whole room; `threads` has the part of each thread, by its root.
    """

    notifications: int
    highlights: int
    threads: "Mapping[EventId, UnreadCounts]" = field(default_factory=dict)


class PushReader(Protocol):
    """What `sync` reads."""

    async def unread_counts(self, user_id: UserId, room_id: RoomId) -> UnreadCounts:
        """Return the unread counts of a joined room by the person's push rules."""

    async def rules(self, user_id: UserId) -> bytes:
        """Return the content of `m.push_rules` as JSON bytes (server defaults merged with the person's rules)."""
