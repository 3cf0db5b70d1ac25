# SPDX-License-Identifier: EUPL-1.2
"""A bot on mautrix serves an official on matrix-nio in an encrypted room: two clients, two crypto libraries."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import nio
import pytest
from mautrix.client import Client
from mautrix.client.state_store import MemoryStateStore
from mautrix.crypto import MemoryCryptoStore, OlmMachine
from mautrix.crypto.attachments import decrypt_attachment, encrypt_attachment
from mautrix.crypto.store import StateStore
from mautrix.types import (
    EventType,
    FileInfo,
    MediaMessageEventContent,
    Membership,
    MessageEvent,
    MessageType,
    RoomID,
    StateEvent,
    TrustState,
    UserID,
)
from support.held import places_holding
from support.nio_client import Official, clients
from support.office import PASSWORD, SERVER
from support.process import ServerProcess

# nio opens files in ways that newer Pythons warn about; what mautrix warns of is what nio puts into its events.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default:::nio"),
    pytest.mark.filterwarnings("ignore:The sender_key field"),
]

QUESTION = "!report of the sealed quarter"
ANSWER = "Here is the sealed report"
REPORT = b"quarter;income;expenses\n" * 200


class BotState(MemoryStateStore, StateStore):
    """The library's state store, with the question that its encryption asks."""

    async def find_shared_rooms(self, user_id: UserID) -> list[RoomID]:
        return [room for room, members in self.members.items() if user_id in members]


class Bot:
    """Joins where it is invited and answers each question with a text and an encrypted file."""

    def __init__(self, url: str, name: str) -> None:
        self.state = BotState()
        self.store = MemoryCryptoStore(name, "pickle key")
        self.client = Client(
            UserID(f"@{name}:{SERVER}"), base_url=url, state_store=self.state, sync_store=self.store
        )
        self.asked: list[MessageEvent] = []
        self.client.add_event_handler(EventType.ROOM_MEMBER, self._accept)
        self.client.add_event_handler(EventType.ROOM_MESSAGE, self._answer)

    async def log_in(self) -> None:
        await self.client.login(password=PASSWORD, device_name="mautrix")
        await self.store.put_device_id(self.client.device_id)
        self.machine = OlmMachine(self.client, self.store, self.state)
        await self.machine.load()
        self.client.crypto = self.machine
        await self.machine.share_keys(0)

    async def _accept(self, event: StateEvent) -> None:
        if event.state_key == self.client.mxid and event.content.membership == Membership.INVITE:
            await self.client.join_room(event.room_id)

    async def _answer(self, event: MessageEvent) -> None:
        if event.sender == self.client.mxid:
            return
        self.asked.append(event)
        sealed, file = encrypt_attachment(REPORT)
        file.url = await self.client.upload_media(sealed, mime_type="application/octet-stream")
        info = FileInfo(mimetype="text/csv", size=len(REPORT))
        content = MediaMessageEventContent(msgtype=MessageType.FILE, body="report.csv", file=file, info=info)
        await self.client.send_text(event.room_id, ANSWER)
        await self.client.send_message(event.room_id, content)


@asynccontextmanager
async def running_bot(url: str, name: str = "bot") -> AsyncIterator[Bot]:
    """A signed-in bot whose sync loop runs."""
    bot = Bot(url, name)
    await bot.log_in()
    loop = bot.client.start(None)
    try:
        yield bot
    finally:
        bot.client.stop()
        await asyncio.wait([loop])
        await bot.client.api.session.close()


async def test_bot_on_mautrix(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> None:
    await server.add_people("anna", "bot")
    server.start()
    async with clients(server.url, tmp_path_factory.mktemp("nio")) as enter, running_bot(server.url) as bot:
        anna = await enter("anna", "anna")
        room = await invite(anna, bot)
        await anna.say(room, {"msgtype": "m.text", "body": QUESTION})
        assert (await anna.see(nio.RoomMessageText, ANSWER)).decrypted
        await check_report(bot, await anna.see(nio.RoomEncryptedFile))
        check_question(bot, anna)
        await check_state(bot, room)
    for text in (QUESTION, ANSWER, REPORT[:30].decode(), "report.csv"):
        assert await places_holding(server, text) == []


async def test_recovery_key_of_mautrix(server: ServerProcess) -> None:
    """A bot publishes cross-signing keys; its next device proves itself to others by the recovery key alone."""
    await server.add_people("anna", "bot")
    server.start()
    async with running_bot(server.url) as first, running_bot(server.url) as second:
        await second.machine.verify_with_recovery_key(await first.machine.generate_recovery_key())
        async with running_bot(server.url, "anna") as anna:
            device = await anna.machine.get_or_fetch_device(second.client.mxid, second.client.device_id)
            assert await anna.machine.resolve_trust(device) == TrustState.CROSS_SIGNED_TOFU


async def invite(anna: Official, bot: Bot) -> str:
    """Open a room with the bot and wait until it came."""
    created = await anna.client.room_create(invite=[bot.client.mxid])
    assert isinstance(created, nio.RoomCreateResponse), created
    for _ in range(20):
        await anna.look(5_000)
        room = anna.client.rooms.get(created.room_id)
        if room and bot.client.mxid in room.users and not room.users[bot.client.mxid].invited:
            return created.room_id
    raise AssertionError("the bot never came")


async def check_report(bot: Bot, event: nio.RoomEncryptedFile) -> None:
    """The file of the event is the report, and the server has it encrypted only."""
    fetched = await bot.client.download_media(event.url)
    assert REPORT not in fetched
    assert decrypt_attachment(fetched, event.key["k"], event.hashes["sha256"], event.iv) == REPORT


def check_question(bot: Bot, anna: Official) -> None:
    """The bot read one question, decrypted by its own library."""
    (question,) = bot.asked
    assert (question.content.body, question.sender) == (QUESTION, anna.client.user_id)
    assert question["mautrix"]["was_encrypted"]


async def check_state(bot: Bot, room: str) -> None:
    """The bot's state store knows the room as the server does."""
    assert await bot.state.is_encrypted(RoomID(room))
    assert await bot.state.get_members(RoomID(room)) == [f"@anna:{SERVER}", f"@bot:{SERVER}"]
    levels = await bot.client.get_state_event(RoomID(room), EventType.ROOM_POWER_LEVELS)
    assert await bot.state.get_power_levels(RoomID(room)) == levels
