# SPDX-License-Identifier: EUPL-1.2
"""Facts about logins that other modules may hear."""

from chancery.kit.ids import DeviceId, RoomId, UserId
from chancery.platform.bus.port import Fact


class PersonCreated(Fact, frozen=True):
    """A login came into being."""

    user_id: UserId
    position: int


class PersonDeactivated(Fact, frozen=True):
    """A login was closed for good; its devices were removed in the same write.

    With `erases` the person asked for their messages to be erased too.
    """

    user_id: UserId
    position: int
    erases: bool = False


class DeviceAdded(Fact, frozen=True):
    """A person signed in on a new device."""

    user_id: UserId
    device_id: DeviceId
    position: int


class DeviceRemoved(Fact, frozen=True):
    """A device was signed out or deleted: its tokens are dead, its keys must go, its parked polls end."""

    user_id: UserId
    device_id: DeviceId
    position: int


class DeviceRenamed(Fact, frozen=True):
    """A device got another display name, which is part of what others are told of its keys."""

    user_id: UserId
    device_id: DeviceId
    position: int


class DeviceRecognised(Fact, frozen=True):
    """A person said of a new device that it is their own: their other devices need not ask any more."""

    user_id: UserId
    device_id: DeviceId
    position: int


class SessionReplaced(Fact, frozen=True):
    """A device signed in anew: the device stays, its former token is dead."""

    user_id: UserId
    device_id: DeviceId
    position: int


class TokensRotated(Fact, frozen=True):
    """A device began to use its next tokens: device and session stay, the former tokens are dead."""

    user_id: UserId
    device_id: DeviceId
    position: int


class StandingChanged(Fact, frozen=True):
    """A person was suspended, locked, made a full member, or the like was taken back: what they may do changed."""

    user_id: UserId
    position: int


class ProfileChanged(Fact, frozen=True):
    """A display name or avatar changed."""

    user_id: UserId
    position: int


class AccountDataChanged(Fact, frozen=True):
    """Global (`room_id` None) or room account data changed."""

    user_id: UserId
    room_id: RoomId | None
    type: str
    position: int
