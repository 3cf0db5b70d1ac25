# SPDX-License-Identifier: EUPL-1.2
"""Values that pass between the parts of sync."""

from collections.abc import Mapping
from dataclasses import dataclass

from chancery.kit.ids import RoomId, UserId

TASTE_TYPES = frozenset({"m.direct", "m.tag", "m.ignored_user_list"})


@dataclass(frozen=True, slots=True)
class Tastes:
    """What a person's account data says about rooms and people: direct chats, tags, who is ignored."""

    direct: frozenset[RoomId]
    tags: Mapping[RoomId, frozenset[str]]
    ignored: frozenset[UserId]
