# SPDX-License-Identifier: EUPL-1.2
"""Refresh tokens, tokens for a second client, OpenID tokens."""

from pathlib import Path
from typing import Any

from support.http import Answer
from support.office import PASSWORD, SERVER, Office, build_office

from chancery.platform.bus.local import LocalBus
from chancery.platform.db.port import Database

V3 = "/_matrix/client/v3"
WHOAMI = f"{V3}/account/whoami"
GET_TOKEN = "/_matrix/client/v1/login/get_token"
USERINFO = "/_matrix/federation/v1/openid/userinfo"


async def _refresh(office: Office, token: str) -> Answer:
    return await office.client.post(f"{V3}/refresh", {"refresh_token": token})


async def _status(office: Office, token: str) -> int:
    return (await office.client.with_token(token).get(WHOAMI)).status


async def _tokens(office: Office) -> dict[str, Any]:
    body: dict[str, Any] = (await office.log_in("anna", refresh_token=True)).json
    return body


async def test_a_login_has_no_refresh_token_unless_it_asks(office: Office) -> None:
    plain = (await office.log_in("anna")).json
    assert "refresh_token" not in plain
    office.clock.forward(seconds=365 * 24 * 3600)
    assert await _status(office, plain["access_token"]) == 200


async def test_an_expired_token_is_a_soft_logout(office: Office) -> None:
    first = await _tokens(office)
    assert first["expires_in_ms"] == 3_600_000
    assert await _status(office, first["access_token"]) == 200
    office.clock.forward(seconds=3600)
    ended = await office.client.with_token(first["access_token"]).get(WHOAMI)
    assert (ended.status, ended.errcode, ended.json["soft_logout"]) == (401, "M_UNKNOWN_TOKEN", True)
    second = (await _refresh(office, first["refresh_token"])).json
    shown = await office.client.with_token(second["access_token"]).get(WHOAMI)
    assert shown.json["device_id"] == first["device_id"]


async def test_the_old_refresh_token_lives_until_the_new_access_token_is_used(office: Office) -> None:
    first = await _tokens(office)
    lost = (await _refresh(office, first["refresh_token"])).json
    assert await _status(office, first["access_token"]) == 200
    second = (await _refresh(office, first["refresh_token"])).json
    assert await _status(office, second["access_token"]) == 200
    # The answer that was lost is dead, and so is everything before it.
    assert await _status(office, lost["access_token"]) == 401
    assert await _status(office, first["access_token"]) == 401
    for token in (first["refresh_token"], lost["refresh_token"]):
        answer = await _refresh(office, token)
        assert (answer.status, answer.errcode) == (401, "M_UNKNOWN_TOKEN")
    assert (await _refresh(office, second["refresh_token"])).status == 200


async def test_the_new_refresh_token_ends_the_old_one_too(office: Office) -> None:
    first = await _tokens(office)
    second = (await _refresh(office, first["refresh_token"])).json
    third = (await _refresh(office, second["refresh_token"])).json
    assert (await _refresh(office, first["refresh_token"])).status == 401
    assert await _status(office, third["access_token"]) == 200
    assert await _status(office, second["access_token"]) == 401


async def test_tokens_rotate_over_processes(
    office: Office, database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    other = build_office(database, local_bus, tmp_path)
    first = await _tokens(office)
    assert await _status(other, first["access_token"]) == 200
    second = (await _refresh(other, first["refresh_token"])).json
    assert await _status(office, second["access_token"]) == 200
    assert await _status(other, first["access_token"]) == 401
    assert (await _refresh(office, first["refresh_token"])).status == 401


async def test_signing_out_ends_the_refresh_token(office: Office) -> None:
    first = await _tokens(office)
    await office.client.with_token(first["access_token"]).post(f"{V3}/logout")
    assert (await _refresh(office, first["refresh_token"])).status == 401


async def test_a_second_client_signs_in_by_token_once(office: Office) -> None:
    anna = await office.signed_in("anna")
    asked = await anna.post(GET_TOKEN)
    assert (asked.status, asked.json["flows"]) == (401, [{"stages": ["m.login.password"]}])
    auth = {"type": "m.login.password", "password": PASSWORD, "session": asked.json["session"]}
    given = (await anna.post(GET_TOKEN, {"auth": auth})).json
    assert given["expires_in_ms"] == 120_000
    body = {"type": "m.login.token", "token": given["login_token"]}
    first = await office.client.post(f"{V3}/login", body)
    assert (first.status, first.json["user_id"]) == (200, f"@anna:{SERVER}")
    second = await office.client.post(f"{V3}/login", body)
    assert (second.status, second.errcode) == (403, "M_FORBIDDEN")


async def test_login_tokens_end_after_two_minutes(office: Office) -> None:
    anna = await office.signed_in("anna")
    auth = {"type": "m.login.password", "password": PASSWORD}
    given = (await anna.post(GET_TOKEN, {"auth": auth})).json
    office.clock.forward(seconds=120)
    body = {"type": "m.login.token", "token": given["login_token"]}
    assert (await office.client.post(f"{V3}/login", body)).status == 403
    assert (await office.client.post(f"{V3}/login", {"type": "m.login.token"})).errcode == "M_MISSING_PARAM"


async def test_an_openid_token_proves_who_somebody_is(office: Office) -> None:
    anna = await office.signed_in("anna")
    token = (await anna.post(f"{V3}/user/@anna:{SERVER}/openid/request_token")).json
    assert (token["token_type"], token["matrix_server_name"], token["expires_in"]) == ("Bearer", SERVER, 3600)
    query = {"access_token": token["access_token"]}
    assert (await office.client.get(USERINFO, query=query)).json == {"sub": f"@anna:{SERVER}"}
    assert await _status(office, token["access_token"]) == 401
    office.clock.forward(seconds=3600)
    ended = await office.client.get(USERINFO, query=query)
    assert (ended.status, ended.errcode) == (401, "M_UNKNOWN_TOKEN")


async def test_openid_tokens_are_ones_own_and_cannot_be_made_up(office: Office) -> None:
    anna = await office.signed_in("anna")
    foreign = await anna.post(f"{V3}/user/@boris:{SERVER}/openid/request_token")
    assert (foreign.status, foreign.errcode) == (403, "M_FORBIDDEN")
    for token in ("", "x", "1.2.3.4", anna.token or ""):
        assert (await office.client.get(USERINFO, query={"access_token": token})).status == 401
    without = await office.client.get(USERINFO)
    assert (without.status, without.errcode) == (401, "M_MISSING_TOKEN")
