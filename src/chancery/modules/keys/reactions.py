# SPDX-License-Identifier: EUPL-1.2
"""What keys do when lower modules report: devices vanish, rooms gain and lose members."""

import asyncio
from collections.abc import Coroutine

from chancery.modules.accounts.events import DeviceAdded, DeviceRemoved, DeviceRenamed
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
        tells_keyless: bool,
    ) -> None:
        self._tells_keyless = tells_keyless
        self._keys = keys
        self._lists = lists
        self._to_device = to_device
        self._removal = removal
        self._running: set[asyncio.Task[None]] = set()

    def subscribe(self, bus: Bus) -> None:
        bus.subscribe(DeviceRemoved, self._on_device_removed)
        bus.subscribe(DeviceRenamed, self._on_devices_changed)
        if self._tells_keyless:
            # Test suites expect every login in device lists. Nobody can encrypt for a device before it uploads its
            # keys, which is told anyway; elsewhere a morning's logins must not wake everybody twice.
            bus.subscribe(DeviceAdded, self._on_devices_changed)
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
        self._run(self._removal.remove(fact.user_id, fact.device_id))

    def _on_devices_changed(self, fact: DeviceRenamed | DeviceAdded) -> None:
        self._run(self._lists.tell(fact.user_id, since=fact.position))

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def finish(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._running, return_exceptions=True)
