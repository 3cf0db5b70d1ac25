# SPDX-License-Identifier: EUPL-1.2
"""Facts about encryption keys that other modules may hear."""

from chancery.kit.ids import DeviceId, UserId
from chancery.platform.bus.port import Fact


class DeviceKeysChanged(Fact, frozen=True):
    """A person's device list or cross-signing keys changed: others must query them anew."""

    user_id: UserId
    position: int


class ToDeviceQueued(Fact, frozen=True):
    """A to-device message waits for a device."""

    user_id: UserId
    device_id: DeviceId
    position: int


class OneTimeKeysClaimed(Fact, frozen=True):
    """One of the device's one-time keys was handed out: its count in the next sync is lower."""

    user_id: UserId
    device_id: DeviceId
    position: int
