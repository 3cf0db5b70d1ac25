# SPDX-License-Identifier: EUPL-1.2
"""To-device messages: sending once, reading in order, forgetting what a device has."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from chancery.kit.clock import Clock
from chancery.kit.errors import TooLarge
from chancery.kit.ids import DeviceId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.keys.contract import ToDeviceBatch
from chancery.modules.keys.store.dehydrated import DehydratedStore
from chancery.modules.keys.store.to_device import ToDeviceStore
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller

ALL_DEVICES = "*"
MAX_BODY = 65_536

Device = tuple[UserId, DeviceId]


class ToDeviceService:
    """Knows per device whether anything waits, so that most sync answers read nothing."""

    def __init__(
        self,
        database: Database,
        store: ToDeviceStore,
        *,
        dehydrated: DehydratedStore,
        accounts: Accounts,
        clock: Clock,
    ) -> None:
        self._db = database
        self._dehydrated = dehydrated
        self._store = store
        self._accounts = accounts
        self._clock = clock
        self._newest: dict[Device, int] = {}
        self._known: set[Device] = set()

    async def send(
        self, caller: Caller, kind: str, txn_id: str, messages: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Queue messages for devices that exist; a repeated transaction id changes nothing."""
        if await self._store.was_sent(caller.user_id, caller.device_id, kind, txn_id):
            return
        write = Write()
        self._store.mark_sent(
            write, caller.user_id, caller.device_id, kind=kind, txn_id=txn_id, now=self._clock()
        )
        for user, contents in messages.items():
            for device_id, content in (await self._addressed(UserId(user), contents)).items():
                self._store.queue(write, UserId(user), device_id, _body(caller.user_id, kind, content))
        try:
            await self._db.commit(write)
        except WriteConflict:
            # The same request arrived twice at once; its first copy delivers.
            return

    async def _addressed(self, user_id: UserId, contents: Mapping[str, Any]) -> dict[DeviceId, Any]:
        existing = [device.device_id for device in await self._accounts.devices(user_id)]
        sealed = await self._dehydrated.find(user_id)
        if sealed is not None:
            existing.append(sealed.device_id)
        if ALL_DEVICES in contents:
            return dict.fromkeys(existing, contents[ALL_DEVICES])
        return {device: contents[device] for device in existing if device in contents}

    def note_queued(self, user_id: UserId, device_id: DeviceId, position: int) -> None:
        """Remember a message that was queued for a device."""
        # Also for inboxes not read yet: a message may be queued while the first reading is under way. Never
        # backwards: after a gap an old fact comes late, and a newer message would be passed over and deleted.
        device = (user_id, device_id)
        self._newest[device] = max(position, self._newest.get(device, 0))

    def forget(self, user_id: UserId, device_id: DeviceId) -> None:
        """Drop what is known of a removed device."""
        self._newest.pop((user_id, device_id), None)
        self._known.discard((user_id, device_id))

    def forget_all(self) -> None:
        """Drop what is known of every inbox: facts may have been missed."""
        self._newest.clear()
        self._known.clear()

    def is_empty(self, user_id: UserId, device_id: DeviceId) -> bool:
        """Tell from memory that nothing is stored for the device; False when that is not known."""
        device = (user_id, device_id)
        return device in self._known and self._newest[device] == 0

    async def read(
        self, user_id: UserId, device_id: DeviceId, *, since: int, upto: int, limit: int
    ) -> ToDeviceBatch:
        """Return waiting messages after `since`; those before are deleted, because the device has them."""
        device = (user_id, device_id)
        newest = await self._newest_of(device)
        if newest == 0:
            return ToDeviceBatch((), upto)
        if since > 0:
            await self._acknowledge(user_id, device_id, since)
        if newest <= since:
            if self._newest.get(device) == newest:
                self._newest[device] = 0
            return ToDeviceBatch((), upto)
        found = await self._store.read(user_id, device_id, since=since, upto=upto, limit=limit)
        complete = len(found) < limit
        return ToDeviceBatch([body for _, body in found], upto if complete else found[-1][0])

    async def page(
        self, user_id: UserId, device_id: DeviceId, *, since: int, limit: int
    ) -> Sequence[tuple[int, bytes]]:
        """Return waiting messages after `since` with their positions; nothing is deleted."""
        return await self._store.read(user_id, device_id, since=since, upto=self._db.position, limit=limit)

    async def _newest_of(self, device: Device) -> int:
        if device not in self._known:
            stored = await self._store.newest(*device)
            self._newest[device] = max(stored, self._newest.get(device, 0))
            self._known.add(device)
        return self._newest[device]

    async def _acknowledge(self, user_id: UserId, device_id: DeviceId, upto: int) -> None:
        write = Write()
        self._store.acknowledge(write, user_id, device_id, upto)
        await self._db.commit(write)

    async def forget_old_transactions(self) -> None:
        """Delete transaction ids older than a day."""
        write = Write()
        self._store.forget_sent(write, now=self._clock())
        await self._db.commit(write)


def _body(sender: UserId, kind: str, content: object) -> bytes:
    body = msgspec.json.encode({"sender": sender, "type": kind, "content": content})
    if len(body) > MAX_BODY:
        raise TooLarge(f"a to-device message has at most {MAX_BODY} bytes")
    return body
