# SPDX-License-Identifier: EUPL-1.2
"""Keeping the tree: staff, other titles and ends, posts and units abolished, administrators of a part."""

import asyncio
from urllib.parse import quote

import pytest
from support.council import Council
from support.office import PASSWORD, SERVER

from chancery.kit.ids import UserId

ORG = "/api/v1/org"
ANNA, BORIS, VERA = (f"@{name}:{SERVER}" for name in ("anna", "boris", "vera"))
PROOF = {"auth": {"type": "m.login.password", "password": PASSWORD}}
DAY = 86_400_000


def _unit(unit_id: str, rest: str = "") -> str:
    return f"{ORG}/units/{unit_id}{rest}"


def _held(council: Council, name: str, user_id: str) -> str:
    return f"{ORG}/posts/{council.posts[name]}/appointments/{quote(user_id)}"


async def _vacant(council: Council) -> str:
    body = {"unit_id": council.transport.id, "title": "Dispatcher"}
    return str((await council.vera.post(f"{ORG}/posts", body)).json["id"])


async def test_the_staff_of_a_unit_is_told_with_those_to_come(council: Council) -> None:
    now = council.office.clock()
    order = {"user_id": BORIS, "acting": True, "starts_at": now + DAY, "ends_at": now + 2 * DAY}
    await council.vera.post(f"{ORG}/posts/{council.posts['anna']}/appointments", order)
    (post,) = (await council.anna.get(_unit(council.legal.id, "/staff"))).json["posts"]
    assert (post["title"], post["kind"]) == ("Director", "head")
    held = [(one["name"], one["acting"], one["ends_at"]) for one in post["holders"]]
    assert held == [("Anna", False, None), ("Boris", True, now + 2 * DAY)]


async def test_a_post_is_renamed_and_found_by_its_new_title(council: Council) -> None:
    path = f"{ORG}/posts/{council.posts['boris']}"
    assert (await council.vera.patch(path, {"name": " Counsel "})).status == 200
    found = (await council.vera.get(f"{ORG}/people", query={"query": "counsel"})).json
    assert [person["user_id"] for person in found["items"]] == [BORIS]
    assert (await council.vera.patch(path, {"name": " "})).status == 400


async def test_a_post_is_abolished_when_nobody_holds_it_and_its_history_stays(council: Council) -> None:
    post = f"{ORG}/posts/{council.posts['boris']}"
    refused = await council.vera.delete(post)
    assert (refused.status, refused.json["code"]) == (409, "post_held")
    await council.vera.delete(_held(council, "boris", BORIS))
    assert (await council.vera.delete(post)).status == 200
    assert (await council.vera.get(_unit(council.treaties.id, "/posts"))).json == {"posts": []}
    history = (await council.boris.get(f"{ORG}/people/{quote(BORIS)}/appointments")).json["items"]
    assert [past["title"] for past in history] == ["Senior Clerk"]
    again = await council.vera.post(f"{post}/appointments", {"user_id": BORIS})
    assert (again.status, again.json["code"]) == (404, "post_not_found")


async def test_a_post_is_not_abolished_and_filled_at_the_same_moment(council: Council) -> None:
    post = f"{ORG}/posts/{council.posts['boris']}"
    await council.vera.delete(_held(council, "boris", BORIS))
    answers = await asyncio.gather(
        council.vera.delete(post), council.vera.post(f"{post}/appointments", {"user_id": BORIS})
    )
    assert sum(answer.status < 300 for answer in answers) == 1


async def test_a_unit_is_not_abolished_and_furnished_at_the_same_moment(council: Council) -> None:
    body = {"unit_id": council.transport.id, "title": "Clerk"}
    answers = await asyncio.gather(
        council.vera.delete(_unit(council.transport.id)), council.vera.post(f"{ORG}/posts", body)
    )
    assert sum(answer.status < 300 for answer in answers) == 1


async def test_a_unit_is_abolished_when_nothing_stands_in_it(council: Council) -> None:
    for unit, code in (
        (council.legal, "unit_in_use"),
        (council.treaties, "unit_in_use"),
        (council.root, "root_unit"),
    ):
        answer = await council.vera.delete(_unit(unit.id))
        assert (answer.status, answer.json["code"]) == (409, code)
    assert (await council.vera.delete(_unit(council.transport.id))).status == 200
    units = (await council.vera.get(f"{ORG}/units")).json["units"]
    assert council.transport.id not in [unit["id"] for unit in units]
    assert (await council.vera.delete(_unit(council.transport.id))).status == 404
    body = {"unit_id": council.transport.id, "title": "Clerk"}
    assert (await council.vera.post(f"{ORG}/posts", body)).status == 404


async def test_a_unit_with_posts_or_teams_or_externals_stays(council: Council) -> None:
    post = await _vacant(council)
    assert (await council.vera.delete(_unit(council.transport.id))).status == 409
    assert (await council.vera.delete(f"{ORG}/posts/{post}")).status == 200
    team = {"unit_id": council.transport.id, "name": "Ferries"}
    assert (await council.vera.post(f"{ORG}/teams", team)).status == 201
    assert (await council.vera.delete(_unit(council.transport.id))).status == 409


async def test_an_appointment_gets_another_end_and_the_rights_follow(council: Council) -> None:
    clock, path = council.office.clock, _held(council, "anna", ANNA)
    (post,) = (await council.vera.get(_unit(council.legal.id, "/staff"))).json["posts"]
    began = post["holders"][0]["starts_at"]
    end = clock() + DAY
    assert (await council.vera.patch(path, {"starts_at": began, "ends_at": end})).status == 200
    authority = council.office.org.authority
    assert await authority.check(UserId(ANNA), "head", f"unit:{council.legal.id}")
    (post,) = (await council.vera.get(_unit(council.legal.id, "/staff"))).json["posts"]
    assert post["holders"][0]["ends_at"] == end
    for wrong in ({"starts_at": began, "ends_at": clock()}, {"starts_at": began, "ends_at": 1}):
        assert (await council.vera.patch(path, wrong)).status == 400
    other = await council.vera.patch(path, {"starts_at": began + 1, "ends_at": end})
    assert (other.status, other.json["code"]) == (404, "person_not_found")
    assert (await council.vera.patch(path, {"starts_at": began})).status == 200
    (post,) = (await council.vera.get(_unit(council.legal.id, "/staff"))).json["posts"]
    assert post["holders"][0]["ends_at"] is None


async def test_an_end_that_meets_the_successor_is_refused(council: Council) -> None:
    now, path = council.office.clock(), _held(council, "anna", ANNA)
    (post,) = (await council.vera.get(_unit(council.legal.id, "/staff"))).json["posts"]
    began = post["holders"][0]["starts_at"]
    await council.vera.patch(path, {"starts_at": began, "ends_at": now + DAY})
    order = {"user_id": BORIS, "starts_at": now + DAY}
    assert (await council.vera.post(path.rpartition("/")[0], order)).status == 201
    late = await council.vera.patch(path, {"starts_at": began, "ends_at": now + 2 * DAY})
    assert (late.status, late.json["code"]) == (409, "post_occupied")


async def test_administrators_of_a_part_are_made_with_a_proof_and_unmade(council: Council) -> None:
    path = _unit(council.legal.id, "/administrators")
    asked = await council.vera.post(path, {"user_id": ANNA})
    assert (asked.status, asked.json["code"]) == (401, "interactive_auth_needed")
    assert (await council.vera.post(path, {"user_id": ANNA, **PROOF})).status == 200
    assert (await council.vera.post(path, {"user_id": ANNA, **PROOF})).status == 409
    listed = (await council.anna.get(path)).json["administrators"]
    assert [(one["name"], one["direct"]) for one in listed] == [("Anna", True), ("Vera", False)]
    # Below what she administers, and not beside it.
    assert (await council.anna.get(_unit(council.treaties.id, "/administrators"))).status == 200
    assert (await council.anna.get(_unit(council.transport.id, "/administrators"))).status == 403
    stranger = await council.vera.delete(f"{path}/{quote(BORIS)}")
    assert (stranger.status, stranger.json["code"]) == (404, "person_not_found")
    assert (await council.vera.delete(f"{path}/{quote(ANNA)}")).status == 200
    assert (await council.anna.get(path)).status == 403


async def test_an_agency_keeps_an_administrator(council: Council) -> None:
    path = _unit(council.root.id, "/administrators")
    refused = await council.vera.delete(f"{path}/{quote(VERA)}")
    assert (refused.status, refused.json["code"]) == (409, "last_administrator")
    assert (await council.vera.post(path, {"user_id": ANNA, **PROOF})).status == 200
    assert (await council.anna.delete(f"{path}/{quote(VERA)}")).status == 200
    assert (await council.vera.get(path)).status == 403


@pytest.mark.parametrize("name", ["anna", "boris"])
async def test_others_keep_nothing(council: Council, name: str) -> None:
    client = getattr(council, name)
    unit, post = _unit(council.transport.id), f"{ORG}/posts/{council.posts['vera']}"
    answers = [
        await client.get(f"{unit}/staff"),
        await client.get(f"{unit}/administrators"),
        await client.post(f"{unit}/administrators", {"user_id": BORIS, **PROOF}),
        await client.delete(f"{unit}/administrators/{quote(VERA)}"),
        await client.delete(unit),
        await client.patch(post, {"name": "Clerk"}),
        await client.delete(post),
        await client.patch(_held(council, "vera", VERA), {"starts_at": 0}),
    ]
    assert [answer.status for answer in answers] == [403] * len(answers)
