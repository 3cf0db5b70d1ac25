# SPDX-License-Identifier: EUPL-1.2
"""Builds accounts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from chancery.kit.clock import Clock
from chancery.modules.accounts.api.account import AccountApi
from chancery.modules.accounts.api.addresses import AddressesApi
from chancery.modules.accounts.api.admin import AdminApi
from chancery.modules.accounts.api.confirmation_page import ConfirmationPage
from chancery.modules.accounts.api.data import DataApi
from chancery.modules.accounts.api.devices import DevicesApi
from chancery.modules.accounts.api.factors import FactorsApi
from chancery.modules.accounts.api.fallback_page import FallbackPage
from chancery.modules.accounts.api.invitation_page import InvitationPage
from chancery.modules.accounts.api.login import LoginApi
from chancery.modules.accounts.api.new_devices import NewDevicesApi
from chancery.modules.accounts.api.people_admin import PeopleAdminApi
from chancery.modules.accounts.api.profile import ProfileApi
from chancery.modules.accounts.api.registration import RegistrationApi
from chancery.modules.accounts.api.server import UNSTABLE_FEATURES, ServerApi
from chancery.modules.accounts.api.session import SessionApi
from chancery.modules.accounts.api.tokens import TokensApi
from chancery.modules.accounts.contract import (
    Accounts,
    Brake,
    ClientSessions,
    LoginUpkeep,
    PasswordSource,
    ServiceNames,
)
from chancery.modules.accounts.rules.passkeys import relying_party
from chancery.modules.accounts.service.accounts import StoredAccounts
from chancery.modules.accounts.service.addresses import STAGE, AddressService, PasswordReset, credentials
from chancery.modules.accounts.service.app_services import ServiceLogins
from chancery.modules.accounts.service.attempts import Attempts
from chancery.modules.accounts.service.clients import KeyResets, StoredClientSessions
from chancery.modules.accounts.service.confirmations import Confirmations
from chancery.modules.accounts.service.data import AccountDataService
from chancery.modules.accounts.service.desk import Desk
from chancery.modules.accounts.service.enrolment import Enrolment
from chancery.modules.accounts.service.erasures import Erasures
from chancery.modules.accounts.service.factors import SecondFactors
from chancery.modules.accounts.service.fallback import Fallback, InteractiveSessions
from chancery.modules.accounts.service.guests import GuestKeeper
from chancery.modules.accounts.service.interactive import InteractiveAuth
from chancery.modules.accounts.service.login import LoginService
from chancery.modules.accounts.service.moderation import Moderation
from chancery.modules.accounts.service.new_devices import NewDeviceLetters, NewDevices
from chancery.modules.accounts.service.passkeys import Passkeys
from chancery.modules.accounts.service.passwords import PasswordKeeper
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.service.profile_fields import ProfileFields
from chancery.modules.accounts.service.registration import Registrar
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.service.sessions import SessionKeeper
from chancery.modules.accounts.service.tokens import LoginTokens, Refresher, TokenMinter
from chancery.modules.accounts.service.upkeep import StoredUpkeep, make_upkeep
from chancery.modules.accounts.store.addresses import AddressStore, ConfirmationStore
from chancery.modules.accounts.store.attempts import AttemptStore
from chancery.modules.accounts.store.completions import CompletionStore
from chancery.modules.accounts.store.data import DataStore
from chancery.modules.accounts.store.factors import FactorStore
from chancery.modules.accounts.store.key_resets import KeyResetStore
from chancery.modules.accounts.store.login_tokens import LoginTokenStore
from chancery.modules.accounts.store.new_devices import NewDeviceStore
from chancery.modules.accounts.store.passkeys import PasskeyStore
from chancery.modules.accounts.store.people import PeopleStore
from chancery.modules.accounts.store.profile_fields import ProfileFieldStore
from chancery.modules.accounts.store.registrations import RegistrationStore
from chancery.modules.accounts.store.sessions import SessionStore
from chancery.modules.audit.contract import AuditLog
from chancery.platform.bus.port import Bus
from chancery.platform.config.settings import Accounts as AccountSettings
from chancery.platform.config.settings import Email, Testing
from chancery.platform.db.port import Database
from chancery.platform.http.routes import Route
from chancery.platform.keyring.port import Keyring
from chancery.platform.lifecycle import Job, Module
from chancery.platform.mail import Mailer, make_mailer

FLUSH_SECONDS, CLEAN_SECONDS = 60.0, 600.0
GUEST_SECONDS = 3600.0
LETTER_SECONDS = 20.0
NO_EMAIL, NO_TESTING = Email(), Testing()
NO_CAPABILITIES: Mapping[str, object] = {}


@dataclass(frozen=True)
class AccountsModule:
    """The built module; `passwords` hashes for whoever prepares people in this process (the demo agency)."""

    manifest: Module
    accounts: Accounts
    passwords: PasswordKeeper
    upkeep: LoginUpkeep
    clients: ClientSessions
    brake: Brake


@dataclass(frozen=True)
class _Base:
    """What every part of accounts stands on."""

    database: Database
    bus: Bus
    clock: Clock
    settings: AccountSettings
    testing: Testing
    server_name: str
    audit: AuditLog
    names: ServiceNames
    keyring: Keyring
    sealer: Sealer
    interactive: InteractiveSessions
    people: PeopleStore
    sessions: SessionStore
    answers: ConfirmationStore
    email: Email
    mailer: Mailer | None
    links: str
    source: PasswordSource | None


@dataclass(frozen=True)
class _Services:
    keeper: SessionKeeper
    logins: LoginService
    people: PeopleService
    data: AccountDataService
    interactive: InteractiveAuth
    fallback: Fallback
    passwords: PasswordKeeper
    passkeys: Passkeys
    enrolment: Enrolment
    attempts: Attempts
    refresher: Refresher
    login_tokens: LoginTokens
    registrar: Registrar
    moderation: Moderation
    confirmations: Confirmations
    addresses: AddressService
    reset: PasswordReset
    fields: ProfileFields
    service_logins: ServiceLogins
    clients: StoredClientSessions
    upkeep: StoredUpkeep


def build(
    *,
    database: Database,
    bus: Bus,
    clock: Clock,
    settings: AccountSettings,
    server_name: str,
    public_url: str,
    audit: AuditLog,
    keyring: Keyring,
    names: ServiceNames,
    testing: Testing = NO_TESTING,
    email: Email = NO_EMAIL,
    links: str = "",
    unstable_features: Collection[str] = UNSTABLE_FEATURES,
    capabilities: Mapping[str, object] = NO_CAPABILITIES,
    passwords: PasswordSource | None = None,
) -> AccountsModule:
    """Return the module; `capabilities` are of other modules, `passwords` a directory's, `links` begins links in letters."""
    home_url = public_url.rstrip("/")
    # Every process with this keyring derives the same secret, so any of them can open what another sealed.
    secret = sha256(keyring.sign("interactive-auth", b"session secret")).digest()
    sealer = Sealer(secret, clock)
    base = _Base(
        database, bus, clock, settings, testing, server_name, audit, names, keyring, sealer,
        InteractiveSessions(database, CompletionStore(database), sealer, clock),
        PeopleStore(database), SessionStore(database), ConfirmationStore(database),
        email, make_mailer(email, server_name=server_name), links or home_url, passwords,
    )  # fmt: skip
    services = _services(base)
    server = ServerApi(
        unstable_features=unstable_features,
        has_mail=base.mailer is not None,
        more=capabilities,
    )
    manifest = Module(
        name="accounts",
        needs=("audit",),
        routes=(*server.routes(), *_routes(base, services, home_url)),
        jobs=_jobs(base, services),
        stop=services.keeper.flush,
    )
    accounts = StoredAccounts(
        sessions=services.keeper,
        logins=services.logins,
        people=services.people,
        data=services.data,
        interactive=services.interactive,
        service_logins=services.service_logins,
        erasures=Erasures(base.people, bus),
        moderation=services.moderation,
    )
    upkeep, brake = services.upkeep, services.attempts.brake()
    return AccountsModule(manifest, accounts, services.passwords, upkeep, services.clients, brake)


def _services(base: _Base) -> _Services:
    database, clock, server_name, audit = base.database, base.clock, base.server_name, base.audit
    attempts = _attempts(base)
    passwords = _passwords(base, attempts)
    passkeys = _passkeys(base)
    factors = _factors(base, attempts, passkeys)
    keeper = _keeper(base)
    minter = TokenMinter(clock, base.sealer, seconds=base.settings.access_token_seconds)
    logins = LoginService(
        database=database, people=base.people, sessions=base.sessions, keeper=keeper, passwords=passwords,
        audit=audit, clock=clock, server_name=server_name, minter=minter, factors=factors,
        passkeys=passkeys, has_mail=base.mailer is not None,
    )  # fmt: skip
    people = PeopleService(
        database=database, people=base.people, logins=logins, passwords=passwords,
        audit=audit, clock=clock, server_name=server_name, names=base.names,
        loose_avatars=base.testing.loose_avatars,
    )  # fmt: skip
    confirmations = _confirmations(base, attempts)
    return _Services(
        keeper=keeper,
        logins=logins,
        people=people,
        data=AccountDataService(database, DataStore(database)),
        interactive=_interactive(base, passwords, factors, passkeys),
        fallback=_fallback(base, passwords, factors),
        passwords=passwords,
        passkeys=passkeys,
        enrolment=_enrolment(base, factors, passkeys),
        attempts=attempts,
        refresher=Refresher(database, base.sessions, minter),
        login_tokens=LoginTokens(database, LoginTokenStore(database), clock),
        registrar=_registrar(base, people, logins, passwords, confirmations),
        moderation=Moderation(
            database=database, people=base.people, logins=logins, audit=audit, server_name=server_name
        ),
        confirmations=confirmations,
        fields=ProfileFields(database, ProfileFieldStore(database), audit),
        addresses=AddressService(
            database=database,
            store=AddressStore(database),
            answers=base.answers,
            confirmations=confirmations,
            people=base.people,
            audit=audit,
            clock=clock,
        ),
        reset=_reset(base, confirmations, people),
        upkeep=make_upkeep(base, people, passwords, attempts),
        service_logins=ServiceLogins(
            database=database,
            names=base.names,
            people=people,
            logins=logins,
            sessions=base.sessions,
            clock=clock,
            server_name=server_name,
        ),
        clients=_clients(base, logins, minter),
    )


def _keeper(base: _Base) -> SessionKeeper:
    by_query = base.testing.query_tokens
    return SessionKeeper(base.database, base.sessions, base.bus, base.clock, takes_query_tokens=by_query)


def _clients(base: _Base, logins: LoginService, minter: TokenMinter) -> StoredClientSessions:
    return StoredClientSessions(
        database=base.database, people=base.people, sessions=base.sessions, logins=logins, minter=minter,
        resets=KeyResetStore(base.database), audit=base.audit, clock=base.clock,
    )  # fmt: skip


def _jobs(base: _Base, services: _Services) -> Sequence[Job]:
    guests = GuestKeeper(services.people, base.people, base.clock)
    return (
        Job("accounts.flush", services.keeper.flush, FLUSH_SECONDS),
        Job("accounts.clean", services.attempts.clean, CLEAN_SECONDS),
        Job("accounts.end_guests", guests.end_unused, GUEST_SECONDS),
        Job("accounts.end_spent_sessions", services.clients.end_spent, CLEAN_SECONDS),
        *_letter_jobs(base),
    )


def _desk(services: _Services, base: _Base) -> Desk:
    return Desk(
        moderation=services.moderation,
        people=services.people,
        logins=services.logins,
        enrolment=services.enrolment,
        audit=base.audit,
    )


def _letter_jobs(base: _Base) -> Sequence[Job]:
    if base.mailer is None:
        return ()
    store = NewDeviceStore(base.database)
    letters = NewDeviceLetters(base.database, store, base.mailer, server_name=base.server_name)
    return (Job("accounts.tell_new_devices", letters.send_due, LETTER_SECONDS),)


def _passkeys(base: _Base) -> Passkeys:
    return Passkeys(
        database=base.database,
        store=PasskeyStore(base.database),
        sealer=base.sealer,
        clock=base.clock,
        party=relying_party(base.links),
        name=base.server_name,
    )


def _factors(base: _Base, attempts: Attempts, passkeys: Passkeys) -> SecondFactors:
    return SecondFactors(
        database=base.database,
        store=FactorStore(base.database),
        passkeys=passkeys,
        keyring=base.keyring,
        sealer=base.sealer,
        attempts=attempts,
        audit=base.audit,
        clock=base.clock,
    )


def _enrolment(base: _Base, factors: SecondFactors, passkeys: Passkeys) -> Enrolment:
    return Enrolment(
        database=base.database,
        store=FactorStore(base.database),
        passkey_store=PasskeyStore(base.database),
        factors=factors,
        passkeys=passkeys,
        keyring=base.keyring,
        audit=base.audit,
        clock=base.clock,
        server_name=base.server_name,
    )


def _interactive(
    base: _Base, passwords: PasswordKeeper, factors: SecondFactors, passkeys: Passkeys
) -> InteractiveAuth:
    return InteractiveAuth(
        people=base.people,
        passwords=passwords,
        factors=factors,
        passkeys=passkeys,
        sessions=base.interactive,
        resets=KeyResets(base.database, KeyResetStore(base.database), base.clock),
        server_name=base.server_name,
        links=base.links,
    )


def _fallback(base: _Base, passwords: PasswordKeeper, factors: SecondFactors) -> Fallback:
    return Fallback(
        sessions=base.interactive,
        people=base.people,
        passwords=passwords,
        factors=factors,
        registrations=RegistrationStore(base.database),
        clock=base.clock,
        has_registration=base.testing.open_registration,
    )


def _reset(base: _Base, confirmations: Confirmations, people: PeopleService) -> PasswordReset:
    return PasswordReset(
        database=base.database,
        confirmations=confirmations,
        answers=base.answers,
        people=people,
        store=base.people,
        sealer=base.sealer,
        is_allowed=base.email.password_reset,
    )


def _confirmations(base: _Base, attempts: Attempts) -> Confirmations:
    return Confirmations(
        database=base.database,
        store=base.answers,
        people=base.people,
        attempts=attempts,
        mailer=base.mailer,
        clock=base.clock,
        testing=base.testing,
        server_name=base.server_name,
        links=base.links,
    )


def _attempts(base: _Base) -> Attempts:
    limit = 0 if base.testing.no_limits else base.settings.login_attempts
    return Attempts(base.database, AttemptStore(base.database), base.sealer, base.clock, limit=limit)


def _passwords(base: _Base, attempts: Attempts) -> PasswordKeeper:
    settings = base.settings
    if base.testing.weak_passwords:
        return PasswordKeeper(
            memory_kib=8, passes=1, min_length=1, attempts=attempts, takes_breached=True, source=base.source
        )
    return PasswordKeeper(
        memory_kib=settings.argon2_memory_kib,
        passes=settings.argon2_passes,
        min_length=settings.min_password_length,
        attempts=attempts,
        breached=settings.breached_list if settings.breached_list.name else None,
        source=base.source,
    )


def _registrar(
    base: _Base,
    people: PeopleService,
    logins: LoginService,
    passwords: PasswordKeeper,
    confirmations: Confirmations,
) -> Registrar:
    registrar = Registrar(
        database=base.database,
        store=RegistrationStore(base.database),
        people=people,
        logins=logins,
        passwords=passwords,
        sealer=base.sealer,
        interactive=base.interactive,
        clock=base.clock,
        testing=base.testing,
        server_name=base.server_name,
    )

    async def by_email(auth: Mapping[str, object]) -> str | None:
        return (await confirmations.proven("register", *credentials(auth))).address

    if confirmations.is_possible:
        registrar.add_stage(STAGE, by_email)
    return registrar


def _routes(base: _Base, services: _Services, home_url: str) -> Sequence[Route]:
    tokens = TokensApi(
        refresher=services.refresher,
        login_tokens=services.login_tokens,
        interactive=services.interactive,
        people=services.people,
        sealer=base.sealer,
        server_name=base.server_name,
    )
    session = SessionApi(
        services.logins,
        services.people,
        services.passkeys,
        server_name=base.server_name,
        is_secure=home_url.startswith("https:"),
    )
    addresses = AddressesApi(
        addresses=services.addresses,
        confirmations=services.confirmations,
        interactive=services.interactive,
        registrar=services.registrar,
        can_reset=services.reset.is_possible,
        is_for_suites=base.testing.open_registration,
    )
    page = ConfirmationPage(
        services.confirmations, home_url=home_url, acts_at_once=base.testing.open_registration
    )
    new_devices = NewDevices(base.database, NewDeviceStore(base.database))
    has_secret = bool(base.testing.registration_secret)
    return (
        *LoginApi(services.logins, services.login_tokens, services.service_logins, home_url).routes(),
        *RegistrationApi(
            services.registrar, services.service_logins, home_url, has_secret=has_secret
        ).routes(),
        *tokens.routes(),
        *AdminApi(services.moderation).routes(),
        *PeopleAdminApi(_desk(services, base), services.interactive).routes(),
        *session.routes(),
        *AccountApi(services.people, services.interactive, services.keeper, services.reset).routes(),
        *FactorsApi(services.enrolment, services.interactive, services.moderation, services.people).routes(),
        *addresses.routes(),
        *page.routes(),
        *InvitationPage(services.upkeep.invitations, home_url=home_url).routes(),
        *FallbackPage(services.fallback).routes(),
        *DevicesApi(services.logins, services.interactive, services.service_logins).routes(),
        *NewDevicesApi(new_devices, services.logins, services.interactive).routes(),
        *ProfileApi(services.people, services.fields, is_public=base.testing.open_registration).routes(),
        *DataApi(services.data).routes(),
    )
