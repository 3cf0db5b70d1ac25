# SPDX-License-Identifier: EUPL-1.2
"""Builds policies."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog
from chancery.modules.org.contract import Authority, Standings
from chancery.modules.policies.api.policies import PoliciesApi
from chancery.modules.policies.contract import Contacts, RedList
from chancery.modules.policies.service.acquaintances import Acquaintances
from chancery.modules.policies.service.contacts import StoredContacts
from chancery.modules.policies.service.keeper import PolicyKeeper
from chancery.modules.policies.service.simulator import Simulator
from chancery.modules.policies.store import PolicyStore
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Module


@dataclass(frozen=True)
class PoliciesModule:
    """The built module with its door."""

    manifest: Module
    contacts: Contacts


def build(
    *,
    database: Database,
    clock: Clock,
    accounts: Accounts,
    authority: Authority,
    standings: Standings,
    red_list: RedList,
    audit: AuditLog,
) -> PoliciesModule:
    """Return the module."""
    keeper = PolicyKeeper(
        database=database, store=PolicyStore(database), authority=authority, audit=audit, clock=clock
    )
    contacts = StoredContacts(
        keeper=keeper, standings=standings, red_list=red_list, accounts=accounts, clock=clock
    )
    simulator = Simulator(
        contacts=contacts, keeper=keeper, standings=standings, red_list=red_list, accounts=accounts
    )
    acquaintances = Acquaintances(contacts=contacts, red_list=red_list, accounts=accounts, clock=clock)
    manifest = Module(
        name="policies",
        needs=("accounts", "audit", "org"),
        routes=PoliciesApi(keeper, simulator, acquaintances, clock).routes(),
    )
    return PoliciesModule(manifest, contacts)
