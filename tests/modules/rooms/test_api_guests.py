# SPDX-License-Identifier: EUPL-1.2
"""Guests enter rooms that take them, and leave rooms that do so no longer."""

import pytest
from modules.rooms.conftest import House, build_house
from support.http import Client
from support.office import Office
from support.people import V3, Person

OPEN, CLOSED = {"guest_access": "can_join"}, {"guest_access": "forbidden"}
READABLE = {"history_visibility": "world_readable"}


@pytest.fixture
async def open_house(open_office: Office) -> House:
    return build_house(open_office)


@pytest.fixture
async def guest(open_house: House) -> Person:
    answer = await open_house.anonymous.post(f"{V3}/register?kind=guest", {})
    assert answer.status == 200, answer.body
    return Person(answer.json["user_id"], Client(open_house.kernel, answer.json["access_token"]))


@pytest.fixture
async def host(open_house: House) -> Person:
    return await open_house.person("anna")


async def test_a_guest_enters_only_where_guests_are_taken(host: Person, guest: Person) -> None:
    room = await host.create(preset="public_chat")
    refused = await guest.client.post(f"{V3}/join/{room}")
    assert (refused.status, refused.errcode) == (403, "M_GUEST_ACCESS_FORBIDDEN")
    written = await guest.put_state(room, "m.room.member", {"membership": "join"}, guest.user_id)
    assert written.status == 403
    assert (await host.put_state(room, "m.room.guest_access", OPEN)).status == 200
    await guest.join(room)
    assert (await guest.try_send(room, {"msgtype": "m.text", "body": "hello"})).status == 200


async def test_an_invited_guest_needs_the_rooms_consent_too(host: Person, guest: Person) -> None:
    room = await host.create()
    await host.invite(room, guest)
    assert (await guest.client.post(f"{V3}/join/{room}")).errcode == "M_GUEST_ACCESS_FORBIDDEN"
    assert (await host.put_state(room, "m.room.guest_access", OPEN)).status == 200
    await guest.join(room)


async def test_guests_leave_when_the_room_closes(open_house: House, host: Person, guest: Person) -> None:
    boris = await open_house.person("boris")
    room = await host.create(preset="public_chat")
    assert (await host.put_state(room, "m.room.guest_access", OPEN)).status == 200
    await guest.join(room)
    await boris.join(room)
    assert (await host.put_state(room, "m.room.guest_access", CLOSED)).status == 200
    joined = (await host.get(room, "joined_members")).json["joined"]
    assert set(joined) == {host.user_id, boris.user_id}
    assert (await guest.try_send(room, {"body": "x"})).status == 403


async def test_a_guest_reads_what_the_world_may_read(host: Person, guest: Person) -> None:
    room = await host.create(preset="public_chat")
    await host.send(room, "closed")
    assert (await guest.get(room, "messages", dir="b")).status == 403
    assert (await host.put_state(room, "m.room.history_visibility", READABLE)).status == 200
    await host.send(room, "open")
    assert (await guest.texts(room)) == ["open"]
    assert (await guest.try_send(room, {"body": "x"})).status == 403
