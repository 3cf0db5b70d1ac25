# SPDX-License-Identifier: EUPL-1.2
"""Tells pushers what is new: a claim per pusher, so that of several processes one delivers and the others may step in."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import RoomId, UserId, random_text
from chancery.modules.push.model import Pusher
from chancery.modules.push.rules.backoff import delay_ms
from chancery.modules.push.rules.payload import Notice, notification
from chancery.modules.push.service.index import PusherIndex
from chancery.modules.push.service.notices import Notices
from chancery.modules.push.service.pushers import PusherService
from chancery.modules.push.service.senders import Push, Senders
from chancery.modules.push.store.pushers import PusherStore
from chancery.platform.db.port import Database

log = logging.getLogger(__name__)

WORKERS = 16
BATCH = 5
"""Pushes per claim: at ten seconds each, the claim outlasts them."""
MOST_BEHIND = 50
"""Of a longer backlog only the newest are told one by one; the count says the rest."""
CLAIM_MS = 120_000
UNKNOWN_BADGE = -1


@dataclass(frozen=True, slots=True)
class Due:
    """Why a pusher has to look.

    `rooms` are where something happened, none when only the count may have changed; None stands for looking
    everywhere (after a start, a failure or another process's fall). `upto` is the event for which it looks: it was
    made due for all that came before.
    """

    rooms: frozenset[RoomId] | None
    upto: int = 0

    def __or__(self, other: "Due") -> "Due":
        rooms = None if self.rooms is None or other.rooms is None else self.rooms | other.rooms
        return Due(rooms, max(self.upto, other.upto))


EVERYWHERE = Due(None)
COUNT_ONLY = Due(frozenset())


class Deliveries:
    """Workers over the set of pushers that have something to be told."""

    def __init__(
        self,
        *,
        database: Database,
        store: PusherStore,
        pushers: PusherService,
        index: PusherIndex,
        notices: Notices,
        senders: Senders,
        clock: Clock,
    ) -> None:
        self._db = database
        self._store = store
        self._pushers = pushers
        self._index = index
        self._notices = notices
        self._senders = senders
        self._clock = clock
        self._due: dict[str, Due] = {}
        self._queue: deque[str] = deque()
        self._running: set[str] = set()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._badges: dict[str, int] = {}
        self.reached = database.position
        """The position up to which this process has looked at every event for everybody: what is told may reach so far."""
        self.delivered = 0
        self.failed = 0

    def start(self) -> None:
        """Begin to work; needs a running event loop."""
        self._tasks = [asyncio.create_task(self._work(), name=f"push {n}") for n in range(WORKERS)]

    async def stop(self) -> None:
        """End what is under way: another process or the next start tells it (again, at worst)."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def settle(self) -> None:
        """Return when nothing is due and nothing under way."""
        while self._due or self._running:
            self._idle.clear()
            await self._idle.wait()

    def touch_person(self, user_id: UserId, due: Due) -> None:
        """Something happened to a person."""
        for pusher_id in self._index.of(user_id):
            self.touch(pusher_id, due)

    def touch(self, pusher_id: str, due: Due) -> None:
        """Make a pusher due."""
        known = self._due.get(pusher_id)
        if known is None:
            self._queue.append(pusher_id)
        self._due[pusher_id] = due if known is None else known | due
        self._wake.set()

    def touch_all(self) -> None:
        """Look at every pusher: facts may have been missed."""
        for pusher_id in self._index.everything():
            self.touch(pusher_id, EVERYWHERE)

    async def touch_due(self) -> None:
        """Take up what failed and has waited, and what another process left behind."""
        for pusher_id in await self._store.list_due(self._clock()):
            self.touch(pusher_id, EVERYWHERE)

    async def _work(self) -> None:
        while True:
            pusher_id = self._next()
            if pusher_id is None:
                self._idle.set()
                self._wake.clear()
                await self._wake.wait()
                continue
            due = self._due.pop(pusher_id)
            self._running.add(pusher_id)
            try:
                await self._serve(pusher_id, due)
            except ChanceryError as error:
                log.warning("a push could not be worked on", extra={"why": error.code})
            except Exception:
                log.exception("a push failed")
            finally:
                self._running.discard(pusher_id)
                self._idle.set()
                self._wake.set()

    def _next(self) -> str | None:
        for _ in range(len(self._queue)):
            pusher_id = self._queue.popleft()
            if pusher_id not in self._running:
                return pusher_id
            self._queue.append(pusher_id)
        return None

    async def _serve(self, pusher_id: str, due: Due) -> None:
        if due == COUNT_ONLY and await self._shows_the_same(pusher_id):
            return
        now, claim = self._clock(), random_text(20)
        pusher = await self._store.claim(pusher_id, claim=claim, until=now + CLAIM_MS, now=now)
        if pusher is None:
            return
        upto = max(self.reached, pusher.position, due.upto)
        notices = (await self._notices.pending(pusher, due.rooms, upto=upto))[-MOST_BEHIND:]
        batch, left = notices[:BATCH], notices[BATCH:]
        badge = await self._notices.badge(pusher.user_id, upto=upto)
        told, push = await self._tell(pusher, batch, badge)
        if push.result == "rejected":
            await self._pushers.remove_dead(pusher)
            return
        reached = upto if push.result == "delivered" and not left else told
        await self._release(pusher, claim, push, position=reached, badge=badge)
        if left and push.result == "delivered":
            self.touch(pusher_id, EVERYWHERE)

    async def _shows_the_same(self, pusher_id: str) -> bool:
        """Tell whether the number that this process told last is still right: most receipts change nothing."""
        user_id, known = self._index.owner(pusher_id), self._badges.get(pusher_id)
        if user_id is None or known is None:
            return False
        return known == await self._notices.badge(user_id, upto=self._db.position)

    async def _tell(self, pusher: Pusher, batch: Sequence[Notice], badge: int) -> tuple[int, Push]:
        """Send the batch, or the count alone when only that changed; return how far it came."""
        told = pusher.position
        for notice in batch:
            push = await self._senders.send(pusher, notification(pusher, notice, badge))
            self._count(push)
            if push.result != "delivered":
                return told, push
            told = notice.position
        is_stale = badge != pusher.badge and not (pusher.badge == UNKNOWN_BADGE and badge == 0)
        if not batch and is_stale:
            push = await self._senders.send(pusher, notification(pusher, None, badge))
            self._count(push)
            return told, push
        return told, Push("delivered")

    def _count(self, push: Push) -> None:
        if push.result == "failed":
            self.failed += 1
        else:
            self.delivered += 1

    async def _release(self, pusher: Pusher, claim: str, push: Push, *, position: int, badge: int) -> None:
        if push.result == "delivered":
            self._badges[pusher.pusher_id] = badge
            await self._store.release(
                pusher, claim, position=position, badge=badge, failures=0, next_try=None
            )
            return
        failures = pusher.failures + 1
        next_try = self._clock() + delay_ms(failures, push.wait_ms)
        await self._store.release(
            pusher, claim, position=position, badge=pusher.badge, failures=failures, next_try=next_try
        )
