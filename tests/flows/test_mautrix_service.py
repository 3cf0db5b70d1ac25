# SPDX-License-Identifier: EUPL-1.2
"""A bridge on mautrix's application service framework: ghosts, transactions, ephemeral events, encryption, an outage."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nio
import pytest
from mautrix.appservice import AppService, ASStateStore, IntentAPI
from mautrix.client import Client
from mautrix.client.state_store import MemoryStateStore
from mautrix.crypto import MemoryCryptoStore, OlmMachine
from mautrix.crypto.store import StateStore
from mautrix.errors import MExclusive
from mautrix.types import (
    DeviceID,
    EncryptionAlgorithm,
    Event,
    EventType,
    LoginType,
    MessageEvent,
    RoomCreatePreset,
    RoomEncryptionStateEventContent,
    RoomID,
    UserID,
)
from support.nio_client import Official, clients
from support.office import SERVER
from support.process import ServerProcess
from support.waiting import until

# nio opens files in ways that newer Pythons warn about; what mautrix warns of is its own way and what nio puts into events.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default:::nio"),
    pytest.mark.filterwarnings("ignore:The sender_key field"),
    pytest.mark.filterwarnings("ignore:loop argument is deprecated"),
]

AS_TOKEN, HS_TOKEN = "as token of the gateway", "hs token of the gateway"
ANNA = UserID(f"@anna:{SERVER}")
GHOST = UserID(f"@_irc_bo:{SERVER}")
NAMESPACES = {
    "users": [{"exclusive": True, "regex": rf"@_irc_.*:{SERVER}"}],
    "aliases": [{"exclusive": True, "regex": rf"#_irc_.*:{SERVER}"}],
}


class BridgeState(MemoryStateStore, ASStateStore, StateStore):  # type: ignore[misc]  # the bases differ in `is_joined`
    """The library's state store for services, with the question that its encryption asks."""

    def __init__(self) -> None:
        MemoryStateStore.__init__(self)
        ASStateStore.__init__(self)

    async def find_shared_rooms(self, user_id: UserID) -> list[RoomID]:
        return [room for room, members in self.members.items() if user_id in members]


class Gateway:
    """The service: it keeps what it was sent."""

    def __init__(self, server: ServerProcess, port: int) -> None:
        self.taken: list[Event] = []
        self.state = BridgeState()
        self.port = port
        self.service = AppService(
            server=server.url,
            domain=SERVER,
            as_token=AS_TOKEN,
            hs_token=HS_TOKEN,
            bot_localpart="gateway",
            id="gateway",
            state_store=self.state,
            ephemeral_events=True,
            query_user=self._query_user,
            query_alias=self._query_alias,
        )
        self.service.matrix_event_handler(self._take)

    @property
    def bot(self) -> IntentAPI:
        return self.service.intent

    @property
    def ghost(self) -> IntentAPI:
        return self.service.intent.user(GHOST)

    def has(self, kind: EventType, **content: Any) -> Callable[[], bool]:
        """Tell whether an event of the kind was taken whose content has these members."""

        def taken() -> bool:
            contents = (event.content.serialize() for event in self.taken if event.type == kind)
            return any(content.items() <= each.items() for each in contents)

        return taken

    async def _take(self, event: Event) -> None:
        self.taken.append(event)

    async def _query_user(self, user_id: str) -> dict[str, Any]:
        await self.service.intent.user(UserID(user_id)).ensure_registered()
        return {"made": user_id}

    async def _query_alias(self, alias: str) -> dict[str, Any]:
        local = alias[1:].partition(":")[0]
        room = await self.bot.create_room(alias_localpart=local, preset=RoomCreatePreset.PUBLIC)
        return {"made": room}


@asynccontextmanager
async def listening(gateway: Gateway) -> AsyncIterator[Gateway]:
    """Let the service listen where its registration says."""
    await gateway.service.start("127.0.0.1", gateway.port)
    connections = gateway.service.runner.server
    try:
        yield gateway
    finally:
        await gateway.service.stop()
        # One that was just being accepted was not among those that the service closed.
        await asyncio.sleep(0.05)
        await connections.shutdown(0)


@pytest.fixture
async def gateway(server: ServerProcess, unused_tcp_port: int, tmp_path: Path) -> Gateway:
    """A service that is registered with the server, which runs; it does not listen yet."""
    registration = {
        "id": "gateway",
        "url": f"http://127.0.0.1:{unused_tcp_port}",
        "as_token": AS_TOKEN,
        "hs_token": HS_TOKEN,
        "sender_localpart": "gateway",
        "rate_limited": False,
        "namespaces": NAMESPACES,
        "de.sorunome.msc2409.push_ephemeral": True,
        "receive_ephemeral": True,
        "io.element.msc4190": True,
    }
    path = tmp_path / "gateway.yaml"
    path.write_text(json.dumps(registration))
    server.environment["CHANCERY_APPSERVICES__REGISTRATIONS"] = str(path)
    await server.add_people("anna")
    server.start()
    return Gateway(server, unused_tcp_port)


async def test_bridge_on_mautrix(
    server: ServerProcess, gateway: Gateway, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A ghost talks to Anna; what she writes, types and reads is handed to the service."""
    async with listening(gateway), clients(server.url, tmp_path_factory.mktemp("nio")) as enter:
        assert await gateway.service.ping_self("first") >= 0
        anna = await enter("anna", "anna")
        room = await ghost_opens(gateway, anna)
        heard = await anna_hears(gateway, anna, room)
        await anna_answers(gateway, anna, room, heard)
        await ghost_takes_back(gateway, anna, room)


async def ghost_opens(gateway: Gateway, anna: Official) -> RoomID:
    """The service's bot opens a room, brings the ghost there and invites Anna, who comes."""
    await gateway.ghost.set_displayname("Bo (IRC)")
    room = await gateway.bot.create_room(name="#gateway", invitees=[ANNA], preset=RoomCreatePreset.PUBLIC)
    await gateway.ghost.ensure_joined(room)
    await anna.look()
    assert isinstance(await anna.client.join(room), nio.JoinResponse)
    await until(gateway.has(EventType.ROOM_MEMBER, membership="join", displayname="Anna"))
    assert set(await gateway.ghost.get_joined_members(room)) == {ANNA, GHOST, gateway.service.bot_mxid}
    return room


async def anna_hears(gateway: Gateway, anna: Official, room: RoomID) -> str:
    """The ghost types, then writes under a name of its own; the id of its message."""
    await gateway.ghost.set_typing(room, timeout=20_000)
    assert (await anna.see(nio.TypingNoticeEvent)).users == [GHOST]
    sent = await gateway.ghost.send_text(room, "Hello from IRC")
    heard = await anna.see(nio.RoomMessageText, "Hello from IRC")
    assert (heard.event_id, heard.sender) == (sent, GHOST)
    assert anna.client.rooms[room].user_name(GHOST) == "Bo (IRC)"
    return sent


async def anna_answers(gateway: Gateway, anna: Official, room: RoomID, heard: str) -> None:
    """Anna reads, types, answers; the ghost reads her answer."""
    await anna.client.room_typing(room, True)
    await until(gateway.has(EventType.TYPING, user_ids=[ANNA]))
    await anna.client.update_receipt_marker(room, heard)
    await until(lambda: any(event.type == EventType.RECEIPT for event in gateway.taken))
    sent = await anna.client.room_send(room, "m.room.message", {"msgtype": "m.text", "body": "Hello to IRC"})
    assert isinstance(sent, nio.RoomSendResponse), sent
    await until(gateway.has(EventType.ROOM_MESSAGE, body="Hello to IRC"))
    await gateway.ghost.mark_read(room, sent.event_id)
    receipts = (await anna.see(nio.ReceiptEvent)).receipts
    assert (GHOST, sent.event_id) in [(each.user_id, each.event_id) for each in receipts]


async def ghost_takes_back(gateway: Gateway, anna: Official, room: RoomID) -> None:
    """The ghost takes a message back, leaves, and is brought in again by the bot's invitation."""
    sent = await gateway.ghost.send_text(room, "Wrong window")
    await gateway.ghost.redact(room, sent, "wrong window")
    assert (await anna.see(nio.RedactionEvent)).redacts == sent
    await gateway.ghost.leave_room(room)
    await until(gateway.has(EventType.ROOM_MEMBER, membership="leave"))
    assert await gateway.ghost.ensure_joined(room, ignore_cache=True)


async def test_namespaces_on_mautrix(
    server: ServerProcess, gateway: Gateway, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Who asks for an alias or a person of the service gets it, made on the spot; others' names stay closed to it."""
    async with listening(gateway), clients(server.url, tmp_path_factory.mktemp("nio")) as enter:
        anna = await enter("anna", "anna")
        joined = await anna.client.join(f"#_irc_council:{SERVER}")
        assert isinstance(joined, nio.JoinResponse), joined
        resolved = await gateway.bot.resolve_room_alias(f"#_irc_council:{SERVER}")
        assert resolved.room_id == joined.room_id
        created = await anna.client.room_create(invite=[f"@_irc_new:{SERVER}"])
        assert isinstance(created, nio.RoomCreateResponse), created
        assert await gateway.state.is_registered(UserID(f"@_irc_new:{SERVER}"))
        with pytest.raises(MExclusive):
            await gateway.service.intent.user(UserID(f"@boris:{SERVER}")).ensure_registered()


async def test_outage_of_mautrix(
    server: ServerProcess, gateway: Gateway, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What was said while the service was away, and the server killed besides, comes once each and in order."""
    texts = [f"message {number}" for number in range(5)]
    async with clients(server.url, tmp_path_factory.mktemp("nio")) as enter:
        anna = await enter("anna", "anna")
        async with listening(gateway):
            created = await anna.client.room_create(
                preset=nio.RoomPreset.public_chat, invite=[gateway.service.bot_mxid]
            )
            assert isinstance(created, nio.RoomCreateResponse), created
            await gateway.bot.ensure_joined(RoomID(created.room_id))
        await anna.look()
        for number, text in enumerate(texts):
            content = {"msgtype": "m.text", "body": text}
            await anna.client.room_send(created.room_id, "m.room.message", content)
            if number == 2:
                server.kill()
                server.start()
    again = Gateway(server, gateway.port)
    async with listening(again):
        await until(again.has(EventType.ROOM_MESSAGE, body=texts[-1]))
        assert [event.content.body for event in again.taken if event.type == EventType.ROOM_MESSAGE] == texts


async def test_encryption_of_mautrix(
    server: ServerProcess, gateway: Gateway, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The service's bot has a device without a login (MSC4190), syncs with the service's token and reads Anna."""
    async with (
        listening(gateway),
        clients(server.url, tmp_path_factory.mktemp("nio")) as enter,
        encrypting(gateway) as bot,
    ):
        anna = await enter("anna", "anna")
        room = await bot.create_room(invitees=[ANNA], initial_state=[encrypted()])
        assert isinstance(await anna.client.join(room), nio.JoinResponse)
        await until(gateway.has(EventType.ROOM_MEMBER, membership="join", displayname="Anna"))
        heard: asyncio.Queue[MessageEvent] = asyncio.Queue()
        bot.add_event_handler(EventType.ROOM_MESSAGE, heard.put)
        await anna.look()
        await anna.say(room, {"msgtype": "m.text", "body": "A sealed question"})
        event = await asyncio.wait_for(heard.get(), 30)
        assert (event.content.body, event["mautrix"]["was_encrypted"]) == ("A sealed question", True)
        await bot.send_text(room, "A sealed answer")
        assert (await anna.see(nio.RoomMessageText, "A sealed answer")).decrypted


def encrypted() -> Any:
    """Return the state event by which a room is encrypted from its start."""
    content = RoomEncryptionStateEventContent(algorithm=EncryptionAlgorithm.MEGOLM_V1)
    return {"type": "m.room.encryption", "content": content.serialize()}


@asynccontextmanager
async def encrypting(gateway: Gateway) -> AsyncIterator[Client]:
    """The bot as the library's own bridges run it when they encrypt."""
    await gateway.bot.ensure_registered()
    store = MemoryCryptoStore("gateway", "pickle key")
    client = Client(
        gateway.service.bot_mxid, base_url=gateway.service.server, state_store=gateway.state, sync_store=store
    )
    client.api.token = AS_TOKEN
    assert (await client.get_login_flows()).supports_type(LoginType.APPSERVICE)
    await client.create_device_msc4190(device_id=DeviceID("GATEWAY"), initial_display_name="gateway")
    await store.put_device_id(client.device_id)
    client.crypto = OlmMachine(client, store, gateway.state)
    await client.crypto.load()
    await client.crypto.share_keys(0)
    loop = client.start(None)
    try:
        yield client
    finally:
        client.stop()
        await asyncio.wait([loop])
        await client.api.session.close()
