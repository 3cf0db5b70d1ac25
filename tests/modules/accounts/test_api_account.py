# SPDX-License-Identifier: EUPL-1.2
"""Passwords, deactivation and the addresses that administrators keep."""

from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from support.http import Answer
from support.office import FAST_HASHING, PASSWORD, SERVER, Office, build_office

from chancery.kit.ids import UserId
from chancery.modules.accounts.errors import WeakPassword
from chancery.platform.bus.local import LocalBus
from chancery.platform.config.settings import Testing
from chancery.platform.db.port import Database

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


async def test_a_breached_password_is_refused_and_why_is_said(office: Office) -> None:
    desk = await office.signed_in("anna")
    path = "/_matrix/client/v3/account/password"
    session = (await desk.post(path, {"new_password": "Moscow2026!"})).json["session"]
    refused = await desk.post(path, {"new_password": "Moscow2026!", "auth": _auth(session)})
    assert (refused.status, refused.errcode) == (400, "M_WEAK_PASSWORD")
    own = await desk.post("/api/v1/account/password", {"new_password": "qwertyuiop"})
    assert (own.status, own.json["code"], own.json["reason"]) == (400, "weak_password", "breached")
    assert (await office.log_in("anna")).status == 200


async def test_nobody_is_created_with_a_breached_password(office: Office) -> None:
    with pytest.raises(WeakPassword):
        await office.accounts.create_person(
            UserId(f"@nina:{SERVER}"), password="password123", display_name="Nina"
        )
    assert (await office.log_in("nina", "password123")).status == 403


async def test_an_operators_own_list_counts_too(
    database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    listed = "a far better horse"
    file = tmp_path / "list.txt"
    file.write_text(sha1(listed.encode(), usedforsecurity=False).hexdigest().upper() + ":12\r\n")
    office = build_office(
        database,
        local_bus,
        tmp_path,
        settings=replace(FAST_HASHING, breached_list=file),
        testing=Testing(open_registration=True),
    )

    async def register(password: str) -> Answer:
        auth = {"type": "m.login.dummy"}
        body = {"username": "nina", "password": password, "auth": auth}
        return await office.client.post("/_matrix/client/v3/register", body)

    refused = await register(listed)
    assert (refused.status, refused.errcode) == (400, "M_WEAK_PASSWORD")
    assert (await register("password123")).errcode == "M_WEAK_PASSWORD"
    assert (await register("a far better horse, and more")).status == 200


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
