# SPDX-License-Identifier: EUPL-1.2
"""Plans and applies what sources want."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from chancery.kit.clock import Clock
from chancery.kit.ids import new_id
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.provisioning.contract import (
    Change,
    ChangeKind,
    Consent,
    DesiredState,
    LinkKind,
    Outcome,
    Problem,
    Run,
    Source,
)
from chancery.modules.provisioning.errors import LeavingRefused, RunNotFound, RunOver, RunRefused
from chancery.modules.provisioning.model import Difference
from chancery.modules.provisioning.rules.diff import difference, digest, is_guarded
from chancery.modules.provisioning.service.applying import Applier
from chancery.modules.provisioning.service.loading import Loader
from chancery.modules.provisioning.store.links import LinkStore
from chancery.modules.provisioning.store.runs import RunStore
from chancery.platform.db.port import Database, Write

NO_CONSENT = Consent()
_LARGE = 1_000
Also = Callable[[Write, str], None]
"""Adds what belongs to a run, by its id, to the write that keeps it."""


class StoredProvisioning:
    """`Provisioning` over the database."""

    def __init__(
        self,
        *,
        database: Database,
        loader: Loader,
        runs: RunStore,
        links: LinkStore,
        applier: Applier,
        audit: AuditLog,
        clock: Clock,
        leaving_percent: int,
    ) -> None:
        self._database = database
        self._loader = loader
        self._runs = runs
        self._links = links
        self._applier = applier
        self._audit = audit
        self._clock = clock
        self._leaving_percent = leaving_percent

    async def compare(
        self, source: Source, desired: DesiredState, *, faults: Sequence[Problem] = ()
    ) -> Difference:
        """Return the difference and keep nothing; `faults` were found when the input was read."""
        await self._database.freshen()
        stored = await self._loader.load(source, desired)
        if len(desired.people) < _LARGE:
            return difference(stored, desired, new_id, faults)
        # A hundred thousand people take seconds; the loop stays free.
        return await asyncio.to_thread(difference, stored, desired, new_id, faults)

    async def plan(self, source: Source, desired: DesiredState, *, actor: str, title: str = "") -> Run:
        return await self.keep(source, await self.compare(source, desired), actor=actor, title=title)

    async def keep(
        self, source: Source, found: Difference, *, actor: str, title: str, also: Also | None = None
    ) -> Run:
        """Keep a difference as a planned run; `also` adds to the same write."""
        run = self._planned(source, found, actor, title)
        write = Write()
        self._runs.insert(write, run, found, digest(found.changes))
        details: dict[str, str | int | bool | None] = {"run": run.id, "source": source.name}
        self._audit.record(write, Entry("import.planned", actor, f"unit:{source.root}", details))
        if also is not None:
            also(write, run.id)
        await self._database.commit(write)
        return run

    async def apply(self, run_id: str, *, actor: str, consent: Consent = NO_CONSENT) -> Run:
        run = await self.launch(run_id, actor=actor, consent=consent)
        if run.state == "applying":
            await self._applier.finish(run_id)
        return await self.access(run_id)

    async def launch(self, run_id: str, *, actor: str, consent: Consent) -> Run:
        """Start to apply a run in the background; one that was started goes on."""
        run = await self.access(run_id)
        if run.state == "cancelled":
            raise RunOver("this import was cancelled")
        if run.state in {"planned", "refused"}:
            _check(run, consent)
            write = Write()
            self._runs.start(write, run_id, self._clock())
            details: dict[str, str | int | bool | None] = {"run": run_id, "changes": run.total}
            self._audit.record(write, Entry("import.started", actor, f"unit:{run.source.root}", details))
            await self._database.commit(write)
        if run.state != "done":
            self._applier.wake(run_id)
        return await self.access(run_id)

    async def cancel(self, run_id: str, *, actor: str) -> Run:
        """Give up a run that was not started; raises RunOver."""
        run = await self.access(run_id)
        if run.state not in {"planned", "refused"}:
            raise RunOver("this import was started or cancelled already")
        write = Write()
        self._runs.end(write, run_id, "cancelled", self._clock())
        self._audit.record(
            write, Entry("import.cancelled", actor, f"unit:{run.source.root}", {"run": run_id})
        )
        await self._database.commit(write)
        return await self.access(run_id)

    async def sync(
        self, source: Source, desired: DesiredState, *, actor: str, consent: Consent = NO_CONSENT
    ) -> Outcome:
        found = await self.compare(source, desired)
        if not found.changes and not found.errors:
            return Outcome(None, found.problems)
        run = await self.keep(source, found, actor=actor, title="")
        try:
            run = await self.apply(run.id, actor=actor, consent=consent)
        except (RunRefused, LeavingRefused):
            run = await self.access(run.id)
        return Outcome(run, found.problems)

    async def access(self, run_id: str) -> Run:
        """Return a run; raises RunNotFound."""
        run = await self._runs.find(run_id)
        if run is None:
            raise RunNotFound("there is no such import")
        return run

    async def changes(
        self, run_id: str, *, kind: ChangeKind | None, after: int, limit: int
    ) -> Sequence[Change]:
        return await self._runs.changes(run_id, kind, after, limit)

    async def problems(self, run_id: str, *, after: int, limit: int) -> Sequence[Problem]:
        return await self._runs.problems(run_id, after, limit)

    async def local_ids(
        self, source: str, kind: LinkKind, external_ids: Collection[str]
    ) -> Mapping[str, str]:
        return await self._links.of_theirs(source, kind, external_ids)

    async def external_ids(self, source: str, kind: LinkKind, ids: Collection[str]) -> Mapping[str, str]:
        found = await self._links.of_ours(source, kind, ids)
        return {ours: theirs for theirs, ours in found.items()}

    def _planned(self, source: Source, found: Difference, actor: str, title: str) -> Run:
        guarded = is_guarded(found, self._leaving_percent)
        return Run(
            id=new_id("import"),
            source=source,
            actor=actor,
            state="refused" if found.errors or guarded else "planned",
            created_at=self._clock(),
            counts=dict(Counter(change.kind for change in found.changes)),
            errors=found.errors,
            warnings=len(found.problems) - found.errors,
            total=len(found.changes),
            done=0,
            failed=0,
            leaving=found.leaving,
            linked=found.linked,
            guarded=guarded,
            title=title,
        )


def _check(run: Run, consent: Consent) -> None:
    if run.errors and not consent.good_lines:
        raise RunRefused("lines of this import have errors: mend them, or choose to apply the good lines")
    if run.guarded and consent.leaving != run.leaving:
        raise LeavingRefused(
            f"{run.leaving} of {run.linked} people would leave: confirm that number",
            details={"leaving": run.leaving, "linked": run.linked},
        )
