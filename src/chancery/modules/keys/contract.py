# SPDX-License-Identifier: EUPL-1.2
"""Door to encryption keys: what sync tells devices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chancery.kit.ids import DeviceId, UserId


@dataclass(frozen=True, slots=True)
class DeviceListChanges:
    """Whose keys to query again, and whose are no longer needed."""

    changed: Sequence[UserId]
    left: Sequence[UserId]


@dataclass(frozen=True, slots=True)
class ToDeviceBatch:
    """To-device messages in order, each a JSON object as bytes (sender, type, content); `upto` acknowledges them all."""

    messages: Sequence[bytes]
    upto: int


@dataclass(frozen=True, slots=True)
class KeyStock:
    """What others may still take of a device's keys, as JSON: one-time keys by algorithm, unused fallback algorithms."""

    counts: bytes
    fallbacks: bytes


class KeyReader(Protocol):
    """What `sync` reads."""

    async def device_list_changes(self, user_id: UserId, *, since: int, upto: int) -> DeviceListChanges:
        """Return exact changes in (since, upto] for the people with whom `user_id` shares rooms, and the user's own."""

    async def key_stock(self, user_id: UserId, device_id: DeviceId) -> KeyStock:
        """Return what is in stock; `signed_curve25519` is always counted."""

    def is_quiet(self, user_id: UserId, device_id: DeviceId, *, since: int) -> bool:
        """Tell from memory that no to-device message waits and no device list changed after `since`."""

    async def to_device(
        self, user_id: UserId, device_id: DeviceId, *, since: int, upto: int, limit: int
    ) -> ToDeviceBatch:
        """Return waiting messages in (since, upto]; those at or before `since` are deleted: the device has them."""
