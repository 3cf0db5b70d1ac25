# SPDX-License-Identifier: EUPL-1.2
"""The manifest of `presence`: how its parts are put together."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.presence.api.status import StatusApi
from chancery.modules.presence.contract import PresenceReader, Standing
from chancery.modules.presence.events import PeopleSeen
from chancery.modules.presence.reactions import Reactions
from chancery.modules.presence.service.keeper import PresenceKeeper, in_parts
from chancery.modules.presence.store import PresenceStore
from chancery.modules.rooms.contract import RoomReader
from chancery.platform.bus.port import Bus
from chancery.platform.config.settings import Presence
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Job, Module

BEAT_SECONDS = 15.0
SEEN_AT_ONCE = 5_000
"""Ids in one message of the bus."""


@dataclass(frozen=True, slots=True)
class PresenceModule:
    """The built module and its door."""

    manifest: Module
    reader: PresenceReader


class Reader:
    """Implements `contract.PresenceReader`."""

    def __init__(self, keeper: PresenceKeeper, largest_room: int) -> None:
        self._keeper = keeper
        self.largest_room = largest_room

    @property
    def enabled(self) -> bool:
        return self._keeper.enabled

    async def arrive(self, user_id: UserId, said: str | None) -> None:
        await self._keeper.arrive(user_id, said)

    def depart(self, user_id: UserId) -> None:
        self._keeper.depart(user_id)

    def find(self, user_id: UserId) -> Standing | None:
        return self._keeper.find(user_id)

    def event(self, standing: Standing) -> bytes:
        return self._keeper.event(standing)


def build(
    *, database: Database, bus: Bus, clock: Clock, accounts: Accounts, rooms: RoomReader, settings: Presence
) -> PresenceModule:
    """Put the module together and, when presence is on, subscribe it to the bus."""
    keeper = PresenceKeeper(
        database=database, store=PresenceStore(database), rooms=rooms, clock=clock, enabled=settings.enabled
    )
    reactions = Reactions(keeper)

    async def beat() -> None:
        bus.publish([PeopleSeen(part) for part in in_parts(keeper.polling(), SEEN_AT_ONCE)])
        await keeper.sweep()

    if settings.enabled:
        reactions.subscribe(bus)
    manifest = Module(
        name="presence",
        needs=("accounts", "rooms"),
        routes=StatusApi(keeper, accounts, rooms).routes(),
        jobs=(Job("presence.beat", beat, BEAT_SECONDS),) if settings.enabled else (),
        start=keeper.load,
        stop=reactions.finish,
    )
    return PresenceModule(manifest, Reader(keeper, settings.largest_room))
