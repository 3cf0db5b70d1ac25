# SPDX-License-Identifier: EUPL-1.2
"""Builds provisioning."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.provisioning.api.imports import ImportsApi
from chancery.modules.provisioning.contract import Provisioning
from chancery.modules.provisioning.rules.headings import configured
from chancery.modules.provisioning.service.applying import Applier
from chancery.modules.provisioning.service.doors import Doors
from chancery.modules.provisioning.service.imports import Imports
from chancery.modules.provisioning.service.loading import Loader
from chancery.modules.provisioning.service.provisioning import StoredProvisioning
from chancery.modules.provisioning.store.links import LinkStore
from chancery.modules.provisioning.store.runs import RunStore
from chancery.modules.provisioning.store.uploads import UploadStore
from chancery.platform.config.settings import Imports as ImportSettings
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Job, Module

_TEND_SECONDS = 60.0
_CLEAN_SECONDS = 3600.0
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class ProvisioningModule:
    """The built module with its door; `imports` reads files for commands on the server's own machine."""

    manifest: Module
    provisioning: Provisioning
    imports: Imports


def build(
    *,
    database: Database,
    clock: Clock,
    doors: Doors,
    server_name: str,
    home_url: str,
    settings: ImportSettings,
) -> ProvisioningModule:
    """Return the module."""
    links, runs = LinkStore(database), RunStore(database)
    applier = Applier(database=database, runs=runs, links=links, doors=doors, clock=clock)
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
        leaving_percent=settings.leaving_percent,
    )
    imports = Imports(
        database=database,
        provisioning=provisioning,
        runs=runs,
        uploads=UploadStore(database),
        authority=doors.authority,
        upkeep=doors.upkeep,
        clock=clock,
        headings=configured(settings.headings),
        max_rows=settings.max_rows,
    )

    async def stop() -> None:
        await applier.stop()
        await imports.close()

    manifest = Module(
        name="provisioning",
        needs=("accounts", "audit", "offboarding", "org"),
        routes=ImportsApi(imports, max_bytes=settings.max_file_mb * _MEGABYTE, home_url=home_url).routes(),
        jobs=(
            Job("provisioning.unfinished", applier.tend, _TEND_SECONDS),
            Job("provisioning.files", imports.clean, _CLEAN_SECONDS),
        ),
        start=applier.start,
        stop=stop,
    )
    return ProvisioningModule(manifest, provisioning, imports)
