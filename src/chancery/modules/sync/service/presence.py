# SPDX-License-Identifier: EUPL-1.2
"""The `presence` section: how the people are with whom somebody shares a room of ordinary size."""

import asyncio

from chancery.kit.ids import UserId
from chancery.modules.presence.contract import PresenceReader, Standing
from chancery.modules.presence.events import PresenceChanged
from chancery.modules.rooms.contract import RoomReader
from chancery.modules.rooms.events import MembershipChanged
from chancery.modules.sync.service.channels import Channels
from chancery.modules.sync.service.look import Look
from chancery.platform.bus.port import Bus

CALM_SECONDS = 3.0
"""Many comings and goings wake a poll once."""
MOST_EVENTS = 2_000


class PresenceSection:
    """Renders the section."""

    def __init__(self, presence: PresenceReader, rooms: RoomReader) -> None:
        self._presence = presence
        self._rooms = rooms

    async def render(self, look: Look) -> bytes:
        """Return the events of the look's frame."""
        if not self._presence.enabled or not look.filter.presence.takes_type("m.presence"):
            return b""
        people = self._moved(look) if look.known else set()
        people |= await self._close(look)
        found = [standing for user in people if (standing := self._presence.find(user)) is not None]
        shown = [standing for standing in found if self._is_news(look, standing)]
        if len(shown) > MOST_EVENTS:
            shown = sorted(shown, key=lambda standing: standing.active_ts)[-MOST_EVENTS:]
        events = [(standing.user_id, self._presence.event(standing)) for standing in shown]
        takes = look.filter.presence.takes
        return b",".join([event for user, event in events if takes("m.presence", user, event)])

    def _moved(self, look: Look) -> set[UserId]:
        """Return whose presence was noted in the frame; the notes lie newest last."""
        moved: set[UserId] = set()
        for user, position in reversed(look.channel.presence.items()):
            if position <= look.since:
                break
            moved.add(user)
        return moved

    async def _close(self, look: Look) -> set[UserId]:
        """Return the members of rooms that the person came into, or of all rooms when nothing is known."""
        close: set[UserId] = set() if look.known else {look.user_id}
        for place in look.places:
            if place.membership != "join" or (look.known and place.began <= look.since):
                continue
            # Asked first, because a list of all members is no small thing to read.
            if await self._rooms.joined_count(place.room_id) <= self._presence.largest_room:
                members = await self._rooms.members(place.room_id)
                close.update(user for user, kind in members.items() if kind == "join")
        return close

    def _is_news(self, look: Look, standing: Standing) -> bool:
        if standing.user_id in look.ignored:
            return False
        if look.initial:
            return standing.presence != "offline"
        return look.known or standing.position > look.since


class PresenceReactions:
    """Notes for whom a change of presence is news, at once, and wakes them soon."""

    def __init__(self, channels: Channels, largest_room: int) -> None:
        self._channels = channels
        self._largest_room = largest_room
        self._waking: set[UserId] = set()
        self._calming: asyncio.TimerHandle | None = None

    def subscribe(self, bus: Bus) -> None:
        """Listen."""
        bus.subscribe(PresenceChanged, self._changed)
        bus.subscribe(MembershipChanged, self._member)

    def stop(self) -> None:
        """Drop what is planned."""
        if self._calming is not None:
            self._calming.cancel()

    def _changed(self, fact: PresenceChanged) -> None:
        own = self._channels.find(fact.user_id)
        if own is not None:
            own.met(fact.user_id, fact.position)
            self._wake_soon(fact.user_id)
        for room_id in fact.rooms:
            listeners = self._channels.listeners(room_id)
            if len(listeners) > self._largest_room:
                continue
            for channel in listeners:
                channel.met(fact.user_id, fact.position)
                self._wake_soon(channel.user_id)

    def _member(self, fact: MembershipChanged) -> None:
        if fact.membership != "join":
            return
        listeners = self._channels.listeners(fact.room_id)
        if len(listeners) <= self._largest_room:
            for channel in listeners:
                channel.met(fact.user_id, fact.position)

    def _wake_soon(self, user_id: UserId) -> None:
        self._waking.add(user_id)
        if self._calming is None:
            self._calming = asyncio.get_running_loop().call_later(CALM_SECONDS, self._wake)

    def _wake(self) -> None:
        self._calming = None
        waking, self._waking = self._waking, set()
        for user_id in waking:
            self._channels.wake_user(user_id)
