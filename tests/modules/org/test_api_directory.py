# SPDX-License-Identifier: EUPL-1.2
"""Reading the directory."""

from urllib.parse import quote

import pytest
from support.council import Council
from support.office import SERVER, Office

from chancery.kit.ids import UserId
from chancery.modules.org.service.editor import holding
from chancery.platform.db.port import Write

UNITS = "/api/v1/org/units"
PEOPLE = "/api/v1/org/people"


async def _names(council: Council, **query: str | int) -> list[str]:
    return [item["name"] for item in (await council.anna.get(PEOPLE, query=query)).json["items"]]


async def test_the_tree_lists_parents_before_children(council: Council) -> None:
    units = (await council.boris.get(UNITS)).json["units"]
    assert [unit["name"] for unit in units] == [
        "Ministry of Examples",
        "Legal Department",
        "Treaties Division",
        "Отдел перевозок",
    ]
    assert units[1] == {
        "id": council.legal.id,
        "parent_id": council.root.id,
        "name": "Legal Department",
        "kind": "department",
        "head_user_id": f"@anna:{SERVER}",
        "people_count": 2,
    }


async def test_a_person_with_posts_in_two_units_counts_once_above_them(council: Council) -> None:
    write, office = Write(), council.office
    post = office.org.editor.add_post(
        write, council.transport.id, title="Adviser", kind="specialist", place=1
    )
    office.org.editor.appoint(write, post, holding(post, UserId(f"@anna:{SERVER}"), office.clock()))
    await office.database.commit(write)
    units = (await council.boris.get(UNITS)).json["units"]
    assert {unit["id"]: unit["people_count"] for unit in units} == {
        council.root.id: 3,
        council.legal.id: 2,
        council.treaties.id: 1,
        council.transport.id: 1,
    }


@pytest.mark.parametrize("path", [UNITS, PEOPLE, f"{PEOPLE}/@anna:{SERVER}"])
async def test_the_directory_is_for_people_who_signed_in(council: Council, path: str) -> None:
    assert (await council.office.client.get(path)).status == 401


async def test_people_are_found_by_beginnings_of_name_post_and_unit(council: Council) -> None:
    assert await _names(council) == ["Anna", "Boris", "Vera"]
    assert await _names(council, query="an") == ["Anna"]
    assert await _names(council, query="DIRECT") == ["Anna"]
    assert await _names(council, query="legal") == ["Anna"]
    assert await _names(council, query="treat clerk") == ["Boris"]
    assert await _names(council, query="clerk anna") == []
    assert await _names(council, query="%") == ["Anna", "Boris", "Vera"]


async def test_a_unit_means_at_or_below(council: Council) -> None:
    assert await _names(council, unit=council.legal.id) == ["Anna", "Boris"]
    assert await _names(council, unit=council.treaties.id) == ["Boris"]
    assert await _names(council, unit=council.transport.id) == []
    assert (await council.anna.get(PEOPLE, query={"unit": "unit_gone"})).status == 404


async def test_the_list_is_paged(council: Council) -> None:
    first = (await council.anna.get(PEOPLE, query={"limit": 2})).json
    assert (len(first["items"]), first["total"]) == (2, 3)
    second = (await council.anna.get(PEOPLE, query={"limit": 2, "cursor": first["next_cursor"]})).json
    assert [item["name"] for item in second["items"]] == ["Vera"]
    assert second["next_cursor"] is None
    assert (await council.anna.get(PEOPLE, query={"cursor": "bm9uc2Vuc2U"})).status == 400


async def test_an_item_shows_post_and_unit(council: Council) -> None:
    items = (await council.anna.get(PEOPLE, query={"query": "boris"})).json["items"]
    assert items == [
        {
            "user_id": f"@boris:{SERVER}",
            "name": "Boris",
            "post": "Senior Clerk",
            "unit_id": council.treaties.id,
            "unit_name": "Treaties Division",
            "avatar_url": None,
            "acting": False,
        }
    ]


async def test_a_card_shows_the_path_and_the_look_is_seen(council: Council) -> None:
    path = f"{PEOPLE}/@boris:{SERVER}"
    card = (await council.anna.get(path)).json
    assert card["posts"] == [
        {
            "id": council.posts["boris"],
            "title": "Senior Clerk",
            "unit_id": council.treaties.id,
            "unit_name": "Treaties Division",
            "path": [
                {"id": council.root.id, "name": "Ministry of Examples"},
                {"id": council.legal.id, "name": "Legal Department"},
                {"id": council.treaties.id, "name": "Treaties Division"},
            ],
            "acting": False,
            "acted_by": [],
        }
    ]
    assert (card["phones"], card["room"], card["languages"]) == (["+1 555 0100"], "12", ["en", "ru"])
    await council.anna.get(path)
    await council.boris.get(path)
    assert await _lookers(council) == ["Anna"]
    council.office.clock.forward(seconds=3601)
    await council.anna.get(path)
    assert await _lookers(council) == ["Anna", "Anna"]


async def _lookers(council: Council) -> list[str]:
    items = (await council.boris.get("/api/v1/audit/about-me")).json["items"]
    return [item["actor_name"] for item in items if item["action"] == "person.viewed"]


async def test_an_unknown_person_is_not_found_and_not_logged(council: Council) -> None:
    answer = await council.anna.get(f"{PEOPLE}/@nobody:{SERVER}")
    assert (answer.status, answer.json["code"]) == (404, "person_not_found")


async def test_the_sign_in_page_learns_the_names(council: Council) -> None:
    assert (await council.office.client.get("/api/v1/config")).json == {
        "agency_name": "Ministry of Examples",
        "server_name": SERVER,
        "version": "1.2.3",
        "demo": False,
        "demo_logins": [],
    }


async def test_without_an_agency_the_server_name_stands_in(office: Office) -> None:
    assert (await office.client.get("/api/v1/config")).json["agency_name"] == SERVER


async def test_a_card_says_who_acts_for_the_posts(council: Council) -> None:
    boris, now = f"@boris:{SERVER}", council.office.clock()
    path = f"/api/v1/org/posts/{council.posts['anna']}/appointments"
    later = {
        "user_id": f"@vera:{SERVER}",
        "acting": True,
        "starts_at": now + 60_000,
        "ends_at": now + 120_000,
    }
    assert (await council.vera.post(path, later)).status == 201
    assert (
        await council.vera.post(path, {"user_id": boris, "acting": True, "ends_at": now + 60_000})
    ).status == 201
    (post,) = (await council.boris.get(f"/api/v1/org/people/{quote(f'@anna:{SERVER}')}")).json["posts"]
    assert post["acted_by"] == [{"user_id": boris, "name": "Boris"}]
