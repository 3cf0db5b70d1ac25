# SPDX-License-Identifier: EUPL-1.2
"""Builds LDAP: first what accounts asks about passwords, then what stands above provisioning."""

from dataclasses import dataclass

from msgspec.structs import asdict

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import PasswordSource
from chancery.modules.audit.contract import AuditLog
from chancery.modules.ldap.api.directory import DirectoryApi
from chancery.modules.ldap.contract import DirectorySync, TeamKeeper, Tree
from chancery.modules.ldap.model import AttributeMap
from chancery.modules.ldap.service.connection import Servers
from chancery.modules.ldap.service.groups import Teams
from chancery.modules.ldap.service.passwords import DirectoryPasswords
from chancery.modules.ldap.service.preview import Directory
from chancery.modules.ldap.service.reading import Reader
from chancery.modules.ldap.service.sync import Synchroniser
from chancery.modules.ldap.store import LdapStore
from chancery.modules.org.contract import Authority
from chancery.modules.provisioning.contract import Provisioning
from chancery.platform.config.settings import Ldap
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Job, Module


@dataclass(frozen=True)
class LdapModule:
    """The built module with its door."""

    manifest: Module
    sync: DirectorySync


@dataclass(frozen=True, slots=True)
class Doors:
    """What LDAP asks of the modules below."""

    authority: Authority
    tree: Tree
    teams: TeamKeeper
    provisioning: Provisioning
    audit: AuditLog


def build_passwords(database: Database, settings: Ldap) -> PasswordSource | None:
    """Return who checks the passwords of the directory's people; None without a directory that signs in."""
    if not settings.urls or not settings.sign_in:
        return None
    return DirectoryPasswords(LdapStore(database), Servers(settings))


def build(*, database: Database, clock: Clock, doors: Doors, settings: Ldap) -> LdapModule:
    """Return the module."""
    store = LdapStore(database)
    reader = Reader(settings, _attributes(settings))
    synchroniser = Synchroniser(
        database=database,
        store=store,
        reader=reader,
        teams=Teams(database, store, doors.teams),
        tree=doors.tree,
        provisioning=doors.provisioning,
        settings=settings,
        clock=clock,
    )
    directory = Directory(
        reader=reader,
        store=store,
        synchroniser=synchroniser,
        authority=doors.authority,
        audit=doors.audit,
        settings=settings,
    )
    every = float(settings.sync_seconds)
    manifest = Module(
        name="ldap",
        needs=("accounts", "audit", "org", "provisioning"),
        routes=DirectoryApi(directory, synchroniser, clock).routes(),
        jobs=(Job("ldap.sync", synchroniser.tend, every),) if settings.urls and every else (),
    )
    return LdapModule(manifest, synchroniser)


def _attributes(settings: Ldap) -> AttributeMap:
    names = AttributeMap.__slots__
    return AttributeMap(**{name: value for name, value in asdict(settings).items() if name in names})
