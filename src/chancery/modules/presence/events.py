# SPDX-License-Identifier: EUPL-1.2
"""Facts about presence that other modules may hear."""

from chancery.kit.ids import RoomId, UserId
from chancery.platform.bus.port import Fact


class PresenceChanged(Fact, frozen=True):
    """A person came, went, or said something else of themselves.

    It carries the whole standing and the person's rooms, so that every process has it at once, in stream order.
    """

    user_id: UserId
    presence: str
    status_msg: str | None
    active_ts: int
    idle: bool
    rooms: tuple[RoomId, ...]
    position: int


class PeopleSeen(Fact, frozen=True):
    """These people's clients poll through some process; nobody else may count them as gone."""

    user_ids: tuple[UserId, ...]
