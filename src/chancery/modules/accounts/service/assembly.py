# SPDX-License-Identifier: EUPL-1.2
"""Builds the services of accounts on what they all stand on."""

from collections.abc import Mapping
from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import (
    PasswordSource,
    ServiceNames,
)
from chancery.modules.accounts.rules.passkeys import relying_party
from chancery.modules.accounts.service.addresses import STAGE, AddressService, PasswordReset, credentials
from chancery.modules.accounts.service.app_services import ServiceLogins
from chancery.modules.accounts.service.attempts import Attempts
from chancery.modules.accounts.service.clients import KeyResets, StoredClientSessions
from chancery.modules.accounts.service.confirmations import Confirmations
from chancery.modules.accounts.service.data import AccountDataService
from chancery.modules.accounts.service.enrolment import Enrolment
from chancery.modules.accounts.service.factors import SecondFactors
from chancery.modules.accounts.service.fallback import Fallback, InteractiveSessions
from chancery.modules.accounts.service.interactive import InteractiveAuth
from chancery.modules.accounts.service.login import LoginService
from chancery.modules.accounts.service.moderation import Moderation
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
from chancery.modules.accounts.store.data import DataStore
from chancery.modules.accounts.store.factors import FactorStore
from chancery.modules.accounts.store.key_resets import KeyResetStore
from chancery.modules.accounts.store.login_tokens import LoginTokenStore
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
from chancery.platform.keyring.port import Keyring
from chancery.platform.mail import Mailer


@dataclass(frozen=True)
class Base:
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
class Services:
    """The services of accounts."""

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


def build_services(base: Base) -> Services:
    """Return the services, each built once."""
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
    return Services(
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
        addresses=_addresses(base, confirmations),
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


def _keeper(base: Base) -> SessionKeeper:
    by_query = base.testing.query_tokens
    return SessionKeeper(base.database, base.sessions, base.bus, base.clock, takes_query_tokens=by_query)


def _clients(base: Base, logins: LoginService, minter: TokenMinter) -> StoredClientSessions:
    return StoredClientSessions(
        database=base.database, people=base.people, sessions=base.sessions, logins=logins, minter=minter,
        resets=KeyResetStore(base.database), audit=base.audit, clock=base.clock,
    )  # fmt: skip


def _addresses(base: Base, confirmations: Confirmations) -> AddressService:
    return AddressService(
        database=base.database,
        store=AddressStore(base.database),
        answers=base.answers,
        confirmations=confirmations,
        people=base.people,
        audit=base.audit,
        clock=base.clock,
    )


def _passkeys(base: Base) -> Passkeys:
    return Passkeys(
        database=base.database,
        store=PasskeyStore(base.database),
        sealer=base.sealer,
        clock=base.clock,
        party=relying_party(base.links),
        name=base.server_name,
    )


def _factors(base: Base, attempts: Attempts, passkeys: Passkeys) -> SecondFactors:
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


def _enrolment(base: Base, factors: SecondFactors, passkeys: Passkeys) -> Enrolment:
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
    base: Base, passwords: PasswordKeeper, factors: SecondFactors, passkeys: Passkeys
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


def _fallback(base: Base, passwords: PasswordKeeper, factors: SecondFactors) -> Fallback:
    return Fallback(
        sessions=base.interactive,
        people=base.people,
        passwords=passwords,
        factors=factors,
        registrations=RegistrationStore(base.database),
        clock=base.clock,
        has_registration=base.testing.open_registration,
    )


def _reset(base: Base, confirmations: Confirmations, people: PeopleService) -> PasswordReset:
    return PasswordReset(
        database=base.database,
        confirmations=confirmations,
        answers=base.answers,
        people=people,
        store=base.people,
        sealer=base.sealer,
        is_allowed=base.email.password_reset,
    )


def _confirmations(base: Base, attempts: Attempts) -> Confirmations:
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


def _attempts(base: Base) -> Attempts:
    limit = 0 if base.testing.no_limits else base.settings.login_attempts
    return Attempts(base.database, AttemptStore(base.database), base.sealer, base.clock, limit=limit)


def _passwords(base: Base, attempts: Attempts) -> PasswordKeeper:
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
    base: Base,
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
