# SPDX-License-Identifier: EUPL-1.2
"""Builds oauth."""

from collections.abc import Sequence
from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import Accounts, Brake, ClientSessions
from chancery.modules.audit.contract import AuditLog
from chancery.modules.oauth.api.applications import ApplicationsApi
from chancery.modules.oauth.api.metadata import Issuer, MetadataApi
from chancery.modules.oauth.api.pages import PagesApi
from chancery.modules.oauth.api.protocol import ProtocolApi
from chancery.modules.oauth.contract import Applications
from chancery.modules.oauth.service.authorization import Authorization
from chancery.modules.oauth.service.clients import Clients, ManagedClients
from chancery.modules.oauth.service.identity import Identities
from chancery.modules.oauth.service.links import Links
from chancery.modules.oauth.service.tokens import Tokens
from chancery.modules.oauth.store.clients import ClientStore
from chancery.modules.oauth.store.codes import CodeStore
from chancery.modules.oauth.store.links import LinkStore
from chancery.platform.config.settings import OAuth
from chancery.platform.db.port import Database
from chancery.platform.http.routes import Route
from chancery.platform.keyring.port import Keyring
from chancery.platform.lifecycle import Job, Module

_CLEAN_SECONDS = 600.0
_FORGET_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class OAuthModule:
    """The built module and its door."""

    manifest: Module
    applications: Applications


@dataclass(frozen=True, slots=True)
class World:
    """What oauth stands on."""

    database: Database
    clock: Clock
    keyring: Keyring
    audit: AuditLog
    accounts: Accounts
    sessions: ClientSessions
    brake: Brake
    settings: OAuth
    public_url: str


def build(world: World) -> OAuthModule:
    """Return the module; switched off it has applications to administer, and no other route."""
    database, clock, audit = world.database, world.clock, world.audit
    store, codes = ClientStore(database), CodeStore(database)
    clients = Clients(database, store, world.brake, clock, world.settings)
    managed = ManagedClients(database, store, world.sessions, audit, clock)
    authorization = Authorization(
        database=database, clients=clients, codes=codes, sessions=world.sessions, audit=audit, clock=clock
    )
    links = Links(
        database=database, store=LinkStore(database), clients=clients, sessions=world.sessions, audit=audit,
        brake=world.brake, clock=clock,
    )  # fmt: skip
    manifest = Module(
        name="oauth",
        needs=("accounts", "audit"),
        routes=(
            *ApplicationsApi(managed, world.accounts).routes(),
            *(_routes(world, clients, codes, authorization, links) if world.settings.enabled else ()),
        ),
        jobs=(
            Job("oauth.forget_codes", authorization.forget_old, _CLEAN_SECONDS),
            Job("oauth.forget_links", links.forget_old, _CLEAN_SECONDS),
            Job("oauth.forget_clients", clients.forget_unused, _FORGET_SECONDS),
        ),
    )
    return OAuthModule(manifest, managed)


def _routes(
    world: World, clients: Clients, codes: CodeStore, authorization: Authorization, links: Links
) -> Sequence[Route]:
    issuer = Issuer(world.public_url.rstrip("/"))
    identities = Identities(world.accounts, world.keyring, world.clock)
    tokens = Tokens(
        database=world.database,
        clients=clients,
        codes=codes,
        links=LinkStore(world.database),
        sessions=world.sessions,
        identities=identities,
        audit=world.audit,
        brake=world.brake,
        clock=world.clock,
    )
    pages = PagesApi(
        issuer=issuer,
        authorization=authorization,
        links=links,
        accounts=world.accounts,
        sessions=world.sessions,
    )
    protocol = ProtocolApi(issuer=issuer, clients=clients, tokens=tokens, links=links, identities=identities)
    return (*MetadataApi(issuer, identities).routes(), *protocol.routes(), *pages.routes())
