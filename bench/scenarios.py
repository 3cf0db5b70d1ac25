# SPDX-License-Identifier: EUPL-1.2
"""What is measured: each scenario runs the same on either server and returns named figures."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote

from bench.client import V3, Person
from bench.peers import Chancery, Synapse

Figures = dict[str, float]
AnyPeer = Chancery | Synapse
SLIDING = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"
POLLS_EACH = 10
PARKING_SECONDS = 8.0


@dataclass
class Stage:
    """A started server with signed-in people."""

    peer: AnyPeer
    people: list[Person]


async def gather(jobs: list[Awaitable[object]], *, at_once: int = 50) -> None:
    """Await all jobs, at most `at_once` together."""
    gate = asyncio.Semaphore(at_once)

    async def gated(job: Awaitable[object]) -> None:
        async with gate:
            await job

    await asyncio.gather(*(gated(job) for job in jobs))


async def sends(stage: Stage) -> Figures:
    """1,000 sends by 50 people in 10 rooms, nobody listening."""
    senders = stage.people[:50]
    rooms = [await senders[0].create_room() for _ in range(10)]
    for room in rooms:
        await gather([person.join(room) for person in senders[1:]], at_once=10)
    for index, person in enumerate(senders):
        await person.send(rooms[index % 10])
    cpu, started = stage.peer.cpu(), time.monotonic()

    async def twenty(index: int, person: Person) -> None:
        for turn in range(20):
            await person.send(rooms[(index + turn) % 10])

    await asyncio.gather(*(twenty(index, person) for index, person in enumerate(senders)))
    seconds = time.monotonic() - started
    return {
        "sends: CPU s per 1,000": stage.peer.cpu() - cpu,
        "sends: per second": 1000 / seconds,
    }


async def sends_heard(stage: Stage) -> Figures:
    """Sends, one after the other, into rooms where 1, 50 and 500 people are parked: CPU and latency of a send."""
    figures: Figures = {}
    sender = stage.people[0]
    for count in (1, 50, 500):
        listeners = stage.people[1 : count + 1]
        room = await sender.create_room()
        await gather([person.join(room) for person in listeners], at_once=10)
        await gather([person.sync() for person in listeners])
        listening = [asyncio.create_task(_listen(person)) for person in listeners]
        await asyncio.sleep(1.0)
        cpu, times = stage.peer.cpu(), []
        for _ in range(20):
            started = time.monotonic()
            await sender.send(room)
            times.append(time.monotonic() - started)
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.0)
        figures[f"sends heard by {len(listeners)}: CPU ms each"] = (stage.peer.cpu() - cpu) * 1000 / 20
        figures[f"sends heard by {len(listeners)}: p50 ms"] = statistics.median(times) * 1000
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
    return figures


async def _listen(person: Person) -> None:
    while True:
        await person.sync(timeout_ms=30_000)


async def deliveries(stage: Stage) -> Figures:
    """Ten sends into a room with every other person parked in /sync: CPU and latency of delivery."""
    sender, listeners = stage.people[0], stage.people[1:]
    room = await sender.create_room()
    await gather([person.join(room) for person in listeners], at_once=10)
    await gather([person.sync() for person in listeners])
    latencies: list[float] = []
    cpu, parking, rounds = 0.0, 0.0, 10
    for _ in range(rounds):
        idle = stage.peer.cpu()
        parked = [asyncio.create_task(_arrival(person)) for person in listeners]
        await asyncio.sleep(1.0)
        before, sent = stage.peer.cpu(), time.monotonic()
        parking += before - idle
        await sender.send(room)
        latencies += [arrived - sent for arrived in await asyncio.gather(*parked)]
        cpu += stage.peer.cpu() - before
    count = rounds * len(listeners)
    return {
        "deliveries: CPU s per 1,000": cpu * 1000 / count,
        "deliveries: CPU s per 1,000 parked again": parking * 1000 / count,
        f"deliveries: p50 ms to {len(listeners)} listeners": statistics.median(latencies) * 1000,
        "deliveries: slowest ms": max(latencies) * 1000,
    }


async def _arrival(person: Person) -> float:
    await person.sync(timeout_ms=30_000)
    return time.monotonic()


async def wakes(stage: Stage) -> Figures:
    """One send wakes ten parked polls of every person: CPU, and the time until the last one has its answer."""
    room = await stage.people[0].create_room()
    await gather([person.join(room) for person in stage.people[1:]], at_once=10)
    await gather([person.sync() for person in stage.people])
    slowest, cpu, rounds = [], 0.0, 5
    for _ in range(rounds):
        parked = [asyncio.create_task(_arrival(person)) for person in stage.people * POLLS_EACH]
        await asyncio.sleep(PARKING_SECONDS)
        before, sent = stage.peer.cpu(), time.monotonic()
        await stage.people[0].send(room)
        slowest.append(max(await asyncio.gather(*parked)) - sent)
        cpu += stage.peer.cpu() - before
    count = POLLS_EACH * len(stage.people)
    return {
        "wakes: CPU s per 1,000": cpu * 1000 / (rounds * count),
        f"wakes: ms until the last of {count} polls": statistics.median(slowest) * 1000,
    }


async def joins(stage: Stage) -> Figures:
    """Everybody joins one room: the cost of a join, of the last ones against the first, and of sends as it grows."""
    first, *others = stage.people
    room = await first.create_room()
    tenth = max(1, len(others) // 10)
    before = await _send_ms(first, room)
    cpus = [stage.peer.cpu()]
    started = time.monotonic()
    for start in range(0, len(others), tenth):
        await gather([person.join(room) for person in others[start : start + tenth]], at_once=10)
        cpus.append(stage.peer.cpu())
    seconds = time.monotonic() - started
    after = await _send_ms(first, room)
    return {
        "joins: CPU s per 1,000": (cpus[-1] - cpus[0]) * 1000 / len(others),
        "joins: per second": len(others) / seconds,
        "joins: CPU of the last full tenth over the first": (cpus[10] - cpus[9]) / (cpus[1] - cpus[0]),
        "send into the grown room: ms more per 1,000 members": (after - before) * 1000 / len(others),
    }


async def _send_ms(person: Person, room: str) -> float:
    """Return the time of a lone send at its best; the disk varies more than what is looked for."""
    times = []
    for _ in range(30):
        started = time.monotonic()
        await person.send(room)
        times.append(time.monotonic() - started)
    return min(times) * 1000


async def initial_sync(stage: Stage) -> Figures:
    """A first sync of a person with 100 rooms of ten members and 20 messages, asked five times; the last four count."""
    return await _syncs_with_rooms(stage, 0, 100)


async def initial_sync_500(stage: Stage) -> Figures:
    """The same with 500 rooms."""
    return await _syncs_with_rooms(stage, 11, 500)


async def initial_sync_2000(stage: Stage) -> Figures:
    """The same with 2,000 rooms, and the list of the first twenty of them in sliding sync, also after a restart."""
    figures = await _syncs_with_rooms(stage, 22, 2000)
    person, other = stage.people[22], stage.people[40]
    warm = [await _first_list(stage, person, f"c{turn}") for turn in range(5)]
    cold = []
    for turn in range(3):
        stage.peer.stop()
        stage.peer.start()
        again, opener = person.reconnected(), other.reconnected()
        # What the process itself loads with its first such request is not the list's.
        await _first_list(stage, opener, f"w{turn}")
        await asyncio.sleep(1.0)
        cold.append(await _first_list(stage, again, f"r{turn}"))
        await asyncio.gather(again.close(), opener.close())
    for kind, times in (("", warm), (", after a restart", cold)):
        name = f"sliding sync, first list of 2000 rooms{kind}"
        figures[f"{name}: ms"] = statistics.median(wall for wall, _ in times) * 1000
        figures[f"{name}: CPU ms"] = statistics.median(cpu for _, cpu in times) * 1000
    return figures


async def _first_list(stage: Stage, person: Person, conn_id: str) -> tuple[float, float]:
    """Return the seconds on the clock and of CPU that the first answer of a connection takes."""
    one = {"ranges": [[0, 19]], "timeline_limit": 1, "required_state": [["m.room.name", ""]]}
    cpu, started = stage.peer.cpu(), time.monotonic()
    await person.raw("POST", f"{SLIDING}?timeout=0", {"lists": {"all": one}, "conn_id": conn_id})
    return time.monotonic() - started, stage.peer.cpu() - cpu


async def _syncs_with_rooms(stage: Stage, first: int, count: int) -> Figures:
    person, others = stage.people[first], stage.people[first + 1 : first + 10]
    for _ in range(count):
        room = await person.create_room()
        await gather([other.join(room) for other in others], at_once=10)
        for turn in range(20):
            await others[turn % len(others)].send(room)
    times, cpus = [], []
    for _ in range(5):
        person.since = ""
        cpu, started = stage.peer.cpu(), time.monotonic()
        await person.sync()
        times.append(time.monotonic() - started)
        cpus.append(stage.peer.cpu() - cpu)
    return {
        f"initial sync of {count} rooms, warm: ms": statistics.median(times[1:]) * 1000,
        f"initial sync of {count} rooms, warm: CPU ms": statistics.median(cpus[1:]) * 1000,
    }


async def to_device(stage: Stage) -> Figures:
    """1,000 messages to one device from 50 people, then the syncs that fetch them all."""
    receiver, senders = stage.people[0], stage.people[1:51]
    receiver.since = ""
    await receiver.sync()
    cpu = stage.peer.cpu()

    async def twenty(person: Person) -> None:
        for _ in range(20):
            await person.send_to_device(receiver.user_id)

    await asyncio.gather(*(twenty(person) for person in senders))
    sent, got = stage.peer.cpu(), 0
    started = time.monotonic()
    while got < 1000:
        content = await receiver.sync()
        got += content.count(b'"m.room.encrypted"')
    return {
        "to-device: CPU s per 1,000 sent": sent - cpu,
        "to-device: CPU s per 1,000 fetched": stage.peer.cpu() - sent,
        "to-device: ms to fetch 1,000": (time.monotonic() - started) * 1000,
    }


async def back_page(stage: Stage) -> Figures:
    """Pages of 100 messages, backwards."""
    person = stage.people[0]
    room = await person.create_room()
    for _ in range(300):
        await person.send(room)
    path = f"{V3}/rooms/{room}/messages?dir=b&limit=100"
    await person.raw("GET", path)
    cpu, started = stage.peer.cpu(), time.monotonic()
    for _ in range(20):
        await person.raw("GET", path)
    return {
        "page of 100 messages: ms": (time.monotonic() - started) * 1000 / 20,
        "page of 100 messages: CPU ms": (stage.peer.cpu() - cpu) * 1000 / 20,
    }


async def back_page_far(stage: Stage) -> Figures:
    """All of 100,000 messages, backwards in pages of 100: the whole way, and whether late pages cost more."""
    senders = stage.people[:50]
    room = await senders[0].create_room()
    await gather([person.join(room) for person in senders[1:]], at_once=10)

    async def send_all(person: Person) -> None:
        for _ in range(2000):
            await person.send(room)

    await asyncio.gather(*(send_all(person) for person in senders))
    cpus, pages, token = [stage.peer.cpu()], 0, ""
    while True:
        page = await senders[0].call("GET", f"{V3}/rooms/{room}/messages?dir=b&limit=100{token}")
        pages += 1
        if pages % 100 == 0:
            cpus.append(stage.peer.cpu())
        if "end" not in page or not page["chunk"]:
            break
        token = f"&from={quote(page['end'])}"
    return {
        "back through 100,000 messages: CPU ms per page": (cpus[-1] - cpus[0])
        * 1000
        / (100 * (len(cpus) - 1)),
        "back through 100,000 messages: last tenth over first": (cpus[-1] - cpus[-2]) / (cpus[1] - cpus[0]),
    }


SCENARIOS: dict[str, Callable[[Stage], Awaitable[Figures]]] = {
    "sends": sends,
    "sends_heard": sends_heard,
    "deliveries": deliveries,
    "wakes": wakes,
    "joins": joins,
    "to_device": to_device,
    "initial_sync": initial_sync,
    "initial_sync_500": initial_sync_500,
    "back_page": back_page,
}
"""What both servers do, in this order."""

LONG: dict[str, Callable[[Stage], Awaitable[Figures]]] = {
    "initial_sync_2000": initial_sync_2000,
    "back_page_far": back_page_far,
}
"""What would take the other server hours to prepare: asked for by name, with `--alone`."""
