# SPDX-License-Identifier: EUPL-1.2
"""Teams: their spaces and rooms, who is in them as the organisation changes, and what nobody may do by hand."""

import asyncio
from typing import Any
from urllib.parse import quote

import pytest
from support.people import V3

from chancery.kit.ids import UserId
from chancery.modules.org.model import Relation
from chancery.platform.db.port import Write

from .conftest import ORG, TEAMS, Bureau, room_of, rooms_of

DAY = 86_400_000
LEGAL = {"anna", "boris", "carla"}


async def _until_inside(bureau: Bureau, room: str, names: set[str]) -> None:
    async with asyncio.timeout(30):
        while await bureau.inside(room) != names:
            await asyncio.sleep(0.02)


async def test_a_units_own_team_has_its_people_in_a_space_with_rooms(bureau: Bureau) -> None:
    team = await bureau.team("legal", by="anna")
    assert (team["name"], team["own"], team["administers"]) == ("Legal Department", True, True)
    for room in rooms_of(team):
        assert await bureau.inside(room) == LEGAL, room
    space, talk, news = team["space_id"], room_of(team, "discussion"), room_of(team, "announcements")
    assert (await bureau.state("boris", space, "m.room.create"))["type"] == "m.space"
    assert (await bureau.state("boris", space, "m.space.child", talk))["via"]
    assert (await bureau.state("boris", talk, "m.space.parent", space))["canonical"] is True
    assert (await bureau.state("boris", talk, "m.room.encryption"))["algorithm"] == "m.megolm.v1.aes-sha2"
    assert (await bureau[("anna")].try_send(news, {"msgtype": "m.text", "body": "new"})).status == 200
    assert (await bureau["boris"].try_send(news, {"msgtype": "m.text", "body": "me"})).status == 403
    listed = (await bureau.call("boris", "GET", TEAMS))["teams"]
    assert [(one["id"], one["administers"]) for one in listed] == [(team["id"], False)]


async def test_the_creator_is_in_the_rooms_when_the_answer_comes(bureau: Bureau) -> None:
    body = {"unit_id": bureau.units["legal"].id}
    team = await bureau.call("anna", "POST", TEAMS, body, expect=201)
    assert await bureau.joined("anna") >= rooms_of(team)


async def test_a_moved_division_changes_rooms_by_itself(bureau: Bureau) -> None:
    legal, transport = await bureau.team("legal"), await bureau.team("transport")
    own = await bureau.team("treaties")
    assert await bureau.inside(transport["space_id"]) == {"dora", "olga"}
    await bureau.move("treaties", "transport")
    for room in rooms_of(transport):
        await _until_inside(bureau, room, {"boris", "carla", "dora", "olga"})
    for room in rooms_of(legal):
        await _until_inside(bureau, room, {"anna"})
    assert await bureau.inside(own["space_id"]) == {"boris", "carla"}


async def test_sync_tells_every_device_of_the_new_room(bureau: Bureau) -> None:
    team = await bureau.team("transport")
    phone = await bureau.ministry.on_device("emil", "PHONE")
    token = (await phone.client.get(f"{V3}/sync")).json["next_batch"]
    waiting = asyncio.create_task(phone.client.get(f"{V3}/sync?since={token}&timeout=30000"))
    body = {"user_id": bureau["emil"].user_id}
    post = await bureau.call(
        "vera", "POST", f"{ORG}/posts", {"unit_id": bureau.units["transport"].id, "title": "Aide"}, expect=201
    )
    await bureau.call("vera", "POST", f"{ORG}/posts/{post['id']}/appointments", body, expect=201)
    answer = (await asyncio.wait_for(waiting, 30)).json
    assert set(answer["rooms"]["join"]) <= rooms_of(team)
    assert "invite" not in answer["rooms"] or not answer["rooms"]["invite"]
    await _until_inside(bureau, team["space_id"], {"dora", "emil", "olga"})


async def test_dated_appointments_begin_and_end_by_themselves(bureau: Bureau) -> None:
    team, now = await bureau.team("legal"), bureau.clock()
    await bureau.appoint("emil", "free", starts_at=now + DAY, ends_at=now + 3 * DAY)
    await bureau.settle()
    assert "emil" not in await bureau.inside(team["space_id"])
    bureau.clock.forward(seconds=86_405)
    await _until_inside(bureau, team["space_id"], {*LEGAL, "emil"})
    bureau.clock.forward(seconds=2 * 86_400)
    await _until_inside(bureau, team["space_id"], LEGAL)


async def test_power_follows_the_office(bureau: Bureau) -> None:
    team = await bureau.team("legal")
    talk = room_of(team, "discussion")
    assert [await bureau.level("anna", talk, name) for name in ("anna", "carla", "boris")] == [50, 0, 0]
    await bureau.appoint("boris", "anna", acting=True)
    await bureau.settle()
    assert await bureau.level("anna", talk, "boris") == 50
    await bureau.end("anna", "anna")
    await bureau.settle()
    assert await bureau.inside(talk) == {"boris", "carla"}
    levels = await bureau.state("carla", talk, "m.room.power_levels")
    assert levels["users"] == {bureau["boris"].user_id: 50}


async def test_names_follow(bureau: Bureau) -> None:
    team = await bureau.team("legal", announcements="News")
    unit = bureau.units["legal"].id
    await bureau.call("vera", "PATCH", f"{ORG}/units/{unit}", {"name": "Justice Department"})
    await bureau.settle()
    named = {
        room: (await bureau.state("boris", room, "m.room.name"))["name"]
        for room in (team["space_id"], room_of(team, "discussion"), room_of(team, "announcements"))
    }
    assert list(named.values()) == ["Justice Department", "Justice Department", "Justice Department · News"]
    refused = await bureau["anna"].client.request(
        "PATCH", f"{TEAMS}/{team['id']}", json={"name": "Something else"}
    )
    assert (refused.status, refused.json["code"]) == (409, "own_team")


async def test_a_team_for_a_purpose_has_a_sponsor_and_those_who_are_named(bureau: Bureau) -> None:
    members = [bureau["emil"].user_id, bureau["dora"].user_id]
    sponsor = bureau["carla"].user_id
    team = await bureau.team("legal", by="anna", name="Ratification", sponsor_id=sponsor, members=members)
    assert await bureau.inside(team["space_id"]) == {"carla", "dora", "emil"}
    talk = room_of(team, "discussion")
    assert [await bureau.level("emil", talk, name) for name in ("carla", "emil")] == [50, 0]
    await bureau.call("carla", "DELETE", f"{ORG}/teams/{team['id']}/members/{quote(members[0])}")
    await bureau.call(
        "carla", "POST", f"{ORG}/teams/{team['id']}/members", {"user_id": bureau["boris"].user_id}
    )
    await bureau.call("carla", "PATCH", f"{TEAMS}/{team['id']}", {"name": "Ratification 2"})
    room = await bureau.call("carla", "POST", f"{TEAMS}/{team['id']}/rooms", {"name": "Drafts"}, expect=201)
    await bureau.settle()
    assert await bureau.inside(team["space_id"]) == {"boris", "carla", "dora"}
    assert await bureau.inside(room["room_id"]) == {"boris", "carla", "dora"}
    assert (await bureau.state("boris", team["space_id"], "m.room.name"))["name"] == "Ratification 2"
    assert await bureau.state("boris", team["space_id"], "m.space.child", room["room_id"])


async def test_a_closed_team_has_nobody(bureau: Bureau) -> None:
    team = await bureau.team("legal", by="anna", name="Ratification", members=[bureau["emil"].user_id])
    await bureau.call("anna", "DELETE", f"{TEAMS}/{team['id']}")
    await bureau.settle()
    for room in rooms_of(team):
        assert await bureau.inside(room) == set()
    assert (await bureau.call("emil", "GET", TEAMS))["teams"] == []


@pytest.mark.parametrize("deed", ["leave", "member", "invite", "kick", "join", "state"])
async def test_nobody_changes_by_hand_who_is_in(bureau: Bureau, deed: str) -> None:
    team = await bureau.team("legal")
    talk, emil = room_of(team, "discussion"), bureau["emil"].user_id
    attempts = {
        "leave": lambda: bureau["boris"].post(talk, "leave"),
        "member": lambda: bureau["boris"].put_state(
            talk, "m.room.member", {"membership": "leave"}, bureau["boris"].user_id
        ),
        "invite": lambda: bureau["anna"].post(talk, "invite", user_id=emil),
        "kick": lambda: bureau["anna"].post(talk, "kick", user_id=bureau["boris"].user_id),
        "join": lambda: bureau["emil"].client.post(f"{V3}/join/{quote(talk, safe='')}"),
        "state": lambda: bureau["anna"].put_state(talk, "m.room.join_rules", {"join_rule": "public"}),
    }
    answer = await attempts[deed]()
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")
    assert await bureau.inside(talk) == LEGAL
    if deed in ("leave", "invite"):
        assert "posts and teams" in answer.json["error"]


async def test_teams_made_elsewhere_get_a_space_once(bureau: Bureau) -> None:
    made = await bureau.call(
        "anna", "POST", f"{ORG}/teams", {"unit_id": bureau.units["legal"].id, "name": "Archive"}, expect=201
    )
    path = f"{TEAMS}/{made['id']}/space"
    first, second = await asyncio.gather(*(bureau.call("anna", "POST", path) for _ in range(2)))
    await bureau.settle()
    assert first["space_id"] == second["space_id"] is not None
    assert await bureau.inside(first["space_id"]) == {"anna"}
    assert len((await bureau.call("anna", "GET", TEAMS))["teams"][0]["rooms"]) == 2


async def test_a_unit_has_one_own_team(bureau: Bureau) -> None:
    await bureau.team("legal")
    answer = await bureau["anna"].client.post(TEAMS, {"unit_id": bureau.units["legal"].id})
    assert (answer.status, answer.json["code"]) == (409, "team_exists")


async def test_who_leaves_service_leaves_their_rooms(bureau: Bureau) -> None:
    team = await bureau.team("legal", by="anna", name="Ratification", members=[bureau["emil"].user_id])
    await bureau.ministry.modules.offboarding.offboarding.run(UserId(bureau["emil"].user_id), None)
    await bureau.ministry.modules.offboarding.offboarding.run(UserId(bureau["carla"].user_id), None)
    await bureau.settle()
    members = (await bureau["anna"].get(team["space_id"], "joined_members")).json["joined"]
    assert bureau["emil"].user_id not in members


async def test_a_team_whose_owner_leaves_goes_to_the_units_head(bureau: Bureau) -> None:
    team = await bureau.team("legal", by="anna", name="Ratification", sponsor_id=bureau["boris"].user_id)
    await bureau.ministry.modules.offboarding.offboarding.run(UserId(bureau["boris"].user_id), None)
    await bureau.settle()
    members = (await bureau["anna"].get(team["space_id"], "joined_members")).json["joined"]
    assert [user_id for user_id in members if not user_id.startswith("@_")] == [bureau["anna"].user_id]
    assert await bureau.level("anna", team["space_id"], "anna") == 50


async def test_what_is_granted_by_a_tuple_counts(bureau: Bureau) -> None:
    team = await bureau.team("legal", by="anna", name="Joint Group")
    write = Write()
    transport = f"unit:{bureau.units['transport'].id}"
    bureau.ministry.modules.org.editor.relate(
        write, Relation(f"team:{team['id']}", "member", transport, "member")
    )
    await bureau.ministry.platform.database.commit(write)
    await bureau.settle()
    assert await bureau.inside(team["space_id"]) == {"anna", "dora", "olga"}


def _foreign(team: Any) -> list[tuple[str, str, object]]:
    one = f"{TEAMS}/{team['id']}"
    return [
        ("PATCH", one, {"name": "Mine"}),
        ("DELETE", one, None),
        ("POST", f"{one}/space", None),
        ("POST", f"{one}/rooms", {"name": "Mine"}),
    ]


async def test_strangers_learn_nothing_and_change_nothing(bureau: Bureau) -> None:
    team = await bureau.team("legal")
    unit = bureau.units["legal"].id
    for method, path, body in _foreign(team):
        for name in ("dora", "boris"):
            answer = await bureau[name].client.request(method, path, json=body)
            assert (answer.status, answer.json["code"]) == (404, "team_not_found"), path
    assert (await bureau.call("dora", "GET", f"{TEAMS}?unit_id={unit}"))["teams"] == []
    (seen,) = (await bureau.call("vera", "GET", f"{TEAMS}?unit_id={unit}"))["teams"]
    assert (seen["belongs"], seen["administers"]) == (False, True)
    await bureau.call("dora", "POST", TEAMS, {"unit_id": unit}, expect=403)
    await bureau.call("anna", "POST", TEAMS, {"unit_id": "unit_none"}, expect=404)
