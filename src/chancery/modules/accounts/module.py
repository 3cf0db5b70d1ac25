# SPDX-License-Identifier: EUPL-1.2
"""Builds accounts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from chancery.kit.clock import Clock
from chancery.modules.accounts.api.account import AccountApi
from chancery.modules.accounts.api.data import DataApi
from chancery.modules.accounts.api.devices import DevicesApi
from chancery.modules.accounts.api.login import LoginApi
from chancery.modules.accounts.api.presence import PresenceApi
from chancery.modules.accounts.api.profile import ProfileApi
from chancery.modules.accounts.api.server import ServerApi
from chancery.modules.accounts.api.session import SessionApi
from chancery.modules.accounts.contract import Accounts
from chancery.modules.accounts.rules.attempts import Attempts
from chancery.modules.accounts.service.accounts import StoredAccounts
from chancery.modules.accounts.service.data import AccountDataService
from chancery.modules.accounts.service.interactive import InteractiveAuth
from chancery.modules.accounts.service.login import LoginService
from chancery.modules.accounts.service.passwords import PasswordKeeper
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.service.presence import PresenceKeeper
from chancery.modules.accounts.service.sessions import SessionKeeper
from chancery.modules.accounts.store.data import DataStore
from chancery.modules.accounts.store.people import PeopleStore
from chancery.modules.accounts.store.sessions import SessionStore
from chancery.modules.audit.contract import AuditLog
from chancery.platform.bus.port import Bus
from chancery.platform.config.settings import Accounts as AccountSettings
from chancery.platform.db.port import Database
from chancery.platform.http.routes import Route
from chancery.platform.keyring.port import Keyring
from chancery.platform.lifecycle import Job, Module
from chancery.wire.matrix.versions import DEFAULT_VERSION, ROOM_VERSIONS

FLUSH_SECONDS = 60.0
UNSTABLE_FEATURES = (
    "org.matrix.msc3814",
    "org.matrix.msc4108",
    "org.matrix.msc4140",
    "org.matrix.msc4143",
    "org.matrix.msc4186",
    "org.matrix.simplified_msc3575",
)
SUPPORTED_VERSIONS = dict.fromkeys((DEFAULT_VERSION, *ROOM_VERSIONS), "stable")


@dataclass(frozen=True)
class AccountsModule:
    """The built module; `passwords` hashes for whoever prepares people in this process (the demo agency)."""

    manifest: Module
    accounts: Accounts
    passwords: PasswordKeeper


@dataclass(frozen=True)
class _Services:
    keeper: SessionKeeper
    logins: LoginService
    people: PeopleService
    data: AccountDataService
    interactive: InteractiveAuth
    presence: PresenceKeeper
    passwords: PasswordKeeper


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
    unstable_features: Collection[str] = UNSTABLE_FEATURES,
    room_versions: Mapping[str, str] = SUPPORTED_VERSIONS,
) -> AccountsModule:
    """Return the module; the first of `room_versions` is the default one."""
    home_url = public_url.rstrip("/")
    services = _services(
        database=database, bus=bus, clock=clock, settings=settings,
        server_name=server_name, audit=audit, keyring=keyring,
    )  # fmt: skip
    server = ServerApi(unstable_features=unstable_features, room_versions=room_versions)
    manifest = Module(
        name="accounts",
        needs=("audit",),
        routes=(*server.routes(), *_routes(services, server_name, home_url)),
        jobs=(Job("accounts.flush", services.keeper.flush, FLUSH_SECONDS),),
        stop=services.keeper.flush,
    )
    accounts = StoredAccounts(
        sessions=services.keeper,
        logins=services.logins,
        people=services.people,
        data=services.data,
        interactive=services.interactive,
        presence=services.presence,
    )
    return AccountsModule(manifest, accounts, services.passwords)


def _services(
    *,
    database: Database,
    bus: Bus,
    clock: Clock,
    settings: AccountSettings,
    server_name: str,
    audit: AuditLog,
    keyring: Keyring,
) -> _Services:
    people_store, session_store = PeopleStore(database), SessionStore(database)
    passwords = PasswordKeeper(
        memory_kib=settings.argon2_memory_kib,
        passes=settings.argon2_passes,
        min_length=settings.min_password_length,
        attempts=Attempts(settings.login_attempts),
        clock=clock,
    )
    keeper = SessionKeeper(database, session_store, bus, clock)
    logins = LoginService(
        database=database, people=people_store, sessions=session_store, keeper=keeper,
        passwords=passwords, audit=audit, clock=clock, server_name=server_name,
    )  # fmt: skip
    people = PeopleService(
        database=database, people=people_store, logins=logins, passwords=passwords,
        audit=audit, clock=clock, server_name=server_name,
    )  # fmt: skip
    # Every process with this keyring derives the same secret, so any of them can complete another's session.
    secret = sha256(keyring.sign("interactive-auth", b"session secret")).digest()
    interactive = InteractiveAuth(
        people=people_store, passwords=passwords, secret=secret, clock=clock, server_name=server_name
    )
    data = AccountDataService(database, DataStore(database))
    presence = PresenceKeeper(keeper, clock)
    return _Services(keeper, logins, people, data, interactive, presence, passwords)


def _routes(services: _Services, server_name: str, home_url: str) -> Sequence[Route]:
    return (
        *LoginApi(services.logins, home_url).routes(),
        *SessionApi(
            services.logins,
            services.people,
            server_name=server_name,
            is_secure=home_url.startswith("https:"),
        ).routes(),
        *AccountApi(services.people, services.interactive).routes(),
        *DevicesApi(services.logins, services.interactive).routes(),
        *ProfileApi(services.people).routes(),
        *DataApi(services.data).routes(),
        *PresenceApi(services.presence, services.people).routes(),
    )
