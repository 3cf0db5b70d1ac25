# SPDX-License-Identifier: EUPL-1.2
"""Builds SCIM."""

import asyncio
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from chancery.kit.clock import Clock
from chancery.modules.audit.contract import AuditLog
from chancery.modules.org.contract import Authority
from chancery.modules.provisioning.contract import Provisioning
from chancery.modules.scim.api.clients import ClientsApi
from chancery.modules.scim.api.protocol import ProtocolApi
from chancery.modules.scim.contract import ScimClients, TeamProvisioning, Tree
from chancery.modules.scim.service.clients import StoredClients
from chancery.modules.scim.service.settling import Settling
from chancery.modules.scim.store.clients import ClientStore
from chancery.modules.scim.store.resources import ResourceStore
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Job, Module

if TYPE_CHECKING:
    from chancery.modules.scim.service.server import ScimServer

_TEND_SECONDS = 60.0


@dataclass(frozen=True)
class ScimModule:
    """The built module with its door."""

    manifest: Module
    clients: ScimClients


def build(
    *,
    database: Database,
    clock: Clock,
    authority: Authority,
    staffing: Tree,
    teams: TeamProvisioning,
    provisioning: Provisioning,
    audit: AuditLog,
    public_url: str,
) -> ScimModule:
    """Return the module; `public_url` begins the locations of resources."""
    store, resources = ClientStore(database), ResourceStore(database)
    clients = StoredClients(
        database=database, store=store, authority=authority, staffing=staffing, audit=audit, clock=clock
    )
    settling = Settling(
        database=database,
        clients=store,
        resources=resources,
        provisioning=provisioning,
        teams=teams,
        clock=clock,
    )

    @cache
    def open_server() -> "ScimServer":
        # Its libraries cost start time and memory that only agencies with SCIM clients should pay.
        from chancery.modules.scim.service.server import ScimServer  # noqa: PLC0415  # see above

        return ScimServer(database=database, store=resources, settling=settling, teams=teams, clock=clock)

    async def tend() -> None:
        if await settling.has_unsettled():
            await settling.tend((await asyncio.to_thread(open_server)).read)

    manifest = Module(
        name="scim",
        needs=("audit", "org", "provisioning"),
        routes=(*ClientsApi(clients).routes(), *ProtocolApi(clients, open_server, public_url).routes()),
        jobs=(Job("scim.unsettled", tend, _TEND_SECONDS),),
    )
    return ScimModule(manifest, clients)
