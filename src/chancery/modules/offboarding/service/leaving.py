# SPDX-License-Identifier: EUPL-1.2
"""Leaves the rooms of people whose login was closed; goes on after a crash, here or in another process.

The write by which a room is left also marks the step, so that each is done once whoever dies or competes.
"""

import asyncio
import logging

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import RoomId, UserId
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.offboarding.store import Case, CaseStore
from chancery.modules.rooms.contract import RoomDepartures
from chancery.platform.db.port import Database, Write, WriteConflict

log = logging.getLogger(__name__)

_BLOCK = 100


class Leaving:
    """Works off open cases when one was begun here, at the start, and every so often for those of processes that died."""

    def __init__(
        self,
        *,
        database: Database,
        store: CaseStore,
        rooms: RoomDepartures,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._rooms = rooms
        self._audit = audit
        self._clock = clock
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin with what was left behind."""
        self.wake()
        self._task = asyncio.create_task(self._run(), name="offboarding")

    async def stop(self) -> None:
        """Stop; the step of this moment is done or not as a whole."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def wake(self) -> None:
        """Look for open cases now."""
        self._wanted.set()

    async def tend(self) -> None:
        """Look for open cases, also those that other processes left behind."""
        self.wake()

    async def leave(self, case: Case) -> None:
        """Leave all rooms and close the case."""
        await self._database.freshen()
        for step in await self._store.list_rooms(case.id):
            if step.done_at is None:
                await self._leave_room(case, step.room_id, step.heir)
        # What was on its way when the login was closed: nothing new can come now.
        for place in await self._rooms.places(case.user_id, case.successor):
            write = Write()
            self._store.insert_rooms(write, case.id, [place])
            await self._database.commit(write)
            await self._leave_room(case, place.room_id, place.heir)
        await self._finish(case)

    async def _leave_room(self, case: Case, room_id: RoomId, heir: UserId | None) -> None:
        def mark(write: Write, problem: str | None) -> None:
            self._store.mark_left(write, case.id, room_id, now=self._clock(), problem=problem)

        if await self._rooms.depart(room_id, case.user_id, heir, actor=case.actor, also=mark):
            return
        write = Write()
        mark(write, None)
        await self._database.commit(write)

    async def _finish(self, case: Case) -> None:
        write = Write()
        self._store.finish(write, case.id, self._clock())
        self._audit.record(write, Entry("offboarding.finished", case.actor, case.user_id))
        try:
            await self._database.commit(write)
        except WriteConflict:
            log.info("another process finished the offboarding %s", case.id)

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._work()
            except Exception:
                log.exception("offboarding must wait")

    async def _work(self) -> None:
        for case in await self._store.list_open(_BLOCK):
            try:
                await self.leave(case)
            except ChanceryError as error:
                log.warning("the offboarding %s must wait: %s", case.id, error.message)
