# SPDX-License-Identifier: EUPL-1.2
"""The manifest of `rendezvous`: how its parts are put together."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.rendezvous.api.sessions import RendezvousApi
from chancery.modules.rendezvous.contract import Rendezvous
from chancery.modules.rendezvous.service.sessions import RendezvousService
from chancery.modules.rendezvous.store import RendezvousStore
from chancery.platform.config.settings import Testing
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Job, Module

MINUTE = 60.0
NO_TESTING = Testing()


@dataclass(frozen=True, slots=True)
class RendezvousModule:
    """The built module and its door."""

    manifest: Module
    rendezvous: Rendezvous


def build(
    *, database: Database, clock: Clock, public_url: str, testing: Testing = NO_TESTING
) -> RendezvousModule:
    """Put the module together."""
    store = RendezvousStore(database)
    service = RendezvousService(database, store, clock, has_limits=not testing.no_limits)
    manifest = Module(
        name="rendezvous",
        routes=RendezvousApi(service, public_url).routes(),
        jobs=(Job("rendezvous.forget_expired", service.forget_expired, MINUTE),),
    )
    return RendezvousModule(manifest, service)
