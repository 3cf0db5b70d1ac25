# SPDX-License-Identifier: EUPL-1.2
"""Builds offboarding."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog
from chancery.modules.offboarding.api.offboarding import OffboardingApi
from chancery.modules.offboarding.contract import Departures, Offboarding
from chancery.modules.offboarding.service.expired import ExpiredExternals
from chancery.modules.offboarding.service.leaving import Leaving
from chancery.modules.offboarding.service.offboarding import OffboardingService
from chancery.modules.offboarding.service.planning import Planner
from chancery.modules.offboarding.service.records import Records
from chancery.modules.offboarding.store import CaseStore
from chancery.modules.org.contract import Authority
from chancery.modules.rooms.contract import RoomDepartures
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Job, Module

_TEND_SECONDS = 60.0


@dataclass(frozen=True)
class OffboardingModule:
    """The built module with its door."""

    manifest: Module
    offboarding: Offboarding


def build(
    *,
    database: Database,
    clock: Clock,
    accounts: Accounts,
    authority: Authority,
    departures: Departures,
    rooms: RoomDepartures,
    audit: AuditLog,
) -> OffboardingModule:
    """Return the module."""
    store = CaseStore(database)
    leaving = Leaving(database=database, store=store, rooms=rooms, audit=audit, clock=clock)
    planner = Planner(accounts, authority, departures, rooms)
    service = OffboardingService(
        database=database,
        store=store,
        planner=planner,
        leaving=leaving,
        accounts=accounts,
        departures=departures,
        audit=audit,
        clock=clock,
    )
    manifest = Module(
        name="offboarding",
        needs=("accounts", "audit", "org", "rooms"),
        routes=OffboardingApi(service, Records(store, planner, accounts), accounts).routes(),
        jobs=(
            Job("offboarding.unfinished", leaving.tend, _TEND_SECONDS),
            Job("offboarding.externals", ExpiredExternals(departures, service).dismiss, _TEND_SECONDS),
        ),
        start=leaving.start,
        stop=leaving.stop,
    )
    return OffboardingModule(manifest, service)
