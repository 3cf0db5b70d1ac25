# SPDX-License-Identifier: EUPL-1.2
"""The page on which people confirm what a client without a form asks for."""

import re
from urllib.parse import quote, urlencode

import pytest
from support.http import Answer, Client
from support.office import PASSWORD, Office

V3 = "/_matrix/client/v3"
DELETE = f"{V3}/delete_devices"
RUSSIAN = {"accept-language": "ru"}


def page_of(session: str, kind: str = "m.login.password") -> str:
    return f"{V3}/auth/{kind}/fallback/web?session={quote(session)}"


async def asked(client: Client) -> str:
    """Return the session that a request for other devices' end opens."""
    return str((await client.post(DELETE, {"devices": ["NONE"]})).json["session"])


async def submit(office: Office, path: str, session: str, password: str = "") -> Answer:
    """Send the page's form, as a browser without a login does."""
    form = urlencode({"session": session, "password": password}).encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return await office.client.request("POST", path, content=form, headers=headers)


async def test_a_request_goes_through_once_after_the_page(office: Office) -> None:
    anna = await office.signed_in("anna")
    session = await asked(anna)
    page = await office.client.get(page_of(session))
    assert page.status == 200
    assert "signed in as @anna:ministry.example wants to sign out devices" in page.body.decode()
    body = {"devices": ["NONE"], "auth": {"session": session}}
    early = await anna.post(DELETE, body)
    assert (early.status, early.json["session"], "errcode" in early.json) == (401, session, False)
    done = await submit(office, page_of(session), session, PASSWORD)
    assert (done.status, "onAuthDone" in done.body.decode()) == (200, True)
    assert (await anna.post(DELETE, body)).status == 200
    assert (await anna.post(DELETE, body)).status == 401


async def test_the_session_serves_nobody_else_and_nothing_else(office: Office) -> None:
    anna, boris = await office.signed_in("anna"), await office.signed_in("boris")
    session = await asked(anna)
    await submit(office, page_of(session), session, PASSWORD)
    auth = {"session": session}
    for client, path, body, status in (
        (boris, DELETE, {"devices": ["NONE"], "auth": auth}, 401),
        (anna, f"{V3}/account/deactivate", {"auth": auth}, 403),
    ):
        refused = await client.post(path, body)
        assert (refused.status, refused.errcode) == (status, "M_FORBIDDEN")


async def test_a_wrong_password_completes_nothing(office: Office) -> None:
    anna = await office.signed_in("anna")
    session = await asked(anna)
    wrong = await submit(office, page_of(session), session, "guess")
    assert (wrong.status, "The password is wrong." in wrong.body.decode()) == (401, True)
    body = {"devices": ["NONE"], "auth": {"session": session}}
    assert (await anna.post(DELETE, body)).status == 401


async def test_guesses_are_delayed(office: Office) -> None:
    session = await asked(await office.signed_in("anna"))
    answers = [await submit(office, page_of(session), session, f"guess {number}") for number in range(12)]
    assert answers[-1].errcode == "M_LIMIT_EXCEEDED"


async def test_what_is_over_or_unknown_says_so(office: Office) -> None:
    session = await asked(await office.signed_in("anna"))
    office.clock.forward(seconds=16 * 60)
    for given in (session, "nonsense"):
        assert (await office.client.get(page_of(given), headers=RUSSIAN)).status == 400
        assert (await submit(office, page_of(given), given, PASSWORD)).status == 400
    page = await office.client.get(page_of("x"), headers=RUSSIAN)
    assert "Начните заново" in page.body.decode()
    assert (await office.client.get(f"{V3}/auth/m.login.password/fallback/web")).errcode == "M_MISSING_PARAM"


@pytest.mark.parametrize("kind", ["m.login.sso", "m.login.dummy"])
async def test_stages_that_are_not_offered_have_no_page(office: Office, kind: str) -> None:
    assert (await office.client.get(page_of("x", kind))).errcode == "M_UNRECOGNIZED"


async def test_the_page_runs_its_own_script_only(office: Office) -> None:
    session = await asked(await office.signed_in("anna"))
    ask = await office.client.get(page_of(session))
    done = await submit(office, page_of(session), session, PASSWORD)
    assert "script-src" not in ask.headers["content-security-policy"]
    assert re.search(r"script-src 'sha256-[^ ]+';", done.headers["content-security-policy"])
    for page in (ask, done):
        assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_a_registration_by_click(open_office: Office) -> None:
    wish = {"username": "zoe", "password": "a good password"}
    session = (await open_office.client.post(f"{V3}/register", wish)).json["session"]
    path = page_of(session, "m.login.dummy")
    assert "create an account" in (await open_office.client.get(path)).body.decode()
    assert (await open_office.client.post(f"{V3}/register", {"auth": {"session": session}})).status == 401
    assert (await submit(open_office, path, session)).status == 200
    made = await open_office.client.post(f"{V3}/register", {"auth": {"session": session}})
    assert made.json["user_id"] == "@zoe:ministry.example"
