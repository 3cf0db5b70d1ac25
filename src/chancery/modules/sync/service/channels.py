# SPDX-License-Identifier: EUPL-1.2
"""Channels: one per person who polls, with the rooms they listen to and the polls that are parked.

A fact finds the people to wake by room, so its cost follows those who listen and not those who are members. Wakes
go out in slices of the event loop's turns, and a person with many facts in one batch is woken once.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from time import monotonic

from chancery.kit.ids import DeviceId, RoomId, UserId
from chancery.modules.rooms.contract import RoomReader
from chancery.modules.sync.model import Tastes
from chancery.platform.http.inflight import Bell

SLICE = 250
"""Polls woken per turn of the event loop: about 20 ms of answers, whatever the room's size."""
IDLE_SECONDS = 600.0
MAX_POLLS = 64
"""Open polls of one device; clients need one or two, and tabs that were closed badly a few more."""


class Waiter(Bell):
    """One poll that may be parked; `gone` when its device was signed out, `dismissed` when it opened too many."""

    __slots__ = ("device_id", "dismissed", "gone")

    def __init__(self, device_id: DeviceId) -> None:
        super().__init__()
        self.device_id = device_id
        self.gone = False
        self.dismissed = False

    def rearm(self) -> None:
        """Forget wakes so far; call it before reading the position that the next look starts from."""
        if not self.gone and not self.dismissed:
            self.reset()


class Channel:
    """One person's ear: joined rooms, parked polls, and where the person's own things last moved in the stream."""

    __slots__ = (
        "account_data",
        "claims",
        "loaded",
        "presence",
        "private_reads",
        "push_rules",
        "queued",
        "reads",
        "rooms",
        "start",
        "tastes",
        "touched",
        "used",
        "user_id",
        "waiters",
    )

    def __init__(self, user_id: UserId, start: int) -> None:
        self.user_id = user_id
        self.start = start
        """What happened after this position is noted below; of older things nothing is known."""
        self.account_data = 0
        self.push_rules = 0
        self.claims: dict[DeviceId, int] = {}
        self.reads: dict[RoomId, int] = {}
        self.private_reads: dict[RoomId, int] = {}
        self.presence: dict[UserId, int] = {}
        """Whose presence moved where, newest last."""
        self.tastes: Tastes | None = None
        self.rooms: set[RoomId] = set()
        self.waiters: dict[Waiter, None] = {}
        self.queued = False
        self.loaded = False
        self.touched = 0
        self.used = 0.0

    def met(self, user_id: UserId, position: int) -> None:
        """Note that the person is to hear how somebody is."""
        self.presence.pop(user_id, None)
        self.presence[user_id] = position

    def is_quiet(self, device_id: DeviceId, since: int) -> bool:
        """Tell that nothing of the person's own moved after `since`, but for private receipts."""
        return (
            since >= self.start
            and self.account_data <= since
            and self.push_rules <= since
            and (not self.claims or self.claims.get(device_id, 0) <= since)
            and (not self.presence or next(reversed(self.presence.values())) <= since)
        )

    def knows(self, since: int) -> bool:
        """Tell whether the notes have all that happened after `since`."""
        return since >= self.start


class Channels:
    """All channels of this process, by person and by room."""

    def __init__(self, rooms: RoomReader, position: Callable[[], int]) -> None:
        self._rooms = rooms
        self._position = position
        self._channels: dict[UserId, Channel] = {}
        self._listeners: dict[RoomId, set[Channel]] = {}
        self._onlookers: dict[RoomId, set[Waiter]] = {}
        """Polls about one room of people who may not be in it."""
        self._wakes: deque[Channel] = deque()
        self._waking = False

    async def open(self, user_id: UserId) -> Channel:
        """Return the person's channel, listening to every room that they are joined to."""
        channel = self._channels.get(user_id)
        if channel is None:
            channel = self._channels[user_id] = Channel(user_id, self._position())
        channel.used = monotonic()
        await self.load(channel)
        return channel

    async def load(self, channel: Channel) -> None:
        """Let the channel listen to the rooms that the person is joined to, unless it does already."""
        while not channel.loaded:
            before = channel.touched
            memberships = await self._rooms.memberships(channel.user_id)
            if channel.touched != before:
                # A membership changed while the list was read: read it again rather than merge the two.
                continue
            for room_id, place in memberships.items():
                if place.membership == "join":
                    self._listen(channel, room_id)
            channel.loaded = True

    def begin_anew(self, position: int) -> None:
        """Let everybody read their rooms again: facts up to `position` may have been missed."""
        self._listeners.clear()
        for channel in self._channels.values():
            channel.rooms.clear()
            channel.touched += 1
            channel.loaded = False
            channel.tastes = None
            channel.start = position
            self._wake(channel)

    def listeners(self, room_id: RoomId) -> Collection[Channel]:
        """Return the channels of those who listen to a room."""
        return self._listeners.get(room_id, ())

    def find(self, user_id: UserId) -> Channel | None:
        """Return the channel of a person who polls, or None."""
        return self._channels.get(user_id)

    def enter(self, channel: Channel, device_id: DeviceId) -> Waiter:
        """Put a waiter into the channel for the length of one poll; `leave` takes it out."""
        waiter = Waiter(device_id)
        _dismiss_oldest(channel, device_id)
        channel.waiters[waiter] = None
        return waiter

    def leave(self, channel: Channel, waiter: Waiter) -> None:
        """Take out the waiter of a poll that ends."""
        channel.waiters.pop(waiter, None)
        channel.used = monotonic()

    def joined(self, user_id: UserId, room_id: RoomId) -> None:
        """A person came into a room."""
        channel = self._channels.get(user_id)
        if channel is not None:
            channel.touched += 1
            self._listen(channel, room_id)

    def left(self, user_id: UserId, room_id: RoomId) -> None:
        """A person is no longer in a room."""
        channel = self._channels.get(user_id)
        if channel is not None:
            channel.touched += 1
            self._unlisten(channel, room_id)

    def wake_user(self, user_id: UserId) -> None:
        """Wake the person's polls soon."""
        channel = self._channels.get(user_id)
        if channel is not None:
            self._wake(channel)

    def wake_room(self, room_id: RoomId) -> None:
        """Wake everybody who listens to the room soon."""
        for channel in self._listeners.get(room_id, ()):
            self._wake(channel)
        for waiter in self._onlookers.get(room_id, ()):
            waiter.ring()

    def watch(self, room_id: RoomId, waiter: Waiter) -> None:
        """Let a room wake a waiter, wherever its person is; `unwatch` ends that."""
        self._onlookers.setdefault(room_id, set()).add(waiter)

    def unwatch(self, room_id: RoomId, waiter: Waiter) -> None:
        """Let the room wake the waiter no more."""
        waiters = self._onlookers[room_id]
        waiters.discard(waiter)
        if not waiters:
            del self._onlookers[room_id]

    def end_device(self, user_id: UserId, device_id: DeviceId) -> None:
        """End the polls of a device that was signed out."""
        channel = self._channels.get(user_id)
        for waiter in list(channel.waiters) if channel is not None else ():
            if waiter.device_id == device_id:
                waiter.gone = True
                waiter.ring()

    @property
    def parked(self) -> int:
        """How many polls are open."""
        return sum(len(channel.waiters) for channel in self._channels.values())

    def parked_users(self) -> list[UserId]:
        """Return the people with an open poll."""
        return [user for user, channel in self._channels.items() if channel.waiters]

    async def forget_idle(self) -> None:
        """Drop the channels of people who have not polled for a while."""
        now = monotonic()
        for user_id, channel in list(self._channels.items()):
            if not channel.waiters and channel.loaded and now - channel.used > IDLE_SECONDS:
                for room_id in list(channel.rooms):
                    self._unlisten(channel, room_id)
                del self._channels[user_id]

    def _listen(self, channel: Channel, room_id: RoomId) -> None:
        channel.rooms.add(room_id)
        self._listeners.setdefault(room_id, set()).add(channel)

    def _unlisten(self, channel: Channel, room_id: RoomId) -> None:
        channel.rooms.discard(room_id)
        listeners = self._listeners.get(room_id)
        if listeners is not None:
            listeners.discard(channel)
            if not listeners:
                del self._listeners[room_id]

    def _wake(self, channel: Channel) -> None:
        if not channel.waiters or channel.queued:
            return
        channel.queued = True
        self._wakes.append(channel)
        if not self._waking:
            self._waking = True
            # A turn later than at once: whoever wrote is answered before their own polls are. Clients match what they
            # sent with what comes back either way, but matrix-js-sdk fails at it in threads.
            loop = asyncio.get_running_loop()
            loop.call_soon(loop.call_soon, self._wake_slice)

    def _wake_slice(self) -> None:
        woken = 0
        while self._wakes and woken < SLICE:
            channel = self._wakes.popleft()
            channel.queued = False
            woken += len(channel.waiters)
            for waiter in channel.waiters:
                waiter.ring()
        self._waking = bool(self._wakes)
        if self._waking:
            asyncio.get_running_loop().call_soon(self._wake_slice)


def _dismiss_oldest(channel: Channel, device_id: DeviceId) -> None:
    """Let the oldest poll of a device answer when the device opens more than it may."""
    own = [waiter for waiter in channel.waiters if waiter.device_id == device_id]
    if len(own) >= MAX_POLLS:
        own[0].dismissed = True
        own[0].ring()
