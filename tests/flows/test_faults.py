# SPDX-License-Identifier: EUPL-1.2
"""Several processes while a worker, NATS or PostgreSQL goes away and returns.

What was acknowledged is there once, all clients hear the same in the same order without a gap, and what a cut refuses is
refused with an error that tells to try again.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from support.crowd import MOST_SECONDS, Crowd, Follower, Writer
from support.databases import PostgresServer
from support.nats import NatsServer
from support.process import ServerProcess
from support.sender import Sender
from support.waiting import until

WRITERS, FOLLOWERS = 4, 3


@dataclass
class Play:
    """The people of a test at their work."""

    crowd: Crowd
    writers: list[Writer]
    followers: list[Follower]

    def acknowledged(self) -> int:
        return sum(len(writer.sender.acknowledged) for writer in self.writers)

    async def more(self, count: int = 30) -> None:
        """Wait until that many more messages were acknowledged."""
        wanted = self.acknowledged() + count
        await until(lambda: self.acknowledged() >= wanted, seconds=60)


async def play(urls: list[str], scenes: Callable[[Play], Awaitable[None]]) -> Play:
    """Let people write and follow while `scenes` breaks things, then check what came of it."""
    people = [Sender(urls[0], f"sender{number}") for number in range(WRITERS + FOLLOWERS)]
    for person in people:
        await person.log_in()
    body = {"preset": "public_chat", "org.chancery.encrypted": False}
    room = str((await people[0].call("POST", "/_matrix/client/v3/createRoom", body))["room_id"])
    for person in people[1:]:
        await person.call("POST", f"/_matrix/client/v3/join/{room}", {})
    crowd = Crowd(urls, room)
    writers = [Writer(person, crowd) for person in people[:WRITERS]]
    followers = [Follower(person, crowd) for person in people[WRITERS:]]
    at_work = [asyncio.create_task(one.run()) for one in writers]
    at_work += [asyncio.create_task(one.follow()) for one in followers]
    stage = Play(crowd, writers, followers)
    try:
        await stage.more()
        await scenes(stage)
        await stage.more()
    finally:
        crowd.running = False
        await asyncio.gather(*at_work)
    await check(stage, people[0])
    return stage


async def check(stage: Play, reader: Sender) -> None:
    history = await reader.history(stage.crowd.room)
    ids = [event["event_id"] for event in history]
    texts = [event["content"]["body"] for event in history]
    assert len(texts) == len(set(texts)), "a message is there twice"
    stored = dict(zip(texts, ids, strict=True))
    for writer in stage.writers:
        name = writer.sender.name
        assert {f"{name} {n}": e for n, e in writer.sender.acknowledged}.items() <= stored.items()
        own = [int(text.split()[1]) for text in texts if text.startswith(f"{name} ")]
        assert own == list(range(len(own))), "one person's messages are out of order"
    for follower in stage.followers:
        await follower.catch_up(ids[-1])
        assert follower.gaps == 0
        assert follower.heard == ids
    for status, body, retry_after in stage.crowd.refusals:
        assert status == 503, body
        assert body["errcode"].startswith("M_")
        assert retry_after is not None
    assert stage.crowd.slowest < MOST_SECONDS


@pytest.fixture
async def people_on(group: ServerProcess) -> ServerProcess:
    """The group with people, started."""
    await group.add_people(*(f"sender{number}" for number in range(WRITERS + FOLLOWERS)))
    await asyncio.to_thread(group.start)
    return group


@pytest.mark.slow
async def test_a_worker_is_killed_under_load(people_on: ServerProcess) -> None:
    async def scenes(stage: Play) -> None:
        for _ in range(3):
            victim = people_on.workers()[0]
            os.kill(victim, signal.SIGKILL)
            await until(lambda gone=victim: len(set(people_on.workers()) - {gone}) == 2)
            await stage.more()

    await play([people_on.url], scenes)
    assert await asyncio.to_thread(people_on.stop) == 0


@pytest.mark.slow
async def test_nats_goes_away_and_returns(people_on: ServerProcess, nats_server: NatsServer) -> None:
    async def scenes(stage: Play) -> None:
        nats_server.stop()
        await stage.more(60)
        # Without any wake the followers still hear: they look by themselves.
        heard = [len(follower.heard) for follower in stage.followers]
        await until(lambda: all(len(f.heard) > n for f, n in zip(stage.followers, heard, strict=True)))
        nats_server.start()
        await stage.more(60)

    stage = await play([people_on.url], scenes)
    assert stage.crowd.refusals == []


@pytest.mark.slow
@pytest.mark.parametrize("how", ["frozen", "stopped"])
async def test_postgresql_is_cut(
    people_on: ServerProcess, own_postgres: PostgresServer, how: str, request: pytest.FixtureRequest
) -> None:
    seconds: float = request.config.getoption("--cut-seconds")

    async def scenes(_stage: Play) -> None:
        cut, restore = (
            (own_postgres.freeze, own_postgres.thaw)
            if how == "frozen"
            else (own_postgres.stop, own_postgres.start)
        )
        await asyncio.to_thread(cut)
        await asyncio.sleep(seconds)  # the length of the cut is what is tested
        await asyncio.to_thread(restore)

    stage = await play([people_on.url], scenes)
    assert (how == "frozen") or stage.crowd.refusals, "nobody noticed the cut"


async def test_a_session_that_ended_is_refused_by_every_worker(people_on: ServerProcess) -> None:
    for _ in range(10):
        person = Sender(people_on.url, "sender1")
        await person.log_in()
        crowd = Crowd([people_on.url], "")
        whoami = "/_matrix/client/v3/account/whoami"
        # Every worker has the session in memory now.
        assert all(await asyncio.gather(*(crowd.request(person.token, "GET", whoami) for _ in range(8))))
        await person.call("POST", "/_matrix/client/v3/logout", {})
        assert not any(await asyncio.gather(*(crowd.request(person.token, "GET", whoami) for _ in range(8))))
        assert {(status, body["errcode"]) for status, body, _ in crowd.refusals} == {(401, "M_UNKNOWN_TOKEN")}


async def test_a_session_that_ended_is_refused_without_nats(
    people_on: ServerProcess, nats_server: NatsServer
) -> None:
    nats_server.stop()
    await test_a_session_that_ended_is_refused_by_every_worker(people_on)
    nats_server.start()


async def test_who_joined_at_one_worker_may_write_at_any(people_on: ServerProcess) -> None:
    host, guest = Sender(people_on.url, "sender1"), Sender(people_on.url, "sender2")
    await host.log_in()
    await guest.log_in()
    body = {"preset": "public_chat", "org.chancery.encrypted": False}
    room = (await host.call("POST", "/_matrix/client/v3/createRoom", body))["room_id"]
    crowd = Crowd([people_on.url], room)
    path = f"/_matrix/client/v3/rooms/{room}"
    for number in range(15):
        assert await crowd.request(guest.token, "POST", f"{path}/join", {}) is not None
        assert await crowd.request(guest.token, "PUT", f"{path}/send/m.room.message/{number}", {"body": "x"})
        assert await crowd.request(guest.token, "POST", f"{path}/leave", {}) is not None
        assert await crowd.request(guest.token, "PUT", f"{path}/send/m.room.message/n{number}", {}) is None
    assert {status for status, _, _ in crowd.refusals} == {403}
