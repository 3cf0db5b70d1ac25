# SPDX-License-Identifier: EUPL-1.2
"""Builds provisioning."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import LoginUpkeep
from chancery.modules.audit.contract import AuditLog
from chancery.modules.offboarding.contract import Offboarding
from chancery.modules.org.contract import Authority, Staffing
from chancery.modules.provisioning.contract import Provisioning
from chancery.modules.provisioning.service.applying import Applier
from chancery.modules.provisioning.service.loading import Loader
from chancery.modules.provisioning.service.provisioning import StoredProvisioning
from chancery.modules.provisioning.store.links import LinkStore
from chancery.modules.provisioning.store.runs import RunStore
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Job, Module

_TEND_SECONDS = 60.0


@dataclass(frozen=True)
class ProvisioningModule:
    """The built module with its door."""

    manifest: Module
    provisioning: Provisioning


@dataclass(frozen=True, slots=True)
class Doors:
    """What provisioning asks of the modules below."""

    upkeep: LoginUpkeep
    staffing: Staffing
    authority: Authority
    offboarding: Offboarding
    audit: AuditLog


def build(
    *, database: Database, clock: Clock, doors: Doors, server_name: str, leaving_percent: int
) -> ProvisioningModule:
    """Return the module; when more than `leaving_percent` of a source's people would leave, somebody is asked."""
    links, runs = LinkStore(database), RunStore(database)
    applier = Applier(
        database=database,
        runs=runs,
        links=links,
        staffing=doors.staffing,
        upkeep=doors.upkeep,
        offboarding=doors.offboarding,
        authority=doors.authority,
        audit=doors.audit,
        clock=clock,
    )
    loader = Loader(
        links=links, staffing=doors.staffing, upkeep=doors.upkeep, clock=clock, server_name=server_name
    )
    provisioning = StoredProvisioning(
        database=database,
        loader=loader,
        runs=runs,
        links=links,
        applier=applier,
        audit=doors.audit,
        clock=clock,
        leaving_percent=leaving_percent,
    )
    manifest = Module(
        name="provisioning",
        needs=("accounts", "audit", "offboarding", "org"),
        jobs=(Job("provisioning.unfinished", applier.tend, _TEND_SECONDS),),
        start=applier.start,
        stop=applier.stop,
    )
    return ProvisioningModule(manifest, provisioning)
