# SPDX-License-Identifier: EUPL-1.2
"""Makes the simulated organisation on the server: units, people, logins, rooms."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import quote

from chancery.app.load.client import V3, LoadClient
from chancery.app.load.http import Address
from chancery.app.load.plan import Plan, PlannedRoom
from chancery.app.load.recorder import Recorder

AT_ONCE = 16
Progress = Callable[[str, int, int], None]
"""Learns what is being made, how many are done, and of how many."""
ENCRYPTION = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}


async def make_people(
    admin: LoadClient, count: int, addresses: list[Address], recorder: Recorder, progress: Progress
) -> list[LoadClient]:
    """Create people through the administrator's API and sign all of them in."""
    password = secrets.token_urlsafe(18)
    run = secrets.token_hex(3)
    (unit, *_rest) = (await admin.call("prepare", "GET", "/api/v1/org/units"))["units"]
    post = await admin.call(
        "prepare", "POST", "/api/v1/org/posts", {"unit_id": unit["id"], "title": f"Load {run}"}
    )
    clients = [
        LoadClient(addresses[index % len(addresses)], f"load-{run}-{index + 1}", recorder)
        for index in range(count)
    ]

    async def make(client: LoadClient) -> None:
        body = {"user_name": client.name, "name": client.name, "password": password, "post_id": post["id"]}
        await admin.call("prepare", "POST", "/api/v1/org/people", body)
        await client.login(password)

    await _all((make(client) for client in clients), count, lambda done: progress("people", done, count))
    return clients


async def make_rooms(plan: Plan, clients: list[LoadClient], progress: Progress) -> list[str]:
    """Create the planned rooms, join their members, and return the rooms' ids."""
    ids = [""] * len(plan.rooms)

    async def make(index: int, room: PlannedRoom) -> None:
        ids[index] = await _make_room(room, clients)

    jobs = (make(index, room) for index, room in enumerate(plan.rooms))
    await _all(jobs, len(plan.rooms), lambda done: progress("rooms", done, len(plan.rooms)))
    return ids


async def _make_room(room: PlannedRoom, clients: list[LoadClient]) -> str:
    first, *others = (clients[member] for member in room.members)
    body: dict[str, object] = {"preset": "public_chat", "initial_state": [ENCRYPTION]}
    if room.name:
        body["name"] = room.name
    answer = await first.call("create room", "POST", f"{V3}/createRoom", body)
    room_id = str(answer["room_id"])
    path = f"{V3}/join/{quote(room_id)}"
    for start in range(0, len(others), AT_ONCE):
        joins = (other.call("join", "POST", path, {}) for other in others[start : start + AT_ONCE])
        await asyncio.gather(*joins)
    return room_id


async def _all(jobs: Iterable[Awaitable[None]], count: int, report: Callable[[int], None]) -> None:
    """Await all jobs, some at once, and report each twentieth."""
    waiting, done = iter(jobs), 0

    async def work() -> None:
        nonlocal done
        for job in waiting:
            await job
            done += 1
            if done == count or done % max(1, count // 20) == 0:
                report(done)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
