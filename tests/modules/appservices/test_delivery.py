# SPDX-License-Identifier: EUPL-1.2
"""Transactions: what concerns the bridge arrives, in order, also after failures and restarts."""

from pathlib import Path

import pytest
from support.bridge import AS_TOKEN, GHOST, Bridge, register
from support.ministry import Ministry, open_ministry
from support.waiting import until

from chancery.modules.appservices.service import delivery
from chancery.platform.bus.local import LocalBus
from chancery.platform.config.settings import Settings
from chancery.platform.db.port import Database


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "FIRST_RETRY_SECONDS", 0.01)


async def portal(bridged: Ministry, bridge: Bridge) -> str:
    """Make a room with the bridge's person in it."""
    await register(bridge, "_irc_bo")
    anna = await bridged.person("anna")
    room = await anna.create(preset="public_chat", **{"org.chancery.encrypted": False})
    await bridge.acting_as(GHOST).join(room)
    return room


async def test_what_happens_in_the_bridges_rooms_arrives_in_order(bridged: Ministry, bridge: Bridge) -> None:
    room, anna = await portal(bridged, bridge), await bridged.person("anna")
    texts = [f"message {number}" for number in range(30)]
    for text in texts:
        await anna.send(room, text)
    await bridge.has_text(texts[-1])
    assert bridge.texts == texts
    (join,) = (event for event in bridge.events if event.get("state_key") == GHOST)
    assert (join["room_id"], join["content"]["membership"]) == (room, "join")


async def test_other_rooms_are_none_of_its_business(bridged: Ministry, bridge: Bridge) -> None:
    room, anna = await portal(bridged, bridge), await bridged.person("anna")
    other = await anna.create(preset="public_chat", **{"org.chancery.encrypted": False})
    await anna.send(other, "private")
    await anna.send(room, "shared")
    await bridge.has_text("shared")
    assert {event["room_id"] for event in bridge.events} == {room}


async def test_a_room_that_the_bridge_leaves_is_no_longer_its_business(
    bridged: Ministry, bridge: Bridge
) -> None:
    room, anna = await portal(bridged, bridge), await bridged.person("anna")
    await bridge.acting_as(GHOST).post(room, "leave")
    await anna.send(room, "among ourselves")
    other = await anna.create(preset="public_chat", **{"org.chancery.encrypted": False})
    await bridge.acting_as(GHOST).join(other)
    await anna.send(other, "hello")
    await bridge.has_text("hello")
    assert "among ourselves" not in bridge.texts


async def test_a_room_with_an_alias_of_the_bridge_is_its_business(bridged: Ministry, bridge: Bridge) -> None:
    made = await bridge.client.post(
        "/_matrix/client/v3/createRoom",
        {"room_alias_name": "_irc_x", "preset": "public_chat", "org.chancery.encrypted": False},
    )
    room, anna = made.json["room_id"], await bridged.person("anna")
    await anna.join(room)
    await bridge.client.post(f"/_matrix/client/v3/rooms/{room}/leave")
    await anna.send(room, "still heard")
    await bridge.has_text("still heard")


async def test_a_refused_transaction_is_repeated_as_it_was(bridged: Ministry, bridge: Bridge) -> None:
    room, anna = await portal(bridged, bridge), await bridged.person("anna")
    bridge.refuses = 3
    await anna.send(room, "one")
    await until(lambda: bridge.refuses == 0)
    await anna.send(room, "two")
    await bridge.has_text("two")
    assert bridge.texts == ["one", "two"]
    by_id: dict[str, set[str]] = {}
    for txn, body in bridge.transactions:
        by_id.setdefault(txn, set()).add(str(body["events"]))
    assert all(len(bodies) == 1 for bodies in by_id.values())
    assert len(bridge.transactions) > len(by_id)


async def test_what_happened_while_the_server_was_down_or_the_bridge_away_arrives_later(
    bridged_settings: Settings, bridge: Bridge, database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    async with open_ministry(bridged_settings, database, local_bus, tmp_path) as first:
        bridge.client = first.anonymous.with_token(AS_TOKEN)
        room, anna = await portal(first, bridge), await first.person("anna")
        bridge.refuses = 1_000_000
        await anna.send(room, "lost?")
        await until(lambda: bridge.refuses < 1_000_000)
    bridge.transactions.clear()
    bridge.refuses = 0
    async with open_ministry(bridged_settings, database, local_bus, tmp_path):
        await bridge.has_text("lost?")


async def test_typing_and_receipts_come_along(bridged: Ministry, bridge: Bridge) -> None:
    room, anna = await portal(bridged, bridge), await bridged.person("anna")
    event = await bridge.acting_as(GHOST).send(room, "read me")
    await anna.call("PUT", room, f"typing/{anna.user_id}", {"typing": True, "timeout": 20_000})
    await anna.post(room, f"receipt/m.read/{event}")

    def kinds() -> set[str]:
        return {one["type"] for one in bridge.ephemeral if one.get("room_id") == room}

    await until(lambda: kinds() == {"m.typing", "m.receipt"})
    typing = [one["content"]["user_ids"] for one in bridge.ephemeral if one["type"] == "m.typing"]
    assert [anna.user_id] in typing
    (receipt, *_) = [one["content"] for one in bridge.ephemeral if one["type"] == "m.receipt"]
    assert anna.user_id in receipt[event]["m.read"]


async def test_private_receipts_stay_private(bridged: Ministry, bridge: Bridge) -> None:
    room, anna = await portal(bridged, bridge), await bridged.person("anna")
    event = await bridge.acting_as(GHOST).send(room, "read me")
    await anna.post(room, f"receipt/m.read.private/{event}")
    await anna.send(room, "done")
    await bridge.has_text("done")
    assert "m.read.private" not in str(bridge.transactions)


async def test_presence_of_people_in_the_bridges_rooms_comes_along(bridged: Ministry, bridge: Bridge) -> None:
    await portal(bridged, bridge)
    anna, stranger = await bridged.person("anna"), await bridged.person("boris")
    for person in (stranger, anna):
        status = f"/_matrix/client/v3/presence/{person.user_id}/status"
        said = {"presence": "online", "status_msg": "at my desk"}
        assert (await person.client.put(status, said)).status == 200

    def told() -> dict[str, str]:
        events = [one for one in bridge.ephemeral if one["type"] == "m.presence"]
        return {one["sender"]: one["content"].get("status_msg") for one in events}

    await until(lambda: told().get(anna.user_id) == "at my desk")
    assert stranger.user_id not in told()
