# SPDX-License-Identifier: EUPL-1.2
"""People from outside: who admits and reviews them, what they are in the tree, and which are due."""

import pytest
from support.council import Council
from support.office import PASSWORD, SERVER

from chancery.kit.ids import UserId

EXTERNALS = "/api/v1/org/externals"
ANNA, BORIS, EVE = (UserId(f"@{name}:{SERVER}") for name in ("anna", "boris", "eve"))
DAY = 86_400_000


def _body(council: Council, **more: object) -> dict[str, object]:
    now = council.office.clock()
    return {
        "user_name": "eve",
        "name": "Eve Auditor",
        "password": PASSWORD,
        "unit_id": council.treaties.id,
        "sponsor_id": BORIS,
        "purpose": "Audit of the archive",
        "ends_at": now + 90 * DAY,
        "review_at": now + 30 * DAY,
        **more,
    }


async def _names(council: Council, *, due_in: int | None = None) -> list[str]:
    query = {} if due_in is None else {"due": council.office.clock() + due_in * DAY}
    return [item["name"] for item in (await council.boris.get(EXTERNALS, query=query)).json["items"]]


async def test_an_external_works_with_a_unit_and_is_no_member(council: Council) -> None:
    authority, treaties = council.office.org.authority, f"unit:{council.treaties.id}"
    made = await council.vera.post(EXTERNALS, _body(council))
    assert (made.status, made.json) == (201, {"user_id": EVE})
    assert (await council.office.log_in("eve")).status == 200
    assert await authority.check(EVE, "external", treaties)
    assert not await authority.check(EVE, "member", treaties)
    assert not await authority.check(EVE, "external", f"unit:{council.legal.id}")
    council.office.clock.forward(seconds=91 * DAY / 1000)
    assert not await authority.check(EVE, "external", treaties)
    entries = (await council.vera.get("/api/v1/audit/entries?limit=9")).json["items"]
    assert [entry["subject"] for entry in entries if entry["action"] == "external.admitted"] == [EVE]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"sponsor_id": f"@vera:{SERVER}"}, 400, "sponsor_refused"),
        ({"sponsor_id": "nobody"}, 400, "sponsor_refused"),
        ({"review_at": 1}, 400, "bad_request"),
        ({"ends_at": 1}, 400, "bad_request"),
        ({"ends_at": -1}, 400, "bad_json"),
        ({"purpose": "  "}, 400, "bad_request"),
        ({"purpose": "x\0"}, 400, "bad_json"),
        ({"name": "x\0"}, 400, "bad_json"),
        ({"sponsor_id": "x\0"}, 400, "bad_json"),
        ({"unit_id": "unit_gone"}, 404, "unit_not_found"),
        ({"user_name": "boris"}, 400, "user_in_use"),
    ],
)
async def test_a_bad_external_changes_nothing(
    council: Council, change: dict[str, object], status: int, code: str
) -> None:
    answer = await council.vera.post(EXTERNALS, _body(council, **change))
    assert (answer.status, answer.json["code"]) == (status, code)
    assert await _names(council) == []


async def test_those_due_are_listed_for_who_answers_for_them(council: Council) -> None:
    now = council.office.clock()
    await council.vera.post(EXTERNALS, _body(council))
    late = _body(council, user_name="ivo", name="Ivo", review_at=now + 80 * DAY)
    await council.vera.post(EXTERNALS, late)
    assert await _names(council) == ["Eve Auditor", "Ivo"]
    assert await _names(council, due_in=40) == ["Eve Auditor"]
    assert await _names(council, due_in=0) == []
    first = (await council.vera.get(f"{EXTERNALS}?limit=1")).json
    second = (await council.vera.get(f"{EXTERNALS}?limit=1&cursor={first['next_cursor']}")).json
    assert [page["items"][0]["user_id"] for page in (first, second)] == [EVE, f"@ivo:{SERVER}"]
    assert second["next_cursor"] is None
    assert first["items"][0] == {
        "user_id": EVE,
        "name": "Eve Auditor",
        "unit_id": council.treaties.id,
        "sponsor_id": BORIS,
        "sponsor_name": "Boris",
        "purpose": "Audit of the archive",
        "starts_at": now,
        "ends_at": now + 90 * DAY,
        "review_at": now + 30 * DAY,
        "orphaned": False,
    }
    # Anna heads the department above, but neither answers for them nor administers it.
    assert (await council.anna.get(EXTERNALS)).json["items"] == []
    assert (await council.office.client.get(EXTERNALS)).status == 401
    for wrong in ("due=soon", "due=-1", "cursor=bm9uc2Vuc2U"):
        assert (await council.vera.get(f"{EXTERNALS}?{wrong}")).status == 400


async def test_whose_sponsor_left_is_due_at_once(council: Council) -> None:
    await council.vera.post(EXTERNALS, _body(council))
    council.office.clock.forward(seconds=1)
    await council.vera.delete(f"/api/v1/org/posts/{council.posts['boris']}/appointments/{BORIS}")
    items = (await council.vera.get(f"{EXTERNALS}?due={council.office.clock()}")).json["items"]
    assert [(item["user_id"], item["orphaned"]) for item in items] == [(EVE, True)]


async def test_a_stay_is_reviewed_and_ended_by_who_answers_for_it(council: Council) -> None:
    await council.vera.post(EXTERNALS, _body(council))
    now, path = council.office.clock(), f"{EXTERNALS}/{EVE}"
    stay = {"sponsor_id": BORIS, "ends_at": now + 200 * DAY, "review_at": now + 150 * DAY}
    for path_there, client in ((path, council.anna), (f"{EXTERNALS}/{ANNA}", council.vera)):
        for answer in (await client.post(f"{path_there}/review", stay), await client.delete(path_there)):
            assert (answer.status, answer.json["code"]) == (404, "external_not_found")
    assert (await council.boris.post(f"{path}/review", stay)).status == 200
    assert await _names(council, due_in=140) == []
    authority, treaties = council.office.org.authority, f"unit:{council.treaties.id}"
    council.office.clock.forward(seconds=100 * DAY / 1000)
    assert await authority.check(EVE, "external", treaties)
    assert (await council.boris.delete(path)).status == 200
    assert not await authority.check(EVE, "external", treaties)
    assert (await council.boris.delete(path)).status == 404
    council.office.clock.forward(seconds=1)
    later = council.office.clock()
    again = {"sponsor_id": BORIS, "ends_at": later + 9 * DAY, "review_at": later + 9 * DAY}
    assert (await council.vera.post(f"{path}/review", again)).status == 200
    assert await authority.check(EVE, "external", treaties)


async def test_a_closed_login_ends_the_stay(council: Council) -> None:
    await council.vera.post(EXTERNALS, _body(council))
    eve = await council.office.signed_in("eve")
    council.office.clock.forward(seconds=60)
    path = "/_matrix/client/v3/account/deactivate"
    session = (await eve.post(path, {})).json["session"]
    auth = {"type": "m.login.password", "user": EVE, "password": PASSWORD, "session": session}
    assert (await eve.post(path, {"auth": auth})).status == 200
    (stop,) = (manifest.stop for manifest in council.office.manifests if manifest.name == "org")
    assert stop is not None
    await stop()
    assert await _names(council) == []


async def test_everybody_learns_who_is_from_outside(council: Council) -> None:
    present = f"{EXTERNALS}/present"
    assert (await council.anna.get(present)).json == {"items": []}
    await council.vera.post(EXTERNALS, _body(council))
    shown = {"items": [{"user_id": EVE, "unit_name": "Treaties Division"}]}
    eve = await council.office.signed_in("eve")
    for client in (council.anna, council.boris, eve):
        assert (await client.get(present)).json == shown
    council.office.clock.forward(seconds=91 * DAY / 1000)
    assert (await council.anna.get(present)).json == {"items": []}


async def test_who_was_appointed_is_from_outside_no_more(council: Council) -> None:
    await council.vera.post(EXTERNALS, _body(council))
    posts = f"/api/v1/org/posts/{council.posts['boris']}/appointments"
    assert (await council.vera.post(posts, {"user_id": EVE})).status == 201
    assert (await council.anna.get(f"{EXTERNALS}/present")).json == {"items": []}


async def test_sensitive_externals_are_marked_for_those_who_see_them(council: Council) -> None:
    await council.vera.post(EXTERNALS, _body(council))
    day = council.office.clock() + DAY
    hidden = await council.vera.put(f"/api/v1/org/red-list/{EVE}", {"reason": "Witness", "ends_at": day})
    assert hidden.status == 200
    listed = {
        name: len((await getattr(council, name).get(f"{EXTERNALS}/present")).json["items"])
        for name in ("anna", "boris", "vera")
    }
    assert listed == {"anna": 1, "boris": 1, "vera": 1}, "above, sponsor, administrator"
    ivo = _body(council, user_name="ivo", name="Ivo", unit_id=council.root.id, sponsor_id=f"@vera:{SERVER}")
    assert (await council.vera.post(EXTERNALS, ivo)).status == 201
    strangers = await council.office.signed_in("ivo")
    items = (await strangers.get(f"{EXTERNALS}/present")).json["items"]
    assert [one["user_id"] for one in items] == [f"@ivo:{SERVER}"]
