# SPDX-License-Identifier: EUPL-1.2
"""The manifest of `appservices`: how its parts are put together."""

import asyncio
from dataclasses import dataclass

from chancery.modules.accounts.contract import Accounts
from chancery.modules.appservices.api.thirdparty import ThirdPartyApi
from chancery.modules.appservices.contract import AppServices
from chancery.modules.appservices.reactions import Reactions
from chancery.modules.appservices.service.authentication import ServiceAuthentication
from chancery.modules.appservices.service.calls import ServiceCalls
from chancery.modules.appservices.service.delivery import Delivery
from chancery.modules.appservices.service.files import address_of, read_registrations
from chancery.modules.appservices.service.names import Bridging, OwnedNames
from chancery.modules.appservices.service.services import RegisteredServices
from chancery.modules.appservices.store import DeliveryStore
from chancery.modules.presence.contract import PresenceReader
from chancery.modules.rooms.contract import Bridges, RoomReader
from chancery.platform.bus.port import Bus
from chancery.platform.config.settings import AppServices as AppServiceSettings
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Module
from chancery.platform.outgoing.client import GuardedNetwork
from chancery.wire.matrix.registration import Registrations


@dataclass(frozen=True, slots=True)
class AppServicesModule:
    """The built module and its door."""

    manifest: Module
    services: AppServices


@dataclass(frozen=True, slots=True)
class Foundation:
    """What lower modules are given of this one before it is built: whose names are whose."""

    registrations: Registrations
    names: OwnedNames
    bridges: Bridges
    calls: ServiceCalls


def build_foundation(
    network: GuardedNetwork, settings: AppServiceSettings, server_name: str, *, takes_query_tokens: bool
) -> Foundation:
    """Read the registration files; raises BadRegistration. Only the addresses that they name can be called."""
    registrations = read_registrations(settings.registrations, server_name)
    addresses = sorted({address for one in registrations.services if (address := address_of(one))})
    calls = ServiceCalls(network.client("appservices", addresses))
    names = OwnedNames(registrations, takes_query_tokens=takes_query_tokens)
    return Foundation(registrations, names, Bridging(registrations, calls), calls)


def build(
    *,
    database: Database,
    bus: Bus,
    accounts: Accounts,
    rooms: RoomReader,
    presence: PresenceReader,
    foundation: Foundation,
) -> AppServicesModule:
    """Put the module together and subscribe it to the bus."""
    registrations, calls = foundation.registrations, foundation.calls
    authentication = ServiceAuthentication(foundation.names, accounts)
    services = RegisteredServices(registrations, authentication, calls)
    store = DeliveryStore(database)
    deliveries = [
        Delivery(database=database, store=store, rooms=rooms, presence=presence, calls=calls, service=service)
        for service in registrations.services
        if service.url is not None
    ]
    Reactions(deliveries).subscribe(bus)
    tasks: list[asyncio.Task[None]] = []

    async def start() -> None:
        for service in registrations.services:
            await accounts.ensure_service_person(service.sender, service.id)
        for delivery in deliveries:
            await delivery.introduce()
            tasks.append(asyncio.create_task(delivery.run(), name=f"appservice {delivery.service.id}"))

    async def stop() -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    manifest = Module(
        name="appservices",
        needs=("accounts", "rooms", "presence"),
        routes=ThirdPartyApi(services).routes(),
        start=start,
        stop=stop,
    )
    return AppServicesModule(manifest, services)
