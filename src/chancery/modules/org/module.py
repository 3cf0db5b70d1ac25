# SPDX-License-Identifier: EUPL-1.2
"""Builds the organisation."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog
from chancery.modules.org.api.administration import AdministrationApi
from chancery.modules.org.api.directory import DirectoryApi
from chancery.modules.org.api.externals import ExternalsApi
from chancery.modules.org.api.posts import PostsApi
from chancery.modules.org.api.red_list import RedListApi
from chancery.modules.org.api.rights import RightsApi
from chancery.modules.org.api.units import UnitsApi
from chancery.modules.org.api.upkeep import UpkeepApi
from chancery.modules.org.contract import Authority, Directory, Organisation, Standings
from chancery.modules.org.reactions import Reactions
from chancery.modules.org.service.administration import Administration
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.service.departures import OrgStores, StoredDepartures
from chancery.modules.org.service.directory import StoredDirectory
from chancery.modules.org.service.editor import OrgEditor
from chancery.modules.org.service.externals import Externals
from chancery.modules.org.service.history import History
from chancery.modules.org.service.organisation import StoredOrganisation
from chancery.modules.org.service.provisioned_teams import ProvisionedTeams
from chancery.modules.org.service.red_list import StoredRedList
from chancery.modules.org.service.rights import Rights
from chancery.modules.org.service.staffing import StoredStaffing
from chancery.modules.org.service.standings import StoredStandings
from chancery.modules.org.service.superiors import TreeSuperiors
from chancery.modules.org.service.upkeep import Upkeep
from chancery.modules.org.store.names import NameStore
from chancery.modules.org.store.red_list import RedListStore
from chancery.modules.org.store.staffing import StaffingStore
from chancery.modules.org.store.standings import StandingStore
from chancery.modules.org.store.tree import TreeStore
from chancery.modules.org.store.upkeep import UpkeepStore
from chancery.platform.bus.port import Bus
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Module


@dataclass(frozen=True)
class OrgModule:
    """The built module; `editor` builds agencies for `chancery init` and the demo, `tree` tells whether there is one."""

    manifest: Module
    directory: Directory
    authority: Authority
    editor: OrgEditor
    tree: TreeStore
    departures: StoredDepartures
    staffing: StoredStaffing
    teams: ProvisionedTeams
    standings: Standings
    red_list: StoredRedList
    organisation: Organisation


def build(
    *,
    database: Database,
    bus: Bus,
    clock: Clock,
    accounts: Accounts,
    audit: AuditLog,
    server_name: str,
    version: str,
) -> OrgModule:
    """Return the module."""
    stores = OrgStores.on(database)
    authority = StoredAuthority(stores.relations, clock)
    editor = _editor(stores, clock)
    standings, red_list = _red_list(database, stores, accounts, audit, clock)
    directory = _directory(stores, red_list, accounts, audit, clock)
    administration = _administration(
        database, stores, editor, authority, accounts=accounts, audit=audit, clock=clock
    )
    guests = _guests(
        database, stores, editor, authority, red_list=red_list, accounts=accounts, audit=audit, clock=clock
    )
    rights = Rights(authority=authority, names=NameStore(database), red_list=red_list, tree=stores.tree)
    upkeep = _upkeep(
        database, stores, editor, red_list, authority=authority, accounts=accounts, audit=audit, clock=clock
    )
    reactions = Reactions(bus, administration, guests)
    manifest = Module(
        name="org",
        needs=("accounts", "audit"),
        routes=(
            *DirectoryApi(directory, server_name=server_name, version=version).routes(),
            *AdministrationApi(administration, server_name).routes(),
            *PostsApi(administration, _history(stores, authority, red_list, audit)).routes(),
            *UnitsApi(administration).routes(),
            *UpkeepApi(upkeep, accounts).routes(),
            *ExternalsApi(guests, server_name).routes(),
            *RightsApi(rights).routes(),
            *RedListApi(red_list).routes(),
        ),
        stop=reactions.settle,
    )
    departures = StoredDepartures(stores, editor, authority, accounts=accounts, audit=audit, clock=clock)
    organisation = StoredOrganisation(
        stores, editor, administration, authority, database=database, accounts=accounts, audit=audit
    )
    accounts.heed(TreeSuperiors(departures, authority))
    return OrgModule(
        manifest,
        directory,
        authority,
        editor,
        stores.tree,
        departures,
        _staffing(database, stores.tree, editor, audit, clock),
        ProvisionedTeams(editor, audit),
        standings,
        red_list,
        organisation,
    )


def _administration(
    database: Database,
    stores: OrgStores,
    editor: OrgEditor,
    authority: StoredAuthority,
    *,
    accounts: Accounts,
    audit: AuditLog,
    clock: Clock,
) -> Administration:
    return Administration(
        database=database,
        tree=stores.tree,
        appointments=stores.appointments,
        people=stores.people,
        editor=editor,
        authority=authority,
        accounts=accounts,
        audit=audit,
        clock=clock,
    )


def _guests(
    database: Database,
    stores: OrgStores,
    editor: OrgEditor,
    authority: StoredAuthority,
    *,
    red_list: StoredRedList,
    accounts: Accounts,
    audit: AuditLog,
    clock: Clock,
) -> Externals:
    return Externals(
        database=database,
        tree=stores.tree,
        store=stores.externals,
        editor=editor,
        authority=authority,
        red_list=red_list,
        accounts=accounts,
        audit=audit,
        clock=clock,
    )


def _upkeep(
    database: Database,
    stores: OrgStores,
    editor: OrgEditor,
    red_list: StoredRedList,
    *,
    authority: StoredAuthority,
    accounts: Accounts,
    audit: AuditLog,
    clock: Clock,
) -> Upkeep:
    return Upkeep(
        stores,
        UpkeepStore(database),
        editor,
        red_list,
        database=database,
        authority=authority,
        accounts=accounts,
        audit=audit,
        clock=clock,
    )


def _directory(
    stores: OrgStores, red_list: StoredRedList, accounts: Accounts, audit: AuditLog, clock: Clock
) -> StoredDirectory:
    return StoredDirectory(
        tree=stores.tree,
        people=stores.people,
        appointments=stores.appointments,
        red_list=red_list,
        accounts=accounts,
        audit=audit,
        clock=clock,
    )


def _staffing(
    database: Database, tree: TreeStore, editor: OrgEditor, audit: AuditLog, clock: Clock
) -> StoredStaffing:
    return StoredStaffing(store=StaffingStore(database), tree=tree, editor=editor, audit=audit, clock=clock)


def _history(
    stores: OrgStores, authority: StoredAuthority, red_list: StoredRedList, audit: AuditLog
) -> History:
    return History(
        tree=stores.tree,
        people=stores.people,
        appointments=stores.appointments,
        authority=authority,
        red_list=red_list,
        audit=audit,
    )


def _red_list(
    database: Database, stores: OrgStores, accounts: Accounts, audit: AuditLog, clock: Clock
) -> tuple[StoredStandings, StoredRedList]:
    store = RedListStore(database)
    standings = StoredStandings(
        store=StandingStore(database), red_list=store, relations=stores.relations, clock=clock
    )
    red_list = StoredRedList(
        database=database,
        store=store,
        people=stores.people,
        names=NameStore(database),
        standings=standings,
        audit=audit,
        clock=clock,
    )
    accounts.limit_sight(red_list)
    return standings, red_list


def _editor(stores: OrgStores, clock: Clock) -> OrgEditor:
    return OrgEditor(
        tree=stores.tree,
        appointments=stores.appointments,
        people=stores.people,
        relations=stores.relations,
        externals=stores.externals,
        changes=stores.changes,
        clock=clock,
    )
