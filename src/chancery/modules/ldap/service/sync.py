# SPDX-License-Identifier: EUPL-1.2
"""Brings people, units and teams in step with the directory: what changed every minute, everything once a day."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UnitId
from chancery.modules.ldap.contract import SyncReport, Tree
from chancery.modules.ldap.errors import LdapBusy, LdapOff, LdapUnavailable
from chancery.modules.ldap.model import MappedPerson, State
from chancery.modules.ldap.rules.mapping import fold_dn
from chancery.modules.ldap.rules.state import admitted, desired_of, groups_within, leaving_of
from chancery.modules.ldap.service.groups import Teams
from chancery.modules.ldap.service.reading import Reader, Reading, required
from chancery.modules.ldap.store import LdapStore
from chancery.modules.provisioning.contract import Consent, Provisioning, Source
from chancery.platform.config.settings import Ldap
from chancery.platform.db.port import Database, Write, WriteConflict

log = logging.getLogger(__name__)

SOURCE = "ldap:main"
_ACTOR = "ldap"
_HOUR_MS = 3_600_000
_CLAIM_MS = 2 * _HOUR_MS
_BLOCK = 5_000


class Synchroniser:
    """`DirectorySync`."""

    def __init__(
        self,
        *,
        database: Database,
        store: LdapStore,
        reader: Reader,
        teams: Teams,
        tree: Tree,
        provisioning: Provisioning,
        settings: Ldap,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._reader = reader
        self._teams = teams
        self._tree = tree
        self._provisioning = provisioning
        self._settings = settings
        self._clock = clock

    async def sync(self, *, full: bool) -> SyncReport:
        if not self._settings.urls:
            raise LdapOff("no directory is configured: see [ldap]")
        state = await self._claim()
        try:
            return await self._sync(state, full=full)
        except ChanceryError as error:
            await self._let_go(replace(state, outcome=f"failed: {error.message}"[:500]))
            raise
        except BaseException:
            await self._let_go(state)
            raise

    async def tend(self) -> None:
        """Fetch what changed; compare everything when that is due. Another process that does it is left alone."""
        state = await self._store.state()
        full = self._clock() - state.full_at >= self._settings.full_hours * _HOUR_MS
        try:
            await self.sync(full=full)
        except LdapBusy:
            return
        except LdapUnavailable as error:
            log.warning("the directory was not read: %s", error.message)

    async def root(self) -> UnitId:
        """Return the unit below which the directory's people are kept; raises LdapOff."""
        units = await self._tree.units()
        wanted = self._settings.unit
        found = next(
            (unit.id for unit in units if (unit.id == wanted if wanted else unit.parent_id is None)), None
        )
        if found is None:
            raise LdapOff("there is no such unit as [ldap] unit names")
        return found

    async def _claim(self) -> State:
        write, now = Write(), self._clock()
        self._store.claim(write, now, now + _CLAIM_MS)
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise LdapBusy("the directory is being read already") from error
        return replace(await self._store.state(), busy_until=0)

    async def _let_go(self, state: State) -> None:
        write = Write()
        self._store.end(write, state)
        await self._database.commit(write)

    async def _sync(self, state: State, *, full: bool) -> SyncReport:
        reading = await asyncio.to_thread(self._reader.read, state.mark, state.server, full=full)
        root = await self.root()
        here, gone = self._sorted_out(reading, await self._store.entries())
        source = Source(SOURCE, root)
        left = await self._provisioning.sync(source, leaving_of(gone), actor=_ACTOR)
        # One bad entry must not keep everybody else out: it is reported, the others come.
        desired, consent = desired_of(here, title=self._settings.title), Consent(good_lines=True)
        outcome = await self._provisioning.sync(source, desired, actor=_ACTOR, consent=consent)
        held = left.run is not None and left.run.state == "refused"
        await self._remember(here, [] if held else gone)
        teams = await self._follow_groups(reading, root)
        runs = [one.run for one in (left, outcome) if one.run is not None]
        errors = [one for one in (*left.problems, *outcome.problems) if one.severity == "error"]
        report = SyncReport(
            is_full=reading.is_full,
            entries=len(reading.people.people),
            run_id=runs[0].id if runs else None,
            changes=sum(run.done for run in runs),
            problems=len(errors) + len(reading.people.faults) + sum(run.failed for run in runs),
            is_held=held,
            teams=teams,
        )
        await self._let_go(self._after(state, reading, report))
        return report

    def _after(self, state: State, reading: Reading, report: SyncReport) -> State:
        now = self._clock()
        words = f"{report.entries} entries, {report.changes} changes, {report.problems} problems, {report.teams} teams"
        if report.is_held:
            words += f"; held back: confirm the import {report.run_id}"
        return State(
            mark=reading.people.mark or state.mark,
            server=reading.server,
            full_at=now if reading.is_full and not report.is_held else state.full_at,
            synced_at=now,
            busy_until=0,
            outcome=words,
        )

    def _sorted_out(
        self, reading: Reading, known: Mapping[str, tuple[str, str]]
    ) -> tuple[list[MappedPerson], list[str]]:
        """Return who is here by the directory, and the external ids of whoever is not any more."""
        for fault in reading.people.faults:
            log.warning("an entry of the directory is nobody here: %s", fault.reason)
        people, outside = list(reading.people.people), list[MappedPerson]()
        wanted = required(self._settings)
        if wanted:
            people, outside = admitted(people, groups_within(wanted, reading.groups or {}))
        here = [person for person in people if person.is_active]
        gone = {person.external_id for person in (*people, *outside)} - {
            person.external_id for person in here
        }
        if reading.is_full:
            # An entry that cannot be understood today is still there.
            seen = {fault.external_id for fault in reading.people.faults}
            gone |= known.keys() - {person.external_id for person in here} - seen
        return here, sorted(gone & known.keys())

    async def _remember(self, here: Sequence[MappedPerson], gone: Sequence[str]) -> None:
        """Keep which entry stands for whom, for sign-in and for groups."""
        known = await self._store.entries()
        ids = await self._provisioning.local_ids(SOURCE, "person", [person.external_id for person in here])
        entries = {
            person.external_id: (fold_dn(person.dn), ids[person.external_id])
            for person in here
            if person.external_id in ids
        }
        rows = [(key, *entry) for key, entry in entries.items() if known.get(key) != entry]
        for start in range(0, len(rows), _BLOCK):
            write = Write()
            self._store.put_entries(write, rows[start : start + _BLOCK])
            await self._database.commit(write)
        if gone:
            write = Write()
            self._store.delete_entries(write, gone)
            await self._database.commit(write)

    async def _follow_groups(self, reading: Reading, root: UnitId) -> int:
        if reading.groups is None:
            return 0
        people = dict((await self._store.entries()).values())
        return await self._teams.follow(reading.groups, people, root)
