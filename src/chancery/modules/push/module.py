# SPDX-License-Identifier: EUPL-1.2
"""The manifest of `push`: how its parts are put together."""

from dataclasses import dataclass

from chancery.modules.accounts.contract import Accounts
from chancery.modules.push import reactions
from chancery.modules.push.api.pushrules import PushRulesApi
from chancery.modules.push.contract import PushReader
from chancery.modules.push.service.followers import RuleFollower
from chancery.modules.push.service.judging import Judging
from chancery.modules.push.service.reader import Reader
from chancery.modules.push.service.rulesets import RulesetService
from chancery.modules.push.service.unread import UnreadService
from chancery.modules.push.store import PushStore
from chancery.modules.rooms.contract import RoomReader
from chancery.platform.bus.port import Bus
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Module


@dataclass(frozen=True, slots=True)
class PushModule:
    """The built module and its door."""

    manifest: Module
    reader: PushReader


def build(*, database: Database, bus: Bus, accounts: Accounts, rooms: RoomReader) -> PushModule:
    """Put the module together and subscribe it to the bus."""
    rulesets = RulesetService(database, PushStore(database))
    judging = Judging(rulesets, rooms, accounts)
    unread = UnreadService(judging, rooms)
    follower = RuleFollower(rulesets)
    reactions.subscribe(bus, rulesets, judging, unread, follower)
    manifest = Module(
        name="push",
        needs=("accounts", "rooms"),
        routes=PushRulesApi(rulesets).routes(),
        stop=follower.stop,
    )
    return PushModule(manifest, Reader(database, rulesets, unread))
