# SPDX-License-Identifier: EUPL-1.2
"""Who lets programs in, and how their access ends."""

from support.office import SERVER

from .conftest import CLIENTS, Ids

YEAR = 365 * 86_400


async def test_a_token_is_shown_once_and_kept_as_hash(ids: Ids) -> None:
    listed = await ids.vera.client.get(CLIENTS)
    (client,) = listed.json["clients"]
    assert client["name"] == "Example IdP"
    assert str(ids.scim.token).encode() not in listed.body
    rows = await ids.ministry.platform.database.fetch("SELECT hash FROM scim_token")
    assert str(ids.scim.token).encode() not in bytes(rows[0][0])
    await ids.call("GET", "/Users")
    assert (await ids.vera.client.get(CLIENTS)).json["clients"][0]["tokens"][0]["used_at"] is not None


async def test_only_administrators_of_the_unit(ids: Ids) -> None:
    body = {"name": "Mine", "unit_id": ids.root.id}
    path = f"{CLIENTS}/{ids.client_id}"
    assert (await ids.anna.client.post(CLIENTS, body)).status == 403
    assert (await ids.anna.client.get(CLIENTS)).json == {"clients": []}
    assert (await ids.anna.client.post(f"{path}/tokens")).status == 404
    assert (await ids.anna.client.delete(path)).status == 404
    assert (await ids.vera.client.post(CLIENTS, {**body, "unit_id": "unit_none"})).status == 403
    assert (await ids.call("GET", "/Users")).status == 200


async def test_rotation_and_revocation(ids: Ids) -> None:
    path = f"{CLIENTS}/{ids.client_id}"
    more = await ids.vera.client.post(f"{path}/tokens", {"days": 30})
    second = ids.ministry.anonymous.with_token(more.json["token"])
    first_id = next(t["id"] for t in more.json["client"]["tokens"] if t["id"] != more.json["token_id"])
    assert (await ids.vera.client.delete(f"{path}/tokens/{first_id}")).status == 200
    assert (await ids.vera.client.delete(f"{path}/tokens/{first_id}")).status == 404
    assert (await ids.call("GET", "/Users")).status == 401
    assert (await second.get("/scim/v2/Users")).status == 200
    assert (await ids.vera.client.delete(path)).status == 200
    assert (await second.get("/scim/v2/Users")).status == 401
    assert (await ids.vera.client.post(f"{path}/tokens")).status == 404
    entries = (await ids.vera.client.get("/api/v1/audit/entries?limit=50")).json["items"]
    actions = [one["action"] for one in reversed(entries) if one["action"].startswith("scim.")]
    assert actions == [
        "scim.client_created",
        "scim.token_issued",
        "scim.token_issued",
        "scim.token_revoked",
        "scim.client_revoked",
    ]


async def test_a_token_ends_by_date(ids: Ids) -> None:
    ids.ministry.platform.clock.forward(seconds=YEAR - 60)
    assert (await ids.call("GET", "/Users")).status == 200
    ids.ministry.platform.clock.forward(seconds=120)
    assert (await ids.call("GET", "/Users")).status == 401


async def test_bounds(ids: Ids) -> None:
    for change in ({"name": ""}, {"days": 0}, {"days": 5_000}, {"title": " "}):
        body = {"name": "X", "unit_id": ids.root.id, **change}
        assert (await ids.vera.client.post(CLIENTS, body)).status == 400, change


async def test_the_people_stay_when_access_ends(ids: Ids) -> None:
    await ids.add_user("olga")
    await ids.vera.client.delete(f"{CLIENTS}/{ids.client_id}")
    accounts = ids.ministry.modules.accounts.accounts
    assert await accounts.exists(f"@olga:{SERVER}")
