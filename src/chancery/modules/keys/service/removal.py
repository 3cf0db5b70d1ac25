# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a device's keys when the device is signed out."""

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.keys.service.device_keys import DeviceKeyService
from chancery.modules.keys.service.to_device import ToDeviceService
from chancery.modules.keys.store.devices import DeviceStore
from chancery.platform.db.port import Database, Write


class RemovalService:
    """Deletes keys and waiting messages of removed devices and tells those who knew the device."""

    def __init__(
        self,
        *,
        database: Database,
        devices: DeviceStore,
        keys: DeviceKeyService,
        to_device: ToDeviceService,
        accounts: Accounts,
        tells_keyless: bool,
    ) -> None:
        self._tells_keyless = tells_keyless
        self._db = database
        self._devices = devices
        self._keys = keys
        self._to_device = to_device
        self._accounts = accounts

    async def remove(self, user_id: UserId, device_id: DeviceId) -> None:
        if any(device.device_id == device_id for device in await self._accounts.devices(user_id)):
            # Somebody signed in under the same id since; what lies here now is that device's.
            return
        write = Write()
        had_keys = await self._devices.find_device(user_id, device_id) is not None
        self._devices.delete_device(write, user_id, device_id)
        if had_keys or self._tells_keyless:
            self._devices.log_change(write, user_id)
        await self._db.commit(write)
        self._keys.forget(user_id, device_id)
        self._to_device.forget(user_id, device_id)
