# SPDX-License-Identifier: EUPL-1.2
"""Why may she, and who may: told to those who administer the object, and to everybody about themselves."""

import pytest
from support.council import Council
from support.office import SERVER

from chancery.modules.org.model import Relation
from chancery.platform.db.port import Write

RIGHTS = "/api/v1/org/rights"
ANNA, BORIS, VERA = (f"@{name}:{SERVER}" for name in ("anna", "boris", "vera"))


async def test_the_chain_is_told_with_names(council: Council) -> None:
    query = {"user_id": ANNA, "relation": "manages", "object": f"unit:{council.treaties.id}"}
    answer = (await council.vera.get(RIGHTS, query=query)).json
    assert answer["allowed"]
    chain = [
        (
            step["subject"]["name"],
            step["subject_relation"],
            step["relation"],
            step["object"]["name"],
            step["why"],
        )
        for step in answer["steps"]
    ]
    assert chain == [
        ("Anna", None, "holder", "Director", "tuple"),
        ("Director", "holder", "head", "Legal Department", "tuple"),
        ("Legal Department", "head", "manages", "Legal Department", "rule"),
        ("Legal Department", "manages", "manages", "Treaties Division", "containment"),
    ]
    query["user_id"] = BORIS
    assert (await council.vera.get(RIGHTS, query=query)).json == {"allowed": False, "steps": []}


async def test_a_right_that_ends_says_when(council: Council) -> None:
    end = council.office.clock() + 60_000
    path = f"/api/v1/org/posts/{council.posts['anna']}/appointments"
    await council.vera.post(path, {"user_id": BORIS, "acting": True, "ends_at": end})
    query = {"relation": "head", "object": f"unit:{council.legal.id}"}
    steps = (await council.boris.get(RIGHTS, query=query)).json["steps"]
    assert [step["ends_at"] for step in steps] == [end, None]


async def test_who_may_is_told_in_pages(council: Council) -> None:
    query = {"relation": "manages", "object": f"unit:{council.treaties.id}", "limit": 1}
    first = (await council.vera.get(f"{RIGHTS}/holders", query=query)).json
    assert first["items"] == [{"user_id": ANNA, "name": "Anna"}]
    rest = (await council.vera.get(f"{RIGHTS}/holders", query={**query, "cursor": first["next_cursor"]})).json
    assert rest == {"items": [{"user_id": VERA, "name": "Vera"}], "next_cursor": None}


@pytest.mark.parametrize("path", [RIGHTS, f"{RIGHTS}/holders"])
async def test_others_rights_are_for_administrators(council: Council, path: str) -> None:
    for object_ in (f"unit:{council.legal.id}", "unit:gone", f"user:{VERA}"):
        query = {"user_id": VERA, "relation": "manages", "object": object_}
        answer = await council.anna.get(path, query=query)
        assert (answer.status, answer.json["code"]) == (403, "not_administrator"), object_
    for bad in ({}, {"relation": "manage", "object": "unit:x"}, {"relation": "member", "object": "planet:x"}):
        assert (await council.vera.get(path, query=bad)).status == 400
    assert (await council.office.client.get(path)).status == 401


async def test_everybody_learns_what_they_administer(council: Council) -> None:
    path = f"{RIGHTS}/administered"
    root = {"id": council.root.id, "name": "Ministry of Examples"}
    assert (await council.vera.get(path)).json == {"units": [root]}
    assert (await council.anna.get(path)).json == {"units": []}
    editor, write = council.office.org.editor, Write()
    for unit in (council.treaties, council.transport):
        editor.relate(write, Relation(f"unit:{unit.id}", "administers", f"user:{ANNA}"))
    editor.relate(write, Relation(f"unit:{council.legal.id}", "administers", f"user:{BORIS}"))
    await council.office.database.commit(write)
    named = [unit["name"] for unit in (await council.anna.get(path)).json["units"]]
    assert sorted(named) == ["Treaties Division", "Отдел перевозок"]
    # What stands below is administered with it.
    assert [unit["name"] for unit in (await council.boris.get(path)).json["units"]] == ["Legal Department"]
    assert (await council.office.client.get(path)).status == 401
