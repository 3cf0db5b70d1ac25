# SPDX-License-Identifier: EUPL-1.2
"""Administrators suspend, lock and look up; the audit log says so."""

import pytest
from support.http import Client
from support.office import PASSWORD, SERVER, Office

V1, V3 = "/_matrix/client/v1", "/_matrix/client/v3"
ANNA = f"@anna:{SERVER}"


def _path(what: str, user_id: str = ANNA) -> str:
    return f"{V1}/admin/{what}/{user_id}"


async def _vera(office: Office) -> Client:
    return await office.signed_in("vera")


@pytest.mark.parametrize(("what", "member"), [("suspend", "suspended"), ("lock", "locked")])
async def test_an_administrator_sets_and_reads(office: Office, what: str, member: str) -> None:
    vera = await _vera(office)
    for value in (False, True, True, False):
        assert (await vera.put(_path(what), {member: value})).json == {member: value}
        assert (await vera.get(_path(what))).json == {member: value}
    entries = (await vera.get("/api/v1/audit/entries")).json["items"]
    actions = [entry["action"] for entry in entries if entry["subject"] == ANNA]
    assert f"person.{member}" in actions
    assert f"person.un{member}" in actions


@pytest.mark.parametrize(("what", "member"), [("suspend", "suspended"), ("lock", "locked")])
async def test_the_order_of_refusals_tells_nobody_who_exists(office: Office, what: str, member: str) -> None:
    anna, vera = await office.signed_in("anna"), await _vera(office)
    cases = [
        (anna, f"@nobody:{SERVER}", 403, "M_FORBIDDEN"),
        (anna, "@x:elsewhere.example", 403, "M_FORBIDDEN"),
        (vera, "@x:elsewhere.example", 400, "M_INVALID_PARAM"),
        (vera, f"@nobody:{SERVER}", 404, "M_NOT_FOUND"),
        (vera, f"@vera:{SERVER}", 403, "M_FORBIDDEN"),
    ]
    for client, user_id, status, errcode in cases:
        for answer in (
            await client.get(_path(what, user_id)),
            await client.put(_path(what, user_id), {member: True}),
        ):
            assert (answer.status, answer.errcode) == (status, errcode), user_id


async def test_the_suspended_read_and_leave_and_do_not_write(office: Office) -> None:
    anna, vera = await office.signed_in("anna"), await _vera(office)
    assert (await anna.get(f"{V3}/devices")).status == 200
    await vera.put(_path("suspend"), {"suspended": True})
    refused = await anna.put(f"{V3}/profile/{ANNA}/displayname", {"displayname": "A"})
    assert (refused.status, refused.errcode) == (403, "M_USER_SUSPENDED")
    assert (await anna.get(f"{V3}/profile/{ANNA}")).status == 200
    assert (await anna.put(f"{V3}/user/{ANNA}/account_data/org.example", {"a": 1})).status == 200
    again = await office.signed_in("anna")
    assert (await again.put(f"{V3}/profile/{ANNA}/displayname", {"displayname": "A"})).status == 403
    await vera.put(_path("suspend"), {"suspended": False})
    assert (await anna.put(f"{V3}/profile/{ANNA}/displayname", {"displayname": "A"})).status == 200


async def test_the_locked_may_only_sign_out(office: Office) -> None:
    anna, phone, vera = await office.signed_in("anna"), await office.signed_in("anna"), await _vera(office)
    assert (await anna.get(f"{V3}/devices")).status == 200
    await vera.put(_path("lock"), {"locked": True})
    for path in (f"{V3}/devices", "/_matrix/client/v3/account/whoami"):
        answer = await anna.get(path)
        assert (answer.status, answer.errcode) == (401, "M_USER_LOCKED")
        assert answer.json["soft_logout"] is True
    assert (await phone.post(f"{V3}/logout")).status == 200
    await vera.put(_path("lock"), {"locked": False})
    assert (await anna.get(f"{V3}/devices")).status == 200
    assert (await phone.get(f"{V3}/devices")).errcode == "M_UNKNOWN_TOKEN"


async def test_only_administrators_have_the_capability(office: Office) -> None:
    anna, vera = await office.signed_in("anna"), await _vera(office)
    path = f"{V3}/capabilities"
    assert "m.account_moderation" not in (await anna.get(path)).json["capabilities"]
    shown = (await vera.get(path)).json["capabilities"]
    assert shown["m.account_moderation"] == {"suspend": True, "lock": True}


async def test_whois_shows_devices_to_their_owner_and_to_administrators(office: Office) -> None:
    anna = await office.signed_in("anna", device_id="D")
    await anna.get(f"{V3}/devices", headers={"user-agent": "Example/1"})
    connection = {"ip": "127.0.0.1", "last_seen": office.clock(), "user_agent": "Example/1"}
    expected = {"user_id": ANNA, "devices": {"D": {"sessions": [{"connections": [connection]}]}}}
    vera = await _vera(office)
    assert (await vera.get(f"{V3}/admin/whois/{ANNA}")).json == expected
    assert (await office.signed_in("boris")).token
    boris = await office.signed_in("boris")
    assert (await boris.get(f"{V3}/admin/whois/{ANNA}")).errcode == "M_FORBIDDEN"
    assert (await vera.get(f"{V3}/admin/whois/@nobody:{SERVER}")).errcode == "M_NOT_FOUND"
    assert (await anna.get(f"{V3}/admin/whois/{ANNA}")).status == 200


async def test_another_persons_password_confirms_nothing(office: Office) -> None:
    anna = await office.signed_in("anna", device_id="D")
    auth = {"type": "m.login.password", "user": f"@boris:{SERVER}", "password": PASSWORD}
    answer = await anna.delete(f"{V3}/devices/D", {"auth": auth})
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")
    assert (await anna.get(f"{V3}/devices/D")).status == 200
