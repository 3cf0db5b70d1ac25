# SPDX-License-Identifier: EUPL-1.2
"""Sends delayed events when they are due: each once, with the sender's rights at that moment.

The write that appends the event also marks it as sent, and is refused when that was done before: whether the process
is killed or several processes wake at once, an event enters the room once or not at all.
"""

import asyncio
import logging
from dataclasses import replace

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError, Forbidden
from chancery.kit.ids import EventId, SessionId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.rooms.events import EventScheduled
from chancery.modules.rooms.model import DelayedEvent, NewEvent, Outcome, Reason, decode_object
from chancery.modules.rooms.service.append import Rider
from chancery.modules.rooms.service.hot_room import Building
from chancery.modules.rooms.service.send import Sender
from chancery.modules.rooms.service.state import StateService
from chancery.modules.rooms.store.delayed import DelayedStore
from chancery.platform.bus.port import Bus
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller

log = logging.getLogger(__name__)

KEPT_MS = 7 * 24 * 3600 * 1000
_BLOCK = 100
_AT_ONCE = 20
_LONGEST_SLEEP_SECONDS = 60.0
_RETRY_SECONDS = 5.0
_ATTEMPTS = 8


class _Contested(Exception):
    """Another write came first: what is known of the delayed event must be read again."""


class DelayedSender:
    """Sleeps until the next event is due; a fact of any process wakes it when that changes."""

    def __init__(
        self,
        *,
        database: Database,
        store: DelayedStore,
        sender: Sender,
        state: StateService,
        accounts: Accounts,
        clock: Clock,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._store = store
        self._sender = sender
        self._state = state
        self._clock = clock
        self._changed = asyncio.Event()
        self._sending = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def subscribe(self, bus: Bus) -> None:
        """Hear of newly scheduled events, here and in other processes."""
        bus.subscribe(EventScheduled, lambda _fact: self._changed.set())
        bus.on_gap(lambda _after, _upto: self._changed.set())

    async def start(self) -> None:
        """Begin to send what is due, also what became due while no server ran."""
        self._task = asyncio.create_task(self._run(), name="delayed events")

    async def stop(self) -> None:
        """Stop; what is being appended at this moment is kept or not as a whole."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def tend(self) -> None:
        """Forget what ended more than a week ago, and send what a lost wake has left behind."""
        write = Write()
        self._store.prune(write, self._clock() - KEPT_MS)
        await self._database.commit(write)
        await self.send_due()

    async def send_due(self) -> bool:
        """Send everything whose time has come; False when some of it must be tried again."""
        clean = True
        async with self._sending:
            while clean and (due := await self._store.list_due(self._clock(), _BLOCK)):
                for first in range(0, len(due), _AT_ONCE):
                    results = await asyncio.gather(*map(self._send_one, due[first : first + _AT_ONCE]))
                    clean = clean and all(results)
        return clean

    async def send(self, event: DelayedEvent, reason: Reason) -> DelayedEvent:
        """Send an event and return it with its outcome; raises what refused it, which is noted as its outcome.

        When the server itself is at fault (5xx), the event stays scheduled.
        """
        for _ in range(_ATTEMPTS):
            event = await self.settle_overtaken(event)
            if event.outcome is not None:
                return event
            try:
                await self._check_standing(event)
                return await self._append(event, reason)
            except _Contested:
                event = await self._store.find(event.delay_id) or event
            except ChanceryError as error:
                if error.http_status < 500:
                    await self.finalise(event, _refused(self._clock(), error))
                raise
        raise _Contested

    async def settle_overtaken(self, event: DelayedEvent) -> DelayedEvent:
        """Cancel a state event that is no longer wanted: somebody else has set the same state in the meantime."""
        if event.outcome is not None or event.state_key is None or not await self._store.is_overtaken(event):
            return event
        error = "somebody else has changed this state in the meantime"
        return await self.finalise(event, Outcome(self._clock(), "error", errcode="M_UNKNOWN", error=error))

    async def finalise(self, event: DelayedEvent, outcome: Outcome) -> DelayedEvent:
        """Note how an event ended and return it; when it had ended before, as that says."""
        write = Write()
        self._store.finalise(write, event.delay_id, outcome)
        try:
            await self._database.commit(write)
        except WriteConflict:
            return await self._store.find(event.delay_id) or replace(event, outcome=outcome)
        return replace(event, outcome=outcome)

    async def _check_standing(self, event: DelayedEvent) -> None:
        if not await self._accounts.may_write(event.user_id):
            raise Forbidden("who scheduled this may not write any more", errcode="M_USER_SUSPENDED")

    async def _append(self, event: DelayedEvent, reason: Reason) -> DelayedEvent:
        claim = _Claim(self._store, event, reason, self._clock())
        rider = Rider(claim.check, claim.add, event.delay_id)
        actor = Caller(event.user_id, event.device_id, SessionId(""))
        content = decode_object(event.content)
        if event.state_key is None:
            event_id = await self._sender.send_message(
                actor, event.room_id, event.type, content, sticky_ms=event.sticky_ms, rider=rider
            )
        else:
            event_id = await self._state.send_state(
                actor,
                event.room_id,
                event.type,
                event.state_key,
                content,
                sticky_ms=event.sticky_ms,
                rider=rider,
            )
        outcome = Outcome(self._clock(), reason, event_id)
        if claim.event_id == event_id:
            return replace(event, outcome=outcome)
        # The room was in the wanted state already, or another write is about to bring it there: wait what becomes of it.
        await self._database.commit(Write())
        if not await self._store.is_kept(event_id):
            raise _Contested
        return await self.finalise(event, outcome)

    async def _send_one(self, event: DelayedEvent) -> bool:
        try:
            await self.send(event, "delay")
        except ChanceryError as error:
            if error.http_status >= 500:
                log.warning("a delayed event must wait: %s", error.message)
                return False
        except _Contested:
            return False
        except Exception:
            log.exception("a delayed event could not be sent")
            return False
        return True

    async def _run(self) -> None:
        while True:
            self._changed.clear()
            seconds = await self._work()
            try:
                await asyncio.wait_for(self._changed.wait(), seconds)
            except TimeoutError:
                continue

    async def _work(self) -> float:
        """Send what is due and return how long there is nothing more to do."""
        try:
            if not await self.send_due():
                return _RETRY_SECONDS
            now = self._clock()
            due = await self._store.next_due(now)
        except Exception:
            log.exception("delayed events must wait")
            return _RETRY_SECONDS
        if due is None:
            return _LONGEST_SLEEP_SECONDS
        return min(max(due - now, 1) / 1000, _LONGEST_SLEEP_SECONDS)


class _Claim:
    """Marks a delayed event as sent in the write that appends it."""

    def __init__(self, store: DelayedStore, event: DelayedEvent, reason: Reason, now: int) -> None:
        self._store = store
        self._delayed = event
        self._reason = reason
        self._now = now
        self._tried = False
        self.event_id: EventId | None = None

    def check(self, _building: Building) -> None:
        """Let an event be composed once; when its write was refused, it may have been sent by another process."""
        if self._tried:
            raise _Contested
        self._tried = True

    def add(self, write: Write, event: NewEvent) -> None:
        """Add the mark."""
        self.event_id = event.event_id
        self._store.finalise(write, self._delayed.delay_id, Outcome(self._now, self._reason, event.event_id))


def _refused(now: int, error: ChanceryError) -> Outcome:
    return Outcome(now, "error", errcode=error.matrix_errcode, error=error.message)
