# SPDX-License-Identifier: EUPL-1.2
"""What sync does when lower modules report: note where rooms moved, and wake those whom it concerns."""

import asyncio
from collections.abc import Callable, Iterable

from chancery.kit.ids import UserId
from chancery.modules.accounts.events import (
    AccountDataChanged,
    DeviceAdded,
    DeviceRecognised,
    DeviceRemoved,
    PersonCreated,
    ProfileChanged,
    SessionReplaced,
)
from chancery.modules.keys.events import DeviceKeysChanged, OneTimeKeysClaimed, ToDeviceQueued
from chancery.modules.org.events import AppointmentChanged, TeamChanged, UnitChanged
from chancery.modules.push.events import PushRulesChanged
from chancery.modules.rooms.contract import RoomReader
from chancery.modules.rooms.events import (
    EventRedacted,
    EventSent,
    MembershipChanged,
    ReceiptMoved,
    TypingChanged,
)
from chancery.modules.sync.model import TASTE_TYPES
from chancery.modules.sync.service.activity import Activity
from chancery.modules.sync.service.blocks import Blocks
from chancery.modules.sync.service.channels import Channels
from chancery.modules.sync.service.live import LiveChanges
from chancery.modules.sync.service.room_facts import RoomFactsCache
from chancery.platform.bus.port import Bus


class Reactions:
    """Turns facts into notes and wakes."""

    def __init__(
        self,
        *,
        activity: Activity,
        channels: Channels,
        blocks: Blocks,
        facts: RoomFactsCache,
        rooms: RoomReader,
        position: Callable[[], int],
    ) -> None:
        self._position = position
        self._activity = activity
        self._channels = channels
        self._blocks = blocks
        self._facts = facts
        self._rooms = rooms
        self._tasks: set[asyncio.Task[None]] = set()

    def subscribe(self, bus: Bus) -> None:
        """Listen to everything that can change an answer."""
        bus.subscribe(EventSent, self._sent)
        bus.subscribe(MembershipChanged, self._member)
        bus.subscribe(EventRedacted, self._redacted)
        bus.subscribe(ReceiptMoved, self._read)
        bus.subscribe(TypingChanged, self._typed)
        bus.subscribe(AccountDataChanged, self._account_data)
        bus.subscribe(PushRulesChanged, self._push_rules)
        bus.subscribe(ToDeviceQueued, lambda fact: self._channels.wake_user(fact.user_id))
        bus.subscribe(OneTimeKeysClaimed, self._claimed)
        bus.subscribe(DeviceKeysChanged, self._keys)
        bus.on_gap(self._on_gap)
        bus.subscribe(DeviceRemoved, lambda fact: self._channels.end_device(fact.user_id, fact.device_id))

    async def finish(self) -> None:
        """Wait for wakes that are still being worked out."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _on_gap(self, _after: int, upto: int) -> None:
        # A gap without a range still makes everything forgotten that was noted up to now.
        upto = max(upto, self._position())
        self._activity.begin_anew(upto)
        self._blocks.clear()
        self._facts.clear()
        self._channels.begin_anew(upto)

    def _sent(self, fact: EventSent) -> None:
        self._activity.sent(fact.room_id, fact.type, fact.position)
        if fact.is_state:
            self._facts.changed(fact.room_id, fact.type)
        self._channels.wake_room(fact.room_id)

    def _redacted(self, fact: EventRedacted) -> None:
        self._activity.redacted(fact.room_id)
        self._facts.redacted(fact.room_id)

    def _member(self, fact: MembershipChanged) -> None:
        if fact.membership == "join":
            self._channels.joined(fact.user_id, fact.room_id)
        else:
            self._channels.left(fact.user_id, fact.room_id)
        self._channels.wake_user(fact.user_id)

    def _read(self, fact: ReceiptMoved) -> None:
        channel = self._channels.find(fact.user_id)
        if channel is not None:
            (channel.private_reads if fact.private else channel.reads)[fact.room_id] = fact.position
        if fact.private:
            self._activity.read_privately(fact.room_id, fact.position)
            self._channels.wake_user(fact.user_id)
            return
        self._activity.read(fact.room_id, fact.position)
        self._channels.wake_room(fact.room_id)

    def _typed(self, fact: TypingChanged) -> None:
        self._activity.typed(fact.room_id)
        self._channels.wake_room(fact.room_id)

    def _account_data(self, fact: AccountDataChanged) -> None:
        channel = self._channels.find(fact.user_id)
        if channel is not None:
            channel.account_data = fact.position
            if fact.type in TASTE_TYPES:
                channel.tastes = None
            self._channels.wake_user(fact.user_id)

    def _push_rules(self, fact: PushRulesChanged) -> None:
        channel = self._channels.find(fact.user_id)
        if channel is not None:
            channel.push_rules = fact.position
            self._channels.wake_user(fact.user_id)

    def _claimed(self, fact: OneTimeKeysClaimed) -> None:
        channel = self._channels.find(fact.user_id)
        if channel is not None:
            channel.claims[fact.device_id] = fact.position
            self._channels.wake_user(fact.user_id)

    def _keys(self, fact: DeviceKeysChanged) -> None:
        task = asyncio.get_running_loop().create_task(self._wake_sharing(fact.user_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _wake_sharing(self, user_id: UserId) -> None:
        """Wake those who share a room with the person; what they are told is decided by `keys` at their next look."""
        self._channels.wake_user(user_id)
        sharing = await self._rooms.users_sharing_rooms(user_id)
        self._wake_all(self._smaller(sharing))

    def _smaller(self, sharing: frozenset[UserId]) -> Iterable[UserId]:
        parked = self._channels.parked_users()
        return [user for user in parked if user in sharing] if len(parked) < len(sharing) else sharing

    def _wake_all(self, users: Iterable[UserId]) -> None:
        for user in users:
            self._channels.wake_user(user)


def subscribe_live(bus: Bus, live: LiveChanges) -> None:
    """Tell pages about changes of the directory and of the person's devices, and of the end of their session."""
    for kind in (UnitChanged, AppointmentChanged, TeamChanged, PersonCreated, ProfileChanged):
        bus.subscribe(kind, lambda _fact: live.directory_changed())
    bus.subscribe(DeviceRemoved, lambda fact: live.end_session(fact.user_id, fact.device_id))
    bus.subscribe(DeviceAdded, lambda fact: live.devices_changed(fact.user_id))
    bus.subscribe(SessionReplaced, lambda fact: live.devices_changed(fact.user_id))
    bus.subscribe(DeviceRecognised, lambda fact: live.devices_changed(fact.user_id))
    bus.subscribe(DeviceRemoved, lambda fact: live.devices_changed(fact.user_id))
    bus.on_gap(lambda _after, _upto: live.missed())
