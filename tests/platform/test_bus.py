# SPDX-License-Identifier: EUPL-1.2
"""The contract of the bus, proved for both of them, and what the one between processes adds."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import msgspec
import nats
import pytest
from support.nats import NatsServer

from chancery.platform.bus.local import LocalBus
from chancery.platform.bus.nats import NatsBus
from chancery.platform.bus.open import make_bus
from chancery.platform.bus.port import Batch, BusUnavailable, Fact, StreamBus

PATIENCE = 30.0


class ShipArrived(Fact, frozen=True):
    """A fact with every kind of value."""

    name: str
    position: int = 0
    cargo: tuple[str, ...] = ()
    weight: float | None = None


class ShipLeft(Fact, frozen=True):
    """Another fact."""

    name: str


class Harbour:
    """A subscriber that keeps what it hears."""

    def __init__(self, bus: StreamBus) -> None:
        self.heard: list[Fact] = []
        self.gaps: list[tuple[int, int]] = []
        self._changed = asyncio.Event()
        bus.subscribe(ShipArrived, self._hear)
        bus.subscribe(ShipLeft, self._hear)
        bus.on_gap(self._miss)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds after something was heard."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    def _hear(self, fact: Fact) -> None:
        self.heard.append(fact)
        self._changed.set()

    def _miss(self, after: int, upto: int) -> None:
        self.gaps.append((after, upto))
        self._changed.set()


@pytest.fixture(params=["local", "nats"])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[StreamBus]:
    """A started bus of each kind."""
    url = "" if request.param == "local" else request.getfixturevalue("nats_server").url
    bus = make_bus(url)
    await bus.start()
    yield bus
    await bus.close()


@asynccontextmanager
async def another(server: NatsServer) -> AsyncIterator[NatsBus]:
    """The bus of another process."""
    bus = NatsBus(server.url)
    await bus.start()
    try:
        yield bus
    finally:
        await bus.close()


async def test_local_subscribers_hear_at_once_and_in_order(bus: StreamBus) -> None:
    harbour = Harbour(bus)

    bus.publish([ShipArrived("a", 1), ShipLeft("a"), ShipArrived("b", 2)])

    assert harbour.heard == [ShipArrived("a", 1), ShipLeft("a"), ShipArrived("b", 2)]


async def test_a_failing_subscriber_stops_nobody(bus: StreamBus, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Fact) -> None:
        raise RuntimeError("reef")

    bus.subscribe(ShipArrived, fail)
    harbour = Harbour(bus)
    with caplog.at_level(logging.ERROR):
        bus.publish([ShipArrived("a"), ShipArrived("b")])

    assert list(harbour.heard) == [ShipArrived("a"), ShipArrived("b")]
    assert "ShipArrived" in caplog.text


async def test_facts_reach_other_processes_whole_and_their_own_only_once(nats_server: NatsServer) -> None:
    async with another(nats_server) as here, another(nats_server) as there:
        at_home, abroad = Harbour(here), Harbour(there)
        facts = [ShipArrived("ä\0", 2**60, ("x", "y"), 0.5), ShipLeft("b")]

        here.publish(facts)
        there.publish([ShipLeft("answer")])
        await abroad.until(lambda: len(abroad.heard) == 3)
        await at_home.until(lambda: len(at_home.heard) == 3)

        assert [fact for fact in abroad.heard if fact != ShipLeft("answer")] == facts
        assert at_home.heard == [*facts, ShipLeft("answer")]
        assert abroad.gaps == at_home.gaps == []


async def test_batches_go_to_the_handler_with_their_positions(nats_server: NatsServer) -> None:
    async with another(nats_server) as here, another(nats_server) as there:
        received: asyncio.Queue[Batch] = asyncio.Queue()
        there.on_batch(received.put_nowait)
        sent = [Batch(number, number + 1, (ShipArrived("a", number + 1),)) for number in range(1200)]

        for batch in sent:
            here.broadcast(batch)
        async with asyncio.timeout(PATIENCE):
            got = [await received.get() for _ in sent]

        assert [(batch.base, batch.end, tuple(batch.facts)) for batch in got] == [
            (batch.base, batch.end, tuple(batch.facts)) for batch in sent
        ]


async def test_a_missed_message_is_reported(nats_server: NatsServer) -> None:
    async with another(nats_server) as here:
        here.publish([ShipLeft("before anybody listened")])
        await asyncio.sleep(0)
        async with another(nats_server) as there:
            abroad = Harbour(there)
            here.publish([ShipLeft("now")])
            await abroad.until(lambda: bool(abroad.heard))

            assert abroad.gaps == [(0, 0)]


async def test_the_bus_reports_a_gap_and_works_on_when_its_server_returns(nats_server: NatsServer) -> None:
    async with another(nats_server) as here, another(nats_server) as there:
        abroad = Harbour(there)
        nats_server.stop()
        await asyncio.sleep(0.05)
        here.publish([ShipLeft("lost or late")])
        nats_server.start()
        await abroad.until(lambda: bool(abroad.gaps))

        while ShipLeft("new") not in abroad.heard:
            here.publish([ShipLeft("new")])
            await asyncio.sleep(0.05)


async def test_foreign_messages_are_ignored(nats_server: NatsServer) -> None:
    stranger = await nats.connect(nats_server.url)
    async with another(nats_server) as here, another(nats_server) as there:
        abroad = Harbour(there)
        unknown = msgspec.msgpack.encode(["w", 1, [[0, 0, [["no.such.Fact", {"type": "Fact"}]]]]])
        for data in (b"", b"\xc1noise", msgspec.msgpack.encode({"a": 1}), unknown):
            await stranger.publish("chancery.facts", data)
        await stranger.flush()
        here.publish([ShipLeft("a")])
        await abroad.until(lambda: bool(abroad.heard))

        assert abroad.heard == [ShipLeft("a")]
    await stranger.close()


async def test_the_start_ends_only_when_the_server_has_read_the_subscription() -> None:
    commands: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'INFO {"server_id":"s","max_payload":1048576,"proto":1}\r\n')
        while line := await reader.readline():
            commands.append(line.split(b" ")[0].strip())
            if commands[-1] == b"PING":
                writer.write(b"PONG\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        bus = NatsBus(f"nats://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await bus.start()
        read = list(commands)
        await bus.close()

    assert b"PING" in read[read.index(b"SUB") :]


async def test_a_silent_server_stops_the_start(nats_server: NatsServer) -> None:
    nats_server.stop()

    with pytest.raises(BusUnavailable):
        await NatsBus(nats_server.url).start()


def test_the_url_chooses_the_bus() -> None:
    assert type(make_bus("")) is LocalBus
    with pytest.raises(ValueError, match="redis"):
        make_bus("redis://localhost")
