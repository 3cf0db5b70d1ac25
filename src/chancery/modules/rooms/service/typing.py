# SPDX-License-Identifier: EUPL-1.2
"""Who types in which room: in memory only, with an end."""

import asyncio
from collections.abc import Sequence

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.events import TypingChanged
from chancery.modules.rooms.service.access import Access
from chancery.platform.bus.port import Bus
from chancery.platform.http.request import Caller

MAX_SECONDS = 120.0


class Typing:
    """Typing notices, each of which ends by itself."""

    def __init__(self, access: Access, bus: Bus) -> None:
        self._access = access
        self._bus = bus
        self._serial = 0
        self._rooms: dict[RoomId, dict[UserId, asyncio.TimerHandle]] = {}
        self._serials: dict[RoomId, int] = {}

    async def set_typing(self, actor: Caller, room_id: RoomId, *, typing: bool, timeout_ms: int) -> None:
        """Note that the caller types for at most `timeout_ms`, or stopped."""
        await self._access.access_joined(actor, room_id)
        if typing:
            self._start(room_id, actor.user_id, min(timeout_ms / 1000, MAX_SECONDS))
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
        return self._serials.get(room_id, 0), list(self._rooms.get(room_id, ()))

    def close(self) -> None:
        """Cancel all timers."""
        for timers in self._rooms.values():
            for timer in timers.values():
                timer.cancel()
        self._rooms.clear()

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
        self._bus.publish([TypingChanged(room_id, self._serial)])
