# SPDX-License-Identifier: EUPL-1.2
"""The manifest of `sync`: how its parts are put together."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import Accounts
from chancery.modules.keys.contract import KeyReader
from chancery.modules.push.contract import PushReader
from chancery.modules.rooms.contract import RoomReader
from chancery.modules.sync.api.filters import FilterApi
from chancery.modules.sync.api.v3 import SyncApi
from chancery.modules.sync.contract import Sync
from chancery.modules.sync.reactions import Reactions
from chancery.modules.sync.service.activity import Activity
from chancery.modules.sync.service.answers import Answers
from chancery.modules.sync.service.blocks import Blocks
from chancery.modules.sync.service.channels import Channels
from chancery.modules.sync.service.filters import FilterService
from chancery.modules.sync.service.joined_rooms import JoinedRooms
from chancery.modules.sync.service.members import SentMembers
from chancery.modules.sync.service.other_rooms import OtherRooms
from chancery.modules.sync.service.personal import Personal
from chancery.modules.sync.service.polls import Polls
from chancery.modules.sync.service.room_facts import RoomFactsCache
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
    push: PushReader,
) -> SyncModule:  # fmt: skip
    """Put the module together and subscribe it to the bus; `reader` must have subscribed before."""
    activity = Activity(reader, clock, database.position)
    channels = Channels(reader, lambda: database.position)
    facts = RoomFactsCache(reader)
    reactions = Reactions(activity=activity, channels=channels, facts=facts, rooms=reader)
    reactions.subscribe(bus)
    blocks = Blocks(reader, activity)
    joined = JoinedRooms(rooms=reader, push=push, blocks=blocks, activity=activity, sent=SentMembers())
    personal = Personal(keys, push)
    answers = Answers(
        rooms=reader,
        accounts=accounts,
        activity=activity,
        joined=joined,
        others=OtherRooms(reader, joined),
        personal=personal,
        position=lambda: database.position,
    )
    polls = Polls(channels, answers, lambda: database.position)
    filters = FilterService(FilterStore(database))
    manifest = Module(
        name="sync",
        needs=("accounts", "keys", "push", "rooms"),
        routes=(*FilterApi(filters).routes(), *SyncApi(polls, filters).routes()),
        jobs=(Job("sync.forget_idle", channels.forget_idle, MINUTE),),
        stop=reactions.finish,
    )
    return SyncModule(manifest, channels)
