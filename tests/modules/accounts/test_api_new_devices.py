# SPDX-License-Identifier: EUPL-1.2
"""A new sign-in is told to the person's earlier devices, until one of them answers for it."""

from pathlib import Path
from typing import Any

import pytest
from support.http import Answer, Client
from support.mailbox import Mailbox
from support.office import PASSWORD, SERVER, Office, build_office

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.platform.bus.local import LocalBus
from chancery.platform.db.port import Database, Write

NEW = "/api/v1/account/new-devices"
WHOAMI = "/_matrix/client/v3/account/whoami"


async def _arrive(office: Office, device_id: str, **more: object) -> Client:
    office.clock.forward(seconds=1)
    return await office.signed_in("anna", device_id=device_id, **more)


async def _told(client: Client) -> list[str]:
    return [device["device_id"] for device in (await client.get(NEW)).json["devices"]]


async def _remove(client: Client, device_id: str, password: str = PASSWORD) -> Answer:
    path = f"{NEW}/{device_id}/remove"
    asked = await client.post(path)
    assert asked.status == 401
    proof: dict[str, Any] = {"type": "m.login.password", "password": password}
    return await client.post(path, {"auth": {**proof, "session": asked.json["session"]}})


async def test_earlier_devices_are_told_of_later_ones_and_never_the_other_way(office: Office) -> None:
    desk = await _arrive(office, "DESK")
    assert await _told(desk) == []
    phone = await _arrive(office, "PHONE", initial_device_display_name="Firefox, Android")
    tablet = await _arrive(office, "TABLET")
    (newest, shown) = (await desk.get(NEW)).json["devices"]
    assert newest["device_id"] == "TABLET"
    assert shown == {
        "device_id": "PHONE",
        "name": "Firefox, Android",
        "signed_in_at": office.clock() - 1000,
        "address": "127.0.0.1",
        "agent": shown["agent"],
    }
    assert await _told(phone) == ["TABLET"]
    assert await _told(tablet) == []


async def test_it_was_me_ends_the_notice_on_every_device(office: Office) -> None:
    desk, phone = await _arrive(office, "DESK"), await _arrive(office, "PHONE")
    tablet = await _arrive(office, "TABLET")
    assert (await phone.post(f"{NEW}/TABLET/recognise")).status == 200
    assert await _told(desk) == ["PHONE"]
    assert (await phone.post(f"{NEW}/TABLET/recognise")).status == 404
    assert (await tablet.get(WHOAMI)).status == 200


async def test_a_new_device_does_not_answer_for_itself_or_for_earlier_ones(office: Office) -> None:
    desk, phone = await _arrive(office, "DESK"), await _arrive(office, "PHONE")
    for device_id in ("PHONE", "DESK", "NONE"):
        for deed in ("recognise", "remove"):
            assert (await phone.post(f"{NEW}/{device_id}/{deed}")).status == 404
    assert await _told(desk) == ["PHONE"]


async def test_nobody_answers_for_the_devices_of_others(office: Office) -> None:
    boris = await office.signed_in("boris")
    desk = await _arrive(office, "DESK")
    await _arrive(office, "PHONE")
    assert await _told(boris) == []
    for deed in ("recognise", "remove"):
        assert (await boris.post(f"{NEW}/PHONE/{deed}")).status == 404
        assert (await office.client.post(f"{NEW}/PHONE/{deed}")).status == 401
    assert (await office.client.get(NEW)).status == 401
    assert await _told(desk) == ["PHONE"]


async def test_signing_it_out_takes_a_proof_and_is_at_once(office: Office) -> None:
    desk, phone = await _arrive(office, "DESK"), await _arrive(office, "PHONE")
    wrong = await _remove(desk, "PHONE", "guess")
    assert (wrong.status, (await phone.get(WHOAMI)).status) == (401, 200)
    assert (await _remove(desk, "PHONE")).status == 200
    assert (await phone.get(WHOAMI)).status == 401
    assert await _told(desk) == []


async def test_a_sign_in_under_the_id_of_a_known_device_is_told_too(office: Office) -> None:
    desk = await _arrive(office, "DESK")
    await _arrive(office, "PHONE")
    assert (await desk.post(f"{NEW}/PHONE/recognise")).status == 200
    thief = await _arrive(office, "PHONE")
    assert await _told(desk) == ["PHONE"]
    # Nor does the id of the oldest device make its taker the one who is told.
    taker = await _arrive(office, "DESK")
    assert await _told(taker) == []
    assert await _told(thief) == ["DESK"]


async def test_who_has_an_address_gets_one_letter(
    database: Database, local_bus: LocalBus, tmp_path: Path, mailbox: Mailbox
) -> None:
    office = build_office(database, local_bus, tmp_path, email=mailbox.settings)
    write = Write()
    dora = NewPerson(UserId(f"@anna:{SERVER}"), "Anna", password=PASSWORD, email="anna@ministry.example")
    await office.accounts.add_person(write, dora, actor="system")
    await database.commit(write)
    await _arrive(office, "DESK")
    await office.run_job("accounts.tell_new_devices")
    assert mailbox.texts == []
    await _arrive(office, "PHONE", initial_device_display_name="Firefox, Android")
    mailbox.refuses = True
    await office.run_job("accounts.tell_new_devices")
    mailbox.refuses = False
    for _ in range(2):
        await office.run_job("accounts.tell_new_devices")
    (text,) = mailbox.texts
    assert text.count("Firefox, Android") == text.count("127.0.0.1") == 2
    assert SERVER in text
    assert mailbox.letters[0]["To"] == "anna@ministry.example"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_without_a_mail_server_no_letter_is_kept_for_later(office: Office) -> None:
    await _arrive(office, "DESK")
    await _arrive(office, "PHONE")
    row = await office.database.fetch_one("SELECT COUNT(*) FROM accounts_device WHERE is_letter_due = 1")
    assert row is not None
    assert row[0] == 0
