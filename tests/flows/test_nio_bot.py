# SPDX-License-Identifier: EUPL-1.2
"""A bot on matrix-nio comes when invited, answers commands, and lives through restarts of the server and of itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nio
import pytest
from support.held import places_holding
from support.nio_client import Official, clients
from support.office import PASSWORD, SERVER
from support.process import ServerProcess

# The library opens files and event loops in ways that newer Pythons warn about.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default:::nio")]

BOT = f"@bot:{SERVER}"


class Bot:
    """A client in the library's own endless loop; it counts what it was asked, so that a doubled answer shows."""

    def __init__(self, url: str, store: Path) -> None:
        store.mkdir(exist_ok=True)
        config = nio.AsyncClientConfig(
            encryption_enabled=True, store_sync_tokens=True, max_timeout_retry_wait_time=1
        )
        self.client = nio.AsyncClient(url, BOT, store_path=str(store), config=config)
        self.client.add_event_callback(self._accept, nio.InviteMemberEvent)  # type: ignore[arg-type]  # nio's stubs name one subtype
        self.client.add_event_callback(self._obey, nio.RoomMessageText)  # type: ignore[arg-type]  # as above
        self.asked = 0

    async def _accept(self, room: nio.MatrixInvitedRoom, _event: nio.InviteMemberEvent) -> None:
        await self.client.join(room.room_id)

    async def _obey(self, room: nio.MatrixRoom, event: nio.RoomMessageText) -> None:
        command, _, words = event.body.partition(" ")
        if event.sender == BOT or command != "!echo":
            return
        self.asked += 1
        content = {"msgtype": "m.notice", "body": words}
        await self.client.room_send(room.room_id, "m.room.message", content, ignore_unverified_devices=True)


@asynccontextmanager
async def running(
    url: str, store: Path, login: nio.LoginResponse | None = None
) -> AsyncIterator[tuple[Bot, Any]]:
    """Run a bot, signed in anew or as the device it was; gives its login, too."""
    bot = Bot(url, store)
    if login:
        bot.client.restore_login(login.user_id, login.device_id, login.access_token)
    else:
        login = await bot.client.login(PASSWORD, device_name="bot")
        assert isinstance(login, nio.LoginResponse), login
    loop = asyncio.create_task(bot.client.sync_forever(timeout=10_000))
    try:
        yield bot, login
    finally:
        loop.cancel()
        await asyncio.wait([loop])
        await bot.client.close()


async def test_bot_on_nio(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> None:
    await server.add_people("anna", "bot")
    server.start()
    folder = tmp_path_factory.mktemp("nio")
    async with clients(server.url, folder) as enter:
        async with running(server.url, folder / "bot") as (_, login):
            anna = await enter("anna", "anna")
            rooms = [await open_room(anna, preset) for preset in ("public_chat", "private_chat")]
            assert [anna.client.rooms[room].encrypted for room in rooms] == [False, True]
            await obeys(anna, rooms, "before")
            server.kill()
            server.start()
            await obeys(anna, rooms, "after the restart of the server")
        async with running(server.url, folder / "bot", login) as (bot, _):
            await obeys(anna, rooms, "after its own")
            assert bot.asked == len(rooms)
    assert await places_holding(server, "private_chat: after its own") == []


async def open_room(anna: Official, preset: str) -> str:
    """Invite the bot and wait until it came."""
    created = await anna.client.room_create(name=preset, preset=nio.RoomPreset(preset), invite=[BOT])
    assert isinstance(created, nio.RoomCreateResponse), created
    for _ in range(20):
        await anna.look(5_000)
        room = anna.client.rooms.get(created.room_id)
        if room and room.joined_count == 2:
            return created.room_id
    raise AssertionError("the bot never came")


async def obeys(anna: Official, rooms: list[str], when: str) -> None:
    """Anna asks in each room; the bot answers each question there once, encrypted where the room is."""
    for room in rooms:
        text = f"{anna.client.rooms[room].name}: {when}"
        await anna.say(room, {"msgtype": "m.text", "body": f"!echo {text}"})
        answer = await anna.see(nio.RoomMessageNotice, text)
        assert (answer.sender, answer.decrypted) == (BOT, anna.client.rooms[room].encrypted)
        await anna.look()
        answers = [event for event in anna.shown if getattr(event, "body", "") == text]
        assert answers == [answer]
