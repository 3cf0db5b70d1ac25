# SPDX-License-Identifier: EUPL-1.2
"""The manifest of `push`: how its parts are put together."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import Accounts
from chancery.modules.push import reactions
from chancery.modules.push.api.gateway import GatewayApi
from chancery.modules.push.api.notifications import NotificationsApi
from chancery.modules.push.api.pushers import WEBPUSH, PushersApi
from chancery.modules.push.api.pushrules import PushRulesApi
from chancery.modules.push.contract import PushReader
from chancery.modules.push.jobs import jobs
from chancery.modules.push.service.delivery import Deliveries
from chancery.modules.push.service.followers import RuleFollower
from chancery.modules.push.service.gateway import GatewayService
from chancery.modules.push.service.history import HistoryService
from chancery.modules.push.service.index import PusherIndex
from chancery.modules.push.service.judging import Judging
from chancery.modules.push.service.notices import Notices
from chancery.modules.push.service.pushers import PusherService
from chancery.modules.push.service.reader import Reader
from chancery.modules.push.service.rulesets import RulesetService
from chancery.modules.push.service.senders import Senders, vapid_key
from chancery.modules.push.service.unread import UnreadService
from chancery.modules.push.service.watch import PushWatch
from chancery.modules.push.store.pushers import PusherStore
from chancery.modules.push.store.rulesets import PushStore
from chancery.modules.rooms.contract import RoomReader
from chancery.platform.bus.port import Bus
from chancery.platform.config.settings import OutgoingSettings, PushSettings
from chancery.platform.db.port import Database
from chancery.platform.keyring.port import Keyring
from chancery.platform.lifecycle import Module
from chancery.platform.outgoing.port import Outgoing


@dataclass(frozen=True, slots=True)
class PushModule:
    """The built module and its door."""

    manifest: Module
    reader: PushReader
    settle: Callable[[], Awaitable[None]]
    """Returns when everything that was to be pushed has been tried; for tests."""


@dataclass(frozen=True, slots=True)
class World:
    """What the module is given."""

    database: Database
    bus: Bus
    clock: Clock
    accounts: Accounts
    rooms: RoomReader
    outgoing: Outgoing
    keyring: Keyring
    settings: PushSettings
    public_url: str


def capabilities(settings: OutgoingSettings, keyring: Keyring) -> Mapping[str, object]:
    """Return what `GET /capabilities` says of Web Push (MSC4174); nothing when no push service may be called."""
    if not settings.push:
        return {}
    return {WEBPUSH: {"enabled": True, "vapid": vapid_key(keyring)}}


def build(world: World) -> PushModule:
    """Put the module together and subscribe it to the bus."""
    database, rooms = world.database, world.rooms
    rulesets = RulesetService(database, PushStore(database), world.clock)
    judging = Judging(rulesets, rooms, world.accounts)
    unread = UnreadService(judging, rooms)
    follower = RuleFollower(rulesets)
    store = PusherStore(database)
    senders = Senders(world.outgoing, world.keyring, world.clock, public_url=world.public_url)
    pushers = PusherService(database, store, senders, world.clock, world.accounts)
    watch, deliveries = _delivery(
        world, store, pushers, senders, Notices(judging, unread, rooms, world.clock)
    )
    reactions.subscribe(world.bus, rulesets, judging, unread, follower)
    reactions.follow(world.bus, watch)

    async def stop() -> None:
        await watch.stop()
        await follower.stop()

    manifest = Module(
        name="push",
        needs=("accounts", "rooms"),
        routes=(
            *PushRulesApi(rulesets).routes(),
            *PushersApi(pushers, senders).routes(),
            *NotificationsApi(HistoryService(database, judging, rooms)).routes(),
            *GatewayApi(GatewayService(store, senders, is_open=world.settings.open_gateway)).routes(),
        ),
        jobs=jobs(deliveries, rulesets),
        start=watch.start,
        stop=stop,
    )
    return PushModule(manifest, Reader(database, rulesets, unread), watch.settle)


def _delivery(
    world: World, store: PusherStore, pushers: PusherService, senders: Senders, notices: Notices
) -> tuple[PushWatch, Deliveries]:
    index = PusherIndex(store)
    deliveries = Deliveries(
        database=world.database,
        store=store,
        pushers=pushers,
        index=index,
        notices=notices,
        senders=senders,
        clock=world.clock,
    )
    watch = PushWatch(
        index=index,
        deliveries=deliveries,
        notices=notices,
        pushers=pushers,
        rooms=world.rooms,
        accounts=world.accounts,
    )
    return watch, deliveries
