# SPDX-License-Identifier: EUPL-1.2
"""What sync reads of keys: the contract, put together from the services."""

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.keys.contract import DeviceListChanges, KeyStock, ToDeviceBatch
from chancery.modules.keys.service.device_keys import DeviceKeyService
from chancery.modules.keys.service.query import DeviceListService
from chancery.modules.keys.service.to_device import ToDeviceService


class Reader:
    """Implements `contract.KeyReader`."""

    def __init__(self, keys: DeviceKeyService, lists: DeviceListService, to_device: ToDeviceService) -> None:
        self._keys = keys
        self._lists = lists
        self._to_device = to_device

    async def device_list_changes(self, user_id: UserId, *, since: int, upto: int) -> DeviceListChanges:
        return await self._lists.changes(user_id, since=since, upto=upto)

    async def key_stock(self, user_id: UserId, device_id: DeviceId) -> KeyStock:
        return await self._keys.stock(user_id, device_id)

    def is_quiet(self, user_id: UserId, device_id: DeviceId, *, since: int) -> bool:
        return self._to_device.is_empty(user_id, device_id) and not self._lists.may_have_changed(since)

    async def to_device(
        self, user_id: UserId, device_id: DeviceId, *, since: int, upto: int, limit: int
    ) -> ToDeviceBatch:
        return await self._to_device.read(user_id, device_id, since=since, upto=upto, limit=limit)
