# SPDX-License-Identifier: EUPL-1.2
"""The lower modules behind one kernel: audit, accounts and org, with a clock that the test moves."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from chancery.kit.ids import UserId
from chancery.modules.accounts import module as accounts_module
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit import module as audit_module
from chancery.modules.audit.contract import AuditLog
from chancery.modules.org import module as org_module
from chancery.modules.policies import module as policies_module
from chancery.platform.bus.local import LocalBus
from chancery.platform.config.settings import Accounts as AccountSettings
from chancery.platform.config.settings import Email, Testing
from chancery.platform.db.port import Database
from chancery.platform.http.kernel import Kernel
from chancery.platform.keyring.file import FileKeyring
from chancery.platform.lifecycle import Module
from support.clock import MovedClock
from support.http import Answer, Client
from support.services import NO_NAMES

SERVER = "ministry.example"
PASSWORD = "correct horse battery"
FAST_HASHING = AccountSettings(argon2_memory_kib=8, argon2_passes=1)
NO_EMAIL, NO_TESTING = Email(), Testing()
FOR_SUITES = Testing(
    open_registration=True,
    guests=True,
    no_limits=True,
    weak_passwords=True,
    query_tokens=True,
    loopback_outgoing=True,
    registration_secret="reg_secret",
)
"""As third-party suites want it."""


@dataclass(frozen=True)
class Office:
    """A small server without rooms: three people, the last of them an administrator."""

    database: Database
    bus: LocalBus
    clock: MovedClock
    keyring: FileKeyring
    audit: audit_module.AuditModule
    accounts: Accounts
    kernel: Kernel
    client: Client
    org: org_module.OrgModule
    policies: policies_module.PoliciesModule
    manifests: tuple[Module, ...]

    async def run_job(self, name: str) -> None:
        """Run a background task once."""
        (job,) = (job for manifest in self.manifests for job in manifest.jobs if job.name == name)
        await job.run()

    async def add(self, name: str, *, is_admin: bool = False) -> UserId:
        """Create a person whose password is PASSWORD."""
        user_id = UserId(f"@{name}:{SERVER}")
        await self.accounts.create_person(
            user_id, password=PASSWORD, display_name=name.capitalize(), is_admin=is_admin
        )
        return user_id

    async def log_in(self, user: str, password: str = PASSWORD, **more: object) -> Answer:
        """Log in over the Matrix API and return the answer."""
        identifier = {"type": "m.id.user", "user": user}
        body = {"type": "m.login.password", "identifier": identifier, "password": password, **more}
        return await self.client.post("/_matrix/client/v3/login", body)

    async def signed_in(self, user: str, **more: object) -> Client:
        """Log in and return a client with the token."""
        answer = await self.log_in(user, **more)
        return self.client.with_token(answer.json["access_token"])


def build_office(
    database: Database,
    bus: LocalBus,
    folder: Path,
    *,
    settings: AccountSettings = FAST_HASHING,
    testing: Testing = NO_TESTING,
    email: Email = NO_EMAIL,
) -> Office:
    """Wire the lower modules."""
    clock = MovedClock()
    keyring = FileKeyring.open(folder / "keys", clock=clock)
    log = audit_module.build_log(database=database, clock=clock)
    accounts = accounts_module.build(
        names=NO_NAMES,
        database=database,
        bus=bus,
        clock=clock,
        settings=settings,
        server_name=SERVER,
        public_url="https://chancery.example",
        audit=log,
        keyring=keyring,
        testing=testing,
        email=email,
    )
    audit = audit_module.build(
        database=database,
        log=log,
        keyring=keyring,
        server_name=SERVER,
        names=accounts.accounts.display_names,
    )
    org = org_module.build(
        database=database,
        bus=bus,
        clock=clock,
        accounts=accounts.accounts,
        audit=log,
        server_name=SERVER,
        version="1.2.3",
    )
    policies = build_policies(database, clock, accounts.accounts, org, log)
    manifests = (audit.manifest, accounts.manifest, org.manifest, policies.manifest)
    routes = [route for manifest in manifests for route in manifest.routes]
    kernel = Kernel(routes, authenticate=accounts.accounts.authenticate)
    return Office(
        database=database,
        bus=bus,
        clock=clock,
        keyring=keyring,
        audit=audit,
        accounts=accounts.accounts,
        kernel=kernel,
        client=Client(kernel),
        org=org,
        policies=policies,
        manifests=manifests,
    )


def build_policies(
    database: Database, clock: MovedClock, accounts: Accounts, org: org_module.OrgModule, log: AuditLog
) -> policies_module.PoliciesModule:
    """Wire the communication policies."""
    return policies_module.build(
        database=database,
        clock=clock,
        accounts=accounts,
        authority=org.authority,
        standings=org.standings,
        red_list=org.red_list,
        audit=log,
    )


@pytest.fixture
async def open_office(database: Database, local_bus: LocalBus, tmp_path: Path) -> Office:
    """An office in test configuration, with nobody in it."""
    return build_office(database, local_bus, tmp_path, testing=FOR_SUITES)


@pytest.fixture
async def office(database: Database, local_bus: LocalBus, tmp_path: Path) -> Office:
    """An office with anna and boris, and the administrator vera."""
    office = build_office(database, local_bus, tmp_path)
    await office.add("anna")
    await office.add("boris")
    await office.add("vera", is_admin=True)
    return office
