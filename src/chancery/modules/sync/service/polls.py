# SPDX-License-Identifier: EUPL-1.2
"""Runs long polls: look, answer when there is news, otherwise park and look again when woken."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic
from typing import TypeVar

from chancery.modules.presence.contract import PresenceReader
from chancery.modules.sync.errors import DeviceGone, UnknownToken
from chancery.modules.sync.service.answers import Answers
from chancery.modules.sync.service.channels import Channels, Waiter
from chancery.modules.sync.service.requests import SyncRequest
from chancery.platform.http.inflight import Bell

Park = Callable[[Bell, float], Awaitable[bool]]
"""Waits for a bell or some seconds; False when the time is over or the server stops."""
T = TypeVar("T")
Look = Callable[[bool], Awaitable[T | None]]
"""Returns the answer when there is news, or when it must be given anyway."""

CATCH_UP_SECONDS = 1.0
_CATCH_UP_STEP = 0.02


class Polls:
    """The life of polls of both sync endpoints."""

    def __init__(
        self, *, channels: Channels, answers: Answers, presence: PresenceReader, position: Callable[[], int]
    ) -> None:
        self._channels = channels
        self._presence = presence
        self._answers = answers
        self._position = position

    async def sync(self, request: SyncRequest, park: Park) -> Sequence[bytes]:
        """Answer one `GET /sync`, in parts that follow one another."""
        try:
            await self._presence.arrive(request.user_id, request.presence)
            if request.since is not None:
                await self._catch_up(request.since.position)
            return await self._poll(request, park)
        finally:
            self._presence.depart(request.user_id)

    async def _poll(self, request: SyncRequest, park: Park) -> Sequence[bytes]:
        channel = await self._channels.open(request.user_id)
        urgent = request.since is None or request.full_state

        async def look(must_answer: bool) -> Sequence[bytes] | None:
            await self._channels.load(channel)
            return await self._answers.build(request, channel, must_answer=must_answer)

        waiter = self._channels.enter(channel, request.device_id)
        try:
            return await Poll(waiter, park, 0.0 if urgent else request.timeout).run(look)
        finally:
            self._channels.leave(channel, waiter)

    async def _catch_up(self, position: int) -> None:
        if not await catch_up(self._position, position):
            raise UnknownToken("since is not a token that this server issued")


async def catch_up(current: Callable[[], int], position: int) -> bool:
    """Wait until this process is as far as a token that another one may have issued; False when it does not come."""
    left = CATCH_UP_SECONDS
    while position > current():
        if left <= 0:
            return False
        left -= _CATCH_UP_STEP
        await asyncio.sleep(_CATCH_UP_STEP)
    return True


class Poll:
    """One poll: looks until there is news or the time is over."""

    def __init__(self, waiter: Waiter, park: Park, seconds: float) -> None:
        self._waiter = waiter
        self._park = park
        self._seconds = seconds

    async def run(self, look: Look[T]) -> T:
        """Return the first answer with news, or the last one; raises DeviceGone when the device was signed out."""
        waiter = self._waiter
        deadline = monotonic() + self._seconds
        must_answer = self._seconds <= 0
        while True:
            waiter.rearm()
            answer = await look(must_answer or waiter.dismissed)
            if waiter.gone:
                raise DeviceGone("the device was signed out")
            if answer is not None:
                return answer
            must_answer = not await self._park(waiter, max(0.0, deadline - monotonic()))
