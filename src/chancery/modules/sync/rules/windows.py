# SPDX-License-Identifier: EUPL-1.2
"""List windows of sliding sync: which rooms pass a list's filters, and which of them its ranges show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from chancery.kit.ids import RoomId
from chancery.modules.sync.rules.sliding_request import ListConfig, ListFilters

INVITED = "invite"


@dataclass(frozen=True, slots=True)
class RoomTraits:
    """What the filters of a list ask about a room; `None` for a room type means an ordinary room."""

    membership: str
    is_dm: bool
    encrypted: bool
    room_type: str | None
    name: str | None
    tags: frozenset[str]


def passes(filters: ListFilters, room_id: str, traits: RoomTraits, in_spaces: Collection[str] | None) -> bool:
    """Tell whether a room is in the list; `in_spaces` are the rooms of the spaces that the filter names."""
    return (
        filters.is_dm in (None, traits.is_dm)
        and filters.is_encrypted in (None, traits.encrypted)
        and filters.is_invite in (None, traits.membership == INVITED)
        and _has_type(filters, traits.room_type)
        and _has_tags(filters, traits.tags)
        and (in_spaces is None or room_id in in_spaces)
        and _is_named_like(filters.room_name_like, traits.name)
    )


def _has_type(filters: ListFilters, room_type: str | None) -> bool:
    if room_type in filters.not_room_types:
        return False
    return filters.room_types is None or room_type in filters.room_types


def _has_tags(filters: ListFilters, tags: frozenset[str]) -> bool:
    if not tags.isdisjoint(filters.not_tags):
        return False
    return filters.tags is None or not tags.isdisjoint(filters.tags)


def _is_named_like(text: str | None, name: str | None) -> bool:
    return text is None or text.casefold() in (name or "").casefold()


def asks_for_facts(filters: ListFilters | None) -> bool:
    """Tell whether a filter looks at the room's own state."""
    return filters is not None and bool(
        filters.is_encrypted is not None
        or filters.room_types is not None
        or filters.not_room_types
        or filters.room_name_like is not None
    )


def shown(config: ListConfig, rooms: Sequence[RoomId]) -> Sequence[RoomId]:
    """Return the rooms that the list's ranges cover, in order and once each."""
    if config.ranges is None or config.slow_get_all_rooms:
        return rooms
    covered: dict[RoomId, None] = {}
    for first, last in config.ranges:
        covered.update(dict.fromkeys(rooms[first : last + 1]))
    return list(covered)
