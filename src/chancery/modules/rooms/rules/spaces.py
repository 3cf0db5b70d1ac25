# SPDX-License-Identifier: EUPL-1.2
"""The children of a space and their order (client-server API, "Ordering of children within a space")."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_ORDER = re.compile(r"[\x20-\x7e]{1,50}")


@dataclass(frozen=True, slots=True)
class Child:
    """A valid `m.space.child` event; `room_id` is its state key."""

    room_id: str
    sender: str
    content: Mapping[str, Any]
    origin_server_ts: int

    @property
    def is_suggested(self) -> bool:
        """Whether the space recommends the room."""
        return self.content.get("suggested") is True

    def stripped(self) -> dict[str, Any]:
        """Return the event as a hierarchy shows it."""
        return {
            "type": "m.space.child",
            "state_key": self.room_id,
            "sender": self.sender,
            "content": self.content,
            "origin_server_ts": self.origin_server_ts,
        }


def ordered(children: Sequence[Child], *, suggested_only: bool) -> list[Child]:
    """Return the children that count, in order; a child without `via` has been removed from the space."""
    counting = [
        child
        for child in children
        if isinstance(child.content.get("via"), list) and (child.is_suggested or not suggested_only)
    ]
    return sorted(counting, key=_key)


def _key(child: Child) -> tuple[bool, str, int, str]:
    order = child.content.get("order")
    is_valid = isinstance(order, str) and _ORDER.fullmatch(order) is not None
    return (not is_valid, str(order) if is_valid else "", child.origin_server_ts, child.room_id)
