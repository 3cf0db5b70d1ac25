# SPDX-License-Identifier: EUPL-1.2
"""What sync reads of keys: the contract, put together from the services."""

from collections.abc import Mapping, Sequence

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.keys.contract import DeviceListChanges, ToDeviceBatch
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

    async def key_counts(self, user_id: UserId, device_id: DeviceId) -> Mapping[str, int]:
        return await self._keys.counts(user_id, device_id)

    async def unused_fallback_types(self, user_id: UserId, device_id: DeviceId) -> Sequence[str]:
        return await self._keys.unused_fallbacks(user_id, device_id)

    async def to_device(
        self, user_id: UserId, device_id: DeviceId, *, since: int, upto: int, limit: int
    ) -> ToDeviceBatch:
        return await self._to_device.read(user_id, device_id, since=since, upto=upto, limit=limit)
