# SPDX-License-Identifier: EUPL-1.2
"""Puts together what keeps people in step with elsewhere: imports and provisioning, SCIM, LDAP."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts import module as accounts
from chancery.modules.audit.contract import AuditLog
from chancery.modules.ldap import module as ldap
from chancery.modules.offboarding import module as offboarding
from chancery.modules.org import module as org
from chancery.modules.provisioning import module as provisioning
from chancery.modules.provisioning.service.doors import Doors
from chancery.modules.scim import module as scim
from chancery.platform.config.addresses import public_url
from chancery.platform.config.settings import Settings
from chancery.platform.db.port import Database


@dataclass(frozen=True, slots=True)
class Sources:
    """The built modules."""

    provisioning: provisioning.ProvisioningModule
    scim: scim.ScimModule
    ldap: ldap.LdapModule


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """What they stand on."""

    database: Database
    clock: Clock
    settings: Settings
    logins: accounts.AccountsModule
    organisation: org.OrgModule
    leaving: offboarding.OffboardingModule
    log: AuditLog


def build_sources(below: Below) -> Sources:
    """Return the modules."""
    core = provisioning.build(
        database=below.database,
        clock=below.clock,
        doors=Doors(
            upkeep=below.logins.upkeep,
            staffing=below.organisation.staffing,
            authority=below.organisation.authority,
            offboarding=below.leaving.offboarding,
            audit=below.log,
        ),
        server_name=below.settings.server.name,
        home_url=public_url(below.settings.server).rstrip("/"),
        settings=below.settings.imports,
    )
    return Sources(core, _scim(below, core), _ldap(below, core))


def _scim(below: Below, core: provisioning.ProvisioningModule) -> scim.ScimModule:
    return scim.build(
        database=below.database,
        clock=below.clock,
        authority=below.organisation.authority,
        staffing=below.organisation.staffing,
        teams=below.organisation.teams,
        provisioning=core.provisioning,
        audit=below.log,
        public_url=below.settings.server.public_url,
    )


def _ldap(below: Below, core: provisioning.ProvisioningModule) -> ldap.LdapModule:
    return ldap.build(
        database=below.database,
        clock=below.clock,
        doors=ldap.Doors(
            authority=below.organisation.authority,
            tree=below.organisation.staffing,
            teams=below.organisation.teams,
            provisioning=core.provisioning,
            audit=below.log,
        ),
        settings=below.settings.ldap,
    )
