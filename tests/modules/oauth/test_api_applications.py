# SPDX-License-Identifier: EUPL-1.2
"""Internal applications: who adds them, and how they learn who somebody is."""

import pytest
from support.http import Answer
from support.ministry import Ministry
from support.oauth import App, Browser, browser_of, form, returned, status
from support.office import PASSWORD

ALL = "/api/v1/admin/applications"
PROOF = {"auth": {"type": "m.login.password", "password": PASSWORD}}
NEW = {"name": "Archive", "uri": "https://archive.example", "redirect_uris": ["https://archive.example/cb"]}
SCOPE = "openid profile email"


async def _delete(browser: Browser, path: str, body: object) -> Answer:
    headers = {"cookie": browser.cookie, "sec-fetch-site": "same-origin"}
    return await browser.client.request("DELETE", path, json=body, headers=headers)


async def _list(browser: Browser) -> Answer:
    return await browser.client.get(ALL, headers={"cookie": browser.cookie})


async def test_only_who_runs_the_server_keeps_applications(ministry: Ministry, portal: App) -> None:
    boris = await browser_of(ministry, "boris")
    one = f"{ALL}/{portal.client_id}"
    for answer in (
        await _list(boris),
        await boris.post(ALL, {**NEW, **PROOF}),
        await boris.post(f"{one}/secret", PROOF),
        await _delete(boris, one, PROOF),
    ):
        assert answer.status == 403


async def test_every_change_asks_for_a_proof(chief: Browser, portal: App) -> None:
    one = f"{ALL}/{portal.client_id}"
    for answer in (
        await chief.post(ALL, NEW),
        await chief.post(f"{one}/secret", {}),
        await _delete(chief, one, {}),
    ):
        assert answer.status == 401


async def test_the_list_names_applications_and_no_secrets(chief: Browser, portal: App) -> None:
    await chief.post(ALL, {**NEW, **PROOF})
    answer = await _list(chief)
    assert [entry["name"] for entry in answer.json["applications"]] == ["Archive", "Intranet"]
    assert portal.secret is not None
    assert portal.secret not in answer.body.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"uri": "http://archive.example"},
        {"redirect_uris": []},
        {"redirect_uris": ["http://archive.example/cb"]},
        {"redirect_uris": ["https://archive.example/cb#x"]},
        {"redirect_uris": ["javascript:alert(1)"]},
    ],
)
async def test_what_cannot_be_an_application(chief: Browser, changes: dict[str, object]) -> None:
    answer = await chief.post(ALL, {**NEW, **changes, **PROOF})
    assert (answer.status, answer.json["code"]) == (400, "client_invalid")


async def test_an_application_learns_who_somebody_is_and_no_more(
    ministry: Ministry, portal: App, browser: Browser
) -> None:
    tokens = await portal.sign_in(browser, scope=SCOPE)
    assert "refresh_token" not in tokens
    client = ministry.anonymous.with_token(tokens["access_token"])
    told = (await client.get("/oauth2/userinfo")).json
    assert told == {"sub": "@anna:ministry.example", "name": "Anna", "preferred_username": "anna"}
    assert await status(ministry.anonymous, tokens["access_token"]) == 403
    assert (await client.get("/_matrix/client/v3/sync")).status == 403
    assert (await client.get("/api/v1/session")).status == 403


async def test_people_are_asked_anew_after_three_months(
    ministry: Ministry, portal: App, browser: Browser
) -> None:
    query = portal.query(scope=SCOPE)
    await browser.decide(query)
    assert (await browser.ask(query)).json["redirect_to"] is not None
    ministry.platform.clock.forward(seconds=90 * 24 * 3600)
    assert (await browser.ask(query)).json["redirect_to"] is None


async def test_people_are_asked_once(portal: App, browser: Browser) -> None:
    query = portal.query(scope=SCOPE)
    assert (await browser.ask(query)).json["client"]["is_managed"] is True
    await browser.decide(query)
    assert "code" in returned((await browser.ask(query)).json["redirect_to"])
    silent = portal.query(scope=SCOPE, prompt="none")
    assert "code" in returned((await browser.ask(silent)).json["redirect_to"])
    for again in (portal.query(scope=SCOPE, prompt="consent"), portal.query(scope=f"{SCOPE} offline_access")):
        assert (await browser.ask(again)).json["redirect_to"] is None


async def test_a_trusted_application_need_not_ask(
    ministry: Ministry, chief: Browser, browser: Browser
) -> None:
    made = (await chief.post(ALL, {**NEW, "is_trusted": True, **PROOF})).json
    app = App(ministry.anonymous, made["client_id"], made["client_secret"], NEW["redirect_uris"][0])
    address = (await browser.ask(app.query(scope="openid"))).json["redirect_to"]
    assert (await app.redeem(returned(address)["code"])).status == 200


async def test_an_application_gets_no_matrix_api(portal: App, browser: Browser) -> None:
    address = (await browser.ask(portal.query())).json["redirect_to"]
    assert returned(address)["error"] == "invalid_scope"


@pytest.mark.parametrize("secret", ["wrong", "", None])
async def test_the_secret_must_be_right(portal: App, browser: Browser, secret: str | None) -> None:
    code = await portal.code(browser, scope=SCOPE)
    portal.secret = secret
    answer = await portal.redeem(code)
    assert (answer.status, answer.json["error"]) == (401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic")


async def test_the_secret_may_come_in_the_form(portal: App, browser: Browser) -> None:
    code = await portal.code(browser, scope=SCOPE)
    secret, portal.secret = portal.secret, None
    assert (await portal.redeem(code, client_secret=secret)).status == 200


async def test_guessing_secrets_is_slowed_down(portal: App, browser: Browser) -> None:
    code = await portal.code(browser, scope=SCOPE)
    right, portal.secret = portal.secret, "wrong"
    for _ in range(20):
        assert (await portal.redeem(code)).status == 401
    portal.secret = right
    assert (await portal.redeem(code)).status == 429


async def test_a_new_secret_ends_the_former(chief: Browser, portal: App, browser: Browser) -> None:
    answer = await chief.post(f"{ALL}/{portal.client_id}/secret", PROOF)
    code = await portal.code(browser, scope=SCOPE)
    assert (await portal.redeem(code)).status == 401
    portal.secret = answer.json["client_secret"]
    assert (await portal.redeem(code)).status == 200
    assert (await chief.post(f"{ALL}/nobody/secret", PROOF)).status == 404


async def test_removing_an_application_ends_what_it_opened(
    ministry: Ministry, chief: Browser, portal: App, browser: Browser
) -> None:
    tokens = await portal.sign_in(browser, scope=f"{SCOPE} offline_access")
    client = ministry.anonymous.with_token(tokens["access_token"])
    assert (await client.get("/oauth2/userinfo")).status == 200
    one = f"{ALL}/{portal.client_id}"
    assert (await _delete(chief, one, PROOF)).status == 200
    assert (await client.get("/oauth2/userinfo")).status == 401
    assert (await portal.refresh(tokens["refresh_token"])).json["error"] == "invalid_client"
    assert (await browser.ask(portal.query(scope=SCOPE))).status == 400
    assert (await _delete(chief, one, PROOF)).status == 404


async def test_a_visit_that_is_over_is_no_device_any_more(
    ministry: Ministry, portal: App, browser: Browser
) -> None:
    await portal.sign_in(browser, scope=SCOPE)
    anna = await ministry.person("anna")
    before = (await anna.client.get("/_matrix/client/v3/devices")).json["devices"]
    assert "Intranet" in [device.get("display_name") for device in before]
    ministry.platform.clock.forward(seconds=3600)
    (job,) = (
        job for job in ministry.modules.accounts.manifest.jobs if job.name == "accounts.end_spent_sessions"
    )
    await job.run()
    after = (await anna.client.get("/_matrix/client/v3/devices")).json["devices"]
    assert "Intranet" not in [device.get("display_name") for device in after]


async def test_a_token_without_openid_tells_nothing(ministry: Ministry) -> None:
    anna = await ministry.person("anna")
    assert (await anna.client.get("/oauth2/userinfo")).status == 403
    unknown = await ministry.anonymous.with_token("chr_x").get("/oauth2/userinfo")
    assert (unknown.status, unknown.json["error"]) == (401, "invalid_token")
    assert unknown.headers["www-authenticate"].startswith("Bearer")
    assert (await form(ministry.anonymous, "/oauth2/userinfo", {})).status == 401
