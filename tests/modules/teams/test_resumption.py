# SPDX-License-Identifier: EUPL-1.2
"""A process that dies before the rooms follow, and one whose memory of the day is old: the next one goes on."""

import asyncio
from itertools import pairwise
from pathlib import Path

from support.ministry import ministry_settings, open_ministry

from chancery.platform.bus.local import LocalBus
from chancery.platform.db.port import Database

from .conftest import Bureau, build_bureau, room_of

DAY = 86_400


async def test_the_next_process_follows_what_the_first_one_did_not(
    database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    settings = ministry_settings(tmp_path)
    async with open_ministry(settings, database, local_bus, tmp_path) as first:
        bureau = await build_bureau(first)
        team = await bureau.team("transport")
        now = bureau.clock()
        await bureau.appoint("emil", "free", starts_at=now + DAY * 1_000)
        # Nobody follows any more; the deed is in the database all the same.
        stop = first.modules.teams.manifest.stop
        assert stop is not None
        await stop()
        await bureau.move("treaties", "transport")
        assert await bureau.inside(team["space_id"]) == {"dora", "olga"}
    async with open_ministry(settings, database, local_bus, tmp_path) as second:
        later: Bureau = bureau.at(second)
        await later.settle()
        assert await later.inside(team["space_id"]) == {"boris", "carla", "dora", "olga"}
        legal = await later.team("legal")
        assert "emil" not in await later.inside(legal["space_id"])
        later.clock.now = now
        later.clock.forward(seconds=DAY + 5)
        await later.settle()
        assert "emil" in await later.inside(legal["space_id"])


async def test_two_processes_at_it_do_nothing_twice(
    database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    settings = ministry_settings(tmp_path)
    async with (
        open_ministry(settings, database, local_bus, tmp_path / "1") as first,
        open_ministry(settings, database, local_bus, tmp_path / "2") as second,
    ):
        bureau = await build_bureau(first)
        legal, transport = await bureau.team("legal"), await bureau.team("transport")
        for parent in ("transport", "legal", "transport"):
            await bureau.move("treaties", parent)
            await asyncio.gather(*(one.modules.teams.teams.settle() for one in (first, second, first)))
        assert await bureau.inside(legal["space_id"]) == {"anna"}
        assert await bureau.inside(transport["space_id"]) == {"boris", "carla", "dora", "olga"}
        page = await bureau["dora"].get(room_of(transport, "announcements"), "messages", dir="f", limit=100)
        for name in ("boris", "carla"):
            events = [one for one in page.json["chunk"] if one.get("state_key") == bureau[name].user_id]
            steps = [event["content"]["membership"] for event in events]
            assert steps
            assert all(one != other for one, other in pairwise(steps)), steps
