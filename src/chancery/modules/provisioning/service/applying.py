# SPDX-License-Identifier: EUPL-1.2
"""Applies runs batch by batch; goes on after a crash, here or in another process.

The write of a batch also moves its mark, so that each change is applied once whoever dies or competes.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError, Unavailable
from chancery.kit.ids import UserId
from chancery.modules.audit.contract import Entry
from chancery.modules.provisioning.contract import Change, Run
from chancery.modules.provisioning.rules.problems import problem
from chancery.modules.provisioning.service.deeds import Deeds, Known
from chancery.modules.provisioning.service.doors import Doors
from chancery.modules.provisioning.store.links import LinkStore
from chancery.modules.provisioning.store.runs import Batch, RunStore
from chancery.platform.db.port import Database, Write, WriteConflict

log = logging.getLogger(__name__)

_QUIET_MS = 30_000


class Applier:
    """Works off runs that were started here, those found at the start, and those of processes that died."""

    def __init__(
        self,
        *,
        database: Database,
        runs: RunStore,
        links: LinkStore,
        doors: Doors,
        clock: Clock,
    ) -> None:
        self._database = database
        self._runs = runs
        self._links = links
        self._staffing = doors.staffing
        self._upkeep = doors.upkeep
        self._offboarding = doors.offboarding
        self._authority = doors.authority
        self._audit = doors.audit
        self._clock = clock
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Go on with what was left behind."""
        for run_id in await self._runs.list_untended(self._clock()):
            self.wake(run_id)

    async def tend(self) -> None:
        """Go on with what other processes left behind."""
        for run_id in await self._runs.list_untended(self._clock() - _QUIET_MS):
            self.wake(run_id)

    async def stop(self) -> None:
        """Stop; the batch of this moment is applied or not as a whole."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def wake(self, run_id: str) -> asyncio.Task[None]:
        """Apply a run in the background; the same task for all who ask."""
        task = self._tasks.get(run_id)
        if task is None:
            task = asyncio.create_task(self._tended(run_id), name=f"import {run_id}")
            self._tasks[run_id] = task
            task.add_done_callback(lambda _task: self._tasks.pop(run_id, None))
        return task

    async def finish(self, run_id: str) -> None:
        """Apply a run and return when nothing is left to do."""
        await asyncio.shield(self.wake(run_id))

    async def _tended(self, run_id: str) -> None:
        try:
            await self._work(run_id)
        except (Unavailable, WriteConflict) as error:
            log.warning("the import %s must wait: %s", run_id, error.message)
        except Exception:
            log.exception("the import %s must wait", run_id)

    async def _work(self, run_id: str) -> None:
        await self._database.freshen()
        run = await self._runs.find(run_id)
        if run is None or run.state != "applying":
            return
        units = {unit.id: unit for unit in await self._staffing.units()}
        deeds = Deeds(
            links=self._links,
            staffing=self._staffing,
            upkeep=self._upkeep,
            source=run.source.name,
            agency_id=units[run.source.root].agency_id,
            actor=run.actor,
        )
        while (batch := await self._runs.next_batch(run_id)) is not None:
            if not await self._may(run):
                await self._end(run, "cancelled")
                return
            await self._apply(run, batch, deeds)
        await self._end(run, "done")

    async def _may(self, run: Run) -> bool:
        """Tell whether who started the run still administers what it is about; a system's sources have no rights."""
        if not run.actor.startswith("@"):
            return True
        return await self._authority.check(UserId(run.actor), "administers", f"unit:{run.source.root}")

    async def _end(self, run: Run, state: str) -> None:
        write = Write()
        is_done = state == "done"
        self._runs.end(write, run.id, "done" if is_done else "cancelled", self._clock())
        action = "import.finished" if is_done else "import.cancelled"
        self._audit.record(write, Entry(action, run.actor, f"unit:{run.source.root}", {"run": run.id}))
        try:
            await self._database.commit(write)
        except WriteConflict:
            log.info("another process ended the import %s", run.id)

    async def _apply(self, run: Run, batch: Batch, deeds: Deeds) -> None:
        if batch.kind == "person.left":
            await self._let_go(run, batch)
            return
        left = batch.changes[batch.done :]
        known = await deeds.known(left)
        if await self._commit(batch, left, deeds, known):
            return
        # Something in it cannot be: one by one, so that the rest is done.
        for change in left:
            if not await self._commit(batch, [change], deeds, known):
                return
            batch = replace(batch, done=batch.done + 1)

    async def _commit(self, batch: Batch, changes: Sequence[Change], deeds: Deeds, known: Known) -> bool:
        """Apply changes in one write; a single one that cannot be is noted. False: look again."""
        write, fault = Write(), None
        try:
            for change in changes:
                await deeds.add(write, change, known)
            self._runs.advance(write, batch, len(changes), self._clock())
            await self._database.commit(write)
        except Unavailable:
            raise
        except (ChanceryError, KeyError) as error:
            fault = error
        if fault is None:
            await self._announce(changes)
            return True
        if len(changes) > 1 or await self._is_overtaken(batch):
            return False
        await self._fail(batch, changes[0], fault)
        return True

    async def _is_overtaken(self, batch: Batch) -> bool:
        """Tell whether another process works at the same batch, or the run was ended."""
        present = await self._runs.next_batch(batch.run_id)
        run = await self._runs.find(batch.run_id)
        overtaken = present is None or (present.number, present.done) != (batch.number, batch.done)
        return overtaken or run is None or run.state != "applying"

    async def _fail(self, batch: Batch, change: Change, fault: Exception) -> None:
        reason = fault.message if isinstance(fault, ChanceryError) else "what it is about is gone"
        write = Write()
        self._runs.advance(write, batch, 1, self._clock())
        text = f"{change.label} ({change.kind}): {reason}"
        self._runs.fail(write, batch, problem("apply_failed", change.line, reason=text))
        await self._database.commit(write)

    async def _announce(self, changes: Sequence[Change]) -> None:
        renamed = [
            UserId(change.id)
            for change in changes
            if change.kind == "person.changed" and change.after("name") is not None
        ]
        await self._upkeep.announce(renamed)

    async def _let_go(self, run: Run, batch: Batch) -> None:
        """Let people go one by one, by the deed that everybody who leaves goes by."""
        for change in batch.changes[batch.done :]:
            if not await self._may(run):
                return
            try:
                await self._offboarding.run(UserId(change.id), None)
            except Unavailable:
                raise
            except ChanceryError as error:
                if await self._is_overtaken(batch):
                    return
                await self._fail(batch, change, error)
            else:
                write = Write()
                self._runs.advance(write, batch, 1, self._clock())
                await self._database.commit(write)
            batch = replace(batch, done=batch.done + 1)
