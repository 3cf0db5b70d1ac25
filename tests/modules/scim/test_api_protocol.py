# SPDX-License-Identifier: EUPL-1.2
"""What an identity provider states holds here: people, units, posts, teams; and what it may not do."""

import json

import pytest
from support.office import SERVER

from chancery.platform.db.port import Write

from .conftest import ENTERPRISE, USER, Ids, user

ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


async def test_a_user_becomes_a_person_with_unit_and_post(ids: Ids) -> None:
    made = await ids.add_user(
        "Olga.Orlova@ministry.example",
        title="Legal Adviser",
        emails=[{"value": "olga@ministry.example", "primary": True}, {"value": "o@home.example"}],
        phoneNumbers=[{"value": "+1 555 0100", "type": "work"}],
        **{
            "schemas": [USER, ENTERPRISE],
            ENTERPRISE: {"department": "Legal Department", "manager": {"value": "77"}},
        },
    )
    card = await ids.card("olga.orlova")
    assert (card["name"], card["email"], card["phones"]) == (
        "Olga.orlova",
        "olga@ministry.example",
        ["+1 555 0100"],
    )
    (post,) = card["posts"]
    # The unit of this name is there already: it is taken, not doubled.
    assert (post["title"], post["unit_id"]) == ("Legal Adviser", ids.legal.id)
    read = await ids.call("GET", f"/Users/{made['id']}")
    assert read.json[ENTERPRISE]["manager"]["value"] == "77"
    assert read.json["meta"]["location"] == f"https://chancery.example/scim/v2/Users/{made['id']}"


async def test_what_is_not_declared_is_not_kept(ids: Ids) -> None:
    made = await ids.add_user(
        "olga", nickName="Olya", password="never kept", x509Certificates=[{"value": "AAAA"}]
    )
    read = await ids.call("GET", f"/Users/{made['id']}")
    assert {"nickName", "password", "x509Certificates"}.isdisjoint(read.json)
    assert b"never kept" not in read.body


async def test_a_change_of_department_moves_the_person(ids: Ids) -> None:
    made = await ids.add_user("olga", title="Clerk")
    path = f"/Users/{made['id']}"
    changed = await ids.patch(
        path,
        {"op": "replace", "path": f"{ENTERPRISE}:department", "value": "Treaties"},
        {"op": "remove", "path": "title"},
    )
    assert changed.status == 200, changed.body
    (post,) = (await ids.card("olga"))["posts"]
    assert (post["unit_name"], post["title"]) == ("Treaties", "Specialist")


async def test_an_existing_login_is_linked(ids: Ids) -> None:
    made = await ids.add_user(
        "anna", displayName="Anna Petrova", **{ENTERPRISE: {"department": "Legal Department"}}
    )
    assert (await ids.card("anna"))["name"] == "Anna Petrova"
    again = await ids.call("POST", "/Users", user("ANNA"))
    assert (again.status, again.json["scimType"]) == (409, "uniqueness")
    assert again.json["schemas"] == [ERROR]
    found = await ids.call("GET", "/Users?filter=userName%20eq%20%22ANNA%22")
    assert [one["id"] for one in found.json["Resources"]] == [made["id"]]


@pytest.mark.parametrize("by", ["active", "delete"])
async def test_leaving_is_offboarding(ids: Ids, by: str) -> None:
    made = await ids.add_user("anna")
    path = f"/Users/{made['id']}"
    if by == "active":
        # Entra ID writes the value as text.
        gone = await ids.patch(path, {"op": "Replace", "path": "active", "value": "False"})
        assert (gone.status, gone.json["active"]) == (200, False)
    else:
        assert (await ids.call("DELETE", path)).status == 204
        assert (await ids.call("GET", path)).status == 404
    assert (await ids.anna.client.get("/api/v1/session")).status == 401
    entries = (await ids.vera.client.get("/api/v1/audit/entries?limit=50")).json["items"]
    left = [one for one in entries if one["action"] == "person.offboarded"]
    assert [one["subject"] for one in left] == [f"@anna:{SERVER}"]
    back = (
        await ids.patch(path, {"op": "replace", "path": "active", "value": True})
        if by == "active"
        else await ids.call("POST", "/Users", user("anna"))
    )
    assert (back.status, back.json["scimType"]) == (409, "uniqueness")
    assert "anna" in back.json["detail"]


async def test_who_comes_inactive_gets_no_login_until_they_start(ids: Ids) -> None:
    made = await ids.add_user("olga", active=False)
    accounts = ids.ministry.modules.accounts.accounts
    assert not await accounts.exists(f"@olga:{SERVER}")
    await ids.patch(f"/Users/{made['id']}", {"op": "replace", "value": {"active": True}})
    assert await accounts.exists(f"@olga:{SERVER}")


async def test_groups_are_teams(ids: Ids) -> None:
    olga, pavel = await ids.add_user("olga"), await ids.add_user("pavel")
    inner = await ids.add_group("Drafting", olga)
    outer = await ids.add_group("Budget 2027", inner)
    assert await ids.is_member("olga", "Drafting")
    assert await ids.is_member("olga", "Budget 2027")
    assert not await ids.is_member("pavel", "Budget 2027")
    added = await ids.patch(
        f"/Groups/{inner['id']}", {"op": "add", "path": "members", "value": [{"value": pavel["id"]}]}
    )
    assert added.status == 200, added.body
    assert await ids.is_member("pavel", "Budget 2027")
    removed = await ids.patch(
        f"/Groups/{inner['id']}", {"op": "remove", "path": f'members[value eq "{olga["id"]}"]'}
    )
    assert [one["value"] for one in removed.json["members"]] == [pavel["id"]]
    assert not await ids.is_member("olga", "Drafting")
    assert not await ids.is_member("olga", "Budget 2027")
    shown = await ids.call("GET", f"/Users/{pavel['id']}")
    assert [one["value"] for one in shown.json["groups"]] == [inner["id"]]
    await ids.patch(
        f"/Groups/{outer['id']}", {"op": "replace", "path": "displayName", "value": "Budget 2028"}
    )
    assert await ids.is_member("pavel", "Budget 2028")
    assert (await ids.call("DELETE", f"/Groups/{inner['id']}")).status == 204
    assert not await ids.is_member("pavel", "Drafting")
    assert not await ids.is_member("pavel", "Budget 2028")


async def test_members_are_resources_of_the_client(ids: Ids) -> None:
    body = {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName": "X",
        "members": [{"value": "no"}],
    }
    answer = await ids.call("POST", "/Groups", body)
    assert (answer.status, answer.json["scimType"]) == (400, "invalidValue")
    assert (await ids.call("GET", "/Groups")).json["totalResults"] == 0


async def test_pages_orders_and_filters(ids: Ids) -> None:
    for name in ("carla", "boris", "dora"):
        await ids.add_user(name, title="Clerk" if name != "dora" else "Director")
    page = (await ids.call("GET", "/Users?startIndex=2&count=1&sortBy=userName&attributes=userName")).json
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (3, 2, 1)
    assert [one["userName"] for one in page["Resources"]] == ["carla"]
    assert "displayName" not in page["Resources"][0]
    down = (await ids.call("GET", "/Users?sortBy=title&sortOrder=descending&excludedAttributes=title")).json
    assert down["Resources"][0]["userName"] == "dora"
    assert "title" not in down["Resources"][0]
    found = (
        await ids.call("GET", "/Users?filter=title%20eq%20%22clerk%22%20and%20userName%20sw%20%22b%22")
    ).json
    assert [one["userName"] for one in found["Resources"]] == ["boris"]
    wrong = await ids.call("GET", "/Users?filter=title%20is%20%22x%22")
    assert (wrong.status, wrong.json["scimType"]) == (400, "invalidFilter")


async def test_versions(ids: Ids) -> None:
    made = await ids.add_user("olga")
    path, version = f"/Users/{made['id']}", made["meta"]["version"]
    assert (await ids.call("GET", path, if_none_match=version)).status == 304
    changed = await ids.call("PUT", path, user("olga", title="Clerk"), if_match=version)
    assert changed.status == 200
    stale = await ids.call("PUT", path, user("olga", title="Director"), if_match=version)
    assert stale.status == 412
    assert (await ids.card("olga"))["posts"][0]["title"] == "Clerk"


async def test_bulk(ids: Ids) -> None:
    body = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [
            {"method": "POST", "path": "/Users", "bulkId": "one", "data": user("olga")},
            {"method": "POST", "path": "/Users", "bulkId": "two", "data": user("olga")},
            {
                "method": "POST",
                "path": "/Groups",
                "bulkId": "three",
                "data": {
                    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
                    "displayName": "Drafting",
                    "members": [{"value": "bulkId:one"}],
                },
            },
        ],
    }
    answer = await ids.call("POST", "/Bulk", body)
    assert [one["status"] for one in answer.json["Operations"]] == ["201", "409", "201"]
    assert await ids.is_member("olga", "Drafting")


async def test_a_refused_change_changes_nothing(ids: Ids) -> None:
    made = await ids.add_user("olga", emails=[{"value": "olga@ministry.example"}])
    await ids.add_user("pavel", emails=[{"value": "pavel@ministry.example"}])
    path = f"/Users/{made['id']}"
    answer = await ids.patch(
        path, {"op": "replace", "path": "emails", "value": [{"value": "pavel@ministry.example"}]}
    )
    assert (answer.status, answer.json["scimType"]) == (409, "uniqueness")
    assert (await ids.call("GET", path)).json["emails"][0]["value"] == "olga@ministry.example"
    nobody = await ids.call("POST", "/Users", user("имя с пробелом"))
    assert (nobody.status, nobody.json["scimType"]) == (400, "invalidValue")
    assert (await ids.call("GET", "/Users")).json["totalResults"] == 2


async def test_who_runs_the_server_is_not_touched(ids: Ids) -> None:
    answer = await ids.call("POST", "/Users", user("vera", active=True))
    assert answer.status == 403
    assert answer.json["schemas"] == [ERROR]
    assert (await ids.vera.client.get("/api/v1/session")).status == 200


@pytest.mark.parametrize("token", [None, "chs_wrong", "vera's"])
async def test_only_scim_tokens_open(ids: Ids, token: str | None) -> None:
    known = ids.vera.client.token if token == "vera's" else token
    for path in ("/Users", "/ServiceProviderConfig", "/nothing"):
        answer = await ids.ministry.anonymous.with_token(known).get(f"/scim/v2{path}")
        assert answer.status == 401
        assert answer.headers["content-type"] == "application/scim+json"
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.json["schemas"] == [ERROR]
    # And a SCIM token opens nothing else.
    assert (await ids.scim.get("/api/v1/session")).status == 401


async def test_clients_do_not_see_each_other(ids: Ids) -> None:
    made = await ids.add_user("olga")
    other = await ids.vera.client.post("/api/v1/org/scim-clients", {"name": "Other", "unit_id": ids.legal.id})
    stranger = ids.ministry.anonymous.with_token(other.json["token"])
    assert (await stranger.get("/scim/v2/Users")).json["totalResults"] == 0
    for method, path in (("GET", "Users"), ("DELETE", "Users"), ("GET", "Groups")):
        assert (await stranger.request(method, f"/scim/v2/{path}/{made['id']}")).status == 404
    # Nor may it take over whom the other looks after.
    taken = await stranger.post("/scim/v2/Users", user("olga"))
    assert taken.status in (403, 409)


async def test_hostile_bodies(ids: Ids) -> None:
    deep = b'{"a":' * 500 + b"1" + b"}" * 500
    for content in (b"", b"[]", b"{", b"\xff", deep):
        answer = await ids.scim.request("POST", "/scim/v2/Users", content=content)
        assert answer.status == 400, content[:20]
        assert answer.json["schemas"] == [ERROR]


async def test_what_a_dead_process_left_behind_is_settled(ids: Ids) -> None:
    olga = await ids.add_user("olga", active=False)
    group = await ids.add_group("Drafting", olga)
    # As after a crash: the change is written, and nothing has followed from it.
    document = json.dumps({"schemas": [USER], "userName": "olga", "displayName": "Olga", "active": True})
    write = Write()
    write.execute(
        "UPDATE scim_resource SET document = $2, is_active = 1, is_settled = 0 WHERE id = $1",
        olga["id"],
        document,
    )
    await ids.ministry.platform.database.commit(write)
    (job,) = ids.ministry.modules.scim.manifest.jobs
    await job.run()
    assert not await ids.is_member("olga", "Drafting")  # whoever wrote it may still be at work
    ids.ministry.platform.clock.forward(seconds=61)
    await job.run()
    assert await ids.is_member("olga", "Drafting")
    shown = await ids.call("GET", f"/Groups/{group['id']}")
    assert [one["value"] for one in shown.json["members"]] == [olga["id"]]
