# SPDX-License-Identifier: EUPL-1.2
"""Changing the organisation: who may, and what follows."""

import pytest
from support.council import Council
from support.office import PASSWORD, SERVER

from chancery.modules.org.events import TeamChanged
from chancery.modules.org.model import Relation
from chancery.platform.db.port import Write

ORG = "/api/v1/org"


def _person(council: Council, **more: object) -> dict[str, object]:
    return {
        "user_name": "dora",
        "name": "Dora Dale",
        "password": PASSWORD,
        "post_id": council.posts["boris"],
        "email": "dora@council.example",
        **more,
    }


def _changes(council: Council) -> list[tuple[str, str, dict[str, object]]]:
    unit = {"parent_id": council.legal.id, "name": "New", "kind": "office"}
    post = {"unit_id": council.legal.id, "title": "Clerk"}
    appointment = {"user_id": f"@anna:{SERVER}"}
    return [
        ("POST", f"{ORG}/units", unit),
        ("PATCH", f"{ORG}/units/{council.legal.id}", {"name": "Other"}),
        ("POST", f"{ORG}/posts", post),
        ("POST", f"{ORG}/posts/{council.posts['boris']}/appointments", appointment),
        ("DELETE", f"{ORG}/posts/{council.posts['boris']}/appointments/@boris:{SERVER}", {}),
        ("POST", f"{ORG}/people", _person(council)),
    ]


async def test_only_administrators_change_the_tree(council: Council) -> None:
    for method, path, body in _changes(council):
        anonymous = await council.office.client.request(method, path, json=body)
        assert anonymous.status == 401, path
        # Even the head of the department does not administer it.
        foreign = await council.anna.request(method, path, json=body)
        assert (foreign.status, foreign.json["code"]) == (403, "not_administrator"), path
    for method, path, body in _changes(council):
        answer = await council.vera.request(method, path, json=body)
        assert answer.status in (200, 201), (path, answer.json)


async def test_a_hired_person_signs_in_and_is_found(council: Council) -> None:
    answer = await council.vera.post(f"{ORG}/people", _person(council))
    assert (answer.status, answer.json) == (201, {"user_id": f"@dora:{SERVER}"})
    assert (await council.office.log_in("dora@council.example")).status == 200
    found = (await council.anna.get(f"{ORG}/people?query=dale")).json["items"]
    assert [item["post"] for item in found] == ["Senior Clerk"]
    card = (await council.anna.get(f"{ORG}/people/@dora:{SERVER}")).json
    assert card["email"] == "dora@council.example"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"user_name": "anna"}, 400, "user_in_use"),
        ({"user_name": "Bad Name"}, 400, "invalid_user_id"),
        ({"password": "short"}, 400, "weak_password"),
        ({"post_id": "post_gone"}, 404, "post_not_found"),
        ({"phones": ["1"] * 21}, 400, "bad_json"),
        ({"name": "x" * 201}, 400, "bad_json"),
        ({"name": None}, 400, "bad_json"),
    ],
)
async def test_a_bad_person_changes_nothing(
    council: Council, change: dict[str, object], status: int, code: str
) -> None:
    answer = await council.vera.post(f"{ORG}/people", _person(council, **change))
    assert (answer.status, answer.json["code"]) == (status, code)
    assert (await council.vera.get(f"{ORG}/people")).json["total"] == 3


async def test_a_head_makes_a_team(council: Council) -> None:
    heard: list[TeamChanged] = []
    council.office.bus.subscribe(TeamChanged, heard.append)
    body = {"unit_id": council.treaties.id, "name": "Fisheries treaty"}
    assert (await council.boris.post(f"{ORG}/teams", body)).json["code"] == "not_administrator"
    team = (await council.anna.post(f"{ORG}/teams", body)).json
    members = f"{ORG}/teams/{team['id']}/members"
    refused = await council.boris.post(members, {"user_id": f"@boris:{SERVER}"})
    assert (refused.status, refused.json["code"]) == (404, "team_not_found")
    assert (await council.anna.post(members, {"user_id": f"@boris:{SERVER}"})).status == 200
    assert (await council.anna.post(members, {"user_id": f"@nobody:{SERVER}"})).status == 404
    assert (await council.boris.get(f"{ORG}/teams")).json["teams"] == [team]
    council.office.clock.forward(seconds=1)
    assert (await council.boris.delete(f"{members}/@boris:{SERVER}")).status == 200
    assert (await council.boris.get(f"{ORG}/teams")).json["teams"] == []
    assert (await council.anna.get(f"{ORG}/teams")).json["teams"] == [team]
    again = await council.boris.delete(f"{members}/@boris:{SERVER}")
    assert (again.status, again.json["code"]) == (404, "team_not_found")
    assert len(heard) == 3


async def test_a_team_names_its_people_to_those_who_belong_to_it_or_administer_it(council: Council) -> None:
    body = {"unit_id": council.treaties.id, "name": "Fisheries treaty"}
    team = (await council.anna.post(f"{ORG}/teams", body)).json
    members = f"{ORG}/teams/{team['id']}/members"
    assert (await council.boris.get(members)).json["code"] == "team_not_found"
    await council.anna.post(members, {"user_id": f"@boris:{SERVER}"})
    both = {"user_ids": [f"@anna:{SERVER}", f"@boris:{SERVER}"], "more": False}
    assert (await council.boris.get(members)).json == both
    council.office.clock.forward(seconds=1)
    await council.anna.delete(f"{members}/@boris:{SERVER}")
    assert (await council.boris.get(members)).status == 404
    assert (await council.anna.get(members)).json["user_ids"] == [f"@anna:{SERVER}"]
    outsider = await council.vera.get(f"{ORG}/teams/team_none/members")
    assert (outsider.status, outsider.json["code"]) == (404, "team_not_found")


async def test_a_unit_in_a_team_brings_the_holders_of_its_posts(council: Council) -> None:
    team = (await council.anna.post(f"{ORG}/teams", {"unit_id": council.legal.id, "name": "Treaties"})).json
    write = Write()
    unit = f"unit:{council.treaties.id}"
    council.office.org.editor.relate(write, Relation(f"team:{team['id']}", "member", unit, "member"))
    await council.office.database.commit(write)
    found = (await council.anna.get(f"{ORG}/teams/{team['id']}/members")).json
    assert found["user_ids"] == [f"@anna:{SERVER}", f"@boris:{SERVER}"]


async def test_a_list_of_people_says_who_is_acting(council: Council) -> None:
    place = await council.vera.post(f"{ORG}/posts", {"unit_id": council.transport.id, "title": "Dispatcher"})
    login = _person(council, user_name="dora", post_id=council.posts["boris"])
    await council.vera.post(f"{ORG}/people", login)
    appointments = f"{ORG}/posts/{place.json['id']}/appointments"
    await council.vera.post(appointments, {"user_id": f"@dora:{SERVER}", "acting": True})
    council.office.clock.forward(seconds=1)
    below = (await council.vera.get(f"{ORG}/people?unit={council.transport.id}")).json["items"]
    assert [(item["post"], item["acting"]) for item in below] == [("Dispatcher", True)]
    main = (await council.vera.get(f"{ORG}/people?query=dora")).json["items"]
    assert [(item["post"], item["acting"]) for item in main] == [("Senior Clerk", False)]


async def test_changes_are_in_the_log(council: Council) -> None:
    await council.vera.post(f"{ORG}/people", _person(council))
    items = (await council.vera.get("/api/v1/audit/entries?limit=2")).json["items"]
    assert [(item["action"], item["actor"], item["subject"]) for item in items] == [
        ("appointment.started", f"@vera:{SERVER}", f"@dora:{SERVER}"),
        ("person.created", f"@vera:{SERVER}", f"@dora:{SERVER}"),
    ]
