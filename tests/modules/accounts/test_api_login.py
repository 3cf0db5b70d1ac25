# SPDX-License-Identifier: EUPL-1.2
"""Matrix login, logout and what a token may do afterwards."""

import pytest
from support.office import PASSWORD, SERVER, Office

WHOAMI = "/_matrix/client/v3/account/whoami"


async def test_flows_offer_password_and_token(office: Office) -> None:
    answer = await office.client.get("/_matrix/client/v3/login")
    token = {"type": "m.login.token", "get_login_token": True}
    bridges = {"type": "m.login.application_service"}
    assert answer.json == {"flows": [{"type": "m.login.password"}, token, bridges]}


@pytest.mark.parametrize("user", ["anna", "Anna", f"@anna:{SERVER}"])
async def test_a_person_logs_in_by_name_or_id(office: Office, user: str) -> None:
    answer = await office.log_in(user, initial_device_display_name="Desk")
    assert answer.status == 200
    body = answer.json
    assert body["user_id"] == f"@anna:{SERVER}"
    whoami = await office.client.with_token(body["access_token"]).get(WHOAMI)
    assert whoami.json == {"user_id": body["user_id"], "device_id": body["device_id"], "is_guest": False}


async def test_the_deprecated_user_member_works(office: Office) -> None:
    body = {"type": "m.login.password", "user": "anna", "password": PASSWORD}
    assert (await office.client.post("/_matrix/client/v3/login", body)).status == 200


@pytest.mark.parametrize(
    ("user", "password"),
    [
        ("anna", "wrong"),
        ("nobody", PASSWORD),
        (f"@anna:{SERVER}.evil", PASSWORD),
        ("", PASSWORD),
        ("a@b", "x"),
    ],
)
async def test_wrong_credentials_are_refused_without_saying_which(
    office: Office, user: str, password: str
) -> None:
    answer = await office.log_in(user, password)
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")
    assert answer.json["error"] == "the name or the password is wrong"


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"type": "m.login.sso", "token": "x"}, "M_UNKNOWN"),
        ({"type": "m.login.password"}, "M_MISSING_PARAM"),
        ({"type": "m.login.password", "identifier": {"type": "m.id.phone"}, "password": "x"}, "M_UNKNOWN"),
        ({"identifier": {"type": "m.id.user", "user": "anna"}, "password": PASSWORD}, "M_BAD_JSON"),
        ({"type": "m.login.password", "user": "anna", "password": 7}, "M_BAD_JSON"),
        ([], "M_BAD_JSON"),
    ],
)
async def test_malformed_logins_are_refused(office: Office, body: object, errcode: str) -> None:
    answer = await office.client.request("POST", "/_matrix/client/v3/login", json=body)
    assert (answer.status, answer.errcode) == (400, errcode)


async def test_a_device_id_is_reused_and_its_former_token_dies(office: Office) -> None:
    first = await office.signed_in("anna", device_id="DESK", initial_device_display_name="Desk")
    assert (await first.get(WHOAMI)).status == 200
    second = await office.signed_in("anna", device_id="DESK", initial_device_display_name="Other")
    assert (await first.get(WHOAMI)).errcode == "M_UNKNOWN_TOKEN"
    devices = (await second.get("/_matrix/client/v3/devices")).json["devices"]
    assert [(device["device_id"], device["display_name"]) for device in devices] == [("DESK", "Desk")]


async def test_logout_kills_the_token_and_the_device(office: Office) -> None:
    phone, desk = await office.signed_in("anna"), await office.signed_in("anna")
    assert (await phone.post("/_matrix/client/v3/logout")).status == 200
    assert (await phone.get(WHOAMI)).errcode == "M_UNKNOWN_TOKEN"
    assert len((await desk.get("/_matrix/client/v3/devices")).json["devices"]) == 1


async def test_logout_all_spares_other_people(office: Office) -> None:
    phone, desk = await office.signed_in("anna"), await office.signed_in("anna")
    boris = await office.signed_in("boris")
    assert (await phone.post("/_matrix/client/v3/logout/all")).status == 200
    assert [(await client.get(WHOAMI)).status for client in (phone, desk, boris)] == [401, 401, 200]


async def test_no_token_is_told_from_an_unknown_one(office: Office) -> None:
    assert (await office.client.get(WHOAMI)).errcode == "M_MISSING_TOKEN"
    unknown = await office.client.with_token("cht_made_up").get(WHOAMI)
    assert (unknown.status, unknown.errcode, unknown.json["soft_logout"]) == (401, "M_UNKNOWN_TOKEN", False)


async def test_a_token_in_the_address_is_refused(office: Office) -> None:
    token = (await office.log_in("anna")).json["access_token"]
    answer = await office.client.get(f"{WHOAMI}?access_token={token}")
    assert (answer.status, answer.errcode) == (401, "M_MISSING_TOKEN")


async def test_tokens_are_hashed_at_rest(office: Office) -> None:
    token = (await office.log_in("anna")).json["access_token"]
    rows = await office.database.fetch("SELECT * FROM accounts_session")
    assert rows
    assert not any(token.encode() in str(row).encode() for row in rows)


async def test_nobody_registers(office: Office) -> None:
    answer = await office.client.post(
        "/_matrix/client/v3/register", {"username": "eve", "password": PASSWORD}
    )
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")
    answer = await office.client.get("/_matrix/client/v3/register/available?username=eve")
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")
