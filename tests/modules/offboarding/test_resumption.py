# SPDX-License-Identifier: EUPL-1.2
"""A server that dies between any two writes, and two that compete: the rest is done, and nothing twice."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from support.ministry import ministry_settings, open_ministry
from support.waiting import until

from chancery.kit.ids import UserId
from chancery.platform.bus.local import LocalBus
from chancery.platform.db.port import Database, DatabaseUnavailable, Receipt, Write

from .conftest import House, build_house


class DyingDatabase:
    """A database that takes some more writes and then none, as for a process that is killed there."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.left: int | None = None
        self.refused = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    async def commit(self, write: Write) -> Receipt:
        return await self.submit(write)

    def submit(self, write: Write) -> Awaitable[Receipt]:
        if self.left == 0:
            self.refused = True
            raise DatabaseUnavailable("killed")
        if self.left is not None:
            self.left -= 1
        return self._database.submit(write)


async def _rooms(house: House) -> list[str]:
    """Return rooms of which anna alone administers the first two; boris is not in the second."""
    return [
        await house.together("anna", "boris", "carla"),
        await house.together("anna", "carla", "dora"),
        await house.together("carla", "anna", "boris"),
    ]


async def _check_done_once(house: House, rooms: Sequence[str]) -> None:
    anna = house["anna"].user_id
    for room in rooms:
        chunk = (await house["carla"].get(room, "messages", dir="b", limit=100)).json["chunk"]
        leaving = [event for event in chunk if event.get("state_key") == anna]
        assert [event["content"]["membership"] for event in leaving].count("leave") == 1
    assert [await house.member(room, "carla", "boris") for room in rooms] == ["join", "invite", "join"]
    told = await house.audited("room.departed", "room.handed_over", "offboarding.finished")
    assert Counter(action for action, _ in told) == {
        "room.departed": 3,
        "room.handed_over": 2,
        "offboarding.finished": 1,
    }


@pytest.mark.parametrize("writes", [0, 1, 2, 3, 5, 6])
async def test_the_next_server_goes_on(
    database: Database, local_bus: LocalBus, tmp_path: Path, writes: int
) -> None:
    dying, settings = DyingDatabase(database), ministry_settings(tmp_path)
    async with open_ministry(settings, cast("Database", dying), local_bus, tmp_path) as first:
        house = await build_house(first)
        rooms = await _rooms(house)
        dying.left = 1 + writes
        record = await house.offboard(successor=house["boris"].user_id)
        await until(lambda: dying.refused)
        # What is done in stopping may be written: nothing looks at open cases again before it stops.
        dying.left = None
    assert await database.fetch("SELECT id FROM offboarding_case WHERE finished_at IS NULL") != []
    async with open_ministry(settings, database, local_bus, tmp_path) as second:
        house = house.at(second)
        done = await house.finished(record)
        assert {step["room_id"] for step in done["rooms"]} == set(rooms)
        assert all(step["done_at"] is not None for step in done["rooms"])
        await _check_done_once(house, rooms)


async def test_two_servers_at_it_do_nothing_twice(
    database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    settings = ministry_settings(tmp_path)
    async with (
        open_ministry(settings, database, local_bus, tmp_path / "1") as first,
        open_ministry(settings, database, local_bus, tmp_path / "2") as second,
    ):
        house = await build_house(first)
        rooms = await _rooms(house)
        record = await house.offboard(successor=house["boris"].user_id)
        anna = UserId(house["anna"].user_id)
        await asyncio.gather(
            *(server.modules.offboarding.offboarding.run(anna, None) for server in (first, second, first))
        )
        await house.finished(record)
        await _check_done_once(house, rooms)
