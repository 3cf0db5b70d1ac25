# SPDX-License-Identifier: EUPL-1.2
"""A server that dies between any two batches, and two that compete: everything is applied, and nothing twice."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, cast

import pytest
from support.ministry import ministry_settings, open_ministry
from support.waiting import until

from chancery.modules.provisioning.contract import Consent
from chancery.platform.bus.local import LocalBus
from chancery.platform.db.port import Database, DatabaseUnavailable, Receipt, Write

from .conftest import House, build_house

PEOPLE = 430
LINES = [
    f"{number},crowd{number},Crowd {number},,hall,Hall,,Clerk,{'yes' if number == 0 else ''},,,"
    for number in range(PEOPLE)
]


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


async def _check_all_there_once(house: House, database: Database, total: int) -> None:
    found = await database.fetch(
        "SELECT count(*), count(DISTINCT user_id) FROM org_appointment WHERE user_id LIKE '@crowd%'"
    )
    assert found == [(PEOPLE, PEOPLE)]
    made = await database.fetch(
        "SELECT count(*) FROM audit_entry WHERE action = 'person.created' AND subject LIKE '@crowd%'"
    )
    assert made == [(PEOPLE,)]
    again = await house.planned(*LINES)
    assert again["run"]["total"] == 0
    assert total > 3 * PEOPLE


@pytest.mark.parametrize("writes", [0, 1, 3, 6])
async def test_the_next_server_goes_on(
    database: Database, local_bus: LocalBus, tmp_path: Path, writes: int
) -> None:
    dying, settings = DyingDatabase(database), ministry_settings(tmp_path)
    async with open_ministry(settings, cast("Database", dying), local_bus, tmp_path) as first:
        house = await build_house(first)
        run = (await house.planned(*LINES))["run"]
        dying.left = 2 + writes
        assert (await house.apply(run["id"])).status == 200
        await until(lambda: dying.refused)
        dying.left = None
    rows = await database.fetch("SELECT done FROM provisioning_run WHERE state = 'applying'")
    assert len(rows) == 1
    assert cast("int", rows[0][0]) < run["total"]
    async with open_ministry(settings, database, local_bus, tmp_path) as second:
        house = house.at(second)
        done = await house.done(run["id"])
        assert (done["state"], done["done"], done["failed"]) == ("done", run["total"], 0)
        await _check_all_there_once(house, database, run["total"])


async def test_two_servers_at_it_apply_nothing_twice(
    database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    settings = ministry_settings(tmp_path)
    async with (
        open_ministry(settings, database, local_bus, tmp_path / "1") as first,
        open_ministry(settings, database, local_bus, tmp_path / "2") as second,
    ):
        house = await build_house(first)
        run = (await house.planned(*LINES))["run"]
        doors = [server.modules.provisioning.provisioning for server in (first, second)]
        await asyncio.gather(
            *(door.apply(run["id"], actor=house["vera"].user_id, consent=Consent()) for door in doors),
            return_exceptions=True,
        )
        done = await house.done(run["id"])
        assert (done["state"], done["done"], done["failed"]) == ("done", run["total"], 0)
        await _check_all_there_once(house, database, run["total"])


async def test_what_cannot_be_applied_is_noted_and_the_rest_is_done(house: House, database: Database) -> None:
    run = (await house.planned(*LINES))["run"]
    accounts = house.ministry.modules.accounts.accounts
    await house.ministry.person("crowd7")
    # The preview is not asked again by the door itself.
    await house.ministry.modules.provisioning.provisioning.apply(run["id"], actor="system")
    done = await house.done(run["id"])
    assert (done["state"], done["done"], done["failed"]) == ("done", run["total"], 1)
    assert (9, "apply_failed") in await house.problems(run["id"])
    assert await accounts.exists((await house.card("crowd8"))["user_id"])
