# SPDX-License-Identifier: EUPL-1.2
"""Uploads of device, one-time and fallback keys, and claiming them."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from chancery.kit.clock import Clock
from chancery.kit.fresh_cache import FreshCache
from chancery.kit.ids import DeviceId, UserId
from chancery.modules.keys import rules
from chancery.modules.keys.contract import KeyStock
from chancery.modules.keys.errors import KeyRejected
from chancery.modules.keys.events import OneTimeKeysClaimed
from chancery.modules.keys.store.devices import DeviceStore
from chancery.modules.keys.store.one_time import OneTimeStore
from chancery.platform.db.port import Database, Row, Write
from chancery.platform.http.request import Caller

MAX_ONE_TIME_KEYS = 500
ALWAYS_COUNTED = "signed_curve25519"
CACHED_DEVICES = 50_000
CLAIMED_MS = 30 * 86_400_000

Device = tuple[UserId, DeviceId]
KeyMap = Mapping[str, Any]


class DeviceKeyService:
    """Keeps the counts that every sync answer carries in memory; a claim or upload makes them anew."""

    def __init__(
        self,
        database: Database,
        devices: DeviceStore,
        one_time: OneTimeStore,
        clock: Clock,
        *,
        loose_keys: bool,
    ) -> None:
        # Test suites upload keys that no client would make, and other ones after that.
        self._is_loose = loose_keys
        self._check = rules.check_device_ids if loose_keys else rules.check_device_keys
        self._db = database
        self._clock = clock
        self._devices = devices
        self._one_time = one_time
        self._counts: FreshCache[Device, Mapping[str, int]] = FreshCache(CACHED_DEVICES)
        self._stocks: FreshCache[Device, KeyStock] = FreshCache(CACHED_DEVICES)

    async def upload(
        self, caller: Caller, *, device_keys: KeyMap | None, one_time: KeyMap, fallback: KeyMap
    ) -> Mapping[str, int]:
        """Store what a device publishes and return its one-time key counts."""
        device = (caller.user_id, caller.device_id)
        write = Write()
        await self.add(write, device, device_keys=device_keys, one_time=one_time, fallback=fallback)
        if write.statements:
            await self._db.commit(write)
            self.forget(*device)
        return await self.counts(*device)

    async def add(
        self, write: Write, device: Device, *, device_keys: KeyMap | None, one_time: KeyMap, fallback: KeyMap
    ) -> None:
        """Add what a device publishes to a write; raises KeyRejected."""
        if device_keys is not None:
            await self._add_device(write, device, device_keys)
        await self._add_one_time(write, device, one_time)
        self._one_time.put_fallback(write, *device, _bodies(fallback))

    async def _add_device(self, write: Write, device: Device, device_keys: KeyMap) -> None:
        user_id, device_id = device
        self._check(device_keys, user_id=user_id, device_id=device_id)
        body = msgspec.json.encode(device_keys, order="deterministic")
        stored = await self._devices.find_device(user_id, device_id)
        if stored == body:
            return
        changes_identity = stored is not None and _identity(stored, device_id) != _identity(body, device_id)
        if changes_identity and not self._is_loose:
            raise KeyRejected("the identity keys of a device never change; sign in anew instead")
        self._devices.put_device(write, user_id, device_id, body)
        self._devices.log_change(write, user_id)

    async def _add_one_time(self, write: Write, device: Device, keys: KeyMap) -> None:
        new = _bodies(keys)
        if not new:
            return
        existing = await self._one_time.existing(*device)
        for name in new.keys() & existing.keys():
            if new[name] != existing[name]:
                raise KeyRejected(f"the one-time key {':'.join(name)} exists with other content")
        fresh = {name: body for name, body in new.items() if name not in existing}
        if len(existing) + len(fresh) > MAX_ONE_TIME_KEYS:
            raise KeyRejected(f"a device keeps at most {MAX_ONE_TIME_KEYS} one-time keys here")
        if fresh:
            self._one_time.put(write, *device, fresh)

    async def claim(self, wanted: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, dict[str, Any]]]:
        """Hand out one key per wanted user and device; a device without keys is left out of the answer."""
        write, now = Write(), self._clock()
        asked: list[tuple[Device, str, tuple[int, int]]] = []
        for user, devices in wanted.items():
            for device, algorithm in devices.items():
                owner = (UserId(user), DeviceId(device))
                asked.append((owner, algorithm, self._one_time.claim(write, *owner, algorithm, now=now)))
                self._tell_claimed(write, *owner)
        if not asked:
            return {}
        receipt = await self._db.commit(write)
        answer: dict[str, dict[str, dict[str, Any]]] = {}
        for owner, algorithm, indexes in asked:
            self.forget(*owner)
            rows = [row for index in indexes for row in receipt.returned[index]]
            if rows:
                answer.setdefault(owner[0], {})[owner[1]] = _named(algorithm, rows[0])
        return answer

    def _tell_claimed(self, write: Write, user_id: UserId, device_id: DeviceId) -> None:
        position = write.position()
        write.publish(
            lambda base: OneTimeKeysClaimed(
                user_id=user_id, device_id=device_id, position=base + position.offset
            )
        )

    async def forget_claimed(self) -> None:
        """Delete keys that were claimed so long ago that nobody repeats their upload."""
        write = Write()
        self._one_time.forget_claimed(write, before=self._clock() - CLAIMED_MS)
        await self._db.commit(write)

    async def counts(self, user_id: UserId, device_id: DeviceId) -> Mapping[str, int]:
        async def load() -> Mapping[str, int]:
            return {ALWAYS_COUNTED: 0, **await self._one_time.counts(user_id, device_id)}

        return await self._counts.get((user_id, device_id), load)

    async def stock(self, user_id: UserId, device_id: DeviceId) -> KeyStock:
        """Return the counts and the unused fallback keys as every sync answer has them."""

        async def load() -> KeyStock:
            counts = await self.counts(user_id, device_id)
            fallbacks = list(await self._one_time.unused_fallbacks(user_id, device_id))
            return KeyStock(msgspec.json.encode(counts), msgspec.json.encode(fallbacks))

        return await self._stocks.get((user_id, device_id), load)

    def forget(self, user_id: UserId, device_id: DeviceId) -> None:
        """Drop the cached counts of a device."""
        self._counts.forget((user_id, device_id))
        self._stocks.forget((user_id, device_id))

    def forget_all(self) -> None:
        """Drop every cached count: facts may have been missed."""
        self._counts.clear()
        self._stocks.clear()


def _bodies(keys: KeyMap) -> dict[tuple[str, str], bytes]:
    for value in keys.values():
        if not isinstance(value, str | dict):
            raise KeyRejected("a one-time key must be a string or an object")
        rules.check_size(value)
    return {
        rules.split_key_name(name): msgspec.json.encode(value, order="deterministic")
        for name, value in keys.items()
    }


def _identity(body: bytes, device_id: DeviceId) -> object:
    return msgspec.json.decode(body).get("keys", {}).get(f"ed25519:{device_id}")


def _named(algorithm: str, row: Row) -> dict[str, Any]:
    key_id, body = cast("tuple[str, bytes]", row)
    return {f"{algorithm}:{key_id}": msgspec.Raw(body)}
