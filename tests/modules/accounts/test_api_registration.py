# SPDX-License-Identifier: EUPL-1.2
"""Registration is open in test configuration only: by dummy stage, as a guest, by shared secret."""

import hmac
from typing import Any

import pytest
from support.http import Answer, Client
from support.office import SERVER, Office

V3 = "/_matrix/client/v3"
REGISTER = f"{V3}/register"
SECRET = "/_synapse/admin/v1/register"
DUMMY = {"type": "m.login.dummy"}


async def _register(office: Office, name: str | None, **more: object) -> Answer:
    body: dict[str, Any] = {"username": name, "password": "s3kr1t", "auth": DUMMY, **more}
    return await office.client.post(
        REGISTER, {key: value for key, value in body.items() if value is not None}
    )


async def _guest(office: Office) -> Client:
    answer = await office.client.post(f"{REGISTER}?kind=guest")
    assert answer.status == 200
    return office.client.with_token(answer.json["access_token"])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", REGISTER),
        ("GET", f"{REGISTER}/available?username=x"),
        ("GET", "/_matrix/client/v1/register/m.login.registration_token/validity?token=x"),
    ],
)
async def test_nobody_registers_outside_of_the_test_configuration(
    office: Office, method: str, path: str
) -> None:
    answer = await office.client.request(method, path, json={"username": "x", "password": "y", "auth": DUMMY})
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")


async def test_there_are_no_guests_and_no_shared_secret_outside_of_it(office: Office) -> None:
    guest = await office.client.post(f"{REGISTER}?kind=guest")
    assert (guest.status, guest.errcode) == (403, "M_GUEST_ACCESS_FORBIDDEN")
    secret = await office.client.get(SECRET)
    assert (secret.status, secret.errcode) == (404, "M_UNRECOGNIZED")


async def test_the_first_answer_names_the_flows(open_office: Office) -> None:
    answer = await open_office.client.post(REGISTER, {})
    assert answer.status == 401
    assert answer.json["flows"] == [{"stages": ["m.login.dummy"]}]
    assert answer.errcode == ""


async def test_one_request_makes_a_person_with_a_device(open_office: Office) -> None:
    answer = await _register(open_office, "Karl", device_id="D", initial_device_display_name="Desk")
    assert answer.json["user_id"] == f"@karl:{SERVER}"
    assert (answer.json["home_server"], answer.json["device_id"]) == (SERVER, "D")
    karl = open_office.client.with_token(answer.json["access_token"])
    device = (await karl.get(f"{V3}/devices/D")).json
    assert (device["display_name"], device["user_id"]) == ("Desk", f"@karl:{SERVER}")
    assert (await open_office.log_in("karl", "s3kr1t")).status == 200


async def test_a_session_remembers_what_was_asked_and_answers_again(open_office: Office) -> None:
    first = await open_office.client.post(
        REGISTER, {"username": "karl", "password": "s3kr1t", "device_id": "xyzzy"}
    )
    auth = {**DUMMY, "session": first.json["session"]}
    made = await open_office.client.post(REGISTER, {"auth": auth})
    assert (made.json["user_id"], made.json["device_id"]) == (f"@karl:{SERVER}", "xyzzy")
    again = await open_office.client.post(REGISTER, {"auth": auth, "password": "s3kr1t"})
    assert (again.status, again.json["user_id"]) == (200, f"@karl:{SERVER}")
    kept = await open_office.database.fetch("SELECT body FROM accounts_registration")
    assert not any(b"s3kr1t" in bytes(row[0]) for row in kept)  # type: ignore[arg-type]  # bytes


async def test_inhibited_login_gives_no_token(open_office: Office) -> None:
    first = await open_office.client.post(
        REGISTER, {"username": "karl", "password": "übers3kr1t", "inhibit_login": 1}
    )
    made = await open_office.client.post(REGISTER, {"auth": {**DUMMY, "session": first.json["session"]}})
    assert made.json == {"user_id": f"@karl:{SERVER}", "home_server": SERVER}
    assert (await open_office.log_in("karl", "übers3kr1t")).status == 200


async def test_a_refresh_token_comes_when_it_is_asked_for(open_office: Office) -> None:
    made = (await _register(open_office, "karl", refresh_token=True)).json
    assert made["expires_in_ms"] == 3_600_000
    assert (
        await open_office.client.post(f"{V3}/refresh", {"refresh_token": made["refresh_token"]})
    ).status == 200


async def test_without_a_name_one_is_chosen(open_office: Office) -> None:
    names = {(await _register(open_office, None)).json["user_id"] for _ in range(3)}
    assert len(names) == 3


@pytest.mark.parametrize(
    "letter", ["!", '"', ":", "?", "\\", "@", "[", "]", "{", "|", "}", "£", "é", "\n", "'", " "]
)
async def test_bad_names_are_refused(open_office: Office, letter: str) -> None:
    answer = await _register(open_office, f"user{letter}")
    assert (answer.status, answer.errcode) == (400, "M_INVALID_USERNAME")


@pytest.mark.parametrize("name", ["_bridge", "12345", "", "x" * 255])
async def test_reserved_and_impossible_names_are_refused(open_office: Office, name: str) -> None:
    answer = await _register(open_office, name)
    assert (answer.status, answer.errcode) == (400, "M_INVALID_USERNAME")
    available = await open_office.client.get(f"{REGISTER}/available", query={"username": name})
    assert (available.status, available.errcode) == (400, "M_INVALID_USERNAME")


async def test_a_name_is_given_once(open_office: Office) -> None:
    assert (await open_office.client.get(f"{REGISTER}/available?username=karl")).json == {"available": True}
    await _register(open_office, "karl")
    for answer in (
        await _register(open_office, "Karl"),
        await open_office.client.post(REGISTER, {"username": "karl", "password": "x"}),
        await open_office.client.get(f"{REGISTER}/available?username=karl"),
    ):
        assert (answer.status, answer.errcode) == (400, "M_USER_IN_USE")


async def test_a_password_is_needed_at_the_end(open_office: Office) -> None:
    answer = await open_office.client.post(REGISTER, {"username": "karl", "auth": DUMMY})
    assert (answer.status, answer.errcode) == (400, "M_MISSING_PARAM")


async def test_guests_may_do_little(open_office: Office) -> None:
    guest = await _guest(open_office)
    whoami = (await guest.get(f"{V3}/account/whoami")).json
    assert whoami["is_guest"] is True
    assert "displayname" not in (await guest.get(f"{V3}/profile/{whoami['user_id']}")).json
    assert whoami["user_id"].removeprefix("@").partition(":")[0].isdigit()
    assert (await guest.get(f"{V3}/devices")).status == 200
    name = f"{V3}/profile/{whoami['user_id']}/displayname"
    assert (await guest.put(name, {"displayname": "Visitor"})).status == 200
    for method, path in (
        ("POST", f"{V3}/account/deactivate"),
        ("GET", f"{V3}/account/3pid"),
        ("POST", f"{V3}/user_directory/search"),
        ("GET", "/api/v1/org/people"),
    ):
        answer = await guest.request(method, path, json={})
        assert answer.status == 403, path
    refused = await guest.post(f"{V3}/user_directory/search", {"search_term": "a"})
    assert refused.errcode == "M_GUEST_ACCESS_FORBIDDEN"
    assert (await guest.post(f"{V3}/logout")).status == 200


async def test_a_guest_ends_after_a_day_without_a_request(open_office: Office) -> None:
    gone, here = await _guest(open_office), await _guest(open_office)
    signed_out = await _guest(open_office)
    member = await _guest(open_office)
    ids = [
        (await one.get(f"{V3}/account/whoami")).json["user_id"] for one in (gone, here, signed_out, member)
    ]
    name = ids[3].removeprefix("@").partition(":")[0]
    assert (await _register(open_office, name, guest_access_token=member.token)).status == 200
    assert (await signed_out.post(f"{V3}/logout")).status == 200
    open_office.clock.forward(seconds=23 * 3600)
    assert (await here.get(f"{V3}/account/whoami")).status == 200
    await open_office.run_job("accounts.flush")
    await open_office.run_job("accounts.end_guests")
    assert await open_office.accounts.exists(ids[0])
    open_office.clock.forward(seconds=2 * 3600)
    await open_office.run_job("accounts.end_guests")
    assert [await open_office.accounts.exists(user_id) for user_id in ids] == [False, True, False, True]
    ended = await gone.get(f"{V3}/account/whoami")
    assert (ended.status, ended.errcode) == (401, "M_UNKNOWN_TOKEN")
    assert (await here.get(f"{V3}/account/whoami")).status == 200


async def test_a_guest_becomes_a_full_member(open_office: Office) -> None:
    guest = await _guest(open_office)
    user_id = (await guest.get(f"{V3}/account/whoami")).json["user_id"]
    name = user_id.removeprefix("@").partition(":")[0]
    stolen = await _register(open_office, name, guest_access_token="wrong")
    assert stolen.status == 403
    made = await _register(open_office, name, guest_access_token=guest.token)
    assert made.json["user_id"] == user_id
    assert (await guest.get(f"{V3}/account/whoami")).json["is_guest"] is False
    assert (await guest.get(f"{V3}/account/3pid")).status == 200
    assert (await open_office.log_in(name, "s3kr1t")).status == 200


async def _by_secret(
    office: Office, name: str, *, secret: str = "reg_secret", admin: bool = False, nonce: str | None = None
) -> Answer:
    nonce = nonce or (await office.client.get(SECRET)).json["nonce"]
    words = [nonce, name, "s3kr1t", "admin" if admin else "notadmin"]
    mac = hmac.new(secret.encode(), "\0".join(words).encode(), "sha1").hexdigest()
    body = {"nonce": nonce, "username": name, "password": "s3kr1t", "admin": admin, "mac": mac}
    return await office.client.post(SECRET, body)


async def test_the_shared_secret_makes_people_and_administrators(open_office: Office) -> None:
    assert (await _by_secret(open_office, "Karl")).json["user_id"] == f"@karl:{SERVER}"
    vera = (await _by_secret(open_office, "vera", admin=True)).json
    client = open_office.client.with_token(vera["access_token"])
    assert (await client.get("/api/v1/session")).json["is_admin"] is True
    assert (await client.get(f"{V3}/admin/whois/@karl:{SERVER}")).status == 200


async def test_wrong_secrets_nonces_and_names_are_refused(open_office: Office) -> None:
    wrong = await _by_secret(open_office, "karl", secret="guess")
    assert (wrong.status, wrong.errcode) == (403, "M_FORBIDDEN")
    assert (await _by_secret(open_office, "karl", nonce="made.up.0.nonce")).status == 400
    nonce = (await open_office.client.get(SECRET)).json["nonce"]
    open_office.clock.forward(seconds=61)
    assert (await _by_secret(open_office, "karl", nonce=nonce)).status == 400
    symbols = await _by_secret(open_office, "us,er")
    assert (symbols.status, symbols.errcode) == (400, "M_INVALID_USERNAME")


async def test_tokens_in_the_query_are_for_suites(open_office: Office, office: Office) -> None:
    token = (await _register(open_office, "karl")).json["access_token"]
    whoami = f"{V3}/account/whoami?access_token={token}"
    assert (await open_office.client.get(whoami)).status == 200
    assert (await office.client.get(whoami)).errcode == "M_MISSING_TOKEN"


async def test_wrong_passwords_do_not_delay_suites(open_office: Office) -> None:
    await _register(open_office, "karl")
    for _ in range(10):
        assert (await open_office.log_in("karl", "wrong")).status == 403
    assert (await open_office.log_in("karl", "s3kr1t")).status == 200


async def test_profiles_are_open_to_suites_alone(open_office: Office, office: Office) -> None:
    await _register(open_office, "karl")
    path = f"{V3}/profile/@karl:{SERVER}"
    assert (await open_office.client.get(f"{path}/displayname")).json == {"displayname": "karl"}
    assert (await office.client.get(path)).errcode == "M_MISSING_TOKEN"
