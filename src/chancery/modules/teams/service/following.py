# SPDX-License-Identifier: EUPL-1.2
"""Follows the organisation: what changed is noted as due, in the database, and worked off here or in another process.

Facts on the bus, and a second that passes, only say that it is worth a look; what counts are the marks up to which
changes and time were followed.
"""

import asyncio
import logging
from collections.abc import Collection, Sequence

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UnitId
from chancery.modules.org.contract import Authority, Organisation, StandingChange
from chancery.modules.teams.service.everybody import everybody
from chancery.modules.teams.service.reconciling import Reconciler
from chancery.modules.teams.store import Due, MarkName, TeamStore
from chancery.platform.db.port import Database, Write, WriteConflict

log = logging.getLogger(__name__)

_CHANGES = 500
_PEOPLE = 5_000
_PEOPLE_AT_ONCE = 24
_ROOMS_AT_ONCE = 4
_RETRY_MS = 30_000
_SKEW_MS = 2_000
"""How far the clocks of two machines may be apart: so long after its moment, what begins or ends has done so for all."""
_IDLE_MS = 60_000
"""How long the mark of time stands while nothing lapses, so that an idle server writes nothing."""


class Following:
    """One task that looks, and several that work off what it finds."""

    def __init__(
        self,
        *,
        database: Database,
        store: TeamStore,
        reconciler: Reconciler,
        organisation: Organisation,
        authority: Authority,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._reconciler = reconciler
        self._organisation = organisation
        self._authority = authority
        self._clock = clock
        self._wanted = asyncio.Event()
        self._looker: asyncio.Task[None] | None = None
        self._working: dict[str, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Begin with what was left behind."""
        self.wake()
        self._looker = asyncio.create_task(self._run(), name="teams")

    async def stop(self) -> None:
        """Stop; what is not done stays due."""
        tasks = [*self._working.values(), *([self._looker] if self._looker else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def wake(self) -> None:
        """Look now."""
        self._wanted.set()

    async def tend(self) -> None:
        """Look because time has passed."""
        self.wake()

    async def settle(self) -> None:
        """Return when all that has changed so far was worked off, or put off."""
        while True:
            await self._look()
            await self._begin()
            if not self._working:
                return
            await asyncio.wait(list(self._working.values()))

    async def look_at(self, subjects: Collection[str]) -> None:
        """Note people or rooms as due."""
        write = Write()
        self._store.add_due(write, subjects, write.position())
        await self._database.commit(write)
        self.wake()

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._look()
                await self._begin()
            except ChanceryError as error:
                log.warning("rooms of teams must wait: %s", error.message)
            except Exception:
                log.exception("rooms of teams must wait")

    async def _look(self) -> None:
        await self._database.freshen()
        if not await self._follow_changes():
            return
        await self._follow_time()

    async def _follow_changes(self) -> bool:
        """Note what changed since the mark; False while there is no room that could be concerned."""
        while True:
            before, newest = await self._store.mark("position"), await self._organisation.newest_change()
            # Asked after the newest change, so that a room that comes now is filled as of a later moment.
            if not await self._store.has_rooms():
                if newest > before:
                    await self._move_mark("position", before, newest, ())
                return False
            changes = await self._organisation.changes(before, _CHANGES)
            if not changes:
                return True
            await self._move_mark("position", before, changes[-1].position, changes)

    async def _follow_time(self) -> None:
        before, upto = await self._store.mark("time"), self._clock() - _SKEW_MS
        # Whatever lapsed before the first room was there when it was filled.
        changes = await self._organisation.lapses(before, upto) if before else ()
        if changes or upto > before + _IDLE_MS:
            await self._move_mark("time", before, upto, changes)

    async def _move_mark(
        self, name: MarkName, before: int, after: int, changes: Sequence[StandingChange]
    ) -> None:
        due = sorted(await self._concerned(changes))
        for start in range(0, max(1, len(due)), _PEOPLE):
            write = Write()
            self._store.add_due(write, due[start : start + _PEOPLE], write.position())
            if start + _PEOPLE >= len(due):
                self._store.move_mark(write, name, before, after)
            try:
                await self._database.commit(write)
            except WriteConflict:
                log.info("another process followed the organisation up to here")
                return

    async def _concerned(self, changes: Sequence[StandingChange]) -> set[str]:
        """Return the people and rooms that changes may concern."""
        due: set[str] = set()
        for change in changes:
            subject, _, relation = change.subject.partition("#")
            if relation:
                due |= await everybody(self._authority, relation, subject)
            elif subject:
                due.add(subject.removeprefix("user:"))
            due |= await self._rooms_of(change, is_move=bool(relation))
        return due

    async def _rooms_of(self, change: StandingChange, *, is_move: bool) -> set[str]:
        kind, _, id_ = change.object.partition(":")
        if kind == "team":
            return set() if change.subject else set(await self._store.list_room_ids([change.object]))
        if kind not in ("post", "unit"):
            return set()
        # The head of a unit stands in for its vacant posts, and a moved unit has other heads above it.
        due: set[str] = {room.room_id for room in await self._store.list_vacant()}
        if kind == "post":
            return due | set(await self._store.list_room_ids([change.object]))
        teams: Collection[str] = ()
        if is_move:
            moved = change.subject.removeprefix("unit:").partition("#")[0]
            teams = await self._organisation.teams_below(UnitId(moved))
        elif not change.subject:
            teams = [team.id for team in await self._organisation.teams_of(UnitId(id_))]
        return due | set(await self._store.list_room_ids([f"team:{team}" for team in teams]))

    async def _begin(self) -> None:
        """Start on what is due and nobody here works on; large rooms do not hold up people."""
        await self._begin_on("@", _PEOPLE_AT_ONCE)
        await self._begin_on("!", _ROOMS_AT_ONCE)

    async def _begin_on(self, sigil: str, at_once: int) -> None:
        for due in await self._store.list_due(sigil, self._clock(), 2 * at_once):
            busy = sum(subject.startswith(sigil) for subject in self._working)
            if due.subject not in self._working and busy < at_once:
                self._working[due.subject] = asyncio.create_task(self._work(due))

    async def _work(self, due: Due) -> None:
        try:
            await self._reconciler.reconcile(due)
        except ChanceryError as error:
            log.warning("%s must wait: %s", due.subject, error.message)
            await self._put_off(due)
        except Exception:
            log.exception("%s must wait", due.subject)
            await self._put_off(due)
        finally:
            self._working.pop(due.subject, None)
            self.wake()

    async def _put_off(self, due: Due) -> None:
        write = Write()
        self._store.put_off(write, due, self._clock() + _RETRY_MS)
        await self._database.commit(write)
