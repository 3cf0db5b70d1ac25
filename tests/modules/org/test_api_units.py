# SPDX-License-Identifier: EUPL-1.2
"""Units and agencies: they grow, are renamed and moved."""

import asyncio

from support.council import Council
from support.office import SERVER

from chancery.kit.ids import UserId
from chancery.modules.org.events import UnitChanged, UnitMoved

ORG = "/api/v1/org"
ANNA, BORIS = UserId(f"@anna:{SERVER}"), UserId(f"@boris:{SERVER}")


async def test_units_grow_and_are_renamed(council: Council) -> None:
    heard: list[UnitChanged] = []
    council.office.bus.subscribe(UnitChanged, heard.append)
    body = {"parent_id": council.treaties.id, "name": " Registry ", "kind": "office"}
    made = (await council.vera.post(f"{ORG}/units", body)).json
    assert (made["name"], made["parent_id"]) == ("Registry", council.treaties.id)
    await council.vera.patch(f"{ORG}/units/{council.root.id}", {"name": "Ministry of Order"})
    config = (await council.office.client.get("/api/v1/config")).json
    assert config["agency_name"] == "Ministry of Order"
    assert [fact.unit_id for fact in heard] == [made["id"], council.root.id]
    assert (await council.vera.post(f"{ORG}/units", {**body, "name": " "})).status == 400
    assert (await council.vera.post(f"{ORG}/units", {**body, "parent_id": "unit_gone"})).status == 404


async def _make(council: Council, parent_id: str, name: str) -> str:
    body = {"parent_id": parent_id, "name": name, "kind": "office"}
    return str((await council.vera.post(f"{ORG}/units", body)).json["id"])


async def test_a_moved_unit_takes_its_people_and_leaves_its_old_head(council: Council) -> None:
    heard: list[UnitMoved] = []
    council.office.bus.subscribe(UnitMoved, heard.append)
    authority, office = council.office.org.authority, council.office
    legal, treaties, transport = (
        f"unit:{unit.id}" for unit in (council.legal, council.treaties, council.transport)
    )
    move = f"{ORG}/units/{council.treaties.id}/move"
    assert (await council.vera.post(move, {"parent_id": council.transport.id})).status == 200
    assert not await authority.check(ANNA, "manages", treaties)
    assert not await authority.check(BORIS, "member", legal)
    assert await authority.check(BORIS, "member", transport)
    units = {unit["id"]: unit for unit in (await council.boris.get(f"{ORG}/units")).json["units"]}
    assert units[council.treaties.id]["parent_id"] == council.transport.id
    assert (units[council.legal.id]["people_count"], units[council.transport.id]["people_count"]) == (1, 1)
    office.clock.forward(seconds=1)
    assert (await council.vera.post(move, {"parent_id": council.legal.id})).status == 200
    assert await authority.check(ANNA, "manages", treaties)
    assert await authority.check(BORIS, "member", legal)
    assert not await authority.check(BORIS, "member", transport)
    assert [fact.parent_id for fact in heard] == [council.transport.id, council.legal.id]
    entry = (await council.vera.get("/api/v1/audit/entries?limit=1")).json["items"][0]
    assert (entry["action"], entry["subject"]) == ("unit.moved", f"unit:{council.treaties.id}")


async def test_a_move_that_makes_no_tree_is_refused(council: Council) -> None:
    for unit_id, parent_id, code in (
        (council.legal.id, council.legal.id, "unit_cycle"),
        (council.legal.id, council.treaties.id, "unit_cycle"),
        (council.root.id, council.legal.id, "root_unit"),
        (council.legal.id, "unit_gone", "unit_not_found"),
        ("unit_gone", council.legal.id, "unit_not_found"),
    ):
        answer = await council.vera.post(f"{ORG}/units/{unit_id}/move", {"parent_id": parent_id})
        assert answer.json["code"] == code
    foreign = await council.anna.post(
        f"{ORG}/units/{council.treaties.id}/move", {"parent_id": council.root.id}
    )
    assert (foreign.status, foreign.json["code"]) == (403, "not_administrator")
    assert (await council.office.client.post(f"{ORG}/units/{council.legal.id}/move", {})).status == 401


async def test_two_moves_at_once_make_no_ring(council: Council) -> None:
    one, other = council.legal.id, council.transport.id
    answers = await asyncio.gather(
        council.vera.post(f"{ORG}/units/{one}/move", {"parent_id": other}),
        council.vera.post(f"{ORG}/units/{other}/move", {"parent_id": one}),
    )
    assert sorted(answer.status for answer in answers) == [200, 409]
    units = (await council.vera.get(f"{ORG}/units")).json["units"]
    assert len(units) == 4


async def test_a_tree_may_be_forty_units_deep(council: Council) -> None:
    unit_id = council.legal.id
    for number in range(40):
        unit_id = await _make(council, unit_id, f"Level {number}")
    body = {"unit_id": unit_id, "title": "Clerk"}
    post = (await council.vera.post(f"{ORG}/posts", body)).json
    await council.vera.post(f"{ORG}/posts/{post['id']}/appointments", {"user_id": BORIS})
    authority = council.office.org.authority
    assert await authority.check(ANNA, "manages", f"unit:{unit_id}")
    assert await authority.check(BORIS, "member", f"unit:{council.legal.id}")
    assert len(await authority.list_objects(ANNA, "manages", "unit")) == 42


async def test_agencies_stand_beside_each_other(council: Council) -> None:
    refused = await council.anna.post(f"{ORG}/agencies", {"name": "Archive"})
    assert (refused.status, refused.json["code"]) == (403, "not_administrator")
    council.office.clock.forward(seconds=1)
    made = (await council.vera.post(f"{ORG}/agencies", {"name": "State Archive"})).json
    assert (await council.vera.post(f"{ORG}/agencies", {"name": " "})).status == 400
    agencies = (await council.boris.get(f"{ORG}/agencies")).json["agencies"]
    assert [agency["name"] for agency in agencies] == ["Ministry of Examples", "State Archive"]
    assert agencies[1] == made
    assert await _make(council, made["unit_id"], "Reading room")
    over = await council.vera.post(f"{ORG}/units/{council.legal.id}/move", {"parent_id": made["unit_id"]})
    assert (over.status, over.json["code"]) == (409, "other_agency")
    assert (await council.office.client.get(f"{ORG}/agencies")).status == 401


async def test_what_no_database_keeps_is_refused(council: Council) -> None:
    for path, body in (
        ("agencies", {"name": "x\0"}),
        ("units", {"parent_id": "x\0", "name": "x"}),
        (f"units/{council.legal.id}/move", {"parent_id": "x\0"}),
    ):
        answer = await council.vera.post(f"{ORG}/{path}", body)
        assert (answer.status, answer.json["code"]) == (400, "bad_json"), path
