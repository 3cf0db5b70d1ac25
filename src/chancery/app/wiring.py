# SPDX-License-Identifier: EUPL-1.2
"""Puts the application together, bottom up, by plain constructor calls: the parts list of Chancery."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from chancery import __version__
from chancery.app.application import Application
from chancery.app.sources import Below, Sources, build_sources
from chancery.kit.clock import Clock, system_clock
from chancery.kit.ids import UserId
from chancery.modules.accounts import module as accounts
from chancery.modules.accounts.contract import Accounts
from chancery.modules.antivirus import module as antivirus
from chancery.modules.antivirus.contract import Scanner
from chancery.modules.appservices import module as appservices
from chancery.modules.audit import module as audit
from chancery.modules.audit.contract import AuditLog
from chancery.modules.discovery import module as discovery
from chancery.modules.keys import module as keys
from chancery.modules.ldap import module as ldap
from chancery.modules.media import module as media
from chancery.modules.oauth import module as oauth
from chancery.modules.offboarding import module as offboarding
from chancery.modules.org import module as org
from chancery.modules.policies import module as policies
from chancery.modules.policies.contract import Contacts
from chancery.modules.presence import module as presence
from chancery.modules.provisioning import module as provisioning
from chancery.modules.push import module as push
from chancery.modules.rendezvous import module as rendezvous
from chancery.modules.rooms import module as rooms
from chancery.modules.rooms.contract import Bridges, RoomReader
from chancery.modules.scim import module as scim
from chancery.modules.search import module as search
from chancery.modules.sync import module as sync
from chancery.modules.teams import module as teams
from chancery.platform.blobs.local import LocalBlobs
from chancery.platform.bus.open import make_bus
from chancery.platform.bus.port import StreamBus
from chancery.platform.config.addresses import public_url
from chancery.platform.config.settings import Settings
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Database
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Authenticate
from chancery.platform.keyring.file import FileKeyring
from chancery.platform.keyring.port import Keyring
from chancery.platform.outgoing.client import GuardedNetwork

LOOPBACK = ("127.0.0.0/8", "::1")


@dataclass(frozen=True, slots=True)
class Platform:
    """The opened outside world: what every module may be given."""

    settings: Settings
    bus: StreamBus
    database: Database
    keyring: Keyring
    blobs: LocalBlobs
    clock: Clock
    network: GuardedNetwork

    async def close(self) -> None:
        """Release everything, in the reverse order of opening."""
        await self.network.close()
        await self.blobs.close()
        await self.database.close()
        await self.bus.close()


@dataclass(frozen=True, slots=True)
class Modules:
    """Every built module, in the order of dependence."""

    audit: audit.AuditModule
    discovery: discovery.DiscoveryModule
    rendezvous: rendezvous.RendezvousModule
    antivirus: antivirus.AntivirusModule
    accounts: accounts.AccountsModule
    oauth: oauth.OAuthModule
    org: org.OrgModule
    policies: policies.PoliciesModule
    rooms: rooms.RoomsModule
    offboarding: offboarding.OffboardingModule
    provisioning: provisioning.ProvisioningModule
    scim: scim.ScimModule
    teams: teams.TeamsModule
    ldap: ldap.LdapModule
    media: media.MediaModule
    keys: keys.KeysModule
    push: push.PushModule
    search: search.SearchModule
    presence: presence.PresenceModule
    sync: sync.SyncModule
    appservices: appservices.AppServicesModule


async def open_platform(settings: Settings, clock: Clock = system_clock) -> Platform:
    """Open keys, blobs, bus and database; raises when one of them is not to be had."""
    data = settings.storage.data
    keyring = FileKeyring.open(data / "keys", clock=clock)
    blobs = LocalBlobs.open(data / "blobs", keyring)
    bus = make_bus(settings.bus.url)
    await bus.start()
    try:
        database = await _open_database(settings, bus)
    except BaseException:
        await bus.close()
        raise
    network = GuardedNetwork(ca_file=settings.outgoing.ca_file if settings.outgoing.ca_file.name else None)
    return Platform(settings, bus, database, keyring, blobs, clock, network)


async def _open_database(settings: Settings, bus: StreamBus) -> Database:
    database = settings.database
    return await open_database(database.url, settings.storage.data, bus, synchronous=database.synchronous)


def build_modules(platform: Platform) -> Modules:
    """Build every module on an open platform; each sees only contracts of those before it."""
    settings, database, bus, clock = platform.settings, platform.database, platform.bus, platform.clock
    name, keyring, blobs = settings.server.name, platform.keyring, platform.blobs
    log = audit.build_log(database=database, clock=clock)
    bridges = appservices.build_foundation(
        platform.network, settings.appservices, name, takes_query_tokens=settings.testing.query_tokens
    )
    logins = accounts.build(
        database=database,
        bus=bus,
        clock=clock,
        settings=settings.accounts,
        server_name=name,
        public_url=settings.server.public_url,
        audit=log,
        keyring=keyring,
        names=bridges.names,
        testing=settings.testing,
        capabilities=_capabilities(settings, keyring),
        email=settings.email,
        links=public_url(settings.server),
        passwords=ldap.build_passwords(database, settings.ldap),
    )
    ledger = _build_audit(platform, logins.accounts, log)
    scanning = antivirus.build(database=database, blobs=blobs, clock=clock, settings=settings.antivirus)
    around, meetings = _surroundings(platform)
    organisation = _build_org(platform, logins.accounts, log)
    rules = _build_policies(platform, logins.accounts, organisation, log)
    talk = _build_rooms(platform, logins.accounts, log, bridges.bridges, rules.contacts)
    files = _build_media(platform, scanning.scanner, log)
    encryption = _build_keys(platform, logins.accounts, talk.reader)
    notices = _build_push(platform, logins.accounts, talk.reader)
    finder = search.build(database=database, bus=bus, archive=talk.archive, reader=talk.reader)
    standing, answers = _build_sync(platform, logins, talk, encryption, notices)
    leaving = _build_offboarding(platform, logins.accounts, organisation, talk, log)
    elsewhere = _build_sources(platform, logins, organisation, leaving, log)
    return Modules(
        audit=ledger,
        discovery=around,
        rendezvous=meetings,
        antivirus=scanning,
        accounts=logins,
        oauth=_build_oauth(platform, logins, log),
        org=organisation,
        policies=rules,
        rooms=talk,
        offboarding=leaving,
        provisioning=elsewhere.provisioning,
        scim=elsewhere.scim,
        teams=_build_teams(platform, logins.accounts, organisation, talk, log, contacts=rules.contacts),
        ldap=elsewhere.ldap,
        media=files,
        keys=encryption,
        push=notices,
        search=finder,
        presence=standing,
        sync=answers,
        appservices=_build_services(platform, logins.accounts, talk, standing, bridges),
    )


def _build_sources(
    platform: Platform,
    logins: accounts.AccountsModule,
    organisation: org.OrgModule,
    leaving: offboarding.OffboardingModule,
    log: AuditLog,
) -> Sources:
    return build_sources(
        Below(
            database=platform.database,
            clock=platform.clock,
            settings=platform.settings,
            logins=logins,
            organisation=organisation,
            leaving=leaving,
            log=log,
        )
    )


def _build_audit(platform: Platform, logins: Accounts, log: AuditLog) -> audit.AuditModule:
    return audit.build(
        database=platform.database,
        log=log,
        keyring=platform.keyring,
        server_name=platform.settings.server.name,
        names=_names(logins),
    )


def _build_services(
    platform: Platform,
    logins: Accounts,
    talk: rooms.RoomsModule,
    standing: presence.PresenceModule,
    foundation: appservices.Foundation,
) -> appservices.AppServicesModule:
    return appservices.build(
        database=platform.database,
        bus=platform.bus,
        accounts=logins,
        rooms=talk.reader,
        presence=standing.reader,
        foundation=foundation,
    )


def _build_sync(
    platform: Platform,
    logins: accounts.AccountsModule,
    talk: rooms.RoomsModule,
    encryption: keys.KeysModule,
    notices: push.PushModule,
) -> tuple[presence.PresenceModule, sync.SyncModule]:
    standing = presence.build(
        database=platform.database,
        bus=platform.bus,
        clock=platform.clock,
        accounts=logins.accounts,
        rooms=talk.reader,
        settings=platform.settings.presence,
    )
    answers = sync.build(
        database=platform.database,
        bus=platform.bus,
        clock=platform.clock,
        reader=talk.reader,
        accounts=logins.accounts,
        keys=encryption.reader,
        push=notices.reader,
        presence=standing.reader,
    )
    return standing, answers


def _build_oauth(platform: Platform, logins: accounts.AccountsModule, log: AuditLog) -> oauth.OAuthModule:
    return oauth.build(
        oauth.World(
            database=platform.database,
            clock=platform.clock,
            keyring=platform.keyring,
            audit=log,
            accounts=logins.accounts,
            sessions=logins.clients,
            brake=logins.brake,
            settings=platform.settings.oauth,
            public_url=platform.settings.server.public_url,
        )
    )


def _build_org(platform: Platform, logins: Accounts, log: AuditLog) -> org.OrgModule:
    return org.build(
        database=platform.database,
        bus=platform.bus,
        clock=platform.clock,
        accounts=logins,
        audit=log,
        server_name=platform.settings.server.name,
        version=__version__,
    )


def _build_offboarding(
    platform: Platform, logins: Accounts, organisation: org.OrgModule, talk: rooms.RoomsModule, log: AuditLog
) -> offboarding.OffboardingModule:
    return offboarding.build(
        database=platform.database,
        clock=platform.clock,
        accounts=logins,
        authority=organisation.authority,
        departures=organisation.departures,
        rooms=talk.departures,
        audit=log,
    )


def _build_teams(
    platform: Platform,
    logins: Accounts,
    organisation: org.OrgModule,
    talk: rooms.RoomsModule,
    log: AuditLog,
    *,
    contacts: Contacts,
) -> teams.TeamsModule:
    return teams.build(
        teams.World(
            database=platform.database,
            bus=platform.bus,
            clock=platform.clock,
            accounts=logins,
            authority=organisation.authority,
            organisation=organisation.organisation,
            rooms=talk.computed,
            reader=talk.reader,
            audit=log,
            contacts=contacts,
            red_list=organisation.red_list,
            server_name=platform.settings.server.name,
        )
    )


def _names(logins: Accounts) -> Callable[[Collection[str]], Awaitable[Mapping[str, str]]]:
    async def names(user_ids: Collection[str]) -> Mapping[str, str]:
        profiles = await logins.profiles([UserId(user_id) for user_id in user_ids])
        return {str(user_id): profile.display_name or str(user_id) for user_id, profile in profiles.items()}

    return names


def _surroundings(platform: Platform) -> tuple[discovery.DiscoveryModule, rendezvous.RendezvousModule]:
    settings, clock = platform.settings, platform.clock
    public_url = settings.server.public_url
    around = discovery.build(
        calls=settings.calls, support=settings.support, public_url=public_url, clock=clock
    )
    return around, rendezvous.build(
        database=platform.database, clock=clock, public_url=public_url, testing=settings.testing
    )


def _build_media(platform: Platform, scanner: Scanner, log: AuditLog) -> media.MediaModule:
    settings = platform.settings
    return media.build(
        database=platform.database,
        bus=platform.bus,
        blobs=platform.blobs,
        scanner=scanner,
        audit=log,
        clock=platform.clock,
        settings=settings.media,
        server_name=settings.server.name,
        outgoing=platform.network.client("previews", _callable(settings, settings.outgoing.previews)),
        is_open=settings.testing.open_media,
    )


def _build_policies(
    platform: Platform, logins: Accounts, organisation: org.OrgModule, log: AuditLog
) -> policies.PoliciesModule:
    return policies.build(
        database=platform.database,
        clock=platform.clock,
        accounts=logins,
        authority=organisation.authority,
        standings=organisation.standings,
        red_list=organisation.red_list,
        audit=log,
    )


def _build_rooms(
    platform: Platform, accounts: Accounts, log: AuditLog, bridges: Bridges, contacts: Contacts
) -> rooms.RoomsModule:
    settings = platform.settings
    return rooms.build(
        database=platform.database,
        bus=platform.bus,
        clock=platform.clock,
        accounts=accounts,
        audit=log,
        bridges=bridges,
        contacts=contacts,
        server_name=settings.server.name,
        settings=settings.rooms,
        has_guests=settings.testing.guests,
    )


def _capabilities(settings: Settings, keyring: Keyring) -> Mapping[str, object]:
    return {**push.capabilities(settings.outgoing, keyring), **rooms.capabilities(settings.rooms)}


def _callable(settings: Settings, addresses: Sequence[str]) -> Sequence[str]:
    """Return the addresses of one purpose, and this machine's own in test configuration."""
    return (*addresses, *LOOPBACK) if settings.testing.loopback_outgoing else addresses


def _build_keys(platform: Platform, logins: Accounts, reader: RoomReader) -> keys.KeysModule:
    return keys.build(
        database=platform.database,
        bus=platform.bus,
        clock=platform.clock,
        accounts=logins,
        rooms=reader,
        loose_keys=platform.settings.testing.loose_keys,
    )


def _build_push(platform: Platform, logins: Accounts, reader: RoomReader) -> push.PushModule:
    settings = platform.settings
    return push.build(
        push.World(
            database=platform.database,
            bus=platform.bus,
            clock=platform.clock,
            accounts=logins,
            rooms=reader,
            outgoing=platform.network.client("push", _callable(settings, settings.outgoing.push)),
            keyring=platform.keyring,
            settings=settings.push,
            public_url=settings.server.public_url,
        )
    )


async def build(settings: Settings) -> Application:
    """Open the platform and build the application that `chancery serve` runs."""
    platform = await open_platform(settings)
    return application(platform, build_modules(platform))


def _authenticate(platform: Platform, modules: Modules) -> Authenticate:
    """Return what names a request's caller: where others write, too, only once this process knows what they wrote."""
    services, logins, several = (
        modules.appservices.services,
        modules.accounts.accounts,
        platform.settings.bus.url,
    )

    async def authenticate(request: Request) -> None:
        # A session that was ended, a room that was joined, at whichever process: the next request finds it so here.
        if several:
            await platform.database.freshen()
        if not await services.authenticate(request):
            await logins.authenticate(request)

    return authenticate


def application(platform: Platform, modules: Modules) -> Application:
    """Return the application around built modules."""
    database, blobs, scanner = platform.database, platform.blobs, modules.antivirus.scanner
    outgoing = platform.network.tally

    async def database_answers() -> str:
        await database.fetch_one("SELECT 1")
        return database.dialect

    async def blobs_are_writable() -> str:
        await blobs.check()
        return "ok"

    async def scanner_judges() -> str:
        # A scanner that is away keeps files shut; it is no reason to send people's messages elsewhere.
        verdict = await scanner.scan_bytes(b"")
        return "ok" if verdict.is_clean else "files stay shut: nothing can be scanned"

    return Application(
        settings=platform.settings,
        modules=[getattr(modules, name).manifest for name in Modules.__slots__],
        authenticate=_authenticate(platform, modules),
        close=platform.close,
        checks={"database": database_answers, "blobs": blobs_are_writable, "antivirus": scanner_judges},
        gauges={
            "chancery_stream_position": lambda: float(database.position),
            "chancery_writes_waiting": lambda: float(database.waiting),
            "chancery_search_position": lambda: float(modules.search.index.position),
            "chancery_outgoing_requests_total": lambda: float(outgoing.sent),
            "chancery_outgoing_refused_total": lambda: float(outgoing.refused),
            "chancery_outgoing_failed_total": lambda: float(outgoing.failed),
        },
    )
