# SPDX-License-Identifier: EUPL-1.2
"""Several processes on one database: each notification goes out once, and a fallen process is replaced."""

from collections.abc import AsyncIterator

import pytest
from support.ministry import Ministry
from support.people import Person

from chancery.kit.ids import UserId
from chancery.modules.push import module as push
from chancery.modules.push.store.pushers import PusherStore

from .conftest import Gateway, set_pusher


@pytest.fixture
async def second(ministry: Ministry) -> AsyncIterator[push.PushModule]:
    """A second delivering process: it hears the same facts and shares nothing but the database."""
    platform, modules = ministry.platform, ministry.modules
    built = push.build(
        push.World(
            database=platform.database,
            bus=platform.bus,
            clock=platform.clock,
            accounts=modules.accounts.accounts,
            rooms=modules.rooms.reader,
            outgoing=platform.network.client("push", platform.settings.outgoing.push),
            keyring=platform.keyring,
            settings=platform.settings.push,
            public_url="",
        )
    )
    assert built.manifest.start is not None
    assert built.manifest.stop is not None
    await built.manifest.start()
    yield built
    await built.manifest.stop()


async def test_two_processes_push_each_event_once(
    ministry: Ministry, second: push.PushModule, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher())
    await ministry.modules.push.settle()
    await second.settle()
    sent = []
    for number in range(8):
        sent.append(await anna.send(room, f"message {number}"))
        if number % 3 == 0:
            await ministry.modules.push.settle()
            await second.settle()
    await ministry.modules.push.settle()
    await second.settle()
    assert [found["event_id"] for found in gateway.notifications] == sent


async def test_a_fallen_process_is_replaced_when_its_claim_runs_out(
    ministry: Ministry, anna: Person, boris: Person, room: str, gateway: Gateway
) -> None:
    await set_pusher(boris, gateway.pusher())
    await ministry.modules.push.settle()
    store, now = PusherStore(ministry.platform.database), ministry.platform.clock()
    (pusher,) = await store.list_of(UserId(boris.user_id))
    assert await store.claim(pusher.pusher_id, claim="fallen", until=now + 120_000, now=now)
    event = await anna.send(room, "x")
    await ministry.modules.push.settle()
    assert gateway.notifications == [], "somebody else is at it"
    job, _ = ministry.modules.push.manifest.jobs
    ministry.platform.clock.forward(seconds=121)
    await job.run()
    await ministry.modules.push.settle()
    assert [found["event_id"] for found in gateway.notifications] == [event]
