# SPDX-License-Identifier: EUPL-1.2
"""The seeded ministry, as the people of it find it."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from support.http import Client

from chancery.app.application import Application
from chancery.app.demo.data import LANGUAGES, Language
from chancery.app.demo.pictures import schedule_pdf
from chancery.app.demo.seed import build_demo
from chancery.app.server import kernel_of, running
from chancery.platform.config.settings import Accounts, Settings, Storage, default_settings

V3 = "/_matrix/client/v3"


@dataclass(frozen=True)
class Demo:
    """A running demo."""

    client: Client
    notes: list[str]
    application: Application

    async def logins(self) -> list[dict[str, str]]:
        """Return the logins that the sign-in page offers."""
        config = (await self.client.get("/api/v1/config")).json
        assert config["demo"] is True
        return list(config["demo_logins"])

    async def signed_in(self, number: int = 0) -> tuple[Client, str]:
        """Sign in with one of the offered logins."""
        offered = (await self.logins())[number]
        body = {"type": "m.login.password", "user": offered["user"], "password": offered["password"]}
        answer = (await self.client.post(f"{V3}/login", body)).json
        return self.client.with_token(answer["access_token"]), answer["user_id"]


def settings_in(folder: Path) -> Settings:
    accounts = Accounts(argon2_memory_kib=8, argon2_passes=1)
    return msgspec.structs.replace(default_settings(), storage=Storage(data=folder), accounts=accounts)


@pytest.fixture(params=LANGUAGES)
async def demo(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Demo]:
    language: Language = request.param
    application, notes = await build_demo(settings_in(tmp_path), language)
    async with running(application):
        yield Demo(Client(kernel_of(application)), notes, application)


async def _synced(client: Client) -> dict[str, dict[str, Any]]:
    rooms = (await client.get(f"{V3}/sync")).json["rooms"]["join"]
    assert rooms
    return dict(rooms)


async def _history(client: Client, room_id: str) -> list[dict[str, Any]]:
    answer = await client.get(f"{V3}/rooms/{quote(room_id)}/messages?dir=b&limit=100")
    return list(reversed(answer.json["chunk"]))


def _encrypted(room: dict[str, Any]) -> bool:
    events = [*room["state"]["events"], *room["timeline"]["events"]]
    return any(event["type"] == "m.room.encryption" for event in events)


async def test_every_offered_login_works_and_is_announced(demo: Demo) -> None:
    logins = await demo.logins()
    assert len(logins) == 4
    for number, offered in enumerate(logins):
        client, _ = await demo.signed_in(number)
        shown = (await client.get("/api/v1/session")).json
        assert offered["name"].startswith(shown["display_name"])
        assert any(offered["user"] in note for note in demo.notes)


async def test_conversations_are_spread_over_past_days_in_order(demo: Demo) -> None:
    client, _ = await demo.signed_in()
    plain = [room_id for room_id, room in (await _synced(client)).items() if not _encrypted(room)]
    assert len(plain) == 5
    for room_id in plain:
        times = [event["origin_server_ts"] for event in await _history(client, room_id)]
        assert times == sorted(times)
        assert times[-1] <= time.time() * 1000
        assert times[-1] - times[0] > 4 * 24 * 3600 * 1000


async def test_encrypted_rooms_are_left_to_clients(demo: Demo) -> None:
    client, _ = await demo.signed_in()
    encrypted = [room_id for room_id, room in (await _synced(client)).items() if _encrypted(room)]
    assert len(encrypted) == 5
    for room_id in encrypted:
        kinds = {event["type"] for event in await _history(client, room_id)}
        assert not kinds & {"m.room.message", "m.room.encrypted"}


async def test_direct_chats_are_known_as_such(demo: Demo) -> None:
    client, user_id = await demo.signed_in()
    direct = (await client.get(f"{V3}/user/{user_id}/account_data/m.direct")).json
    rooms = await _synced(client)
    assert len(direct) == 3
    assert all(room_id in rooms for room_ids in direct.values() for room_id in room_ids)


async def test_only_writers_write_announcements_and_all_may_react(demo: Demo) -> None:
    client, _ = await demo.signed_in()
    rooms = await _synced(client)
    sizes = {room_id: room["summary"]["m.joined_member_count"] for room_id, room in rooms.items()}
    channels = [room_id for room_id in rooms if sizes[room_id] == 32]
    statuses = []
    for number, room_id in enumerate(channels):
        path = f"{V3}/rooms/{quote(room_id)}/send"
        event = (await _history(client, room_id))[-1]
        relation = {"rel_type": "m.annotation", "event_id": event["event_id"], "key": "👍"}
        reacted = await client.put(f"{path}/m.reaction/r{number}", {"m.relates_to": relation})
        assert reacted.status == 200
        written = await client.put(f"{path}/m.room.message/m{number}", {"msgtype": "m.text", "body": "x"})
        statuses.append(written.status)
    assert sorted(statuses) == [200, 403]


async def test_files_are_real(demo: Demo) -> None:
    client, _ = await demo.signed_in()
    contents: dict[str, dict[str, Any]] = {}
    for room_id in await _synced(client):
        for event in await _history(client, room_id):
            if event["content"].get("msgtype") in ("m.file", "m.image"):
                contents[event["content"]["msgtype"]] = event["content"]
    assert set(contents) == {"m.file", "m.image"}
    for content in contents.values():
        path = content["url"].removeprefix("mxc://")
        answer = await client.get(f"/_matrix/client/v1/media/download/{path}")
        assert answer.status == 200
        assert len(answer.body) == content["info"]["size"]
        assert answer.headers["content-type"] == content["info"]["mimetype"]


async def test_today_is_unread_and_the_rest_is_read(demo: Demo) -> None:
    client, _ = await demo.signed_in()
    rooms = await _synced(client)
    counts = sorted(room["unread_notifications"]["notification_count"] for room in rooms.values())
    assert sum(counts) > 0
    assert counts[-1] < 5


async def test_the_tree_has_an_acting_head(demo: Demo) -> None:
    client, _ = await demo.signed_in()
    units = (await client.get("/api/v1/org/units")).json["units"]
    assert len(units) == 18
    assert (await client.get("/api/v1/org/people?limit=200")).json["total"] == 32
    heads = [unit["head_user_id"] for unit in units]
    assert None not in heads
    cards = [
        (await client.get(f"/api/v1/org/people/{item['user_id']}")).json
        for item in (await client.get("/api/v1/org/people?limit=200")).json["items"]
    ]
    assert sum(post["acting"] for card in cards for post in card["posts"]) == 1
    assert all(card["email"] and card["phones"] and card["room"] and card["languages"] for card in cards)


async def test_the_administrator_administers(demo: Demo) -> None:
    numbers = [number for number in range(4) if (await _is_admin(demo, number))]
    assert len(numbers) == 1
    client, _ = await demo.signed_in(numbers[0])
    assert (await client.get("/api/v1/audit/entries")).status == 200


async def _is_admin(demo: Demo, number: int) -> bool:
    client, _ = await demo.signed_in(number)
    return bool((await client.get("/api/v1/session")).json["is_admin"])


async def test_a_second_start_seeds_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        application, notes = await build_demo(settings_in(tmp_path), "en")
        async with running(application):
            client = Client(kernel_of(application))
            offered = (await client.get("/api/v1/config")).json["demo_logins"]
            body = {"type": "m.login.password", "user": "marsh", "password": offered[0]["password"]}
            answer = (await client.post(f"{V3}/login", body)).json
            assert len(await _synced(client.with_token(answer["access_token"]))) == 10
        assert len(notes) == 5


def test_the_schedule_is_a_sound_pdf() -> None:
    content = schedule_pdf()
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert content[start:].startswith(b"xref\n0 7\n")
    offsets = [int(line[:10]) for line in content[start:].split(b"\n")[3:9]]
    assert [content[offset:].split(b" ")[0] for offset in offsets] == [b"1", b"2", b"3", b"4", b"5", b"6"]
