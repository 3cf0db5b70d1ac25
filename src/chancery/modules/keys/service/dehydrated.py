# SPDX-License-Identifier: EUPL-1.2
"""Dehydrated devices (MSC3814): one sealed device per person that gathers room keys while nobody is signed in."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chancery.kit.errors import BadRequest
from chancery.kit.ids import DeviceId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.keys.errors import DehydratedDeviceNotFound
from chancery.modules.keys.service.device_keys import DeviceKeyService
from chancery.modules.keys.service.to_device import ToDeviceService
from chancery.modules.keys.store.dehydrated import Dehydrated, DehydratedStore
from chancery.modules.keys.store.devices import DeviceStore
from chancery.platform.db.port import Database, Write

PAGE = 100


class DehydratedService:
    """Keeps the one device; replacing it drops the former with its keys and messages."""

    def __init__(
        self,
        *,
        database: Database,
        store: DehydratedStore,
        devices: DeviceStore,
        keys: DeviceKeyService,
        to_device: ToDeviceService,
        accounts: Accounts,
    ) -> None:
        self._db = database
        self._store = store
        self._devices = devices
        self._keys = keys
        self._to_device = to_device
        self._accounts = accounts

    async def access(self, user_id: UserId) -> Dehydrated:
        """Return the person's device; raises DehydratedDeviceNotFound."""
        device = await self._store.find(user_id)
        if device is None:
            raise DehydratedDeviceNotFound("there is no dehydrated device")
        return device

    async def put(
        self,
        user_id: UserId,
        device: Dehydrated,
        *,
        device_keys: Mapping[str, Any],
        one_time: Mapping[str, Any],
        fallback: Mapping[str, Any],
    ) -> None:
        """Store a device in place of the former one."""
        if any(device.device_id == other.device_id for other in await self._accounts.devices(user_id)):
            raise BadRequest("a signed-in device has this id")
        former = await self._store.find(user_id)
        write = Write()
        if former is not None and former.device_id != device.device_id:
            self._devices.delete_device(write, user_id, former.device_id)
        await self._keys.add(
            write,
            (user_id, device.device_id),
            device_keys=device_keys,
            one_time=one_time,
            fallback=fallback,
        )
        self._store.put(write, user_id, device)
        await self._db.commit(write)
        self._forget(user_id, {device, former or device})

    async def delete(self, user_id: UserId) -> DeviceId:
        """Remove the device with its keys and messages, and return its id."""
        device = await self.access(user_id)
        write = Write()
        self._store.delete(write, user_id)
        self._devices.delete_device(write, user_id, device.device_id)
        self._devices.log_change(write, user_id)
        await self._db.commit(write)
        self._forget(user_id, {device})
        return device.device_id

    async def events(
        self, user_id: UserId, device_id: DeviceId, batch: str | None
    ) -> tuple[list[msgspec.Raw], str]:
        """Return a page of messages after `batch` and where the next one begins.

        They stay until the device goes: whoever is cut off while rehydrating it starts over and loses no room key.
        """
        device = await self.access(user_id)
        if device.device_id != device_id:
            raise DehydratedDeviceNotFound("this is not the dehydrated device")
        found = await self._to_device.page(user_id, device_id, since=_position(batch), limit=PAGE)
        return [msgspec.Raw(body) for _, body in found], f"d{found[-1][0]}" if found else batch or "d0"

    def _forget(self, user_id: UserId, devices: set[Dehydrated]) -> None:
        for device in devices:
            self._keys.forget(user_id, device.device_id)
            self._to_device.forget(user_id, device.device_id)


def _position(batch: str | None) -> int:
    digits = (batch or "d0").removeprefix("d")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 16:
        raise BadRequest("next_batch is no token of this server")
    return int(digits)
