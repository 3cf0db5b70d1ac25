# SPDX-License-Identifier: EUPL-1.2
"""Who types in which room: in memory only, with an end."""

import asyncio
from collections.abc import Sequence

from chancery.kit.ids import RoomId, UserId, random_text
from chancery.modules.rooms.events import TypingChanged
from chancery.modules.rooms.service.access import Access
from chancery.platform.bus.port import Bus
from chancery.platform.http.request import Caller

MAX_SECONDS = 120.0
_Elsewhere = tuple[Sequence[UserId], asyncio.TimerHandle]


class Typing:
    """Typing notices, each of which ends by itself."""

    def __init__(self, access: Access, bus: Bus) -> None:
        self._access = access
        self._bus = bus
        self._serial = 0
        self._rooms: dict[RoomId, dict[UserId, asyncio.TimerHandle]] = {}
        self._serials: dict[RoomId, int] = {}
        self._origin = random_text(12)
        self._elsewhere: dict[RoomId, dict[str, _Elsewhere]] = {}

    async def set_typing(self, actor: Caller, room_id: RoomId, *, typing: bool, timeout_ms: int) -> None:
        """Note that the caller types for at most `timeout_ms`, or stopped."""
        await self._access.access_joined(actor, room_id)
        if typing:
            self._start(room_id, actor.user_id, min(max(timeout_ms, 0), MAX_SECONDS * 1000) / 1000)
        else:
            self.stop(room_id, actor.user_id)

    def stop(self, room_id: RoomId, user_id: UserId) -> None:
        """End a person's notice, if there is one (also when they send a message or leave)."""
        timers = self._rooms.get(room_id)
        timer = timers.pop(user_id, None) if timers else None
        if timers is None or timer is None:
            return
        timer.cancel()
        if not timers:
            del self._rooms[room_id]
        self._tell(room_id)

    def now(self, room_id: RoomId) -> tuple[int, Sequence[UserId]]:
        """Return the serial of the last change and who types."""
        here = dict.fromkeys(self._rooms.get(room_id, ()))
        for users, _ in self._elsewhere.get(room_id, {}).values():
            here |= dict.fromkeys(users)
        return self._serials.get(room_id, 0), list(here)

    def hear(self, fact: TypingChanged) -> None:
        """Note who types through another process; its silence ends the notice."""
        if fact.origin == self._origin:
            return
        self._drop_elsewhere(fact.room_id, fact.origin)
        if fact.users:
            loop = asyncio.get_running_loop()
            timer = loop.call_later(MAX_SECONDS, self._drop_elsewhere, fact.room_id, fact.origin)
            self._elsewhere.setdefault(fact.room_id, {})[fact.origin] = (fact.users, timer)
        self._serial += 1
        self._serials[fact.room_id] = self._serial

    def _drop_elsewhere(self, room_id: RoomId, origin: str) -> None:
        origins = self._elsewhere.get(room_id, {})
        known = origins.pop(origin, None)
        if known is None:
            return
        known[1].cancel()
        if not origins:
            del self._elsewhere[room_id]

    def close(self) -> None:
        """Cancel all timers."""
        for timers in self._rooms.values():
            for timer in timers.values():
                timer.cancel()
        for origins in self._elsewhere.values():
            for _, timer in origins.values():
                timer.cancel()
        self._rooms.clear()
        self._elsewhere.clear()

    def _start(self, room_id: RoomId, user_id: UserId, seconds: float) -> None:
        timers = self._rooms.setdefault(room_id, {})
        known = timers.get(user_id)
        timers[user_id] = asyncio.get_running_loop().call_later(seconds, self.stop, room_id, user_id)
        if known is not None:
            known.cancel()
            return
        self._tell(room_id)

    def _tell(self, room_id: RoomId) -> None:
        self._serial += 1
        self._serials[room_id] = self._serial
        users = tuple(self._rooms.get(room_id, ()))
        self._bus.publish([TypingChanged(room_id, self._serial, users, self._origin)])
