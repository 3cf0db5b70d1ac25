# SPDX-License-Identifier: EUPL-1.2
"""The door for other modules does and checks the same as the endpoints."""

import pytest
from modules.rooms.conftest import House
from support.people import Person

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import DeviceId, EventId, RoomId, SessionId, UserId
from chancery.platform.http.request import Caller


def caller(person: Person) -> Caller:
    return Caller(UserId(person.user_id), DeviceId("SERVICE"), SessionId("ses_x"))


async def test_rooms_made_by_other_modules(house: House, anna: Person, boris: Person) -> None:
    rooms, reader = house.module.rooms, house.module.reader
    room = await rooms.create_room(caller(anna), {"name": "Team"})
    with pytest.raises(ChanceryError):
        await rooms.join(caller(boris), room)
    await rooms.invite(caller(anna), room, UserId(boris.user_id))
    await rooms.join(caller(boris), room)
    sent = await rooms.send_event(caller(boris), room, "m.room.message", {"body": "x"}, txn_id="1")
    again = await rooms.send_event(caller(boris), room, "m.room.message", {"body": "x"}, txn_id="1")
    assert sent == again
    old = await rooms.send_event(caller(anna), room, "m.room.message", {"body": "y"}, origin_server_ts=5)
    event = await reader.event(old)
    assert event is not None
    assert event.origin_server_ts == 5
    named = await rooms.send_event(caller(anna), room, "m.room.name", {"name": "New"}, state_key="")
    assert [event.event_id for event in await reader.state_events(room, [("m.room.name", "")])] == [named]
    with pytest.raises(ChanceryError):
        await rooms.send_event(caller(boris), room, "m.room.name", {"name": "His"}, state_key="")
    place = await reader.membership(room, UserId(boris.user_id))
    assert place is not None
    assert place.membership == "join"


async def test_malformed_options_are_refused(house: House, anna: Person) -> None:
    with pytest.raises(ChanceryError):
        await house.module.rooms.create_room(caller(anna), {"invite": 7})
    assert await house.module.reader.event(EventId("$none")) is None
    assert await house.module.reader.membership(RoomId("!none"), UserId(anna.user_id)) is None
