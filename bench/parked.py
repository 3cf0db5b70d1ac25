# SPDX-License-Identifier: EUPL-1.2
"""`python -m bench.parked [--polls N]`: parks polls over N connections, then measures how soon they are woken.

Two questions: how long a message takes to one small room while everybody else stays parked, and how long it takes
until the last one of all has an answer when everybody is in the room. Also what a parked poll costs in memory.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench.client import V3, Person
from bench.peers import Chancery
from bench.scenarios import gather

POLLS_EACH = 50
"""Parked polls of one device; the server lets one have 64."""
SMALL_ROOM = 50
WAIT_MS = 120_000
ROUNDS = 5
CALM_SECONDS = 0.02


@dataclass(frozen=True)
class Line:
    """One connection with a poll to park on it."""

    request: bytes
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, url: str, token: str) -> Line:
        host, _, port = url.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        head = f"GET {V3}/sync?timeout={WAIT_MS}&since=%s HTTP/1.1\r\nHost: {host}\r\nAuthorization: {token}\r\n\r\n"
        return cls(head.encode(), reader, writer)

    async def poll(self, since: str) -> float:
        """Send the poll, and return when its answer began to arrive."""
        self.writer.write(self.request % quote(since).encode())
        head = await self.reader.readuntil(b"\r\n\r\n")
        arrived = time.monotonic()
        length = int(head.lower().split(b"content-length: ", 1)[1].split(b"\r", 1)[0])
        await self.reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        return arrived


@dataclass(frozen=True)
class Crowd:
    """People with their lines."""

    people: list[Person]
    lines: list[list[Line]]

    async def woken(self, peer: Chancery, sender: Person, room: str, whom: range) -> list[float]:
        """Park every line, send one message, and return the seconds until each line of `whom` was answered."""
        await gather([person.sync() for person in self.people])
        polls = [
            [asyncio.create_task(line.poll(person.since)) for line in lines]
            for person, lines in zip(self.people, self.lines, strict=True)
        ]
        await _calm(peer)
        sent = time.monotonic()
        await sender.send(room)
        expected = [poll for number in whom for poll in polls[number]]
        times = [arrived - sent for arrived in await asyncio.gather(*expected)]
        # The others are woken by a change of their own, so that every line is free for the next round.
        path, round_ = "account_data/org.example.round", {"sent": sent}
        await gather(
            [
                person.call("PUT", f"{V3}/user/{quote(person.user_id)}/{path}", round_)
                for person in self.people
            ]
        )
        await asyncio.gather(*[poll for own in polls for poll in own])
        return times


async def _calm(peer: Chancery) -> None:
    """Wait until the server has parked everything: until it uses next to no processor time."""
    before = -1.0
    while (now := peer.cpu()) - before > CALM_SECONDS:
        before = now
        await asyncio.sleep(0.3)


async def run(count: int) -> dict[str, float]:
    """Measure on a fresh server."""
    with tempfile.TemporaryDirectory() as folder:
        peer = Chancery(Path(folder))
        peer.prepare()
        peer.start()
        try:
            return await _measure(peer, count)
        finally:
            peer.stop()


async def _measure(peer: Chancery, count: int) -> dict[str, float]:
    names = [f"official{number}" for number in range(-(-count // POLLS_EACH) + 1)]
    await peer.create_people(names)
    sender, *people = [Person(peer.url, name) for name in names]
    await gather([person.login() for person in (sender, *people)], at_once=10)
    hall, small = await sender.create_room(), await sender.create_room()
    for person in people:
        await person.join(hall)
    await people[0].join(small)
    await _calm(peer)
    idle = peer.memory()
    lines = [
        await asyncio.gather(*[Line.open(peer.url, person.authorization) for _ in range(POLLS_EACH)])
        for person in people
    ]
    crowd = Crowd(people, [list(own) for own in lines])
    few: list[float] = []
    everybody: list[list[float]] = []
    for _ in range(ROUNDS):
        few += await crowd.woken(peer, sender, small, range(1))
        everybody.append(await crowd.woken(peer, sender, hall, range(len(people))))
    memory = peer.memory()
    await asyncio.gather(*(person.close() for person in (sender, *people)))
    return {
        "parked polls": float(len(people) * POLLS_EACH),
        f"{SMALL_ROOM} of them woken: median ms": statistics.median(few) * 1000,
        f"{SMALL_ROOM} of them woken: slowest ms": max(few) * 1000,
        "all woken: median ms": statistics.median(one for row in everybody for one in row) * 1000,
        "all woken: slowest ms, median of rounds": statistics.median(max(row) for row in everybody) * 1000,
        "memory per parked poll: KB": (memory - idle) * 1024 / (len(people) * POLLS_EACH),
    }


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polls", type=int, default=5_000)
    arguments = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print(json.dumps(asyncio.run(run(arguments.polls)), indent=2))


if __name__ == "__main__":
    main()
