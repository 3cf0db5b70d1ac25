# SPDX-License-Identifier: EUPL-1.2
"""Builds rooms."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog
from chancery.modules.policies.contract import Contacts
from chancery.modules.rooms.api.create import CreateApi
from chancery.modules.rooms.api.delayed import DelayedApi
from chancery.modules.rooms.api.directory import DirectoryApi
from chancery.modules.rooms.api.history import HistoryApi
from chancery.modules.rooms.api.membership import MembershipApi
from chancery.modules.rooms.api.notices import NoticesApi
from chancery.modules.rooms.api.receipts import ReceiptApi
from chancery.modules.rooms.api.relations import RelationsApi
from chancery.modules.rooms.api.reports import ReportsApi
from chancery.modules.rooms.api.send import SendApi
from chancery.modules.rooms.api.state import StateApi
from chancery.modules.rooms.api.summaries import SummariesApi
from chancery.modules.rooms.api.upgrade import UpgradeApi
from chancery.modules.rooms.contract import (
    Bridges,
    ComputedRooms,
    RoomArchive,
    RoomDepartures,
    RoomReader,
    Rooms,
)
from chancery.modules.rooms.reactions import Reactions
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.aliases import Aliases
from chancery.modules.rooms.service.append import Appender
from chancery.modules.rooms.service.archive import StoredRoomArchive
from chancery.modules.rooms.service.compose import Composer
from chancery.modules.rooms.service.computed import StoredComputedRooms
from chancery.modules.rooms.service.contact_rules import ContactRules
from chancery.modules.rooms.service.create import RoomCreator
from chancery.modules.rooms.service.delayed import DAY_MS, DelayedEvents
from chancery.modules.rooms.service.delayed_sending import DelayedSender
from chancery.modules.rooms.service.departures import StoredRoomDepartures
from chancery.modules.rooms.service.directory import Directory
from chancery.modules.rooms.service.guests import Guests
from chancery.modules.rooms.service.history import History
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.inheritance import Inheritance
from chancery.modules.rooms.service.member_lists import MemberLists
from chancery.modules.rooms.service.membership import MembershipService
from chancery.modules.rooms.service.notices import ServerNotices
from chancery.modules.rooms.service.parents import SpaceParents
from chancery.modules.rooms.service.people import People
from chancery.modules.rooms.service.profiles import ProfileSpreader
from chancery.modules.rooms.service.reader import StoredRoomReader
from chancery.modules.rooms.service.receipts import ReceiptService
from chancery.modules.rooms.service.redact import Redactor
from chancery.modules.rooms.service.relations import Relations
from chancery.modules.rooms.service.reports import Reports
from chancery.modules.rooms.service.restricted import Authorisers
from chancery.modules.rooms.service.rooms import StoredRooms
from chancery.modules.rooms.service.send import Sender
from chancery.modules.rooms.service.spaces import Spaces
from chancery.modules.rooms.service.state import StateService
from chancery.modules.rooms.service.sticky import StickyEvents
from chancery.modules.rooms.service.summaries import Summaries
from chancery.modules.rooms.service.transactions import Transactions
from chancery.modules.rooms.service.typing import Typing
from chancery.modules.rooms.service.upgrade import RoomUpgrader
from chancery.modules.rooms.store.delayed import DelayedStore
from chancery.modules.rooms.store.events import EventStore
from chancery.modules.rooms.store.members import MemberStore
from chancery.modules.rooms.store.notices import NoticeStore
from chancery.modules.rooms.store.receipts import ReceiptStore
from chancery.modules.rooms.store.reports import ReportStore
from chancery.modules.rooms.store.rooms import RoomStore
from chancery.modules.rooms.store.state import StateStore
from chancery.modules.rooms.store.sticky import StickyStore
from chancery.modules.rooms.store.transactions import TransactionStore
from chancery.platform.bus.port import Bus
from chancery.platform.config.settings import Rooms as RoomSettings
from chancery.platform.db.port import Database
from chancery.platform.http.routes import Route
from chancery.platform.lifecycle import Job, Module
from chancery.wire.matrix.versions import ROOM_VERSIONS

TEND_SECONDS = 3600.0


def capabilities(settings: RoomSettings) -> Mapping[str, object]:
    """Return what `GET /capabilities` says of room versions and of delayed events (MSC4140)."""
    limits = {
        "max_delay_ms": settings.max_delay_days * DAY_MS,
        "max_scheduled": settings.max_delayed_events,
    }
    versions = {"default": str(settings.default_version), "available": dict.fromkeys(ROOM_VERSIONS, "stable")}
    delayed = dict.fromkeys(("m.delayed_events", "org.matrix.msc4140.delayed_events"), limits)
    return {"m.room_versions": versions, **delayed}


@dataclass(frozen=True)
class RoomsModule:
    """The built module with its doors; `settle` waits for what runs in the background."""

    manifest: Module
    rooms: Rooms
    reader: RoomReader
    archive: RoomArchive
    departures: RoomDepartures
    computed: ComputedRooms
    settle: Callable[[], Awaitable[None]]


def build(
    *,
    database: Database,
    bus: Bus,
    clock: Clock,
    accounts: Accounts,
    audit: AuditLog,
    bridges: Bridges,
    contacts: Contacts,
    server_name: str,
    settings: RoomSettings,
    has_guests: bool = False,
) -> RoomsModule:
    """Return the module; where there are guests, presets open private rooms to them as the specification says."""
    core = _Core(
        database=database,
        clock=clock,
        accounts=accounts,
        audit=audit,
        bridges=bridges,
        contacts=contacts,
        server_name=server_name,
        settings=settings,
        has_guests=has_guests,
    )
    services = _Services(core, bus)
    reactions = Reactions(core.hot, services.typing, ProfileSpreader(core.hot, core.appender, core.people))
    accounts.follow_profiles(reactions.follow_profile)
    for listener in (reactions, services.delayed_sender, core.sticky):
        listener.subscribe(bus)

    async def start() -> None:
        await core.transactions.begin_loading()
        await core.sticky.load()
        await services.delayed_sender.start()

    async def stop() -> None:
        await services.delayed_sender.stop()
        await core.sticky.stop()
        services.typing.close()
        await core.transactions.stop()
        await reactions.stop()

    manifest = Module(
        name="rooms",
        needs=("accounts", "audit", "policies"),
        routes=_routes(core, services, _delayed(core, services.delayed_sender)),
        jobs=_jobs(core, services),
        start=start,
        stop=stop,
    )
    return RoomsModule(
        manifest=manifest,
        rooms=_stored_rooms(services),
        reader=services.reader,
        archive=services.archive,
        departures=_departures(core),
        computed=_computed(core, services),
        settle=reactions.settle,
    )


def _stored_rooms(services: "_Services") -> StoredRooms:
    return StoredRooms(
        creator=services.creator,
        sender=services.sender,
        state=services.state,
        membership=services.membership,
        receipts=services.receipts,
    )


def _jobs(core: "_Core", services: "_Services") -> Sequence[Job]:
    return (
        Job("rooms.delayed_events", services.delayed_sender.tend, TEND_SECONDS),
        Job("rooms.sticky_events", core.sticky.tend, TEND_SECONDS),
        Job("rooms.forget_transactions", core.transactions.forget_old, TEND_SECONDS),
    )


def _routes(core: "_Core", services: "_Services", delayed_events: DelayedEvents) -> Sequence[Route]:
    delayed, relations, aliases = DelayedApi(delayed_events), services.relations, services.aliases
    directory = Directory(database=core.database, rooms=core.rooms, hot=core.hot, access=core.access)
    summaries = Summaries(core.hot, services.authorisers, services.reader)
    return (
        *CreateApi(services.creator, services.reader).routes(),
        *ReportsApi(_reports(core)).routes(),
        *NoticesApi(_notices(core, services)).routes(),
        *UpgradeApi(_upgrader(core, services.inheritance)).routes(),
        *MembershipApi(services.membership, aliases).routes(),
        *SendApi(services.sender, delayed).routes(),
        *StateApi(services.state, delayed).routes(),
        *delayed.routes(),
        *HistoryApi(services.history, core.access, relations).routes(),
        *RelationsApi(relations).routes(),
        *ReceiptApi(services.receipts, services.typing).routes(),
        *DirectoryApi(aliases, directory, core.server_name, is_open=core.has_guests).routes(),
        *SummariesApi(summaries, Spaces(core.hot, summaries), aliases).routes(),
    )


class _Services:
    """What both the endpoints and other modules use."""

    def __init__(self, core: "_Core", bus: Bus) -> None:
        self.typing = Typing(core.access, bus)
        self.reader = _reader(core, self.typing)
        self.authorisers = Authorisers(core.hot, core.members)
        self.inheritance = Inheritance(core.accounts, core.hot)
        guests = Guests(core.accounts, core.hot, core.appender)
        contact_rules = ContactRules(core.contacts, core.people, self.authorisers)
        self.membership = _membership(core, self.authorisers, self.inheritance, guests, contact_rules)
        self.state = StateService(
            appender=core.appender,
            access=core.access,
            membership=self.membership,
            guests=guests,
            rooms=core.rooms,
            reader=self.reader,
            lists=MemberLists(core.hot, core.members, core.state),
        )
        redactor = Redactor(access=core.access, events=core.events, state=core.state, hot=core.hot)
        self.relations = Relations(core.access, core.hot, core.events, core.accounts)
        self.history = History(core.access, core.events, self.reader)
        self.archive = StoredRoomArchive(core.access, core.events, self.history, self.relations)
        self.sender = Sender(
            appender=core.appender,
            redactor=redactor,
            relations=self.relations,
            transactions=core.transactions,
        )
        self.aliases = Aliases(
            database=core.database,
            rooms=core.rooms,
            access=core.access,
            hot=core.hot,
            appender=core.appender,
            bridges=core.bridges,
            server_name=core.server_name,
        )
        self.creator = RoomCreator(
            appender=core.appender,
            composer=core.composer,
            people=core.people,
            aliases=self.aliases,
            inheritance=self.inheritance,
            contact_rules=contact_rules,
            rooms=core.rooms,
            clock=core.clock,
            default_version=str(core.settings.default_version),
            has_guests=core.has_guests,
        )
        self.receipts = _receipts(core)
        self.delayed_sender = DelayedSender(
            database=core.database,
            store=core.delayed,
            sender=self.sender,
            state=self.state,
            accounts=core.accounts,
            clock=core.clock,
        )


class _Core:
    """The tables, the hot rooms and the way in, which nearly every service shares."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        accounts: Accounts,
        audit: AuditLog,
        bridges: Bridges,
        contacts: Contacts,
        server_name: str,
        settings: RoomSettings,
        has_guests: bool,
    ) -> None:
        self.settings, self.has_guests = settings, has_guests
        self.database = database
        self.server_name = server_name
        self.clock = clock
        self.accounts, self.audit = accounts, audit
        self.bridges, self.contacts = bridges, contacts
        self.people = People(accounts, bridges, server_name)
        self.events, self.state = EventStore(database), StateStore(database)
        self.members, self.rooms = MemberStore(database), RoomStore(database)
        self.receipts, self.delayed = ReceiptStore(database), DelayedStore(database)
        sticky = StickyStore(database)
        self.sticky = StickyEvents(database=database, store=sticky, events=self.events, clock=clock)
        self.hot = HotRooms(self.events, self.state, self.members, self.rooms)
        self.access = Access(self.hot, self.events, self.state, accounts)
        # SQLite has one process, whose memory is enough: the unique row costs a third of a send there.
        shared = TransactionStore(database) if database.dialect == "postgresql" else None
        self.transactions = Transactions(self.events, clock, shared)
        self.composer = Composer(server_name)
        self.appender = Appender(
            database=database,
            events=self.events,
            state=self.state,
            members=self.members,
            rooms=self.rooms,
            sticky=sticky,
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
        sticky=core.sticky,
        lists=MemberLists(core.hot, core.members, core.state),
    )


def _reports(core: _Core) -> Reports:
    return Reports(
        database=core.database,
        store=ReportStore(core.database),
        access=core.access,
        hot=core.hot,
        people=core.people,
        audit=core.audit,
        clock=core.clock,
    )


def _notices(core: _Core, services: _Services) -> ServerNotices:
    return ServerNotices(
        database=core.database,
        store=NoticeStore(core.database),
        accounts=core.accounts,
        people=core.people,
        creator=services.creator,
        membership=services.membership,
        sender=services.sender,
        audit=core.audit,
        server_name=core.server_name,
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
    core: _Core,
    authorisers: Authorisers,
    inheritance: Inheritance,
    guests: Guests,
    contact_rules: ContactRules,
) -> MembershipService:
    return MembershipService(
        database=core.database,
        appender=core.appender,
        hot=core.hot,
        members=core.members,
        people=core.people,
        authorisers=authorisers,
        inheritance=inheritance,
        guests=guests,
        contact_rules=contact_rules,
        audit=core.audit,
    )


def _delayed(core: _Core, sender: DelayedSender) -> DelayedEvents:
    return DelayedEvents(
        database=core.database,
        store=core.delayed,
        access=core.access,
        sender=sender,
        settings=core.settings,
        clock=core.clock,
    )


def _departures(core: _Core) -> StoredRoomDepartures:
    return StoredRoomDepartures(
        hot=core.hot,
        appender=core.appender,
        members=core.members,
        people=core.people,
        accounts=core.accounts,
        audit=core.audit,
    )


def _computed(core: _Core, services: _Services) -> StoredComputedRooms:
    return StoredComputedRooms(
        hot=core.hot,
        appender=core.appender,
        people=core.people,
        accounts=core.accounts,
        creator=services.creator,
        reader=services.reader,
    )


def _receipts(core: _Core) -> ReceiptService:
    return ReceiptService(
        database=core.database,
        access=core.access,
        hot=core.hot,
        events=core.events,
        receipts=core.receipts,
        accounts=core.accounts,
        clock=core.clock,
    )
