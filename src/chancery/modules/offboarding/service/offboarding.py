# SPDX-License-Identifier: EUPL-1.2
"""Lets people go: one write closes the login and ends what the organisation knows, then the rooms are left one by one."""

from collections.abc import Awaitable, Callable

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UserId, new_id
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.offboarding.contract import Departures, Plan, Record
from chancery.modules.offboarding.errors import ConfirmationDiffers, OffboardingNotFound, OffboardingRefused
from chancery.modules.offboarding.service.leaving import Leaving
from chancery.modules.offboarding.service.planning import Planner
from chancery.modules.offboarding.store import Case, CaseStore, Decided
from chancery.platform.db.port import Database, Write
from chancery.platform.http.request import Caller

Proof = Callable[[], Awaitable[None]]
"""Returns when the caller has proven who they are; raises otherwise."""


class OffboardingService:
    """`Offboarding`, and the same for administrators of a part of the organisation."""

    def __init__(
        self,
        *,
        database: Database,
        store: CaseStore,
        planner: Planner,
        leaving: Leaving,
        accounts: Accounts,
        departures: Departures,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._planner = planner
        self._leaving = leaving
        self._accounts = accounts
        self._departures = departures
        self._audit = audit
        self._clock = clock

    async def preview(self, caller: Caller, user_id: UserId, successor: UserId | None) -> Plan:
        """Return what would happen, for who may do it; the look leaves an entry."""
        await self._planner.check_may(caller, user_id)
        plan = await self.plan(user_id, successor)
        await self._audit.append(Entry("offboarding.previewed", caller.user_id, user_id))
        return plan

    async def offboard(
        self,
        caller: Caller,
        user_id: UserId,
        successor: UserId | None,
        *,
        confirmation: str,
        proof: Proof,
    ) -> Record:
        """Close the login and begin to leave the rooms; asked again, return the record.

        The proof is asked for last, when nothing else stands against it.
        """
        known = await self._store.find_of(user_id)
        if known is not None:
            if not await self._may_read(caller, known):
                raise OffboardingRefused("you do not administer all that this person has a place in")
            return await self._record(known)
        await self._planner.check_may(caller, user_id)
        if confirmation != user_id.removeprefix("@").partition(":")[0]:
            raise ConfirmationDiffers("type the user name of the person who leaves to confirm")
        await self._planner.plan(user_id, successor)
        await proof()
        case = await self._open(user_id, successor, actor=caller.user_id)
        self._leaving.wake()
        return await self._record(case)

    async def access(self, caller: Caller, case_id: str) -> Record:
        """Return a record, for who let the person go and for who might have."""
        case = await self._store.find(case_id)
        if case is None or not await self._may_read(caller, case):
            raise OffboardingNotFound("there is no such record that you may read")
        return await self._record(case)

    async def plan(self, user_id: UserId, successor: UserId | None) -> Plan:
        return await self._planner.plan(user_id, successor)

    async def run(self, user_id: UserId, successor: UserId | None) -> Record:
        case = await self._store.find_of(user_id) or await self._open(user_id, successor, actor="system")
        await self._leaving.leave(case)
        return await self._record(await self._store.find(case.id) or case)

    async def _may_read(self, caller: Caller, case: Case) -> bool:
        return caller.user_id == case.actor or await self._planner.covers(caller, case.scope)

    async def _open(self, user_id: UserId, successor: UserId | None, *, actor: str) -> Case:
        """Return the person's case; when another request was first, that one's."""
        try:
            return await self._commit(user_id, successor, actor=actor)
        except ChanceryError:
            first = await self._store.find_of(user_id)
            if first is None:
                raise
            return first

    async def _commit(self, user_id: UserId, successor: UserId | None, *, actor: str) -> Case:
        plan = await self.plan(user_id, successor)
        scope = await self._planner.scope(user_id)
        decided = Decided(plan.departure, list(plan.devices))
        case = Case(new_id("offboarding"), user_id, actor, successor, scope, decided, self._clock())
        write = Write()
        self._store.insert(write, case)
        self._store.insert_rooms(write, case.id, plan.rooms)
        details: dict[str, str | int | bool | None] = {"successor": successor, "rooms": len(plan.rooms)}
        self._audit.record(write, Entry("person.offboarded", actor, user_id, details))
        await self._accounts.add_closing(write, user_id, actor=actor)
        await self._departures.add(write, plan.departure, actor=actor)
        await self._database.commit(write)
        return case

    async def _record(self, case: Case) -> Record:
        return Record(
            case.id,
            case.user_id,
            case.actor,
            case.successor,
            case.started_at,
            case.finished_at,
            case.decided.departure,
            case.decided.devices,
            await self._store.list_rooms(case.id),
        )
