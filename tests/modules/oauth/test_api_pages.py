# SPDX-License-Identifier: EUPL-1.2
"""What our pages ask of the server: questions, decisions, codes of devices, leave to replace keys."""

import base64
from typing import Any
from urllib.parse import parse_qsl

import pytest
from support.http import Answer
from support.ministry import Ministry
from support.oauth import BACK, MATRIX, App, Browser, browser_of, form, register, returned, status
from support.office import PASSWORD

V3 = "/_matrix/client/v3"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
UPLOAD = f"{V3}/keys/device_signing/upload"
PROOF = {"type": "m.login.password", "password": PASSWORD}


async def test_the_page_shows_who_asks_for_what(app: App, browser: Browser) -> None:
    shown = (await browser.ask(app.query())).json
    assert shown["client"] == {
        "name": "Messenger",
        "names": {},
        "uri": "https://client.example",
        "policy_uri": None,
        "tos_uri": None,
        "is_managed": False,
    }
    assert (shown["user_id"], shown["device_id"]) == ("@anna:ministry.example", "TENLETTERS")
    assert (shown["returns_to"], shown["redirect_to"]) == ("client.example", None)


async def test_nobody_is_asked_to_sign_in_first(ministry: Ministry, app: App) -> None:
    answer = await ministry.anonymous.post("/api/v1/oauth/question", {"query": app.query()})
    assert (answer.status, answer.json["user_id"]) == (200, None)
    decision = await ministry.anonymous.post("/api/v1/oauth/decision", {"query": app.query(), "allow": True})
    assert decision.status == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "nobody"},
        {"client_id": None},
        {"redirect_uri": "https://elsewhere.example/back"},
        {"redirect_uri": f"{BACK}/"},
        {"redirect_uri": f"{BACK}?more=1"},
        {"redirect_uri": None},
        {"redirect_uri": "https://client.example@elsewhere.example/back"},
    ],
)
async def test_the_browser_is_sent_nowhere_for_an_unknown_client_or_address(
    app: App, browser: Browser, changes: dict[str, str | None]
) -> None:
    for answer in (await browser.ask(app.query(**changes)), await browser.decide(app.query(**changes))):
        assert (answer.status, answer.json["code"]) == (400, "oauth_request_refused")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": 'с"\\'}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "openid"}, "invalid_scope"),
        ({"scope": f"{MATRIX} urn:matrix:client:device:ANOTHERONE"}, "invalid_scope"),
        ({"scope": "urn:matrix:client:api:*"}, "invalid_scope"),
        ({"scope": f"{MATRIX} everything"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"response_mode": "form_post"}, "invalid_request"),
        ({"request": "a.b.c"}, "request_not_supported"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "none"}, "consent_required"),
    ],
)
async def test_the_client_is_told_what_is_wrong(
    app: App, browser: Browser, changes: dict[str, str | None], error: str
) -> None:
    answer = await browser.ask(app.query(**changes))
    assert answer.status == 200, answer.body
    told = returned(answer.json["redirect_to"])
    assert (told["error"], told["state"]) == (error, "of the client")
    assert "code" not in told


async def test_an_error_comes_back_in_the_fragment_too(app: App, browser: Browser) -> None:
    answer = await browser.ask(app.query(scope="openid", response_mode="fragment"))
    assert answer.json["redirect_to"].startswith(f"{BACK}#error=invalid_scope")


async def test_a_parameter_that_stands_twice_is_refused(app: App, browser: Browser) -> None:
    answer = await browser.ask(f"{app.query()}&redirect_uri=https%3A%2F%2Felsewhere.example")
    assert answer.status == 400


async def test_who_says_no_is_heard(app: App, browser: Browser) -> None:
    answer = await browser.decide(app.query(), allow=False)
    assert returned(answer.json["redirect_to"])["error"] == "access_denied"


async def test_another_site_decides_nothing(ministry: Ministry, app: App, browser: Browser) -> None:
    for path, more in (("decision", {"allow": True}), ("question", {})):
        answer = await ministry.anonymous.post(
            f"/api/v1/oauth/{path}",
            {"query": app.query(), **more},
            headers={"cookie": browser.cookie, "sec-fetch-site": "cross-site"},
        )
        assert answer.status == 403


@pytest.mark.parametrize("changes", [{"prompt": "login"}, {"max_age": "0"}])
async def test_a_client_may_want_a_fresh_proof(
    ministry: Ministry, app: App, browser: Browser, changes: dict[str, str | None]
) -> None:
    ministry.platform.clock.forward(seconds=5)
    query = app.query(**changes)
    assert (await browser.ask(query)).json["needs_proof"] is True
    assert (await browser.decide(query)).status == 401
    wrong = await browser.decide(query, auth={"type": "m.login.password", "password": "guess"})
    assert wrong.status == 401
    assert "code" in returned((await browser.decide(query, auth=PROOF)).json["redirect_to"])
    silent = await browser.ask(app.query(max_age="0", prompt="none"))
    assert returned(silent.json["redirect_to"])["error"] == "login_required"


async def test_whom_nobody_knows_cannot_come_in_silently(ministry: Ministry, app: App) -> None:
    body = {"query": app.query(prompt="none")}
    answer = await ministry.anonymous.post("/api/v1/oauth/question", body)
    assert returned(answer.json["redirect_to"])["error"] == "login_required"


async def test_deeds_leave_entries(ministry: Ministry, app: App, browser: Browser) -> None:
    await app.sign_in(browser)
    await browser.decide(app.query(), allow=False)
    rows = await ministry.platform.database.fetch(
        "SELECT action, actor FROM audit_entry WHERE action LIKE 'oauth.%' ORDER BY position"
    )
    anna = "@anna:ministry.example"
    assert rows == [("oauth.allowed", anna), ("oauth.denied", anna)]


async def _begin(app: App) -> dict[str, Any]:
    answer = await form(app.http, "/oauth2/device", {"client_id": app.client_id, "scope": MATRIX})
    assert answer.status == 200, answer.body
    waiting: dict[str, Any] = answer.json
    return waiting


async def _poll(app: App, waiting: dict[str, Any]) -> Answer:
    return await app.token(grant_type=DEVICE_GRANT, device_code=waiting["device_code"])


async def test_a_device_without_a_browser_is_let_in(ministry: Ministry, app: App, browser: Browser) -> None:
    waiting = await _begin(app)
    assert waiting["verification_uri_complete"].endswith(f"/link?code={waiting['user_code']}")
    assert (await _poll(app, waiting)).json["error"] == "authorization_pending"
    assert (await _poll(app, waiting)).json["error"] == "slow_down"
    typed = waiting["user_code"].lower().replace("-", " ")
    found = (await browser.post("/api/v1/oauth/link", {"user_code": typed})).json
    assert (found["client"]["name"], found["device_id"]) == ("Messenger", "TENLETTERS")
    answer = await browser.post("/api/v1/oauth/link/decision", {"user_code": typed, "allow": True})
    assert answer.status == 200
    tokens = (await _poll(app, waiting)).json
    assert await status(ministry.anonymous, tokens["access_token"]) == 200
    assert (await app.refresh(tokens["refresh_token"])).status == 200
    assert (await _poll(app, waiting)).json["error"] == "expired_token"


async def test_a_device_is_sent_away(app: App, browser: Browser) -> None:
    waiting = await _begin(app)
    body = {"user_code": waiting["user_code"], "allow": False}
    assert (await browser.post("/api/v1/oauth/link/decision", body)).status == 200
    assert (await _poll(app, waiting)).json["error"] == "access_denied"
    assert (await browser.post("/api/v1/oauth/link/decision", body)).status == 404


async def test_a_device_waits_for_a_quarter_of_an_hour(
    ministry: Ministry, app: App, browser: Browser
) -> None:
    waiting = await _begin(app)
    ministry.platform.clock.forward(seconds=900)
    assert (await _poll(app, waiting)).json["error"] == "expired_token"
    assert (await browser.post("/api/v1/oauth/link", {"user_code": waiting["user_code"]})).status == 404


async def test_a_device_needs_a_client_that_said_so(ministry: Ministry, app: App) -> None:
    plain = await register(ministry.anonymous, grant_types=["authorization_code"])
    for client, scope, error in (
        (plain, MATRIX, "unauthorized_client"),
        (app, "openid", "invalid_scope"),
        (app, None, "invalid_scope"),
    ):
        answer = await form(
            ministry.anonymous, "/oauth2/device", {"client_id": client.client_id, "scope": scope}
        )
        assert (answer.status, answer.json["error"]) == (400, error)


async def test_another_clients_device_gets_nothing(ministry: Ministry, app: App) -> None:
    waiting = await _begin(app)
    other = await register(ministry.anonymous, client_name="Other")
    assert (await _poll(other, waiting)).json["error"] == "unauthorized_client"


async def test_guessing_codes_is_slowed_down(app: App, browser: Browser) -> None:
    for _ in range(10):
        assert (await browser.post("/api/v1/oauth/link", {"user_code": "BCDF-BCDF"})).status == 404
    waiting = await _begin(app)
    right = await browser.post("/api/v1/oauth/link", {"user_code": waiting["user_code"]})
    assert (right.status, right.json["code"]) == (429, "too_many_attempts")


def _keys(user_id: str, letter: str) -> dict[str, object]:
    key = letter * 43
    return {"master_key": {"user_id": user_id, "usage": ["master"], "keys": {f"ed25519:{key}": key}}}


async def test_a_client_replaces_keys_with_leave_from_the_page(
    ministry: Ministry, app: App, browser: Browser
) -> None:
    tokens = await app.sign_in(browser)
    client = ministry.anonymous.with_token(tokens["access_token"])
    me = "@anna:ministry.example"
    assert (await client.post(UPLOAD, _keys(me, "A"))).status == 200
    asked = await client.post(UPLOAD, _keys(me, "B"))
    assert asked.status == 401
    assert {"stages": ["m.oauth"]} in asked.json["flows"]
    assert asked.json["params"]["m.oauth"]["url"].endswith("/account?action=org.matrix.cross_signing_reset")
    session = {"session": asked.json["session"]}
    assert (await client.post(UPLOAD, {**_keys(me, "B"), "auth": session})).status == 401
    assert (await browser.post("/api/v1/oauth/key-reset", {})).status == 401
    assert (await browser.post("/api/v1/oauth/key-reset", {"auth": PROOF})).status == 200
    assert (await client.post(UPLOAD, {**_keys(me, "B"), "auth": session})).status == 200
    assert (await client.post(UPLOAD, _keys(me, "C"))).status == 401


async def test_leave_ends_after_ten_minutes_and_is_nobody_elses(
    ministry: Ministry, app: App, browser: Browser
) -> None:
    tokens = await app.sign_in(browser)
    client = ministry.anonymous.with_token(tokens["access_token"])
    me = "@anna:ministry.example"
    await client.post(UPLOAD, _keys(me, "A"))
    boris = await browser_of(ministry, "boris")
    await boris.post("/api/v1/oauth/key-reset", {"auth": PROOF})
    assert (await client.post(UPLOAD, _keys(me, "B"))).status == 401
    await browser.post("/api/v1/oauth/key-reset", {"auth": PROOF})
    ministry.platform.clock.forward(seconds=600)
    assert (await client.post(UPLOAD, _keys(me, "B"))).status == 401


async def test_the_endpoint_leads_to_the_page_with_every_letter(ministry: Ministry, app: App) -> None:
    query = app.query(state="12345678901234567890 1e3")
    by_query = await ministry.anonymous.get(f"/oauth2/authorize?{query}")
    by_form = await form(ministry.anonymous, "/oauth2/authorize", dict(parse_qsl(query)))
    for answer in (by_query, by_form):
        assert answer.status == 303
        address, _, packed = answer.headers["location"].partition("?request=q.")
        assert address == "/allow"
        assert base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode() == query
