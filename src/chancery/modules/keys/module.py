# SPDX-License-Identifier: EUPL-1.2
"""The manifest of `keys`: how its parts are put together."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import Accounts
from chancery.modules.keys.api.backup import BackupApi
from chancery.modules.keys.api.dehydrated import DehydratedApi
from chancery.modules.keys.api.keys import KeysApi
from chancery.modules.keys.api.to_device import ToDeviceApi
from chancery.modules.keys.contract import KeyReader
from chancery.modules.keys.reactions import Reactions
from chancery.modules.keys.service.backup import BackupService
from chancery.modules.keys.service.cross_signing import CrossSigningService
from chancery.modules.keys.service.dehydrated import DehydratedService
from chancery.modules.keys.service.device_keys import DeviceKeyService
from chancery.modules.keys.service.query import DeviceListService, QueryService
from chancery.modules.keys.service.reader import Reader
from chancery.modules.keys.service.removal import RemovalService
from chancery.modules.keys.service.to_device import ToDeviceService
from chancery.modules.keys.store.backup import BackupStore
from chancery.modules.keys.store.dehydrated import DehydratedStore
from chancery.modules.keys.store.devices import DeviceStore
from chancery.modules.keys.store.one_time import OneTimeStore
from chancery.modules.keys.store.to_device import ToDeviceStore
from chancery.modules.rooms.contract import RoomReader
from chancery.platform.bus.port import Bus
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Job, Module

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class KeysModule:
    """The built module and its door."""

    manifest: Module
    reader: KeyReader


def build(
    *,
    database: Database,
    bus: Bus,
    clock: Clock,
    accounts: Accounts,
    rooms: RoomReader,
    loose_keys: bool = False,
) -> KeysModule:
    """Put the module together and subscribe it to the bus."""
    devices = DeviceStore(database)
    dehydrated = DehydratedStore(database)
    keys = DeviceKeyService(database, devices, OneTimeStore(database), clock, loose_keys=loose_keys)
    lists = DeviceListService(database, devices, rooms)
    to_device = ToDeviceService(
        database, ToDeviceStore(database), dehydrated=dehydrated, accounts=accounts, clock=clock
    )
    removal = RemovalService(
        database=database,
        devices=devices,
        keys=keys,
        to_device=to_device,
        accounts=accounts,
        tells_keyless=loose_keys,
    )
    reactions = Reactions(
        keys=keys, lists=lists, to_device=to_device, removal=removal, tells_keyless=loose_keys
    )
    reactions.subscribe(bus)
    signing = CrossSigningService(database, devices, accounts)
    query = QueryService(devices, accounts, dehydrated)
    sealed = DehydratedService(
        database=database,
        store=dehydrated,
        devices=devices,
        keys=keys,
        to_device=to_device,
        accounts=accounts,
    )
    routes = (
        *KeysApi(keys=keys, query=query, lists=lists, signing=signing).routes(),
        *ToDeviceApi(to_device).routes(),
        *DehydratedApi(sealed).routes(),
        *BackupApi(BackupService(database, BackupStore(database), loose_keys=loose_keys)).routes(),
    )
    manifest = Module(
        name="keys",
        needs=("accounts", "rooms"),
        routes=routes,
        jobs=(
            Job("keys.forget_old_transactions", to_device.forget_old_transactions, HOUR),
            Job("keys.forget_claimed", keys.forget_claimed, HOUR),
        ),
        stop=reactions.finish,
    )
    return KeysModule(manifest, Reader(keys, lists, to_device))
