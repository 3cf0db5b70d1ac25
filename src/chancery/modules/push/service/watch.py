# SPDX-License-Identifier: EUPL-1.2
"""Follows what happens and decides whose pushers have to look: one task, in stream order, in slices."""

import asyncio
import logging
from collections.abc import Collection, Mapping

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.accounts.events import DeviceRemoved
from chancery.modules.push.events import PushersChanged
from chancery.modules.push.service.delivery import COUNT_ONLY, Deliveries, Due
from chancery.modules.push.service.index import PusherIndex
from chancery.modules.push.service.notices import Notices
from chancery.modules.push.service.pushers import PusherService
from chancery.modules.rooms.contract import MembershipKind, RoomEvent, RoomReader
from chancery.modules.rooms.events import EventSent, ReceiptMoved

log = logging.getLogger(__name__)

SLICE = 500
_Work = EventSent | DeviceRemoved | PushersChanged


class PushWatch:
    """Between the bus and the deliveries."""

    def __init__(
        self,
        *,
        index: PusherIndex,
        deliveries: Deliveries,
        notices: Notices,
        pushers: PusherService,
        rooms: RoomReader,
        accounts: Accounts,
    ) -> None:
        self._index = index
        self._deliveries = deliveries
        self._notices = notices
        self._pushers = pushers
        self._rooms = rooms
        self._accounts = accounts
        self._facts: asyncio.Queue[_Work] = asyncio.Queue()
        self._is_working = False
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Read who has pushers, begin to work, and look at everything once."""
        devices = await self._index.load()
        self._deliveries.start()
        self._task = asyncio.create_task(self._follow(devices), name="push watch")

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._deliveries.stop()

    async def settle(self) -> None:
        """Return when everything that was heard has been worked on."""
        await self._facts.join()
        await self._deliveries.settle()

    def hear_event(self, fact: EventSent) -> None:
        """Something was sent."""
        # The first pusher of all may be about to be read.
        if self._index.is_empty and self._facts.empty() and not self._is_working:
            self._deliveries.reached = fact.position
        else:
            self._facts.put_nowait(fact)

    def hear_receipt(self, fact: ReceiptMoved) -> None:
        """Somebody read: their other devices may show a smaller number."""
        self._deliveries.touch_person(fact.user_id, COUNT_ONLY)

    def hear_device(self, fact: DeviceRemoved) -> None:
        """A device was signed out."""
        self._facts.put_nowait(fact)

    def hear_pushers(self, fact: PushersChanged) -> None:
        """Somebody's pushers changed."""
        self._facts.put_nowait(fact)

    def hear_gap(self, _after: int, upto: int) -> None:
        """Facts of other processes may have been missed."""
        self._deliveries.reached = max(self._deliveries.reached, upto)
        self._deliveries.touch_all()

    async def _drop_orphans(self, devices: Collection[tuple[UserId, DeviceId]]) -> None:
        """Remove pushers of devices that were signed out while nobody listened."""
        for user_id, device_id in devices:
            known = {device.device_id for device in await self._accounts.devices(user_id)}
            if device_id not in known:
                await self._pushers.remove_of_device(user_id, device_id)

    async def _follow(self, devices: Collection[tuple[UserId, DeviceId]]) -> None:
        await self._drop_orphans(devices)
        self._deliveries.touch_all()
        while True:
            fact = await self._facts.get()
            self._is_working = True
            try:
                await self._work_on(fact)
            except Exception:
                log.exception("a fact could not be pushed", extra={"fact": type(fact).__name__})
            finally:
                self._is_working = False
                self._facts.task_done()

    async def _work_on(self, fact: _Work) -> None:
        if isinstance(fact, PushersChanged):
            await self._index.refresh(fact.user_id)
        elif isinstance(fact, DeviceRemoved):
            await self._pushers.remove_of_device(fact.user_id, fact.device_id)
        else:
            await self._spread(fact)
            self._deliveries.reached = max(self._deliveries.reached, fact.position)

    async def _spread(self, fact: EventSent) -> None:
        event = await self._rooms.event(fact.event_id)
        members = await self._rooms.members(fact.room_id)
        people = self._index.among(members)
        # They look before this has come to all of them, and everything earlier has come to them.
        due = Due(frozenset((fact.room_id,)), fact.position)
        for number, user_id in enumerate(people):
            if event is not None and await self._concerns(user_id, event, members):
                self._deliveries.touch_person(user_id, due)
            if number % SLICE == SLICE - 1:
                await asyncio.sleep(0)

    async def _concerns(
        self, user_id: UserId, event: RoomEvent, members: Mapping[UserId, MembershipKind]
    ) -> bool:
        if event.sender == user_id:
            return True  # who answers has read, and the number on their other devices falls
        place = members.get(user_id)
        is_invited = place == "invite" and event.type == "m.room.member" and event.state_key == user_id
        return (place == "join" or is_invited) and await self._notices.is_unread(user_id, event)
