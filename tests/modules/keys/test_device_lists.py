# SPDX-License-Identifier: EUPL-1.2
"""Which changes of devices those hear who share a room: new names always, logins for test suites only."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from support.ministry import Ministry, ministry_settings, open_ministry
from support.office import PASSWORD
from support.people import V3, Person
from support.signing import Key, device_keys

from chancery.platform.bus.local import LocalBus
from chancery.platform.config.settings import Testing
from chancery.platform.db.port import Database


@pytest.fixture
async def loose(database: Database, local_bus: LocalBus, tmp_path: Path) -> AsyncIterator[Ministry]:
    """A server whose device keys are loose, as test suites want it."""
    settings = msgspec.structs.replace(ministry_settings(tmp_path), testing=Testing(loose_keys=True))
    async with open_ministry(settings, database, local_bus, tmp_path) as opened:
        yield opened


async def pair(ministry: Ministry) -> tuple[Person, Person, str]:
    """Return two who share a room, and where the second one's sync stands."""
    anna, boris = await ministry.person("anna"), await ministry.person("boris")
    await boris.join(await anna.create(preset="public_chat"))
    return anna, boris, await now(boris)


async def now(person: Person) -> str:
    return str((await person.client.get(f"{V3}/sync", query={"timeout": 0})).json["next_batch"])


async def changed(person: Person, since: str) -> list[str]:
    """Return whose devices changed according to the next sync with news."""
    answer = await person.client.get(f"{V3}/sync", query={"since": since, "timeout": 20_000})
    return list(answer.json.get("device_lists", {}).get("changed", []))


async def test_a_new_name_of_a_device_is_told(ministry: Ministry) -> None:
    anna, boris, since = await pair(ministry)
    name = f"{V3}/devices/{anna.device_id}"
    assert (await anna.client.put(name, {"display_name": "Desk"})).status == 200
    assert await changed(boris, since) == [anna.user_id]


async def test_suites_hear_of_logins_and_logouts_without_keys(loose: Ministry) -> None:
    anna, boris, since = await pair(loose)
    phone = await loose.on_device("anna", "PHONE")
    assert await changed(boris, since) == [anna.user_id]
    since = await now(boris)
    assert (await phone.client.post(f"{V3}/logout")).status == 200
    assert await changed(boris, since) == [anna.user_id]


async def test_suites_may_replace_the_keys_of_a_device(loose: Ministry) -> None:
    anna, boris, _ = await pair(loose)
    last: dict[str, object] = {}
    for _ in range(2):
        last = device_keys(Key(), anna)
        uploaded = await anna.client.post(f"{V3}/keys/upload", {"device_keys": last})
        assert uploaded.status == 200, uploaded.body
    asked = {"device_keys": {anna.user_id: []}}
    found = (await boris.client.post(f"{V3}/keys/query", asked)).json["device_keys"][anna.user_id]
    assert found[anna.device_id]["keys"] == last["keys"]


async def test_nobody_else_hears_of_a_new_user_signing_key(ministry: Ministry) -> None:
    anna, boris, _ = await pair(ministry)
    master, user_signing = Key(), Key()
    upload = f"{V3}/keys/device_signing/upload"
    assert (
        await anna.client.post(upload, {"master_key": master.cross_signing(anna, "master")})
    ).status == 200
    mine, theirs = await now(anna), await now(boris)
    key = master.sign(anna, user_signing.cross_signing(anna, "user_signing"))
    auth = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": anna.user_id}}
    asked = await anna.client.post(upload, {"user_signing_key": key})
    assert asked.status == 401
    confirmed = {**auth, "password": PASSWORD, "session": asked.json["session"]}
    assert (await anna.client.post(upload, {"user_signing_key": key, "auth": confirmed})).status == 200
    name = f"{V3}/devices/{boris.device_id}"
    assert (await boris.client.put(name, {"display_name": "Desk"})).status == 200
    assert await changed(boris, theirs) == [boris.user_id]
    assert set(await changed(anna, mine)) == {anna.user_id, boris.user_id}


async def test_suites_may_back_up_strings(loose: Ministry) -> None:
    anna = await loose.person("anna")
    body = {"algorithm": "m.megolm_backup.v1", "auth_data": "opaque"}
    version = (await anna.client.post(f"{V3}/room_keys/version", body)).json["version"]
    assert (await anna.client.get(f"{V3}/room_keys/version", judged=False)).json["auth_data"] == "opaque"
    held = {"first_message_index": 0, "forwarded_count": 0, "is_verified": False, "session_data": "opaque"}
    path = f"{V3}/room_keys/keys/!r/s?version={version}"
    assert (await anna.client.put(path, held)).status == 200
    assert (await anna.client.get(path, judged=False)).json == held
