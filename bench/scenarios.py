# SPDX-License-Identifier: EUPL-1.2
"""What is measured: each scenario runs the same on either server and returns named figures."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench.client import V3, Person
from bench.peers import Chancery, Synapse

Figures = dict[str, float]
AnyPeer = Chancery | Synapse


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
    """One send wakes two parked polls of every person: CPU, and the time until the last one has its answer."""
    room = await stage.people[0].create_room()
    await gather([person.join(room) for person in stage.people[1:]], at_once=10)
    await gather([person.sync() for person in stage.people])
    slowest, cpu, rounds = [], 0.0, 5
    for _ in range(rounds):
        parked = [asyncio.create_task(_arrival(person)) for person in stage.people * 2]
        await asyncio.sleep(2.0)
        before, sent = stage.peer.cpu(), time.monotonic()
        await stage.people[0].send(room)
        slowest.append(max(await asyncio.gather(*parked)) - sent)
        cpu += stage.peer.cpu() - before
    count = 2 * len(stage.people)
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
    person, others = stage.people[0], stage.people[1:10]
    for _ in range(100):
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
        "initial sync of 100+ rooms, warm: ms": statistics.median(times[1:]) * 1000,
        "initial sync of 100+ rooms, warm: CPU ms": statistics.median(cpus[1:]) * 1000,
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


SCENARIOS: dict[str, Callable[[Stage], Awaitable[Figures]]] = {
    "sends": sends,
    "deliveries": deliveries,
    "wakes": wakes,
    "joins": joins,
    "initial_sync": initial_sync,
    "back_page": back_page,
}
