# SPDX-License-Identifier: EUPL-1.2
"""What rooms do when something happens elsewhere: profiles change, other processes write."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UserId
from chancery.modules.accounts.events import ProfileChanged
from chancery.modules.rooms.events import EventSent, MembershipChanged, ReceiptMoved, TypingChanged
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.profiles import ProfileSpreader
from chancery.modules.rooms.service.typing import Typing
from chancery.platform.bus.port import Bus

log = logging.getLogger(__name__)

_FEW_ROOMS = 20
"""Rooms for which the answer to a changed profile waits: with more it would be slow, and nobody looks at all of them."""


class Reactions:
    """Subscribes to facts; work that waits runs in tasks that end with the module."""

    def __init__(self, hot: HotRooms, typing: Typing, profiles: ProfileSpreader) -> None:
        self._hot = hot
        self._typing = typing
        self._profiles = profiles
        self._tasks: set[asyncio.Task[None]] = set()
        self._spreads: dict[UserId, asyncio.Task[None]] = {}

    def subscribe(self, bus: Bus) -> None:
        """Listen."""
        bus.subscribe(EventSent, self._event_sent)
        bus.subscribe(MembershipChanged, self._membership_changed)
        bus.subscribe(ReceiptMoved, self._receipt_moved)
        bus.subscribe(TypingChanged, self._typing.hear)
        bus.subscribe(ProfileChanged, self._profile_changed)
        bus.on_gap(lambda _after, _upto: self._hot.forget_all())

    async def settle(self) -> None:
        """Wait until nothing runs any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self) -> None:
        """End what is still running."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _event_sent(self, fact: EventSent) -> None:
        self._hot.heard(fact.room_id, fact.position)
        if not fact.is_state:
            self._typing.stop(fact.room_id, fact.sender)

    def _membership_changed(self, fact: MembershipChanged) -> None:
        self._hot.heard_of_member(fact.room_id, fact.user_id, fact.position)
        if fact.membership != "join":
            self._typing.stop(fact.room_id, fact.user_id)

    def _receipt_moved(self, fact: ReceiptMoved) -> None:
        self._hot.heard_of_receipt(fact.room_id, fact.user_id, fact.position)

    def _profile_changed(self, fact: ProfileChanged) -> None:
        self._begin(fact.user_id)

    async def follow_profile(self, user_id: UserId) -> None:
        """Return when a changed profile has reached the person's rooms; at once when they are in many."""
        places = await self._hot.memberships(user_id)
        if sum(place.membership == "join" for place in places.values()) > _FEW_ROOMS:
            return
        spreading = self._spreads.get(user_id) or self._begin(user_id)
        await asyncio.wait((spreading,))

    def _begin(self, user_id: UserId) -> asyncio.Task[None]:
        task = self._spreads[user_id] = self._start(self._spread(user_id))
        task.add_done_callback(lambda ended: self._forget(user_id, ended))
        return task

    def _forget(self, user_id: UserId, ended: asyncio.Task[None]) -> None:
        if self._spreads.get(user_id) is ended:
            del self._spreads[user_id]

    async def _spread(self, user_id: UserId) -> None:
        try:
            await self._profiles.spread(user_id)
        except ChanceryError as error:
            log.warning("a changed profile did not reach every room: %s", error.message)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
