# SPDX-License-Identifier: EUPL-1.2
"""Builds accounts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from chancery.kit.clock import Clock
from chancery.modules.accounts.api import routes_of
from chancery.modules.accounts.api.server import UNSTABLE_FEATURES, ServerApi
from chancery.modules.accounts.contract import (
    Accounts,
    Brake,
    ClientSessions,
    LoginUpkeep,
    PasswordSource,
    ServiceNames,
)
from chancery.modules.accounts.service.accounts import StoredAccounts
from chancery.modules.accounts.service.assembly import Base, Services, build_services
from chancery.modules.accounts.service.erasures import Erasures
from chancery.modules.accounts.service.fallback import InteractiveSessions
from chancery.modules.accounts.service.guests import GuestKeeper
from chancery.modules.accounts.service.new_devices import NewDeviceLetters
from chancery.modules.accounts.service.passwords import PasswordKeeper
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.store.addresses import ConfirmationStore
from chancery.modules.accounts.store.completions import CompletionStore
from chancery.modules.accounts.store.new_devices import NewDeviceStore
from chancery.modules.accounts.store.people import PeopleStore
from chancery.modules.accounts.store.sessions import SessionStore
from chancery.modules.audit.contract import AuditLog
from chancery.platform.bus.port import Bus
from chancery.platform.config.settings import Accounts as AccountSettings
from chancery.platform.config.settings import Email, Testing
from chancery.platform.db.port import Database
from chancery.platform.keyring.port import Keyring
from chancery.platform.lifecycle import Job, Module
from chancery.platform.mail import make_mailer

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
    base = Base(
        database, bus, clock, settings, testing, server_name, audit, names, keyring, sealer,
        InteractiveSessions(database, CompletionStore(database), sealer, clock),
        PeopleStore(database), SessionStore(database), ConfirmationStore(database),
        email, make_mailer(email, server_name=server_name), links or home_url, passwords,
    )  # fmt: skip
    services = build_services(base)
    server = ServerApi(
        unstable_features=unstable_features,
        has_mail=base.mailer is not None,
        more=capabilities,
    )
    manifest = Module(
        name="accounts",
        needs=("audit",),
        routes=(*server.routes(), *routes_of(base, services, home_url)),
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


def _jobs(base: Base, services: Services) -> Sequence[Job]:
    guests = GuestKeeper(services.people, base.people, base.clock)
    return (
        Job("accounts.flush", services.keeper.flush, FLUSH_SECONDS),
        Job("accounts.clean", services.attempts.clean, CLEAN_SECONDS),
        Job("accounts.end_guests", guests.end_unused, GUEST_SECONDS),
        Job("accounts.end_spent_sessions", services.clients.end_spent, CLEAN_SECONDS),
        *_letter_jobs(base),
    )


def _letter_jobs(base: Base) -> Sequence[Job]:
    if base.mailer is None:
        return ()
    store = NewDeviceStore(base.database)
    letters = NewDeviceLetters(base.database, store, base.mailer, server_name=base.server_name)
    return (Job("accounts.tell_new_devices", letters.send_due, LETTER_SECONDS),)
