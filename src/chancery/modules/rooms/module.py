# SPDX-License-Identifier: EUPL-1.2
"""Builds rooms."""

from collections.abc import Sequence
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
from chancery.modules.rooms.service.membership import MembershipService
from chancery.modules.rooms.service.people import People
from chancery.modules.rooms.service.profiles import ProfileSpreader
from chancery.modules.rooms.service.reader import StoredRoomReader
from chancery.modules.rooms.service.receipts import ReceiptService
from chancery.modules.rooms.service.redact import Redactor
from chancery.modules.rooms.service.relations import Relations
from chancery.modules.rooms.service.restricted import Authorisers
from chancery.modules.rooms.service.rooms import StoredRooms
from chancery.modules.rooms.service.send import Sender
from chancery.modules.rooms.service.state import StateService
from chancery.modules.rooms.service.transactions import Transactions
from chancery.modules.rooms.service.typing import Typing
from chancery.modules.rooms.store.events import EventStore
from chancery.modules.rooms.store.members import MemberStore
from chancery.modules.rooms.store.receipts import ReceiptStore
from chancery.modules.rooms.store.rooms import RoomStore
from chancery.modules.rooms.store.state import StateStore
from chancery.platform.bus.port import Bus
from chancery.platform.db.port import Database
from chancery.platform.http.routes import Route
from chancery.platform.lifecycle import Module


@dataclass(frozen=True)
class RoomsModule:
    """The built module with its two doors."""

    manifest: Module
    rooms: Rooms
    reader: RoomReader


def build(
    *, database: Database, bus: Bus, clock: Clock, accounts: Accounts, audit: AuditLog, server_name: str
) -> RoomsModule:
    """Return the module."""
    parts = _Parts(
        database=database, bus=bus, clock=clock, accounts=accounts, audit=audit, server_name=server_name
    )
    reactions = Reactions(parts.hot, parts.typing, ProfileSpreader(parts.hot, parts.appender, parts.people))
    reactions.subscribe(bus)

    async def stop() -> None:
        parts.typing.close()
        await parts.transactions.stop()
        await reactions.stop()

    manifest = Module(
        name="rooms",
        needs=("accounts", "audit"),
        routes=parts.routes(),
        start=parts.transactions.begin_loading,
        stop=stop,
    )
    rooms = StoredRooms(
        creator=parts.creator, sender=parts.sender, state=parts.state, membership=parts.membership
    )
    return RoomsModule(manifest, rooms, parts.reader)


class _Parts:
    """The services, each built once, lower ones first."""

    def __init__(
        self,
        *,
        database: Database,
        bus: Bus,
        clock: Clock,
        accounts: Accounts,
        audit: AuditLog,
        server_name: str,
    ) -> None:
        events, state = EventStore(database), StateStore(database)
        members, rooms, receipts = MemberStore(database), RoomStore(database), ReceiptStore(database)
        self.server_name = server_name
        self.hot = HotRooms(events, state, members, rooms)
        self.people = People(accounts, server_name)
        self.access = Access(self.hot, events, state)
        self.typing = Typing(self.access, bus)
        self.transactions = Transactions(events, clock)
        composer = Composer(server_name)
        self.appender = Appender(
            database=database,
            events=events,
            state=state,
            members=members,
            rooms=rooms,
            hot=self.hot,
            composer=composer,
            transactions=self.transactions,
            clock=clock,
        )
        self.reader = StoredRoomReader(
            hot=self.hot,
            access=self.access,
            events=events,
            state=state,
            members=members,
            rooms=rooms,
            receipts=receipts,
            typing=self.typing,
        )
        self.aliases = Aliases(database=database, rooms=rooms, access=self.access, server_name=server_name)
        self.creator = RoomCreator(
            appender=self.appender,
            composer=composer,
            people=self.people,
            aliases=self.aliases,
            rooms=rooms,
            clock=clock,
        )
        self.membership = MembershipService(
            database=database,
            appender=self.appender,
            hot=self.hot,
            members=members,
            people=self.people,
            authorisers=Authorisers(self.hot, members),
            audit=audit,
        )
        self.state = StateService(
            appender=self.appender,
            access=self.access,
            membership=self.membership,
            rooms=rooms,
            reader=self.reader,
        )
        redactor = Redactor(access=self.access, events=events, state=state, hot=self.hot)
        self.sender = Sender(appender=self.appender, redactor=redactor, transactions=self.transactions)
        self.history = History(self.access, events, self.reader)
        self.relations = Relations(self.access, events)
        self.directory = Directory(database=database, rooms=rooms, hot=self.hot, access=self.access)
        self.receipts = ReceiptService(
            database=database,
            access=self.access,
            hot=self.hot,
            events=events,
            receipts=receipts,
            accounts=accounts,
            clock=clock,
        )

    def routes(self) -> Sequence[Route]:
        """Return every endpoint."""
        return (
            *CreateApi(self.creator, self.reader).routes(),
            *MembershipApi(self.membership, self.aliases).routes(),
            *SendApi(self.sender).routes(),
            *StateApi(self.state).routes(),
            *HistoryApi(self.history, self.access, self.relations).routes(),
            *RelationsApi(self.relations).routes(),
            *ReceiptApi(self.receipts, self.typing).routes(),
            *DirectoryApi(self.aliases, self.directory, self.server_name).routes(),
        )
