# SPDX-License-Identifier: EUPL-1.2
"""Builds the rooms of teams and posts."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog
from chancery.modules.org.contract import Authority, Organisation
from chancery.modules.policies.contract import Contacts, RedList
from chancery.modules.rooms.contract import ComputedRooms, RoomReader
from chancery.modules.teams.api.posts import PostsApi
from chancery.modules.teams.api.preview import PreviewApi
from chancery.modules.teams.api.teams import TeamsApi
from chancery.modules.teams.contract import Teams
from chancery.modules.teams.reactions import Reactions
from chancery.modules.teams.service.belonging import Belonging
from chancery.modules.teams.service.conversations import Conversations
from chancery.modules.teams.service.following import Following
from chancery.modules.teams.service.furnishing import Furnishing
from chancery.modules.teams.service.preview import Previews
from chancery.modules.teams.service.reconciling import Reconciler
from chancery.modules.teams.service.spaces import TeamSpaces
from chancery.modules.teams.service.teams import StoredTeams
from chancery.modules.teams.store import TeamStore
from chancery.platform.bus.port import Bus
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Job, Module

_TEND_SECONDS = 1.0


@dataclass(frozen=True)
class World:
    """What the module is given."""

    database: Database
    bus: Bus
    clock: Clock
    accounts: Accounts
    authority: Authority
    organisation: Organisation
    rooms: ComputedRooms
    reader: RoomReader
    audit: AuditLog
    contacts: Contacts
    red_list: RedList
    server_name: str


@dataclass(frozen=True)
class TeamsModule:
    """The built module with its door."""

    manifest: Module
    teams: Teams


def build(world: World) -> TeamsModule:
    """Return the module."""
    store = TeamStore(world.database)
    furnishing = Furnishing(world.rooms, store, world.accounts, world.server_name)
    reconciler = _reconciler(world, store, furnishing)
    following = Following(
        database=world.database,
        store=store,
        reconciler=reconciler,
        organisation=world.organisation,
        authority=world.authority,
        clock=world.clock,
    )
    spaces = TeamSpaces(
        database=world.database,
        store=store,
        furnishing=furnishing,
        reconciler=reconciler,
        following=following,
        organisation=world.organisation,
        authority=world.authority,
        audit=world.audit,
        clock=world.clock,
    )
    reactions = Reactions(world.bus, following)

    async def stop() -> None:
        await reactions.stop()
        await following.stop()

    manifest = Module(
        name="teams",
        needs=("accounts", "audit", "org", "policies", "rooms"),
        routes=(
            *TeamsApi(spaces).routes(),
            *PostsApi(_conversations(world, store, reconciler, following)).routes(),
            *PreviewApi(_previews(world, store)).routes(),
        ),
        jobs=(Job("teams.time", following.tend, _TEND_SECONDS),),
        start=following.start,
        stop=stop,
    )
    return TeamsModule(manifest, StoredTeams(world.organisation, store, spaces, following))


def _conversations(
    world: World, store: TeamStore, reconciler: Reconciler, following: Following
) -> Conversations:
    return Conversations(
        database=world.database,
        store=store,
        furnishing=Furnishing(world.rooms, store, world.accounts, world.server_name),
        reconciler=reconciler,
        following=following,
        organisation=world.organisation,
        authority=world.authority,
        audit=world.audit,
        clock=world.clock,
        contacts=world.contacts,
        red_list=world.red_list,
    )


def _previews(world: World, store: TeamStore) -> Previews:
    return Previews(
        store=store,
        belonging=Belonging(store, world.accounts),
        organisation=world.organisation,
        authority=world.authority,
        rooms=world.rooms,
        reader=world.reader,
        accounts=world.accounts,
        audit=world.audit,
    )


def _reconciler(world: World, store: TeamStore, furnishing: Furnishing) -> Reconciler:
    return Reconciler(
        database=world.database,
        store=store,
        belonging=Belonging(store, world.accounts),
        furnishing=furnishing,
        organisation=world.organisation,
        authority=world.authority,
        accounts=world.accounts,
        rooms=world.rooms,
        reader=world.reader,
        clock=world.clock,
    )
