# SPDX-License-Identifier: EUPL-1.2
"""Server notices: what administrators tell people, who cannot leave."""

from typing import Any
from urllib.parse import quote

import pytest
from support.ministry import Ministry
from support.office import PASSWORD, SERVER
from support.people import V3, Person

from chancery.kit.ids import UserId


@pytest.fixture
async def anna(ministry: Ministry) -> Person:
    return await ministry.person("anna")


@pytest.fixture
async def boris(ministry: Ministry) -> Person:
    return await ministry.person("boris")


@pytest.fixture
async def vera(ministry: Ministry) -> Person:
    accounts = ministry.modules.accounts.accounts
    await accounts.create_person(
        UserId(f"@vera:{SERVER}"), password=PASSWORD, display_name="Vera", is_admin=True
    )
    return await ministry.person("vera")


async def notice(admin: Person, person: Person, txn: str = "t1", **content: Any) -> Any:
    body = {
        "user_id": person.user_id,
        "content": {"msgtype": "m.text", "body": "Maintenance at 20:00", **content},
    }
    return await admin.client.put(f"/api/v1/server-notices/{txn}", body)


async def test_a_notice_reaches_a_person_who_cannot_leave(anna: Person, vera: Person) -> None:
    answer = await notice(vera, anna)
    assert answer.status == 200, answer.body
    room = answer.json["room_id"]
    assert await anna.texts(room) == ["Maintenance at 20:00"]
    tags = await anna.client.get(f"{V3}/user/{quote(anna.user_id)}/rooms/{quote(room)}/tags")
    assert tags.json == {"tags": {"m.server_notice": {}}}
    refused = await anna.post(room, "leave")
    assert (refused.status, refused.errcode) == (403, "M_CANNOT_LEAVE_SERVER_NOTICE_ROOM")
    member = await anna.put_state(room, "m.room.member", {"membership": "leave"}, anna.user_id)
    assert (member.status, member.errcode) == (403, "M_CANNOT_LEAVE_SERVER_NOTICE_ROOM")
    assert (await anna.try_send(room, {"msgtype": "m.text", "body": "answer"})).status == 403


async def test_notices_of_one_person_share_a_room_and_are_sent_once(anna: Person, vera: Person) -> None:
    first, again, other = await notice(vera, anna), await notice(vera, anna), await notice(vera, anna, "t2")
    assert first.json == again.json
    assert first.json["room_id"] == other.json["room_id"]
    assert first.json["event_id"] != other.json["event_id"]
    assert len(await anna.texts(first.json["room_id"])) == 2


async def test_notices_come_also_to_those_who_take_no_invitations(
    anna: Person, boris: Person, vera: Person
) -> None:
    data = f"{V3}/user/{quote(anna.user_id)}/account_data/m.invite_permission_config"
    assert (await anna.client.put(data, {"default_action": "block"})).status == 200
    assert (await notice(vera, anna)).status == 200
    room = await boris.create()
    refused = await boris.post(room, "invite", user_id=anna.user_id)
    assert (refused.status, refused.errcode) == (403, "M_INVITE_BLOCKED")
    assert (await anna.client.put(data, {})).status == 200
    await boris.invite(room, anna)


async def test_only_administrators_send_notices(anna: Person, boris: Person, vera: Person) -> None:
    assert (await notice(anna, boris)).status == 403
    assert (await notice(vera, boris, body=1)).status == 400
