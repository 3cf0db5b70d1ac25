# SPDX-License-Identifier: EUPL-1.2
"""What no HTTP request reaches: creating people, sightings, and the facts that others hear."""

import pytest
from argon2 import PasswordHasher
from support.office import PASSWORD, SERVER, Office

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.accounts.errors import UserInUse
from chancery.modules.accounts.events import DeviceAdded, DeviceRemoved, PersonCreated, SessionReplaced
from chancery.platform.db.port import Write


@pytest.mark.parametrize(
    ("user_id", "password", "code"),
    [
        (f"@anna:{SERVER}", PASSWORD, "user_in_use"),
        (f"@Upper:{SERVER}", PASSWORD, "invalid_user_id"),
        (f"@white space:{SERVER}", PASSWORD, "invalid_user_id"),
        ("@x:elsewhere.example", PASSWORD, "invalid_user_id"),
        ("plain", PASSWORD, "invalid_user_id"),
        (f"@{'x' * 255}:{SERVER}", PASSWORD, "invalid_user_id"),
        (f"@new:{SERVER}", "short", "weak_password"),
        (f"@new:{SERVER}", "x" * 513, "weak_password"),
    ],
)
async def test_bad_people_are_refused(office: Office, user_id: str, password: str, code: str) -> None:
    with pytest.raises(ChanceryError) as caught:
        await office.accounts.create_person(UserId(user_id), password=password, display_name="X")
    assert caught.value.code == code


async def test_a_person_signs_in_by_email(office: Office) -> None:
    write = Write()
    person = NewPerson(UserId(f"@dora:{SERVER}"), "Dora", password=PASSWORD, email="Dora@Ministry.Example")
    await office.accounts.add_person(write, person, actor="system")
    await office.database.commit(write)
    assert (await office.log_in("dora@ministry.example")).status == 200
    again = NewPerson(UserId(f"@dora2:{SERVER}"), "Dora", email="dora@ministry.example")
    with pytest.raises(UserInUse):
        await office.accounts.add_person(Write(), again, actor="system")


async def test_facts_are_told_with_rising_positions(office: Office) -> None:
    heard: list[PersonCreated | DeviceAdded | DeviceRemoved | SessionReplaced] = []
    for kind in (PersonCreated, DeviceAdded, DeviceRemoved, SessionReplaced):
        office.bus.subscribe(kind, heard.append)
    await office.add("dora")
    await office.signed_in("dora", device_id="D")
    client = await office.signed_in("dora", device_id="D")
    await client.post("/_matrix/client/v3/logout")
    assert [type(fact) for fact in heard] == [PersonCreated, DeviceAdded, SessionReplaced, DeviceRemoved]
    positions = [fact.position for fact in heard]
    assert positions == sorted(set(positions))


async def test_a_session_ended_elsewhere_ends_here_within_a_minute(office: Office) -> None:
    client = await office.signed_in("anna")
    whoami = "/_matrix/client/v3/account/whoami"
    assert (await client.get(whoami)).status == 200
    # Another process removed the session and its fact was lost.
    write = Write()
    write.execute("DELETE FROM accounts_session")
    await office.database.commit(write)
    office.clock.forward(seconds=61)
    assert (await client.get(whoami)).errcode == "M_UNKNOWN_TOKEN"


async def test_sightings_are_stored_by_the_job(office: Office) -> None:
    client = await office.signed_in("anna")
    office.clock.forward(seconds=30)
    await client.get("/_matrix/client/v3/account/whoami")
    await office.run_job("accounts.flush")
    rows = await office.database.fetch("SELECT last_seen_ts, last_seen_ip FROM accounts_device")
    assert rows == [(office.clock(), "127.0.0.1")]


async def test_older_hashes_are_renewed_at_sign_in(office: Office) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    write = Write()
    person = NewPerson(UserId(f"@dora:{SERVER}"), "Dora", password_hash=old)
    await office.accounts.add_person(write, person, actor="system")
    await office.database.commit(write)
    assert (await office.log_in("dora")).status == 200
    row = await office.database.fetch_one(
        "SELECT password_hash FROM accounts_person WHERE user_id = $1", f"@dora:{SERVER}"
    )
    assert row is not None
    assert "m=8,t=1,p=1" in str(row[0])
    assert (await office.log_in("dora")).status == 200


async def test_a_cached_former_token_of_a_device_dies_with_the_new_one(office: Office) -> None:
    whoami = "/_matrix/client/v3/account/whoami"
    first = await office.signed_in("anna", device_id="D")
    assert (await first.get(whoami)).status == 200
    second = await office.signed_in("anna", device_id="D")
    # As if the former token's end had not been heard of in this process yet.
    for _ in range(2):
        assert (await second.get(whoami)).status == 200
        assert (await first.get(whoami)).errcode == "M_UNKNOWN_TOKEN"
        office.clock.forward(seconds=61)
