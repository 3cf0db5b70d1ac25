# SPDX-License-Identifier: EUPL-1.2
"""What keys do when lower modules report: devices vanish, rooms gain and lose members."""

import asyncio

from chancery.modules.accounts.events import DeviceRemoved
from chancery.modules.keys.events import DeviceKeysChanged, OneTimeKeysClaimed, ToDeviceQueued
from chancery.modules.keys.service.device_keys import DeviceKeyService
from chancery.modules.keys.service.query import DeviceListService
from chancery.modules.keys.service.removal import RemovalService
from chancery.modules.keys.service.to_device import ToDeviceService
from chancery.modules.rooms.events import MembershipChanged
from chancery.platform.bus.port import Bus


class Reactions:
    """Keeps caches right and removes what belonged to removed devices."""

    def __init__(
        self,
        *,
        keys: DeviceKeyService,
        lists: DeviceListService,
        to_device: ToDeviceService,
        removal: RemovalService,
    ) -> None:
        self._keys = keys
        self._lists = lists
        self._to_device = to_device
        self._removal = removal
        self._running: set[asyncio.Task[None]] = set()

    def subscribe(self, bus: Bus) -> None:
        bus.subscribe(DeviceRemoved, self._on_device_removed)
        bus.subscribe(DeviceKeysChanged, lambda fact: self._lists.note(fact.position))
        bus.subscribe(MembershipChanged, lambda fact: self._lists.note(fact.position))
        bus.subscribe(OneTimeKeysClaimed, lambda fact: self._keys.forget(fact.user_id, fact.device_id))
        bus.subscribe(
            ToDeviceQueued,
            lambda fact: self._to_device.note_queued(fact.user_id, fact.device_id, fact.position),
        )

        bus.on_gap(self._on_gap)

    def _on_gap(self, after: int, upto: int) -> None:
        self._keys.forget_all()
        self._to_device.forget_all()
        self._lists.note(upto)

    def _on_device_removed(self, fact: DeviceRemoved) -> None:
        task = asyncio.get_running_loop().create_task(self._removal.remove(fact.user_id, fact.device_id))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def finish(self) -> None:
        """Wait for removals under way."""
        await asyncio.gather(*self._running, return_exceptions=True)
