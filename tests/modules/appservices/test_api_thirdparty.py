# SPDX-License-Identifier: EUPL-1.2
"""What is asked of the bridge: unknown rooms and people, other networks, and whether it is there."""

from pathlib import Path

import msgspec
import pytest
from support.bridge import AS_TOKEN, Bridge, register, registration
from support.ministry import Ministry, ministry_settings, open_ministry
from support.people import V3

from chancery.modules.appservices.service.files import RegistrationUnusable, read_registrations
from chancery.platform.bus.local import LocalBus
from chancery.platform.config.settings import AppServices
from chancery.platform.db.port import Database

PING = "/_matrix/client/v1/appservice/gateway/ping"
ALIAS = "%23_irc_news%3Aministry.example"


async def test_a_room_is_made_when_somebody_asks_for_its_alias(bridged: Ministry, bridge: Bridge) -> None:
    async def make(_alias: str) -> None:
        body = {"room_alias_name": "_irc_news", "preset": "public_chat"}
        assert (await bridge.client.post(f"{V3}/createRoom", body)).status == 200

    bridge.on_room = make
    anna = await bridged.person("anna")
    joined = await anna.client.post(f"{V3}/join/{ALIAS}")
    assert joined.status == 200, joined.body
    assert bridge.asked == ["#_irc_news:ministry.example"]
    await anna.client.get(f"{V3}/directory/room/{ALIAS}")
    assert len(bridge.asked) == 1


async def test_an_alias_that_the_bridge_does_not_know_does_not_exist(
    bridged: Ministry, bridge: Bridge
) -> None:
    anna = await bridged.person("anna")
    assert (await anna.client.get(f"{V3}/directory/room/{ALIAS}")).errcode == "M_NOT_FOUND"
    await bridge.stop()
    assert (await anna.client.get(f"{V3}/directory/room/{ALIAS}")).errcode == "M_NOT_FOUND"
    assert (await anna.client.get(f"{V3}/directory/room/%23other%3Aministry.example")).status == 404
    assert bridge.asked == ["#_irc_news:ministry.example"]


async def test_a_person_is_made_when_somebody_invites_them(bridged: Ministry, bridge: Bridge) -> None:
    async def make(_user_id: str) -> None:
        await register(bridge, "_irc_cy")

    anna = await bridged.person("anna")
    room = await anna.create()
    refused = await anna.post(room, "invite", user_id="@_irc_cy:ministry.example")
    assert refused.status == 404
    bridge.on_user = make
    assert (await anna.post(room, "invite", user_id="@_irc_cy:ministry.example")).status == 200


async def test_a_ping_goes_there_and_back(bridged: Ministry, bridge: Bridge) -> None:
    answer = await bridge.client.post(PING, {"transaction_id": "mine"})
    assert answer.status == 200
    assert answer.json["duration_ms"] >= 0
    assert bridge.pings == [{"transaction_id": "mine"}]


async def test_a_ping_tells_what_is_wrong(bridged: Ministry, bridge: Bridge) -> None:
    bridge.ping_status = 403
    refused = await bridge.client.post(PING, {})
    assert (refused.status, refused.errcode, refused.json["status"]) == (502, "M_BAD_STATUS", 403)
    await bridge.stop()
    away = await bridge.client.post(PING, {})
    assert (away.status, away.errcode) == (502, "M_CONNECTION_FAILED")
    other = await bridge.client.post("/_matrix/client/v1/appservice/other/ping", {})
    assert (other.status, other.errcode) == (403, "M_FORBIDDEN")
    anna = await bridged.person("anna")
    assert (await anna.client.post(PING, {})).status == 403


async def test_other_networks_are_looked_up(bridged: Ministry, bridge: Bridge) -> None:
    anna = await bridged.person("anna")
    protocols = (await anna.client.get(f"{V3}/thirdparty/protocols")).json
    assert protocols["irc"]["instances"][0]["network_id"] == "net"
    assert (await anna.client.get(f"{V3}/thirdparty/protocol/irc")).json == protocols["irc"]
    users = (await anna.client.get(f"{V3}/thirdparty/user/irc?nickname=bo")).json
    assert users[0]["userid"] == "@_irc_bo:ministry.example"
    assert "user/irc?nickname=bo" in bridge.asked
    places = (await anna.client.get(f"{V3}/thirdparty/location?alias=%23_irc_x%3Aministry.example")).json
    assert places[0]["protocol"] == "irc"


@pytest.mark.parametrize("path", ["protocol/icq", "user/icq", "location/icq"])
async def test_what_nobody_knows_is_not_found(bridged: Ministry, path: str) -> None:
    anna = await bridged.person("anna")
    answer = await anna.client.get(f"{V3}/thirdparty/{path}")
    assert (answer.status, answer.errcode) == (404, "M_NOT_FOUND")


async def test_a_service_without_an_address_only_sends(
    database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    path = tmp_path / "silent.yaml"
    path.write_text(registration(None))
    settings = msgspec.structs.replace(
        ministry_settings(tmp_path), appservices=AppServices(registrations=(str(path),))
    )
    async with open_ministry(settings, database, local_bus, tmp_path) as ministry:
        client = ministry.anonymous.with_token(AS_TOKEN)
        answer = await client.post(PING, {})
        assert (answer.status, answer.errcode) == (400, "M_URL_NOT_SET")
        assert (await client.post(f"{V3}/createRoom", {})).status == 200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: [", "cannot be used"),
        ("id: x", "url"),
        (
            registration("http://127.0.0.1:1", namespaces="{users: [{regex: '('}]}"),
            "not a regular expression",
        ),
        (registration("http://127.0.0.1:1", as_token="''"), "as_token"),
        ("&a [*a]", "cannot be used"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "bridge.yaml"
    path.write_text(text)
    with pytest.raises(RegistrationUnusable, match=said) as caught:
        read_registrations([str(path)], "ministry.example")
    assert str(path) in caught.value.message


def test_two_services_cannot_share_a_token(tmp_path: Path) -> None:
    paths = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.yaml"
        path.write_text(registration("http://127.0.0.1:1", id=name))
        paths.append(str(path))
    with pytest.raises(RegistrationUnusable, match="same as_token"):
        read_registrations(paths, "ministry.example")


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(RegistrationUnusable, match="nowhere"):
        read_registrations(["/nowhere.yaml"], "ministry.example")
