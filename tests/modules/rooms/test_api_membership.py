# SPDX-License-Identifier: EUPL-1.2
"""Joining, inviting, leaving, kicking, banning, knocking, forgetting."""

import pytest
from modules.rooms.conftest import House
from support.office import SERVER
from support.people import V3, Person


async def membership(observer: Person, room: str, person: Person) -> str:
    answer = await observer.get(room, f"state/m.room.member/{person.user_id}")
    return str(answer.json.get("membership", answer.json.get("errcode")))


@pytest.mark.parametrize("verb", ["join", "leave", "forget", "invite", "kick", "ban", "unban"])
async def test_anonymous_people_change_nothing(house: House, anna: Person, verb: str) -> None:
    room = await anna.create()
    answer = await house.anonymous.post(f"{V3}/rooms/{room}/{verb}", {"user_id": anna.user_id})
    assert (answer.status, answer.errcode) == (401, "M_MISSING_TOKEN")


@pytest.mark.parametrize("verb", ["leave", "forget", "invite", "kick", "ban", "unban"])
async def test_strangers_change_nothing(anna: Person, boris: Person, carla: Person, verb: str) -> None:
    room = await anna.create()
    answer = await boris.post(room, verb, user_id=carla.user_id)
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")
    assert len((await anna.get(room, "members")).json["chunk"]) == 1


async def test_the_path_of_a_member(anna: Person, boris: Person) -> None:
    room = await anna.create()
    assert (await boris.post(room, "join")).errcode == "M_FORBIDDEN"
    await anna.invite(room, boris)
    assert await membership(anna, room, boris) == "invite"
    await boris.join(room)
    assert await membership(anna, room, boris) == "join"
    assert (await boris.post(room, "leave", reason="holiday")).status == 200
    event = (await anna.get(room, f"state/m.room.member/{boris.user_id}")).json
    assert event == {"membership": "leave", "reason": "holiday"}
    assert (await boris.post(room, "join")).errcode == "M_FORBIDDEN"


async def test_what_a_client_adds_to_its_join_is_in_the_event(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    forged = {"membership": "ban", "displayname": "Anna", "join_authorised_via_users_server": anna.user_id}
    assert (await boris.post(room, "join", foo="bar", reason="work", **forged)).status == 200
    member = (await anna.get(room, f"state/m.room.member/{boris.user_id}")).json
    assert (member["membership"], member["foo"], member["reason"]) == ("join", "bar", "work")
    assert member["displayname"] != "Anna"
    assert "join_authorised_via_users_server" not in member
    assert (await boris.post(room, "join", reason=5)).errcode == "M_BAD_JSON"


async def test_joining_twice_and_inviting_twice_change_nothing(anna: Person, boris: Person) -> None:
    room = await anna.create()
    for _ in range(2):
        assert (await anna.post(room, "invite", user_id=boris.user_id)).status == 200
    for _ in range(2):
        assert (await boris.post(room, "join")).json == {"room_id": room}
    events = (await anna.get(room, "messages", dir="f", limit=100)).json["chunk"]
    his = [event["content"]["membership"] for event in events if event.get("state_key") == boris.user_id]
    assert his == ["invite", "join"]


async def test_an_invitation_can_be_rejected_and_withdrawn(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    assert (await boris.post(room, "leave")).status == 200
    await anna.invite(room, boris)
    assert (await anna.post(room, "kick", user_id=boris.user_id)).status == 200
    assert (await boris.post(room, "join")).errcode == "M_FORBIDDEN"


async def test_kicking_and_banning_need_power(anna: Person, boris: Person, carla: Person) -> None:
    room = await anna.create(invite=[boris.user_id, carla.user_id])
    await boris.join(room)
    await carla.join(room)
    for verb in ("kick", "ban"):
        assert (await boris.post(room, verb, user_id=carla.user_id)).errcode == "M_FORBIDDEN"
        assert (await boris.post(room, verb, user_id=anna.user_id)).errcode == "M_FORBIDDEN"
    assert (await anna.post(room, "kick", user_id=carla.user_id, reason="noise")).status == 200
    assert await membership(anna, room, carla) == "leave"
    assert (await anna.post(room, "ban", user_id=boris.user_id)).status == 200
    assert (await anna.post(room, "invite", user_id=boris.user_id)).errcode == "M_FORBIDDEN"
    assert (await anna.post(room, "kick", user_id=boris.user_id)).errcode == "M_FORBIDDEN"
    assert (await anna.post(room, "unban", user_id=boris.user_id)).status == 200
    assert (await anna.post(room, "unban", user_id=boris.user_id)).errcode == "M_FORBIDDEN"
    await anna.invite(room, boris)
    await boris.join(room)


async def test_kicks_and_bans_are_audited(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    await anna.post(room, "kick", user_id=boris.user_id)
    await anna.post(room, "ban", user_id=boris.user_id)
    await anna.post(room, "unban", user_id=boris.user_id)
    rows = await house.office.database.fetch(
        "SELECT action, actor, subject FROM audit_entry WHERE action LIKE $1 ORDER BY position", "room.%"
    )
    deeds = ("room.member_removed", "room.member_banned", "room.member_unbanned")
    assert rows == [(deed, anna.user_id, boris.user_id) for deed in deeds]


@pytest.mark.parametrize(
    ("user_id", "status", "errcode"),
    [
        ("@boris:elsewhere.example", 403, "M_FORBIDDEN"),
        (f"@nobody:{SERVER}", 404, "M_NOT_FOUND"),
        ("boris", 400, "M_INVALID_PARAM"),
        ("@" + "b" * 255 + f":{SERVER}", 400, "M_INVALID_PARAM"),
        (f"@b\0b:{SERVER}", 400, "M_INVALID_PARAM"),
        (7, 400, "M_BAD_JSON"),
    ],
)
async def test_only_people_of_this_server_are_invited(
    anna: Person, user_id: object, status: int, errcode: str
) -> None:
    room = await anna.create()
    answer = await anna.post(room, "invite", user_id=user_id)
    assert (answer.status, answer.errcode) == (status, errcode)
    written = await anna.put_state(room, "m.room.member", {"membership": "invite"}, f"@nobody:{SERVER}")
    assert written.errcode == "M_NOT_FOUND"


@pytest.mark.parametrize(
    ("room", "status", "errcode"),
    [
        ("!" + "A" * 43, 404, "M_NOT_FOUND"),
        (f"%23nothing:{SERVER}", 404, "M_NOT_FOUND"),
        ("nothing", 400, "M_INVALID_PARAM"),
        ("!" + "a" * 255, 400, "M_INVALID_PARAM"),
        ("!a%00b", 400, "M_INVALID_PARAM"),
    ],
)
async def test_rooms_that_are_not_there(anna: Person, room: str, status: int, errcode: str) -> None:
    answer = await anna.client.post(f"{V3}/join/{room}")
    assert (answer.status, answer.errcode) == (status, errcode)


async def test_forgetting(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    assert (await boris.post(room, "forget")).status == 400
    await boris.post(room, "leave")
    assert (await boris.get(room, "messages", dir="b")).status == 200
    assert (await boris.post(room, "forget")).status == 200
    assert (await boris.get(room, "messages", dir="b")).errcode == "M_FORBIDDEN"
    assert (await boris.post(room, "forget")).status == 200
    await anna.invite(room, boris)
    await boris.join(room)
    assert (await boris.get(room, "messages", dir="b")).status == 200


async def test_knocking(anna: Person, boris: Person) -> None:
    knock = [{"type": "m.room.join_rules", "content": {"join_rule": "knock"}}]
    room = await anna.create(initial_state=knock)
    closed = await anna.create()
    assert (await boris.client.post(f"{V3}/knock/{closed}")).errcode == "M_FORBIDDEN"
    answer = await boris.client.post(f"{V3}/knock/{room}", {"reason": "please"})
    assert answer.json == {"room_id": room}
    assert (await boris.post(room, "join")).errcode == "M_FORBIDDEN"
    await anna.invite(room, boris)
    await boris.join(room)


async def test_members_of_one_room_enter_a_restricted_one(anna: Person, boris: Person, carla: Person) -> None:
    space = await anna.create(invite=[boris.user_id])
    await boris.join(space)
    allow = [{"type": "m.room_membership", "room_id": space}]
    rule = {"type": "m.room.join_rules", "content": {"join_rule": "restricted", "allow": allow}}
    room = await anna.create(initial_state=[rule])
    assert (await carla.post(room, "join")).errcode == "M_FORBIDDEN"
    await boris.join(room)
    event = (await anna.get(room, f"state/m.room.member/{boris.user_id}")).json
    assert event["join_authorised_via_users_server"] == anna.user_id


async def test_a_vouched_join_cannot_be_forged(anna: Person, boris: Person) -> None:
    rule = {"type": "m.room.join_rules", "content": {"join_rule": "restricted", "allow": []}}
    room = await anna.create(initial_state=[rule])
    forged = {"membership": "join", "join_authorised_via_users_server": anna.user_id}
    assert (await boris.put_state(room, "m.room.member", forged, boris.user_id)).errcode == "M_FORBIDDEN"


async def test_member_events_written_by_clients(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    joined = await boris.put_state(
        room, "m.room.member", {"membership": "join", "displayname": "B."}, boris.user_id
    )
    assert joined.status == 200
    event = (await anna.get(room, f"state/m.room.member/{boris.user_id}")).json
    assert event["displayname"] == "B."
    assert (
        await boris.put_state(room, "m.room.member", {"membership": "leave"}, anna.user_id)
    ).errcode == "M_FORBIDDEN"


async def test_a_changed_profile_reaches_every_room(house: House, anna: Person, boris: Person) -> None:
    rooms = [await anna.create(invite=[boris.user_id]) for _ in range(3)]
    for room in rooms:
        await boris.join(room)
    left = await anna.create(invite=[boris.user_id])
    path = f"{V3}/profile/{boris.user_id}/displayname"
    for name in ("Dr. Boris", "Prof. Boris"):
        assert (await boris.client.put(path, {"displayname": name})).status == 200
        for room in rooms:
            event = (await anna.get(room, f"state/m.room.member/{boris.user_id}")).json
            assert event == {"membership": "join", "displayname": name}
    invited = (await anna.get(left, f"state/m.room.member/{boris.user_id}")).json
    assert invited["displayname"] == "Boris"


async def test_a_changed_profile_reaches_many_rooms_in_the_end(house: House, boris: Person) -> None:
    rooms = [await boris.create() for _ in range(21)]
    path = f"{V3}/profile/{boris.user_id}/displayname"
    assert (await boris.client.put(path, {"displayname": "Dr. Boris"})).status == 200
    await house.settle()
    names = [(await boris.get(room, f"state/m.room.member/{boris.user_id}")).json for room in rooms]
    assert [content["displayname"] for content in names] == ["Dr. Boris"] * 21


async def test_a_reason_is_bounded(anna: Person) -> None:
    room = await anna.create()
    assert (await anna.post(room, "leave", reason="x" * 1001)).errcode == "M_INVALID_PARAM"
