# SPDX-License-Identifier: EUPL-1.2
"""One look through a sliding sync connection: the frame, and what is wanted of which room."""

from collections.abc import Mapping
from dataclasses import dataclass

from chancery.kit.ids import DeviceId, RoomId, UserId
from chancery.modules.rooms.contract import Membership
from chancery.modules.sync.model import Tastes
from chancery.modules.sync.rules.required_state import Wish
from chancery.modules.sync.service.blocks import Device
from chancery.modules.sync.service.channels import Channel
from chancery.modules.sync.service.connections import Connection, SentRoom, Snapshot


@dataclass(frozen=True, slots=True)
class WantedRoom:
    """A room that lists or subscriptions take in, with their configs combined to the widest."""

    place: Membership
    limit: int
    wish: Wish
    lists: frozenset[str]
    subscribed: bool


@dataclass(frozen=True, slots=True)
class View:
    """The frame of one answer: what the client has (`snapshot`), up to where we look, and for whom."""

    device_id: DeviceId
    channel: Channel
    connection: Connection
    snapshot: Snapshot
    initial: bool
    upto: int
    typing_upto: int
    tastes: Tastes

    @property
    def user_id(self) -> UserId:
        """Who looks."""
        return self.channel.user_id

    @property
    def device(self) -> Device:
        """The device that looks."""
        return (self.channel.user_id, self.device_id)

    @property
    def since(self) -> int:
        """The position that the client has; 0 on a new connection."""
        return self.snapshot.position

    def sent(self, room_id: RoomId) -> SentRoom | None:
        """Return what the client has of a room."""
        return self.snapshot.rooms.get(room_id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The rooms of all windows and subscriptions, and how long each filtered list is."""

    rooms: Mapping[RoomId, WantedRoom]
    counts: Mapping[str, int]
