# SPDX-License-Identifier: EUPL-1.2
"""Offboarding and processes: a server killed in the midst of it goes on; the command is heard by the servers beside it."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from support.office import PASSWORD, SERVER
from support.people import V3
from support.process import ServerProcess
from support.sender import Sender

from chancery.app import wiring
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.org.model import PersonDetails
from chancery.modules.org.service.editor import holding
from chancery.platform.config.load import load
from chancery.platform.db.port import Write

ANNA, VERA = UserId(f"@anna:{SERVER}"), UserId(f"@vera:{SERVER}")
ROOMS = 60
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def _found_agency(server: ServerProcess) -> None:
    """Let vera administer an agency in which anna has a post."""
    await server.add_people("anna", "boris")
    platform = await wiring.open_platform(load(None, environment=server.environment).settings)
    try:
        modules, write = wiring.build_modules(platform), Write()
        vera = NewPerson(VERA, "Vera", password=PASSWORD, is_admin=True)
        await modules.accounts.accounts.add_person(write, vera, actor="system")
        editor = modules.org.editor
        root = editor.add_agency(write, "Ministry of Examples")
        post = editor.add_post(write, root.id, title="Director", kind="head", place=1)
        editor.set_person(write, PersonDetails(ANNA, "Anna"))
        editor.appoint(write, post, holding(post, ANNA, platform.clock()))
        editor.make_administrator(write, root, VERA)
        await platform.database.commit(write)
    finally:
        await platform.close()


async def _finished(vera: Sender, case: str) -> Any:
    async with asyncio.timeout(60):
        while True:
            record = await vera.call("GET", f"/api/v1/org/offboardings/{case}")
            if record["finished_at"] is not None:
                return record
            await asyncio.sleep(0.05)


async def _refused(person: Sender, path: str) -> bool:
    try:
        await person.call("GET", f"{V3}/{path}")
    except RuntimeError as error:
        return ": 401 " in str(error)
    return False


@pytest.mark.slow
async def test_kill_9_in_the_midst_of_it(server: ServerProcess) -> None:
    await _found_agency(server)
    server.start()
    anna, boris, vera = (Sender(server.url, name) for name in ("anna", "boris", "vera"))
    for person in (anna, boris, vera):
        await person.log_in()
    body = {"invite": [f"@boris:{SERVER}"]}
    rooms = [(await anna.call("POST", f"{V3}/createRoom", body))["room_id"] for _ in range(ROOMS)]
    for room in rooms:
        await boris.call("POST", f"{V3}/join/{quote(room, safe='')}", {})
    path = f"/api/v1/org/people/{quote(ANNA)}/offboarding"
    proof = {"type": "m.login.password", "password": PASSWORD}
    begun = await vera.call("POST", path, {"confirmation": "anna", "auth": proof})
    server.kill()
    server.start()
    assert await _refused(anna, "account/whoami")
    record = await _finished(vera, begun["id"])
    assert {step["room_id"]: step["heir"] for step in record["rooms"]} == dict.fromkeys(
        rooms, f"@boris:{SERVER}"
    )
    for room in rooms:
        state = f"{V3}/rooms/{quote(room, safe='')}/state"
        member = await boris.call("GET", f"{state}/m.room.member/{quote(ANNA)}")
        levels = await boris.call("GET", f"{state}/m.room.power_levels/")
        assert (member["membership"], levels["users"][f"@boris:{SERVER}"] >= 100) == ("leave", True)
    assert server.stop() == 0


@pytest.mark.slow
@on_postgresql
async def test_the_command_beside_a_running_server(server: ServerProcess) -> None:
    await _found_agency(server)
    server.start()
    anna = Sender(server.url, "anna")
    await anna.log_in()
    token = (await anna.call("GET", f"{V3}/sync?timeout=0"))["next_batch"]
    tab = asyncio.create_task(_refused(anna, f"sync?timeout=15000&since={token}"))
    command = [str(Path(sys.executable).parent / "chancery"), "offboard", "anna", "--json"]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=server.folder, env=server.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    printed, complaint = await process.communicate()
    assert process.returncode == 0, complaint
    assert json.loads(printed)["finished_at"] is not None
    assert await _refused(anna, "account/whoami")
    assert await tab
    assert server.stop() == 0


@pytest.mark.slow
async def test_the_command_leaves_a_running_server_alone_that_would_not_hear_it(
    server: ServerProcess,
) -> None:
    server.environment["CHANCERY_BUS__URL"] = ""
    await _found_agency(server)
    server.start()
    command = [str(Path(sys.executable).parent / "chancery"), "offboard", "anna"]
    refused = subprocess.run(
        command, cwd=server.folder, env=server.environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert "the server is running" in refused.stderr
    anna = Sender(server.url, "anna")
    await anna.log_in()
    assert server.stop() == 0
