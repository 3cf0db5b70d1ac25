# SPDX-License-Identifier: EUPL-1.2
"""Two officials who use matrix-nio: encrypted texts and a file, receipts, typing, a redaction, a second device."""

import io
from urllib.parse import quote

import nio
import pytest
from nio.crypto.attachments import decrypt_attachment
from support.held import places_holding
from support.nio_client import Enter, Official, clients
from support.people import V3
from support.process import ServerProcess
from support.sender import Sender

# The library opens files and event loops in ways that newer Pythons warn about.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default:::nio")]

SECRET = "Приказ № 17 — the minister resigns on Tuesday"
REPLY = "Nobody but us may read that the budget is short"
PAPER = b"%PDF-1.7 strictly confidential draft decree " * 40


async def open_room(anna: Official, boris: Official) -> str:
    """Create an encrypted room of the default version and let Boris accept the invitation."""
    created = await anna.client.room_create(name="Cabinet papers", invite=[boris.client.user_id])
    assert isinstance(created, nio.RoomCreateResponse), created
    room = created.room_id
    await boris.look()
    assert room in boris.client.invited_rooms
    assert isinstance(await boris.client.join(room), nio.JoinResponse)
    for official in (boris, anna):
        await official.look()
    assert anna.client.rooms[room].encrypted
    assert anna.client.rooms[room].room_version == "12"
    return room


async def exchange_texts(room: str, anna: Official, boris: Official) -> str:
    """Say something both ways; the id of Anna's message."""
    sent = await anna.say(room, {"msgtype": "m.text", "body": SECRET})
    got = await boris.see(nio.RoomMessageText, SECRET)
    assert (got.event_id, got.sender, got.decrypted) == (sent, anna.client.user_id, True)
    await boris.say(room, {"msgtype": "m.text", "body": REPLY})
    assert (await anna.see(nio.RoomMessageText, REPLY)).decrypted
    return sent


async def exchange_file(room: str, anna: Official, boris: Official) -> None:
    """Send an encrypted attachment; Boris fetches and decrypts it."""
    uploaded, keys = await anna.client.upload(
        io.BytesIO(PAPER), "application/pdf", encrypt=True, filesize=len(PAPER)
    )
    assert isinstance(uploaded, nio.UploadResponse), uploaded
    assert keys
    file = {**keys, "url": uploaded.content_uri}
    await anna.say(room, {"msgtype": "m.file", "body": "decree.pdf", "file": file})
    event = await boris.see(nio.RoomEncryptedFile)
    fetched = await boris.client.download(mxc=event.url)
    assert isinstance(fetched, nio.MemoryDownloadResponse), fetched
    assert PAPER not in fetched.body
    assert decrypt_attachment(fetched.body, event.key["k"], event.hashes["sha256"], event.iv) == PAPER


async def exchange_signs(room: str, event_id: str, anna: Official, boris: Official) -> None:
    """Receipt, read marker, typing and redaction reach the other side."""
    assert isinstance(await boris.client.room_typing(room, True), nio.RoomTypingResponse)
    typing = await anna.see(nio.TypingNoticeEvent)
    assert typing.users == [boris.client.user_id]
    assert isinstance(
        await boris.client.update_receipt_marker(room, event_id), nio.UpdateReceiptMarkerResponse
    )
    receipts = (await anna.see(nio.ReceiptEvent)).receipts
    assert [(each.event_id, each.user_id) for each in receipts] == [(event_id, boris.client.user_id)]
    marked = await boris.client.room_read_markers(room, event_id, event_id)
    assert isinstance(marked, nio.RoomReadMarkersResponse), marked
    redacted = await anna.client.room_redact(room, event_id, "sent too early")
    assert isinstance(redacted, nio.RoomRedactResponse), redacted
    seen = await boris.see(nio.RedactionEvent)
    assert (seen.redacts, seen.reason) == (event_id, "sent too early")


async def use_second_device(room: str, anna: Official, enter: Enter) -> None:
    """A second device of Boris is known to Anna, who encrypts for it, too."""
    second = await enter("boris", "boris-second")
    await anna.look()
    devices = anna.client.device_store.active_user_devices(second.client.user_id)
    assert second.client.device_id in {device.id for device in devices}
    await anna.say(room, {"msgtype": "m.text", "body": f"{SECRET}, again"})
    assert (await second.see(nio.RoomMessageText, f"{SECRET}, again")).decrypted


async def test_officials_with_nio(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> None:
    await server.add_people("anna", "boris")
    server.start()
    async with clients(server.url, tmp_path_factory.mktemp("nio")) as enter:
        anna, boris = await enter("anna", "anna"), await enter("boris", "boris")
        room = await open_room(anna, boris)
        sent = await exchange_texts(room, anna, boris)
        await exchange_file(room, anna, boris)
        await use_second_device(room, anna, enter)
        await exchange_signs(room, sent, anna, boris)
        ciphertexts = await held_ciphertexts(server, anna, room)
    await only_ciphertext_is_held(server, ciphertexts)


async def held_ciphertexts(server: ServerProcess, official: Official, room: str) -> list[str]:
    """Return what stands for the messages on the server, the redacted one left out."""
    reader = Sender(server.url, "anna", token=official.client.access_token)
    page = await reader.call("GET", f"{V3}/rooms/{quote(room)}/messages?dir=b&limit=100")
    kinds = [event["type"] for event in page["chunk"]]
    assert "m.room.message" not in kinds
    sealed = [event["content"] for event in page["chunk"] if event["type"] == "m.room.encrypted"]
    return [content["ciphertext"] for content in sealed if content]


async def only_ciphertext_is_held(server: ServerProcess, ciphertexts: list[str]) -> None:
    """Nothing that was said is to be found, running or stopped; what stands for it is, so the search can find."""
    assert len(ciphertexts) == 3
    for state in ("running", "stopped"):
        for text in (SECRET, REPLY, PAPER[:40].decode(), "decree.pdf"):
            assert await places_holding(server, text) == [], f"{text!r} while {state}"
        for text in (*ciphertexts, "Cabinet papers"):
            assert await places_holding(server, text), state
        server.stop()
