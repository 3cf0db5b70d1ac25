# SPDX-License-Identifier: EUPL-1.2
"""The manifest of `sync`: how its parts are put together."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import Accounts
from chancery.modules.keys.contract import KeyReader
from chancery.modules.presence.contract import PresenceReader
from chancery.modules.push.contract import PushReader
from chancery.modules.rooms.contract import RoomReader
from chancery.modules.sync.api.filters import FilterApi
from chancery.modules.sync.api.legacy import LegacyApi
from chancery.modules.sync.api.live import LiveApi
from chancery.modules.sync.api.sliding import SlidingApi
from chancery.modules.sync.api.v3 import SyncApi
from chancery.modules.sync.contract import Sync
from chancery.modules.sync.reactions import Reactions, subscribe_live
from chancery.modules.sync.service.activity import Activity
from chancery.modules.sync.service.answers import Answers
from chancery.modules.sync.service.blocks import Blocks
from chancery.modules.sync.service.channels import Channels
from chancery.modules.sync.service.event_stream import EventStream
from chancery.modules.sync.service.filters import FilterService
from chancery.modules.sync.service.joined_rooms import JoinedRooms
from chancery.modules.sync.service.live import LiveChanges
from chancery.modules.sync.service.members import SentMembers
from chancery.modules.sync.service.other_rooms import OtherRooms
from chancery.modules.sync.service.personal import Personal
from chancery.modules.sync.service.polls import Polls
from chancery.modules.sync.service.presence import PresenceReactions, PresenceSection
from chancery.modules.sync.service.room_facts import RoomFactsCache
from chancery.modules.sync.service.side_notes import SideNotes
from chancery.modules.sync.service.sliding import Sliding
from chancery.modules.sync.service.sliding_extensions import SlidingExtensions
from chancery.modules.sync.service.sliding_lists import Lists
from chancery.modules.sync.service.sliding_rooms import SlidingRooms
from chancery.modules.sync.service.sliding_state import SlidingState
from chancery.modules.sync.service.snapshots import Snapshots
from chancery.modules.sync.service.tastes import TasteReader
from chancery.modules.sync.service.usual import UsualAnswers
from chancery.modules.sync.store import FilterStore
from chancery.platform.bus.port import Bus
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Job, Module

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class SyncModule:
    """The built module and its door. Parked polls are answered by the kernel's drain (`Request.park`)."""

    manifest: Module
    service: Sync


def build(
    *, database: Database, bus: Bus, clock: Clock, reader: RoomReader, accounts: Accounts, keys: KeyReader,
    push: PushReader, presence: PresenceReader,
) -> SyncModule:  # fmt: skip
    """Put the module together and subscribe it to the bus; `reader` must have subscribed before."""
    parts = _Parts(database=database, clock=clock, reader=reader, accounts=accounts, keys=keys, push=push,
        presence=presence,
    )  # fmt: skip
    reactions = Reactions(
        activity=parts.activity,
        channels=parts.channels,
        blocks=parts.blocks,
        facts=parts.facts,
        rooms=reader,
        position=parts.position,
    )
    reactions.subscribe(bus)
    coming = PresenceReactions(parts.channels, presence.largest_room)
    if presence.enabled:
        coming.subscribe(bus)
    live = LiveChanges()
    subscribe_live(bus, live)
    filters = FilterService(FilterStore(database))
    polls = Polls(
        channels=parts.channels, answers=parts.answers(), presence=presence, position=parts.position
    )
    routes = (
        *FilterApi(filters).routes(),
        *SyncApi(polls, filters).routes(),
        *SlidingApi(parts.sliding()).routes(),
        *LiveApi(live).routes(),
        *parts.legacy().routes(),
    )

    async def stop() -> None:
        live.stop()
        coming.stop()
        await reactions.finish()

    manifest = Module(
        name="sync",
        needs=("accounts", "keys", "org", "presence", "push", "rooms"),
        routes=routes,
        jobs=(Job("sync.forget_idle", parts.channels.forget_idle, MINUTE),),
        stop=stop,
    )
    return SyncModule(manifest, parts.channels)


class _Parts:
    """What the two endpoints share, and how each is made of it."""

    def __init__(
        self, *, database: Database, clock: Clock, reader: RoomReader, accounts: Accounts, keys: KeyReader,
        push: PushReader, presence: PresenceReader,
    ) -> None:  # fmt: skip
        self.position = lambda: database.position
        self._reader = reader
        self._accounts = accounts
        self._push = push
        self._keys = keys
        self._presence = presence
        self.activity = Activity(reader, clock, database.position)
        self.channels = Channels(reader, self.position)
        self.facts = RoomFactsCache(reader)
        self.blocks = Blocks(reader, self.activity)
        self._sent = SentMembers()
        self._personal = Personal(keys, push)
        self._tastes = TasteReader(accounts)

    def answers(self) -> Answers:
        joined = JoinedRooms(
            rooms=self._reader,
            push=self._push,
            blocks=self.blocks,
            activity=self.activity,
            facts=self.facts,
            sent=self._sent,
        )
        return Answers(
            rooms=self._reader,
            accounts=self._accounts,
            activity=self.activity,
            joined=joined,
            others=OtherRooms(self._reader, joined),
            personal=self._personal,
            tastes=self._tastes,
            usual=UsualAnswers(
                rooms=self._reader,
                push=self._push,
                keys=self._keys,
                activity=self.activity,
                joined=joined,
                position=self.position,
            ),
            presence=PresenceSection(self._presence, self._reader),
            position=self.position,
        )

    def legacy(self) -> LegacyApi:
        notes = SideNotes(self._reader, self._presence)
        stream = EventStream(rooms=self._reader, channels=self.channels, position=self.position)
        snapshots = Snapshots(
            rooms=self._reader,
            accounts=self._accounts,
            notes=notes,
            position=self.position,
        )
        return LegacyApi(snapshots, stream, self._presence)

    def sliding(self) -> Sliding:
        renderer = SlidingRooms(
            rooms=self._reader,
            push=self._push,
            blocks=self.blocks,
            activity=self.activity,
            facts=self.facts,
            state=SlidingState(self._reader, self.blocks, self._sent),
        )
        extensions = SlidingExtensions(
            rooms=self._reader,
            accounts=self._accounts,
            personal=self._personal,
            blocks=self.blocks,
            activity=self.activity,
        )
        return Sliding(
            rooms=self._reader,
            activity=self.activity,
            channels=self.channels,
            tastes=self._tastes,
            presence=self._presence,
            lists=Lists(self._reader, self.activity, self.facts),
            renderer=renderer,
            extensions=extensions,
            position=self.position,
        )
