# SPDX-License-Identifier: EUPL-1.2
"""One deed lets a person go: the preview, what then happens, the record, and who may."""

import asyncio
from typing import Any
from urllib.parse import quote

import pytest
from support.clock import MovedClock
from support.office import PASSWORD, SERVER
from support.people import V3, Person

from chancery.kit.ids import UserId

from .conftest import ORG, PROOF, House

DAY = 86_400_000
POWERFUL = (100, 150)
"""The highest level that a room knows of: replacing a room of version 12 takes 150."""


async def _whoami(person: Person) -> tuple[int, object]:
    answer = await person.client.get(f"{V3}/account/whoami")
    return answer.status, answer.json.get("errcode")


def _by_room(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["room_id"]: item for item in items}


async def test_tokens_die_at_once_on_every_device(house: House) -> None:
    phone = await house.ministry.on_device("anna", "PHONE")
    token = (await phone.client.get(f"{V3}/sync")).json["next_batch"]
    tab = asyncio.create_task(phone.client.get(f"{V3}/sync?since={token}&timeout=600000"))
    record = await house.offboard()
    assert [device["device_id"] for device in record["devices"]].count("PHONE") == 1
    assert len(record["devices"]) == 2
    for person in (house["anna"], phone):
        assert await _whoami(person) == (401, "M_UNKNOWN_TOKEN")
    assert (await asyncio.wait_for(tab, 60)).status == 401
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": "anna"},
        "password": PASSWORD,
    }
    assert (await house.ministry.anonymous.post(f"{V3}/login", body)).status == 403


async def test_what_is_previewed_happens(house: House) -> None:
    anna, boris = house["anna"], house["boris"]
    cabinet = await house.together("anna", "boris", "carla", name="Cabinet")
    pair = await house.together("anna", "carla", is_direct=True)
    foreign = await house.together("boris", "anna", "carla")
    strangers = await house.together("anna", "carla", "dora")
    alone = await anna.create()
    asked = await boris.create()
    await boris.invite(asked, anna)
    preview = (await house["vera"].client.get(f"{house.address}?successor={quote(boris.user_id)}")).json
    rooms = _by_room(preview["rooms"])
    heirs = {room: (step["orphaned"], step["heir"]) for room, step in rooms.items()}
    assert heirs == {
        cabinet: (True, boris.user_id),
        pair: (True, house["carla"].user_id),
        foreign: (False, None),
        strangers: (True, boris.user_id),
        alone: (False, None),
        asked: (False, None),
    }
    assert rooms[cabinet]["name"] == "Cabinet"
    assert rooms[cabinet]["others"] == 2
    begun = await house.offboard(successor=boris.user_id)
    record = await house.finished(begun)
    for part in ("posts", "teams", "administers", "sponsored", "devices", "external_unit_id"):
        assert record[part] == preview[part], part
    left = _by_room(record["rooms"])
    assert {room: {name: step[name] for name in rooms[room]} for room, step in left.items()} == rooms
    assert all(step["done_at"] is not None and step["problem"] is None for step in left.values())
    for room, witness in ((cabinet, "boris"), (pair, "carla"), (foreign, "boris"), (asked, "boris")):
        assert await house.member(room, witness, "anna") == "leave", room
    assert await house.level(cabinet, "boris", "boris") in POWERFUL
    assert await house.level(pair, "carla", "carla") in POWERFUL
    assert await house.member(pair, "carla", "boris") == "None"
    assert await house.member(strangers, "dora", "boris") == "invite"
    assert await house.level(strangers, "dora", "boris") in POWERFUL
    departed = [subject for action, subject in await house.audited("room.departed")]
    assert departed == [anna.user_id] * 6


async def test_posts_teams_and_guests_go_to_the_successor(house: House) -> None:
    anna, boris, vera = house["anna"], house["boris"], house["vera"]
    now, authority = house.ministry.platform.clock(), house.ministry.modules.org.authority
    team = (await anna.client.post(f"{ORG}/teams", {"unit_id": house.legal.id, "name": "Treaties"})).json[
        "id"
    ]
    guest = {
        "user_name": "eve",
        "name": "Eve Auditor",
        "password": PASSWORD,
        "unit_id": house.legal.id,
        "sponsor_id": anna.user_id,
        "purpose": "Audit",
        "ends_at": now + 90 * DAY,
        "review_at": now + 30 * DAY,
    }
    assert (await vera.client.post(f"{ORG}/externals", guest)).status == 201
    record = await house.offboard(successor=boris.user_id)
    (post,) = record["posts"]
    assert (post["post_id"], post["title"], post["successor"]) == (
        house.posts["anna"],
        "Director",
        boris.user_id,
    )
    assert [(one["team_id"], one["owned"], one["successor"]) for one in record["teams"]] == [
        (team, True, boris.user_id)
    ]
    assert [(one["name"], one["successor"]) for one in record["sponsored"]] == [
        ("Eve Auditor", boris.user_id)
    ]
    held = (await vera.client.get(f"{ORG}/posts/{post['post_id']}/appointments")).json
    shown = {item["user_id"]: (item["acting"], item["ends_at"]) for item in held["items"]}
    assert shown == {anna.user_id: (False, now), boris.user_id: (True, None)}
    assert await authority.check(UserId(boris.user_id), "owner", f"team:{team}")
    for relation, object_ in (("owner", f"team:{team}"), ("member", f"team:{team}")):
        assert not await authority.check(UserId(anna.user_id), relation, object_)
    guests = (await boris.client.get(f"{ORG}/externals")).json["items"]
    assert [item["name"] for item in guests] == ["Eve Auditor"]


async def test_nothing_is_handed_over_without_a_successor(house: House) -> None:
    room = await house.together("anna", "boris", "carla")
    record = await house.finished(await house.offboard())
    (step,) = record["rooms"]
    assert (step["orphaned"], step["heir"]) == (True, None)
    assert await house.member(room, "boris", "anna") == "leave"
    assert [post["successor"] for post in record["posts"]] == [None]
    held = await house["vera"].client.get(f"{ORG}/posts/{house.posts['anna']}/appointments")
    assert [item["user_id"] for item in held.json["items"]] == [house["anna"].user_id]


async def test_an_heir_who_is_banned_does_not_hold_up_the_rest(house: House) -> None:
    room = await house.together("anna", "boris", "carla", "dora")
    await house["anna"].post(room, "ban", user_id=house["boris"].user_id)
    record = await house.finished(await house.offboard(successor=house["boris"].user_id))
    (step,) = record["rooms"]
    assert step["problem"]
    assert await house.member(room, "carla", "anna") == "leave"
    assert await house.member(room, "carla", "boris") == "ban"


async def test_asked_again_it_answers_with_the_same_record(house: House) -> None:
    first, *others = await asyncio.gather(*(house.offboard() for _ in range(4)))
    assert {other["id"] for other in others} == {first["id"]}
    done = await house.finished(first)
    assert (await house.offboard())["finished_at"] == done["finished_at"]
    told = await house.audited("person.offboarded", "person.deactivated", "offboarding.finished")
    actions = ["person.offboarded", "person.deactivated", "offboarding.finished"]
    assert told == [(action, house["anna"].user_id) for action in actions]


@pytest.mark.parametrize("name", ["boris", "olga", "anna"])
async def test_whoever_does_not_administer_the_place_is_refused(house: House, name: str) -> None:
    stranger, room = house[name].client, await house.together("anna", "boris", "carla")
    for answer in (
        await stranger.get(house.address),
        await stranger.post(house.address, {"confirmation": "anna"}),
        await stranger.get(f"{ORG}/people/{quote(f'@nobody:{SERVER}')}/offboarding"),
    ):
        assert (answer.status, answer.json["code"]) == (403, "not_administrator")
    assert await _whoami(house["anna"]) == (200, None)
    assert await house.member(room, "boris", "anna") == "join"


async def test_the_record_is_for_those_who_might_have_done_it(house: House) -> None:
    record = await house.offboard()
    for name in ("boris", "olga"):
        answer = await house[name].client.get(f"{ORG}/offboardings/{record['id']}")
        assert (answer.status, answer.json["code"]) == (404, "offboarding_not_found")
        again = await house[name].client.post(house.address, {"confirmation": "anna"})
        assert again.status == 403
    assert (await house["vera"].client.get(f"{ORG}/offboardings/nothing")).status == 404


async def test_who_administers_a_part_lets_its_people_go_and_no_others(house: House) -> None:
    olga, dora = house["olga"], house["dora"]
    address = f"{ORG}/people/{quote(dora.user_id)}/offboarding"
    vera = await olga.client.get(f"{ORG}/people/{quote(house['vera'].user_id)}/offboarding")
    assert vera.status == 403
    order = {"user_id": dora.user_id, "acting": True}
    await house["vera"].client.post(f"{ORG}/posts/{house.posts['anna']}/appointments", order)
    assert (await olga.client.get(address)).status == 403
    await house["vera"].client.delete(f"{ORG}/posts/{house.posts['anna']}/appointments/{quote(dora.user_id)}")
    answer = await olga.client.post(address, {"confirmation": "dora", **PROOF})
    assert answer.status == 200, answer.body
    assert (await house.finished(answer.json, olga))["actor"] == olga.user_id
    assert (await _whoami(dora))[0] == 401


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"confirmation": "Anna"}, 400, "confirmation_differs"),
        ({"confirmation": ""}, 400, "confirmation_differs"),
        ({}, 400, "bad_json"),
        ({"confirmation": "anna", "successor": f"@anna:{SERVER}"}, 404, "person_not_found"),
        ({"confirmation": "anna", "successor": f"@nobody:{SERVER}"}, 404, "person_not_found"),
        ({"confirmation": "anna", "successor": "x\0"}, 400, "bad_json"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_happens(
    house: House, body: object, status: int, code: str
) -> None:
    answer = await house["vera"].client.post(house.address, body)
    assert (answer.status, answer.json["code"]) == (status, code)
    assert await _whoami(house["anna"]) == (200, None)
    assert await house.audited("person.offboarded") == []


async def test_it_takes_a_proof_of_who_asks(house: House) -> None:
    vera = house["vera"].client
    asked = await vera.post(house.address, {"confirmation": "anna"})
    assert (asked.status, asked.json["code"]) == (401, "interactive_auth_needed")
    wrong = {"type": "m.login.password", "password": "guess", "session": asked.json["session"]}
    assert (await vera.post(house.address, {"confirmation": "anna", "auth": wrong})).status == 401
    # A session that was begun for something else is of no use.
    other = {**wrong, "password": PASSWORD}
    successor = house["boris"].user_id
    body = {"confirmation": "anna", "successor": successor, "auth": other}
    assert (await vera.post(house.address, body)).status == 403
    assert await _whoami(house["anna"]) == (200, None)
    assert (await vera.post(house.address, {"confirmation": "anna", "auth": other})).status == 200
    assert (await _whoami(house["anna"]))[0] == 401


async def test_records_are_listed_for_those_who_may_read_them(house: House) -> None:
    room = await house.together("anna", "boris")
    first = await house.finished(await house.offboard())
    clock = house.ministry.platform.clock
    assert isinstance(clock, MovedClock)
    clock.forward(seconds=1)
    dora = f"{ORG}/people/{quote(house['dora'].user_id)}/offboarding"
    second = (await house["vera"].client.post(dora, {"confirmation": "dora", **PROOF})).json
    await house.finished(second)
    listed = (await house["vera"].client.get(f"{ORG}/offboardings?limit=1")).json
    (item,) = listed["items"]
    assert (item["id"], item["name"], item["actor_name"]) == (second["id"], "Dora", "Vera")
    rest = (await house["vera"].client.get(f"{ORG}/offboardings?cursor={listed['next_cursor']}")).json
    (item,) = rest["items"]
    assert (item["id"], item["rooms"], item["rooms_left"]) == (first["id"], 1, 0)
    assert rest["next_cursor"] is None, room
    seen = {
        name: [item["id"] for item in (await house[name].client.get(f"{ORG}/offboardings")).json["items"]]
        for name in ("boris", "olga")
    }
    assert seen == {"boris": [], "olga": [second["id"]]}
    spoilt = await house["vera"].client.get(f"{ORG}/offboardings?cursor=eA")
    assert spoilt.status == 400


async def test_the_record_names_those_who_take_over(house: House) -> None:
    boris = house["boris"].user_id
    await house.together("anna", "boris", "carla", name="Cabinet")
    preview = (await house["vera"].client.get(f"{house.address}?successor={quote(boris)}")).json
    assert preview["names"] == {boris: "Boris"}
    record = await house.offboard(successor=boris)
    assert record["names"] == {boris: "Boris", house["vera"].user_id: "Vera"}


async def test_the_last_administrator_stays(house: House) -> None:
    vera = house["vera"]
    address = f"{ORG}/people/{quote(vera.user_id)}/offboarding"
    for answer in (
        await vera.client.get(address),
        await vera.client.post(address, {"confirmation": "vera"}),
    ):
        assert answer.status in (403, 409)
        assert answer.json["code"] == "last_administrator"
    assert await _whoami(vera) == (200, None)


async def test_the_last_administrator_of_an_agency_stays(house: House) -> None:
    accounts = house.ministry.modules.accounts.accounts
    second = UserId(f"@second:{SERVER}")
    await accounts.create_person(second, password=PASSWORD, display_name="Second", is_admin=True)
    vera = house["vera"]
    address = f"{ORG}/people/{quote(vera.user_id)}/offboarding"
    answer = await vera.client.post(address, {"confirmation": "vera"})
    assert (answer.status, answer.json["code"]) == (409, "last_administrator")
    assert await accounts.exists(UserId(vera.user_id))


async def _dismiss_expired(house: House) -> None:
    (job,) = (
        job for job in house.ministry.modules.offboarding.manifest.jobs if job.name == "offboarding.externals"
    )
    await job.run()


async def test_people_from_outside_are_let_go_at_their_end(house: House) -> None:
    clock, vera = house.ministry.platform.clock, house["vera"]
    body = {
        "user_name": "eve",
        "name": "Eve Auditor",
        "password": PASSWORD,
        "unit_id": house.legal.id,
        "sponsor_id": house["boris"].user_id,
        "purpose": "Audit",
        "ends_at": clock() + 1_000,
        "review_at": clock() + 500,
    }
    assert (await vera.client.post(f"{ORG}/externals", body)).status == 201
    eve = await house.ministry.on_device("eve")
    room = await house["boris"].create()
    await house["boris"].invite(room, eve)
    await eve.join(room)
    await _dismiss_expired(house)
    assert await _whoami(eve) == (200, None)
    house.ministry.platform.clock.forward(seconds=1)  # type: ignore[attr-defined]  # the test's own clock
    await _dismiss_expired(house)
    assert (await _whoami(eve))[0] == 401
    path = f"{V3}/rooms/{quote(room, safe='')}/state/m.room.member/{quote(eve.user_id)}"
    assert (await house["boris"].client.get(path)).json["membership"] == "leave"
    told = await house.audited("person.offboarded")
    await _dismiss_expired(house)
    assert await house.audited("person.offboarded") == told == [("person.offboarded", eve.user_id)]
    stay = {"sponsor_id": house["boris"].user_id, "ends_at": clock() + DAY, "review_at": clock() + 1}
    again = await vera.client.post(f"{ORG}/externals/{quote(eve.user_id)}/review", stay)
    assert (again.status, again.json["code"]) == (404, "external_not_found")
