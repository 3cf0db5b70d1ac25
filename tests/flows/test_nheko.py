# SPDX-License-Identifier: EUPL-1.2
"""An official at nheko's window reads what another writes on matrix-nio in an encrypted room, and answers."""

import re

import nio
import pytest
from support.held import places_holding
from support.nheko import Nheko, desktop, needs_nheko
from support.nio_client import Official, clients
from support.office import PASSWORD, SERVER
from support.process import ServerProcess

# The library opens files and event loops in ways that newer Pythons warn about.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default:::nio")]

SECRET = "Order 17: the minister resigns on Tuesday"
ANSWER = "Understood, it stays sealed"
ENCRYPTED = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}


async def test_official_at_nheko(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> None:
    needs_nheko()
    await server.add_people("anna", "boris")
    server.start()
    folder = tmp_path_factory.mktemp("nheko")
    async with clients(server.url, tmp_path_factory.mktemp("nio")) as enter:
        boris = await enter("boris", "boris")
        with desktop(folder) as nheko, nheko.running():
            await nheko.log_in(server.url, "anna", PASSWORD)
            await nheko.set_up_encryption()
            room = await invite(boris)
            await nheko.accept_invitation()
            await read_and_answer(boris, nheko, room)
            nheko.picture("conversation")
    assert not failed_answers(server)
    for text in (SECRET, ANSWER):
        assert await places_holding(server, text) == []


async def invite(boris: Official) -> str:
    """Open an encrypted room with Anna in it, as soon as she comes."""
    created = await boris.client.room_create(
        name="Cabinet papers", invite=[f"@anna:{SERVER}"], initial_state=[ENCRYPTED]
    )
    assert isinstance(created, nio.RoomCreateResponse), created
    return created.room_id


async def read_and_answer(boris: Official, nheko: Nheko, room: str) -> None:
    """Nheko's reply quotes the words that only its own decryption can have told it."""
    await comes(boris, room)
    shown = nheko.log().count("begin insert")
    sent = await boris.say(room, {"msgtype": "m.text", "body": SECRET})
    await nheko.tells("established inbound megolm session")
    await nheko.tells("begin insert", shown + 1)
    await nheko.answer_last(ANSWER)
    answer = await boris.see(nio.RoomMessageText, f"> <{boris.client.user_id}> {SECRET}\n\n{ANSWER}")
    assert (answer.decrypted, answer.sender) == (True, f"@anna:{SERVER}")
    assert answer.source["content"]["m.relates_to"] == {"m.in_reply_to": {"event_id": sent}}


async def comes(boris: Official, room: str) -> None:
    """Sync until Anna is in the room."""
    for _ in range(20):
        await boris.look(5_000)
        if boris.client.rooms[room].joined_count == 2:
            return
    raise AssertionError("Anna never came")


def failed_answers(server: ServerProcess) -> list[str]:
    """What was refused, but for the backup that nheko asks for before it makes one (499 is a client that hung up)."""
    refused = re.compile(r" status=(4(?!99)|5)")
    no_backup = "route=/_matrix/client/v3/room_keys/version status=404"
    return [line for line in server.log().splitlines() if refused.search(line) and no_backup not in line]
