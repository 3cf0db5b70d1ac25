# SPDX-License-Identifier: EUPL-1.2
"""Officials who use matrix-nio against a started server."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import nio

from support.office import PASSWORD, SERVER

SYNC_MS = 20_000


class Official:
    """Somebody at one device of matrix-nio, and what they were shown."""

    def __init__(self, url: str, name: str, store: Path) -> None:
        config = nio.AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True, max_timeouts=2)
        store.mkdir(parents=True, exist_ok=True)
        self.client = nio.AsyncClient(url, f"@{name}:{SERVER}", store_path=str(store), config=config)
        self.shown: list[Any] = []
        self.client.add_event_callback(self._show, nio.Event)  # type: ignore[arg-type]  # nio's stubs name one subtype
        self.client.add_ephemeral_callback(self._show, nio.EphemeralEvent)  # type: ignore[arg-type]  # as above

    async def _show(self, _room: nio.MatrixRoom, event: Any) -> None:
        self.shown.append(event)

    async def log_in(self) -> None:
        answer = await self.client.login(PASSWORD, device_name="nio")
        assert isinstance(answer, nio.LoginResponse), answer

    async def look(self, wait_ms: int = 0) -> None:
        """Do one turn of the client's own loop: sync, and send what the encryption asks for."""
        client = self.client
        answer = await client.sync(timeout=wait_ms, full_state=not client.next_batch)
        assert isinstance(answer, nio.SyncResponse), answer
        await client.send_to_device_messages()
        if client.should_upload_keys:
            assert isinstance(await client.keys_upload(), nio.KeysUploadResponse)
        if client.should_query_keys:
            assert isinstance(await client.keys_query(), nio.KeysQueryResponse)
        if client.should_claim_keys:
            await client.keys_claim(client.get_users_for_key_claiming())
        self._read_late()

    def _read_late(self) -> None:
        """Decrypt what came before its key: a sender's two requests may take different ways to the server."""
        for index, event in enumerate(self.shown):
            if isinstance(event, nio.MegolmEvent):
                with suppress(nio.EncryptionError):
                    self.shown[index] = self.client.decrypt_event(event)

    async def see(self, kind: type, text: str = "") -> Any:
        """Sync until an event of this kind (and body) was shown; the timeout of the test's patience is the failure."""
        for _ in range(20):
            for event in self.shown:
                if isinstance(event, kind) and (not text or event.body == text):
                    return event
            await self.look(SYNC_MS)
        raise AssertionError(f"{kind.__name__} {text!r} never came: {self.shown}")

    async def say(self, room: str, content: dict[str, Any]) -> str:
        """Send a message, encrypted by the client, and return its id."""
        answer = await self.client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
        assert isinstance(answer, nio.RoomSendResponse), answer
        return answer.event_id


Enter = Callable[[str, str], Awaitable[Official]]


@asynccontextmanager
async def clients(url: str, folder: Path) -> AsyncIterator[Enter]:
    """Give out signed-in clients by name and store; close them all at the end."""
    opened: list[Official] = []

    async def enter(name: str, store: str) -> Official:
        official = Official(url, name, folder / store)
        opened.append(official)
        await official.log_in()
        await official.look()
        return official

    try:
        yield enter
    finally:
        for official in opened:
            await official.client.close()
