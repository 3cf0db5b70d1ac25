# SPDX-License-Identifier: EUPL-1.2
"""Passwords, deactivation and the addresses that administrators keep."""

from typing import Any

from support.office import PASSWORD, SERVER, Office

WHOAMI = "/_matrix/client/v3/account/whoami"


def _auth(session: str, *, user: str = "anna") -> dict[str, Any]:
    identifier = {"type": "m.id.user", "user": user}
    return {"type": "m.login.password", "identifier": identifier, "password": PASSWORD, "session": session}


async def test_changing_the_password_ends_the_other_sessions(office: Office) -> None:
    desk, phone = await office.signed_in("anna"), await office.signed_in("anna")
    path = "/_matrix/client/v3/account/password"
    session = (await desk.post(path, {"new_password": "another good one"})).json["session"]
    body = {"new_password": "another good one", "auth": _auth(session)}
    assert (await desk.post(path, body)).status == 200
    assert (await desk.get(WHOAMI)).status == 200
    assert (await phone.get(WHOAMI)).status == 401
    assert (await office.log_in("anna")).status == 403
    assert (await office.log_in("anna", "another good one")).status == 200


async def test_a_weak_new_password_changes_nothing(office: Office) -> None:
    desk = await office.signed_in("anna")
    path = "/_matrix/client/v3/account/password"
    session = (await desk.post(path, {"new_password": "short"})).json["session"]
    refused = await desk.post(path, {"new_password": "short", "auth": _auth(session)})
    assert (refused.status, refused.errcode) == (400, "M_WEAK_PASSWORD")
    assert (await office.log_in("anna")).status == 200


async def test_a_deactivated_person_is_gone(office: Office) -> None:
    desk = await office.signed_in("anna")
    path = "/_matrix/client/v3/account/deactivate"
    session = (await desk.post(path, {})).json["session"]
    answer = await desk.post(path, {"auth": _auth(session)})
    assert answer.json == {"id_server_unbind_result": "no-support"}
    assert (await desk.get(WHOAMI)).status == 401
    assert (await office.log_in("anna")).status == 403


async def test_the_only_administrator_stays(office: Office) -> None:
    vera = await office.signed_in("vera")
    path = "/_matrix/client/v3/account/deactivate"
    session = (await vera.post(path, {})).json["session"]
    refused = await vera.post(path, {"auth": _auth(session, user=f"@vera:{SERVER}")})
    assert (refused.status, refused.errcode) == (403, "M_FORBIDDEN")
    assert (await vera.get(WHOAMI)).status == 200


async def test_account_requests_need_a_token(office: Office) -> None:
    for path in ("password", "deactivate"):
        answer = await office.client.post(f"/_matrix/client/v3/account/{path}", {"new_password": "x"})
        assert (answer.status, answer.errcode) == (401, "M_MISSING_TOKEN")
