# SPDX-License-Identifier: EUPL-1.2
"""Clients of the Matrix API: registration, codes, tokens, refresh, revocation."""

import json

import pytest
from support.http import Answer
from support.ministry import Ministry
from support.oauth import (
    BACK,
    ISSUER,
    MATRIX,
    REGISTRATION,
    App,
    Browser,
    form,
    register,
    returned,
    status,
)
from support.office import PASSWORD

V3 = "/_matrix/client/v3"


def refused(answer: Answer, error: str, code: int = 400) -> None:
    assert (answer.status, answer.json["error"]) == (code, error), answer.body
    assert answer.headers["cache-control"] == "no-store"


async def test_a_client_signs_a_person_in(ministry: Ministry, app: App, browser: Browser) -> None:
    tokens = await app.sign_in(browser)
    assert (tokens["token_type"], tokens["expires_in"], tokens["scope"]) == ("Bearer", 3600, MATRIX)
    client = ministry.anonymous.with_token(tokens["access_token"])
    assert (await client.get(f"{V3}/account/whoami")).json["device_id"] == "TENLETTERS"
    assert (await client.get(f"{V3}/sync")).status == 200
    devices = {device["device_id"]: device for device in (await client.get(f"{V3}/devices")).json["devices"]}
    assert devices["TENLETTERS"]["display_name"] == "Messenger"


async def test_the_browser_comes_back_with_state_and_issuer(app: App, browser: Browser) -> None:
    answer = await browser.decide(app.query())
    address = answer.json["redirect_to"]
    assert address.startswith(f"{BACK}?")
    assert returned(address) == {"code": returned(address)["code"], "state": "of the client", "iss": ISSUER}
    fragment = (await browser.decide(app.query(response_mode="fragment"))).json["redirect_to"]
    assert fragment.startswith(f"{BACK}#code=")


async def test_names_of_before_and_a_scope_of_identity_beside(
    ministry: Ministry, app: App, browser: Browser
) -> None:
    old = "urn:matrix:org.matrix.msc2967.client"
    tokens = await app.sign_in(browser, scope=f"openid {old}:api:* {old}:device:OLDFASHIONED")
    client = ministry.anonymous.with_token(tokens["access_token"])
    assert (await client.get(f"{V3}/account/whoami")).json["device_id"] == "OLDFASHIONED"
    assert (await client.get("/oauth2/userinfo")).json == {"sub": "@anna:ministry.example"}
    assert tokens["id_token"].count(".") == 2


async def test_a_native_client_comes_back_by_its_own_scheme(ministry: Ministry, browser: Browser) -> None:
    app = await register(
        ministry.anonymous,
        client_uri="https://element.example",
        application_type="native",
        redirect_uris=["example.element.android:/"],
    )
    query = app.query(response_mode="fragment")
    address = (await browser.decide(query)).json["redirect_to"]
    assert address.startswith("example.element.android:/#code=")
    assert (await app.redeem(returned(address)["code"])).status == 200


async def test_a_native_client_listens_on_any_port(ministry: Ministry, browser: Browser) -> None:
    app = await register(ministry.anonymous, application_type="native", redirect_uris=["http://127.0.0.1/cb"])
    app.redirect_uri = "http://127.0.0.1:49152/cb"
    assert (await app.sign_in(browser))["access_token"]
    app.redirect_uri = "http://127.0.0.1:49152/other"
    assert (await browser.ask(app.query())).status == 400


async def test_a_code_is_good_once_and_its_coming_back_ends_the_session(
    ministry: Ministry, app: App, browser: Browser
) -> None:
    code = await app.code(browser)
    tokens = (await app.redeem(code)).json
    assert await status(ministry.anonymous, tokens["access_token"]) == 200
    refused(await app.redeem(code), "invalid_grant")
    assert await status(ministry.anonymous, tokens["access_token"]) == 401


async def test_a_code_is_good_for_a_minute(ministry: Ministry, app: App, browser: Browser) -> None:
    code = await app.code(browser)
    ministry.platform.clock.forward(seconds=60)
    refused(await app.redeem(code), "invalid_grant")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "x" * 43}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_request"),
        ({"redirect_uri": f"{BACK}/other"}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"code": "chc_unknown"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"client_id": "nobody"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": None}, "invalid_request"),
    ],
)
async def test_a_code_needs_all_that_belongs_to_it(
    app: App, browser: Browser, changes: dict[str, str | None], error: str
) -> None:
    code = await app.code(browser)
    refused(await app.redeem(**{"code": code, **changes}), error)


async def test_another_clients_code_is_no_code(ministry: Ministry, app: App, browser: Browser) -> None:
    other = await register(ministry.anonymous, client_name="Other")
    other.verifier = app.verifier
    refused(await other.redeem(await app.code(browser)), "invalid_grant")


async def test_refreshing_rotates(ministry: Ministry, app: App, browser: Browser) -> None:
    first = await app.sign_in(browser)
    ministry.platform.clock.forward(seconds=3600)
    assert await status(ministry.anonymous, first["access_token"]) == 401
    second = (await app.refresh(first["refresh_token"])).json
    assert second["refresh_token"] != first["refresh_token"]
    assert await status(ministry.anonymous, second["access_token"]) == 200


async def test_a_lost_answer_is_given_again(ministry: Ministry, app: App, browser: Browser) -> None:
    first = await app.sign_in(browser)
    lost = (await app.refresh(first["refresh_token"])).json
    again = (await app.refresh(first["refresh_token"])).json
    assert again == lost
    assert await status(ministry.anonymous, first["access_token"]) == 200
    assert await status(ministry.anonymous, again["access_token"]) == 200
    assert await status(ministry.anonymous, first["access_token"]) == 401
    assert (await app.refresh(again["refresh_token"])).status == 200


@pytest.mark.parametrize("uses_refresh", [True, False])
async def test_a_token_that_comes_back_later_ends_the_session(
    ministry: Ministry, app: App, browser: Browser, uses_refresh: bool
) -> None:
    first = await app.sign_in(browser)
    second = (await app.refresh(first["refresh_token"])).json
    if uses_refresh:
        second = (await app.refresh(second["refresh_token"])).json
    assert await status(ministry.anonymous, second["access_token"]) == 200
    refused(await app.refresh(first["refresh_token"]), "invalid_grant")
    assert await status(ministry.anonymous, second["access_token"]) == 401
    refused(await app.refresh(second["refresh_token"]), "invalid_grant")


async def test_only_its_client_renews_a_session(ministry: Ministry, app: App, browser: Browser) -> None:
    tokens = await app.sign_in(browser)
    other = await register(ministry.anonymous, client_name="Other")
    refused(await other.refresh(tokens["refresh_token"]), "invalid_grant")
    by_matrix = await ministry.anonymous.post(f"{V3}/refresh", {"refresh_token": tokens["refresh_token"]})
    assert by_matrix.status == 401
    assert (await app.refresh(tokens["refresh_token"])).status == 200


async def test_a_refresh_asks_for_no_more(app: App, browser: Browser) -> None:
    tokens = await app.sign_in(browser)
    refused(await app.refresh(tokens["refresh_token"], scope=f"{MATRIX} email"), "invalid_scope")
    assert (await app.refresh(tokens["refresh_token"], scope=MATRIX)).status == 200


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
async def test_revoking_either_token_ends_the_session(
    ministry: Ministry, app: App, browser: Browser, kind: str
) -> None:
    tokens = await app.sign_in(browser)
    answer = await form(
        ministry.anonymous, "/oauth2/revoke", {"token": tokens[kind], "client_id": app.client_id}
    )
    assert (answer.status, answer.json) == (200, {})
    assert await status(ministry.anonymous, tokens["access_token"]) == 401
    refused(await app.refresh(tokens["refresh_token"]), "invalid_grant")
    again = await form(ministry.anonymous, "/oauth2/revoke", {"token": tokens[kind]})
    assert again.status == 200
    refused(await form(ministry.anonymous, "/oauth2/revoke", {}), "invalid_request")


async def test_what_is_no_clients_is_not_revoked(ministry: Ministry) -> None:
    anna = await ministry.person("anna")
    assert anna.client.token is not None
    answer = await form(ministry.anonymous, "/oauth2/revoke", {"token": anna.client.token})
    assert answer.status == 200
    assert await status(ministry.anonymous, anna.client.token) == 200


async def test_a_session_ends_where_all_sessions_end(ministry: Ministry, app: App, browser: Browser) -> None:
    tokens = await app.sign_in(browser)
    anna = await ministry.person("anna")
    auth = {"type": "m.login.password", "password": PASSWORD}
    await anna.client.post(f"{V3}/delete_devices", {"devices": ["TENLETTERS"], "auth": auth})
    assert await status(ministry.anonymous, tokens["access_token"]) == 401
    refused(await app.refresh(tokens["refresh_token"]), "invalid_grant")


async def test_locked_people_get_no_tokens(
    ministry: Ministry, app: App, browser: Browser, chief: Browser
) -> None:
    code, tokens = await app.code(browser), await app.sign_in(browser, scope=MATRIX.replace("TEN", "TWO"))
    path = "/_matrix/client/v1/admin/lock/@anna:ministry.example"
    vera = await ministry.on_device("vera")
    assert (await vera.client.put(path, {"locked": True})).status == 200
    refused(await app.redeem(code), "invalid_grant")
    refused(await app.refresh(tokens["refresh_token"]), "invalid_grant")
    assert await status(ministry.anonymous, tokens["access_token"]) == 401


async def test_the_token_of_a_client_opens_the_matrix_api_alone(
    ministry: Ministry, app: App, browser: Browser
) -> None:
    tokens = await app.sign_in(browser)
    client = ministry.anonymous.with_token(tokens["access_token"])
    for path in ("/api/v1/session", "/api/v1/account/factors", "/oauth2/userinfo"):
        assert (await client.get(path)).status == 403
    answer = await client.post("/api/v1/oauth/decision", {"query": app.query(), "allow": True})
    assert answer.status == 403


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"grant_type=refresh_token&grant_type=x", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"grant_type=%ff", "application/x-www-form-urlencoded"),
        (b"\xff", "application/x-www-form-urlencoded"),
        (b"a=%00", "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % number for number in range(60)), "application/x-www-form-urlencoded"),
    ],
)
async def test_what_is_no_form_is_refused(ministry: Ministry, body: bytes, kind: str) -> None:
    headers = {"content-type": kind}
    answer = await ministry.anonymous.request("POST", "/oauth2/token", content=body, headers=headers)
    refused(answer, "invalid_request")


async def test_what_is_too_large_is_refused(ministry: Ministry) -> None:
    answer = await form(ministry.anonymous, "/oauth2/token", {"token": "x" * 20_000})
    assert (answer.status, answer.json["error"]) == (413, "invalid_request")


async def test_the_same_registration_is_the_same_client(ministry: Ministry, app: App) -> None:
    again = await register(ministry.anonymous)
    assert again.client_id == app.client_id
    other = await register(ministry.anonymous, client_name="Another")
    assert other.client_id != app.client_id


async def test_a_registration_says_what_was_understood(ministry: Ministry) -> None:
    stated = {
        **REGISTRATION,
        "client_name#ru": "Гонец",
        "contacts": ["x"],
        "grant_types": ["authorization_code", "x"],
    }
    answer = await ministry.anonymous.post("/oauth2/register", stated)
    assert answer.status == 201
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    shown = answer.json
    assert (shown["client_name"], shown["client_name#ru"]) == ("Messenger", "Гонец")
    assert (shown["grant_types"], shown["application_type"]) == (["authorization_code"], "web")
    assert "contacts" not in shown
    assert "client_secret" not in shown


async def test_registrations_are_slowed_down(ministry: Ministry) -> None:
    for number in range(30):
        await register(ministry.anonymous, client_name=f"Client {number}")
    answer = await ministry.anonymous.post("/oauth2/register", {**REGISTRATION, "client_name": "One more"})
    assert (answer.status, answer.json["error"]) == (429, "temporarily_unavailable")
    assert int(answer.headers["retry-after"]) > 0


async def test_pages_of_others_may_ask(ministry: Ministry) -> None:
    answer = await ministry.anonymous.request("OPTIONS", "/oauth2/token")
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (204, "*")


async def test_nothing_is_kept_in_the_clear(ministry: Ministry, app: App, browser: Browser) -> None:
    code = await app.code(browser)
    tokens = (await app.redeem(code)).json
    rows: list[object] = []
    for table in ("oauth_code", "accounts_session"):
        rows += await ministry.platform.database.fetch(f"SELECT * FROM {table}")
    stored = json.dumps(rows, default=str)
    for secret in (
        code,
        tokens["access_token"],
        tokens["refresh_token"],
        tokens["refresh_token"].partition(".")[0],
    ):
        assert secret not in stored
