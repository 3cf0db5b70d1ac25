# SPDX-License-Identifier: EUPL-1.2
"""`python -m bench.large_room [--members N …]`: what a room costs as it grows, on SQLite.

People and their memberships come in by the modules' own services in one process (the way of `chancery demo`), which is as
fast as the server can take them; then the server is started, and more people join, send, list and sync over HTTP.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from bench.client import V3, Person
from bench.peers import PASSWORD, Chancery
from bench.prober import Prober
from bench.scenarios import Figures, gather
from chancery.app.server import running
from chancery.app.wiring import application, build_modules, open_platform
from chancery.kit.ids import DeviceId, RoomId, SessionId, UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.platform.config.load import load
from chancery.platform.db.port import Write
from chancery.platform.http.request import Caller

AT_ONCE = 200
LAZY = json.dumps({"room": {"state": {"lazy_load_members": True}}})
LATE = 50
"""People who join over HTTP when the room is as large as it gets."""


async def seed(peer: Chancery, members: int) -> tuple[str, list[float]]:
    """Make the room and let its members join; return its id and the joins per second of each tenth."""
    settings = load(None, environment=peer.environment()).settings
    platform = await open_platform(settings)
    modules = build_modules(platform)
    async with running(application(platform, modules)):
        accounts, rooms = modules.accounts.accounts, modules.rooms.rooms
        ids = [UserId(f"@member{number}:bench.example") for number in range(members + LATE)]
        hashed = await modules.accounts.passwords.hash(PASSWORD)
        for start in range(0, len(ids), 500):
            write = Write()
            for user_id in ids[start : start + 500]:
                person = NewPerson(user_id, user_id[1:].partition(":")[0], password_hash=hashed)
                await accounts.add_person(write, person, actor="bench")
            await platform.database.commit(write)
        callers = [Caller(one, DeviceId("SEED"), SessionId("seed"), False) for one in ids[:members]]
        options = {"preset": "public_chat", "name": "Everybody", "org.chancery.encrypted": False}
        room = await rooms.create_room(callers[0], options)
        rates, tenth = [], max(1, (members - 1) // 10)
        for start in range(1, members, tenth):
            began, part = time.monotonic(), callers[start : start + tenth]
            await gather([rooms.join(caller, RoomId(room)) for caller in part], at_once=AT_ONCE)
            rates.append(len(part) / (time.monotonic() - began))
    return room, rates


async def measure(members: int) -> Figures:
    """Return the figures of one size."""
    with tempfile.TemporaryDirectory(prefix="chancery-bench-") as folder:
        peer = Chancery(Path(folder))
        peer.prepare()
        room, rates = await seed(peer, members)
        peer.start()
        try:
            figures = await visit(peer, room, members)
        finally:
            peer.stop()
    seeded = {"joins per second in the process, first tenth": rates[0], "… last full tenth": rates[9]}
    return seeded | figures


async def visit(peer: Chancery, room: str, members: int) -> Figures:
    """Use the room over HTTP."""
    idle = peer.memory()
    late = [Person(peer.url, f"member{number}") for number in range(members, members + LATE)]
    await gather([person.login() for person in late], at_once=10)
    async with Person(peer.url, "member0") as first:
        await first.send(room)
        cpu, began = peer.cpu(), time.monotonic()
        await gather([person.join(room) for person in late], at_once=10)
        joining, joined = peer.cpu() - cpu, time.monotonic() - began
        await gather([person.sync() for person in late], at_once=10)
        sending = await _cpu_of_sends(peer, first, room)
        room_path = f"{V3}/rooms/{quote(room)}"
        listing = {
            **await _answer(peer, first, "joined_members", f"{room_path}/joined_members"),
            **await _answer(peer, first, "members", f"{room_path}/members"),
            **await _answer(peer, first, "first sync, members as needed", f"{V3}/sync?filter={quote(LAZY)}"),
            **await _answer(peer, first, "first sync, all members in it", f"{V3}/sync"),
        }
    await asyncio.gather(*(person.close() for person in late))
    return {
        "joins over HTTP: CPU s per 1,000": joining * 1000 / LATE,
        "joins over HTTP: per second": LATE / joined,
        **sending,
        **listing,
        "memory: started, MB": idle,
        "memory: at the end, MB": peer.memory(),
    }


async def _cpu_of_sends(peer: Chancery, person: Person, room: str) -> Figures:
    await person.send(room)
    times, cpu = [], peer.cpu()
    for _ in range(100):
        began = time.monotonic()
        await person.send(room)
        times.append(time.monotonic() - began)
    return {
        "sends: CPU s per 1,000": (peer.cpu() - cpu) * 10,
        "sends: ms at best": min(times) * 1000,
        "sends: ms, median": sorted(times)[50] * 1000,
    }


async def _answer(peer: Chancery, person: Person, name: str, path: str) -> Figures:
    """Fetch a large answer: its time and CPU, and how long another client's request waits meanwhile."""
    with Prober(peer.url) as prober:
        began, cpu = time.monotonic(), peer.cpu()
        await person.raw("GET", path)
        milliseconds, cpu = (time.monotonic() - began) * 1000, peer.cpu() - cpu
    return {
        f"{name}: ms": milliseconds,
        f"{name}: CPU ms": cpu * 1000,
        f"{name}: ms that others wait at most": prober.longest * 1000,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.large_room")
    parser.add_argument("--members", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    sizes = parser.parse_args().members
    columns = []
    for members in sizes:
        print(f"{members:,} members", flush=True)
        columns.append(asyncio.run(measure(members)))
    print(f"\n| figure | {' | '.join(f'{members:,}' for members in sizes)} |\n|---|{'---|' * len(sizes)}")
    for name in columns[0]:
        print(f"| {name} | {' | '.join(f'{one[name]:.3g}' for one in columns)} |")


if __name__ == "__main__":
    main()
