# SPDX-License-Identifier: EUPL-1.2
"""Devices, and the password that dangerous requests ask for again."""

from typing import Any

import pytest
from support.http import Client
from support.office import PASSWORD, Office

DEVICES = "/_matrix/client/v3/devices"
WHOAMI = "/_matrix/client/v3/account/whoami"


def _auth(session: str, *, password: str = PASSWORD, user: str = "anna") -> dict[str, Any]:
    return {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": user},
        "password": password,
        "session": session,
    }


async def _session(client: Client, path: str) -> str:
    answer = await client.delete(path)
    assert answer.status == 401
    assert answer.json["flows"] == [{"stages": ["m.login.password"]}]
    assert "errcode" not in answer.json
    return str(answer.json["session"])


async def test_devices_are_listed_shown_and_renamed(office: Office) -> None:
    desk = await office.signed_in("anna", device_id="DESK")
    assert (await desk.put(f"{DEVICES}/DESK", {"display_name": "My desk"})).json == {}
    shown = (await desk.get(f"{DEVICES}/DESK")).json
    assert shown["display_name"] == "My desk"
    assert shown["last_seen_ip"] == "127.0.0.1"
    assert shown["last_seen_ts"] == office.clock()


async def test_foreign_devices_do_not_exist(office: Office) -> None:
    await office.signed_in("anna", device_id="DESK")
    boris = await office.signed_in("boris")
    assert (await boris.get(f"{DEVICES}/DESK")).errcode == "M_NOT_FOUND"
    assert (await boris.put(f"{DEVICES}/DESK", {"display_name": "x"})).errcode == "M_NOT_FOUND"
    assert (await office.client.get(DEVICES)).errcode == "M_MISSING_TOKEN"


async def test_a_device_is_removed_after_the_password(office: Office) -> None:
    desk, phone = await office.signed_in("anna"), await office.signed_in("anna", device_id="PHONE")
    session = await _session(desk, f"{DEVICES}/PHONE")
    assert (await phone.get(WHOAMI)).status == 200
    removed = await desk.delete(f"{DEVICES}/PHONE", {"auth": _auth(session)})
    assert removed.status == 200
    assert (await phone.get(WHOAMI)).errcode == "M_UNKNOWN_TOKEN"


async def test_a_wrong_password_keeps_the_session_and_the_device(office: Office) -> None:
    desk, phone = await office.signed_in("anna"), await office.signed_in("anna", device_id="PHONE")
    session = await _session(desk, f"{DEVICES}/PHONE")
    refused = await desk.delete(f"{DEVICES}/PHONE", {"auth": _auth(session, password="no")})
    assert (refused.status, refused.errcode) == (401, "M_FORBIDDEN")
    assert refused.json["session"] == session
    assert (await phone.get(WHOAMI)).status == 200


async def test_a_session_fits_one_path_and_one_caller_only(office: Office) -> None:
    desk = await office.signed_in("anna")
    other = await office.signed_in("anna", device_id="PHONE")
    await office.signed_in("anna", device_id="TABLET")
    session = await _session(desk, f"{DEVICES}/PHONE")
    elsewhere = await desk.delete(f"{DEVICES}/TABLET", {"auth": _auth(session)})
    assert (elsewhere.status, elsewhere.errcode) == (403, "M_FORBIDDEN")
    by_other = await other.delete(f"{DEVICES}/PHONE", {"auth": _auth(session)})
    assert (by_other.status, by_other.errcode) == (401, "M_FORBIDDEN")


async def test_a_session_expires(office: Office) -> None:
    desk = await office.signed_in("anna", device_id="DESK")
    session = await _session(desk, f"{DEVICES}/DESK")
    office.clock.forward(seconds=16 * 60)
    assert (await desk.delete(f"{DEVICES}/DESK", {"auth": _auth(session)})).status == 401


async def test_somebody_elses_password_does_not_count(office: Office) -> None:
    desk = await office.signed_in("anna", device_id="DESK")
    session = await _session(desk, f"{DEVICES}/DESK")
    refused = await desk.delete(f"{DEVICES}/DESK", {"auth": _auth(session, user="boris")})
    assert refused.errcode == "M_FORBIDDEN"


@pytest.mark.parametrize("session", ["", "..", "1.2.3", "é.é.é", 7])
async def test_a_forged_session_is_refused(office: Office, session: Any) -> None:
    desk = await office.signed_in("anna", device_id="DESK")
    assert (await desk.delete(f"{DEVICES}/DESK", {"auth": _auth(session)})).status == 401


async def test_several_devices_go_at_once(office: Office) -> None:
    desk = await office.signed_in("anna", device_id="DESK")
    for name in ("A", "B"):
        await office.signed_in("anna", device_id=name)
    path = "/_matrix/client/v3/delete_devices"
    session = (await desk.post(path, {"devices": ["A", "B", "GONE"]})).json["session"]
    assert (await desk.post(path, {"devices": ["A", "B", "GONE"], "auth": _auth(session)})).status == 200
    left = (await desk.get(DEVICES)).json["devices"]
    assert [device["device_id"] for device in left] == ["DESK"]


async def test_a_confirmation_is_for_the_operation_that_it_was_begun_for(office: Office) -> None:
    desk = await office.signed_in("anna", device_id="DESK")
    for name in ("A", "B"):
        await office.signed_in("anna", device_id=name)
    several = "/_matrix/client/v3/delete_devices"
    session = (await desk.post(several, {"devices": ["A"]})).json["session"]
    other_body = await desk.post(several, {"devices": ["B"], "auth": _auth(session)})
    assert (other_body.status, other_body.errcode) == (403, "M_FORBIDDEN")
    other_path = await desk.delete(f"{DEVICES}/A", {"auth": _auth(session)})
    assert (other_path.status, other_path.errcode) == (403, "M_FORBIDDEN")
    left = (await desk.get(DEVICES)).json["devices"]
    assert {device["device_id"] for device in left} == {"DESK", "A", "B"}
    assert (await desk.post(several, {"devices": ["A"], "auth": _auth(session)})).status == 200
