# SPDX-License-Identifier: EUPL-1.2
"""Builds rooms."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog
from chancery.modules.rooms.api.create import CreateApi
from chancery.modules.rooms.api.directory import DirectoryApi
from chancery.modules.rooms.api.history import HistoryApi
from chancery.modules.rooms.api.membership import MembershipApi
from chancery.modules.rooms.api.receipts import ReceiptApi
from chancery.modules.rooms.api.relations import RelationsApi
from chancery.modules.rooms.api.send import SendApi
from chancery.modules.rooms.api.state import StateApi
from chancery.modules.rooms.api.summaries import SummariesApi
from chancery.modules.rooms.api.upgrade import UpgradeApi
from chancery.modules.rooms.contract import RoomReader, Rooms
from chancery.modules.rooms.reactions import Reactions
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.aliases import Aliases
from chancery.modules.rooms.service.append import Appender
from chancery.modules.rooms.service.compose import Composer
from chancery.modules.rooms.service.create import RoomCreator
from chancery.modules.rooms.service.directory import Directory
from chancery.modules.rooms.service.history import History
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.inheritance import Inheritance
from chancery.modules.rooms.service.membership import MembershipService
from chancery.modules.rooms.service.parents import SpaceParents
from chancery.modules.rooms.service.people import People
from chancery.modules.rooms.service.profiles import ProfileSpreader
from chancery.modules.rooms.service.reader import StoredRoomReader
from chancery.modules.rooms.service.receipts import ReceiptService
from chancery.modules.rooms.service.redact import Redactor
from chancery.modules.rooms.service.relations import Relations
from chancery.modules.rooms.service.restricted import Authorisers
from chancery.modules.rooms.service.rooms import StoredRooms
from chancery.modules.rooms.service.send import Sender
from chancery.modules.rooms.service.spaces import Spaces
from chancery.modules.rooms.service.state import StateService
from chancery.modules.rooms.service.summaries import Summaries
from chancery.modules.rooms.service.transactions import Transactions
from chancery.modules.rooms.service.typing import Typing
from chancery.modules.rooms.service.upgrade import RoomUpgrader
from chancery.modules.rooms.store.events import EventStore
from chancery.modules.rooms.store.members import MemberStore
from chancery.modules.rooms.store.receipts import ReceiptStore
from chancery.modules.rooms.store.rooms import RoomStore
from chancery.modules.rooms.store.state import StateStore
from chancery.platform.bus.port import Bus
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Module


@dataclass(frozen=True)
class RoomsModule:
    """The built module with its two doors; `settle` waits for what runs in the background."""

    manifest: Module
    rooms: Rooms
    reader: RoomReader
    settle: Callable[[], Awaitable[None]]


def build(
    *, database: Database, bus: Bus, clock: Clock, accounts: Accounts, audit: AuditLog, server_name: str
) -> RoomsModule:
    """Return the module."""
    core = _Core(database, clock, People(accounts, server_name), server_name)
    typing = Typing(core.access, bus)
    reader = _reader(core, typing)
    authorisers = Authorisers(core.hot, core.members)
    inheritance = Inheritance(accounts, core.hot)
    membership = _membership(core, authorisers, inheritance, audit)
    state = StateService(
        appender=core.appender, access=core.access, membership=membership, rooms=core.rooms, reader=reader
    )
    redactor = Redactor(access=core.access, events=core.events, state=core.state, hot=core.hot)
    relations = Relations(core.access, core.events)
    sender = Sender(
        appender=core.appender, redactor=redactor, relations=relations, transactions=core.transactions
    )
    aliases = Aliases(database=database, rooms=core.rooms, access=core.access, server_name=server_name)
    creator = RoomCreator(
        appender=core.appender,
        composer=core.composer,
        people=core.people,
        aliases=aliases,
        rooms=core.rooms,
        clock=clock,
    )
    directory = Directory(database=database, rooms=core.rooms, hot=core.hot, access=core.access)
    summaries = Summaries(core.hot, authorisers, reader)
    history = History(core.access, core.events, reader)
    receipts = _receipts(core, accounts)
    reactions = Reactions(core.hot, typing, ProfileSpreader(core.hot, core.appender, core.people))
    reactions.subscribe(bus)

    async def stop() -> None:
        typing.close()
        await core.transactions.stop()
        await reactions.stop()

    routes = (
        *CreateApi(creator, reader).routes(),
        *UpgradeApi(_upgrader(core, inheritance)).routes(),
        *MembershipApi(membership, aliases).routes(),
        *SendApi(sender).routes(),
        *StateApi(state).routes(),
        *HistoryApi(history, core.access, relations).routes(),
        *RelationsApi(relations).routes(),
        *ReceiptApi(receipts, typing).routes(),
        *DirectoryApi(aliases, directory, server_name).routes(),
        *SummariesApi(summaries, Spaces(core.hot, summaries), aliases).routes(),
    )
    manifest = Module(
        name="rooms",
        needs=("accounts", "audit"),
        routes=routes,
        start=core.transactions.begin_loading,
        stop=stop,
    )
    rooms = StoredRooms(creator=creator, sender=sender, state=state, membership=membership, receipts=receipts)
    return RoomsModule(manifest, rooms, reader, reactions.settle)


class _Core:
    """The tables, the hot rooms and the way in, which nearly every service shares."""

    def __init__(self, database: Database, clock: Clock, people: People, server_name: str) -> None:
        self.database = database
        self.clock = clock
        self.people = people
        self.events, self.state = EventStore(database), StateStore(database)
        self.members, self.rooms = MemberStore(database), RoomStore(database)
        self.receipts = ReceiptStore(database)
        self.hot = HotRooms(self.events, self.state, self.members, self.rooms)
        self.access = Access(self.hot, self.events, self.state)
        self.transactions = Transactions(self.events, clock)
        self.composer = Composer(server_name)
        self.appender = Appender(
            database=database,
            events=self.events,
            state=self.state,
            members=self.members,
            rooms=self.rooms,
            hot=self.hot,
            composer=self.composer,
            transactions=self.transactions,
            clock=clock,
        )


def _reader(core: _Core, typing: Typing) -> StoredRoomReader:
    return StoredRoomReader(
        hot=core.hot,
        access=core.access,
        events=core.events,
        state=core.state,
        members=core.members,
        rooms=core.rooms,
        receipts=core.receipts,
        typing=typing,
    )


def _upgrader(core: _Core, inheritance: Inheritance) -> RoomUpgrader:
    return RoomUpgrader(
        database=core.database,
        appender=core.appender,
        composer=core.composer,
        hot=core.hot,
        rooms=core.rooms,
        members=core.members,
        people=core.people,
        inheritance=inheritance,
        parents=SpaceParents(core.hot, core.appender),
        clock=core.clock,
    )


def _membership(
    core: _Core, authorisers: Authorisers, inheritance: Inheritance, audit: AuditLog
) -> MembershipService:
    return MembershipService(
        database=core.database,
        appender=core.appender,
        hot=core.hot,
        members=core.members,
        people=core.people,
        authorisers=authorisers,
        inheritance=inheritance,
        audit=audit,
    )


def _receipts(core: _Core, accounts: Accounts) -> ReceiptService:
    return ReceiptService(
        database=core.database,
        access=core.access,
        hot=core.hot,
        events=core.events,
        receipts=core.receipts,
        accounts=accounts,
        clock=core.clock,
    )
