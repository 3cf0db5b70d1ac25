# SPDX-License-Identifier: EUPL-1.2
"""Door to presence: sync tells it who polls, and tells people what it knows."""

from dataclasses import dataclass
from typing import Protocol

from chancery.kit.ids import UserId


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person is: `online`, `unavailable` or `offline`, since stream `position`.

    `active_ts` is when they last did something, in milliseconds since the epoch; `idle` tells that they are
    unavailable because they did nothing for a while and not because they said so.
    """

    user_id: UserId
    presence: str
    status_msg: str | None
    active_ts: int
    idle: bool
    position: int


class PresenceReader(Protocol):
    """What `sync` uses."""

    @property
    def enabled(self) -> bool:
        """Whether presence is told at all."""

    @property
    def largest_room(self) -> int:
        """Presence is told within rooms in which at most this many people listen."""

    async def arrive(self, user_id: UserId, said: str | None) -> None:
        """A client of the person polls, and says how they are (None: nothing); raises BadRequest for an unknown state.

        `depart` follows when the poll ends, also when it fails.
        """

    def depart(self, user_id: UserId) -> None:
        """A poll of the person ended."""

    def find(self, user_id: UserId) -> Standing | None:
        """Return how a person is; None when nothing was ever heard of them."""

    def event(self, standing: Standing) -> bytes:
        """Return the `m.presence` event as JSON bytes."""
