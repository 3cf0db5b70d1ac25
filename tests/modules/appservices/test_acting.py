# SPDX-License-Identifier: EUPL-1.2
"""Application services act: registration, masquerade, devices, times, and whose names are whose."""

import pytest
from support.bridge import GHOST, SENDER, Bridge, register
from support.ministry import Ministry
from support.people import V3

from chancery.kit.ids import UserId


async def test_the_bridge_is_its_own_person(bridged: Ministry, bridge: Bridge) -> None:
    answer = await bridge.client.get(f"{V3}/account/whoami")
    assert answer.json["user_id"] == SENDER


async def test_the_bridge_makes_people_and_acts_as_them(bridged: Ministry, bridge: Bridge) -> None:
    assert (await register(bridge, "_irc_bo")).json["user_id"] == GHOST
    anna, ghost = await bridged.person("anna"), bridge.acting_as(GHOST)
    room = await anna.create(preset="public_chat", **{"org.chancery.encrypted": False})
    await ghost.join(room)
    await ghost.send(room, "from elsewhere")
    assert await anna.texts(room) == ["from elsewhere"]
    members = (await anna.get(room, "joined_members")).json["joined"]
    assert GHOST in members


async def test_a_person_of_the_bridge_is_made_once(bridged: Ministry, bridge: Bridge) -> None:
    await register(bridge, "_irc_bo")
    again = await register(bridge, "_irc_bo")
    assert (again.status, again.errcode) == (400, "M_USER_IN_USE")


@pytest.mark.parametrize("name", ["anna", "irc_bo"])
async def test_names_outside_the_namespace_are_not_the_bridges(
    bridged: Ministry, bridge: Bridge, name: str
) -> None:
    answer = await register(bridge, name)
    assert (answer.status, answer.errcode) == (400, "M_EXCLUSIVE")


async def test_people_cannot_have_the_bridges_names(bridged: Ministry, bridge: Bridge) -> None:
    accounts = bridged.modules.accounts.accounts
    with pytest.raises(Exception, match="belongs to an application service"):
        await accounts.create_person(UserId(GHOST), password=None, display_name="Bo")
    anna = await bridged.person("anna")
    room = await anna.create()
    taken = await anna.client.put(f"{V3}/directory/room/%23_irc_x%3Aministry.example", {"room_id": room})
    assert (taken.status, taken.errcode) == (400, "M_EXCLUSIVE")
    created = await anna.client.post(f"{V3}/createRoom", {"room_alias_name": "_irc_x"})
    assert (created.status, created.errcode) == (400, "M_EXCLUSIVE")
    own = await bridge.client.post(f"{V3}/createRoom", {"room_alias_name": "_irc_x"})
    assert own.status == 200


async def test_the_bridge_names_rooms_in_which_it_is_not(bridged: Ministry, bridge: Bridge) -> None:
    await register(bridge, "_irc_bo")
    anna, ghost = await bridged.person("anna"), bridge.acting_as(GHOST)
    first, second = await anna.create(), await anna.create()
    alias = f"{V3}/directory/room/%23_irc_x%3Aministry.example"
    for client, other, room in ((bridge.client, ghost.client, first), (ghost.client, bridge.client, second)):
        assert (await client.put(alias, {"room_id": room})).status == 200
        assert (await anna.client.get(alias)).json["room_id"] == room
        assert (await other.delete(alias)).status == 200
        assert (await anna.client.get(alias)).status == 404


async def test_the_bridge_names_no_room_beyond_its_namespace(bridged: Ministry, bridge: Bridge) -> None:
    anna = await bridged.person("anna")
    room = await anna.create()
    alias = f"{V3}/directory/room/%23budget%3Aministry.example"
    made = await bridge.client.put(alias, {"room_id": room})
    assert (made.status, made.errcode) == (403, "M_FORBIDDEN")
    assert (await anna.client.put(alias, {"room_id": room})).status == 200
    removed = await bridge.client.delete(alias)
    assert (removed.status, removed.errcode) == (403, "M_FORBIDDEN")
    nowhere = f"{V3}/directory/room/%23_irc_x%3Aministry.example"
    unknown = await bridge.client.put(nowhere, {"room_id": "!nowhere:ministry.example"})
    assert (unknown.status, unknown.errcode) == (403, "M_FORBIDDEN")


async def test_the_token_of_the_bridge_tells_how_it_registers(bridged: Ministry, bridge: Bridge) -> None:
    made = await bridge.client.post(f"{V3}/register", {"username": "_irc_bo"})
    assert (made.status, made.json["user_id"]) == (200, GHOST)
    outside = await bridge.client.post(f"{V3}/register", {"username": "irc_bo"})
    assert (outside.status, outside.errcode) == (400, "M_EXCLUSIVE")


@pytest.mark.parametrize("user_id", ["@anna:ministry.example", GHOST, "@_irc_bo:elsewhere.example"])
async def test_the_bridge_cannot_act_as_others_or_as_nobody(
    bridged: Ministry, bridge: Bridge, user_id: str
) -> None:
    await bridged.person("anna")
    answer = await bridge.acting_as(user_id).client.get(f"{V3}/account/whoami")
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")


async def test_others_do_not_register_as_a_service(bridged: Ministry) -> None:
    body = {"type": "m.login.application_service", "username": "_irc_bo"}
    anna = await bridged.person("anna")
    for client in (bridged.anonymous, bridged.anonymous.with_token("guessed"), anna.client):
        answer = await client.post(f"{V3}/register", body)
        assert (answer.status, answer.errcode) == (403, "M_MISSING_TOKEN")


async def test_the_bridge_gives_events_their_time(bridged: Ministry, bridge: Bridge) -> None:
    await register(bridge, "_irc_bo")
    ghost = bridge.acting_as(GHOST)
    room = await ghost.create(preset="public_chat", **{"org.chancery.encrypted": False})
    sent = await ghost.call(
        "PUT", room, "send/m.room.message/t1", {"msgtype": "m.text", "body": "old"}, query={"ts": 1234567}
    )
    event = await ghost.get(room, f"event/{sent.json['event_id']}")
    assert event.json["origin_server_ts"] == 1234567


async def test_people_do_not_give_events_their_time(bridged: Ministry) -> None:
    anna = await bridged.person("anna")
    room = await anna.create()
    sent = await anna.call(
        "PUT", room, "send/m.room.message/t1", {"msgtype": "m.text", "body": "old"}, query={"ts": 1234567}
    )
    event = await anna.get(room, f"event/{sent.json['event_id']}")
    assert event.json["origin_server_ts"] != 1234567


async def test_the_bridge_makes_devices_and_syncs_as_them(bridged: Ministry, bridge: Bridge) -> None:
    await register(bridge, "_irc_bo")
    ghost, anna = bridge.acting_as(GHOST), await bridged.person("anna")
    unknown = await ghost.client.get(f"{V3}/account/whoami", query={"device_id": "PHONE"})
    assert (unknown.status, unknown.errcode) == (400, "M_UNKNOWN_DEVICE")
    assert (await ghost.client.put(f"{V3}/devices/PHONE", {"display_name": "Bridge"})).status == 200
    named = await ghost.client.get(f"{V3}/devices/PHONE")
    assert named.json["display_name"] == "Bridge"
    body = {"messages": {GHOST: {"PHONE": {"key": "value"}}}}
    assert (await anna.client.put(f"{V3}/sendToDevice/m.test/t1", body)).status == 200
    sync = await ghost.client.get(f"{V3}/sync", query={"device_id": "PHONE"})
    assert [event["content"] for event in sync.json["to_device"]["events"]] == [{"key": "value"}]
    assert (await ghost.client.delete(f"{V3}/devices/PHONE")).status == 200
    assert (await ghost.client.get(f"{V3}/devices")).json["devices"] == []


async def test_the_bridge_opens_a_session_of_its_person(bridged: Ministry, bridge: Bridge) -> None:
    await register(bridge, "_irc_bo")
    body = {"type": "m.login.application_service", "identifier": {"type": "m.id.user", "user": "_irc_bo"}}
    session = (await bridge.client.post(f"{V3}/login", body)).json
    who = await bridged.anonymous.with_token(session["access_token"]).get(f"{V3}/account/whoami")
    assert who.json["user_id"] == GHOST
    refused = await bridged.anonymous.post(f"{V3}/login", body)
    assert refused.status == 403
