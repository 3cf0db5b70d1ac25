# SPDX-License-Identifier: EUPL-1.2
"""Account data and room tags."""

import asyncio

import pytest
from support.office import SERVER, Office

from chancery.kit.ids import UserId
from chancery.modules.accounts.events import AccountDataChanged

ANNA = f"/_matrix/client/v3/user/@anna:{SERVER}"
ROOM = f"{ANNA}/rooms/!room:{SERVER}"


async def test_data_is_kept_apart_per_room(office: Office) -> None:
    anna = await office.signed_in("anna")
    assert (await anna.put(f"{ANNA}/account_data/m.direct", {"a": [1.5]})).json == {}
    assert (await anna.put(f"{ROOM}/account_data/m.direct", {"b": 2})).json == {}
    assert (await anna.get(f"{ANNA}/account_data/m.direct")).json == {"a": [1.5]}
    assert (await anna.get(f"{ROOM}/account_data/m.direct")).json == {"b": 2}
    assert (await anna.get(f"{ANNA}/account_data/m.other")).errcode == "M_NOT_FOUND"


async def test_data_is_its_owners_alone(office: Office) -> None:
    boris = await office.signed_in("boris")
    assert (await boris.get(f"{ANNA}/account_data/m.direct")).errcode == "M_FORBIDDEN"
    assert (await boris.put(f"{ANNA}/account_data/m.direct", {})).errcode == "M_FORBIDDEN"
    assert (await boris.get(f"{ROOM}/tags")).errcode == "M_FORBIDDEN"
    assert (await office.client.get(f"{ANNA}/account_data/m.direct")).errcode == "M_MISSING_TOKEN"


@pytest.mark.parametrize("kind", ["m.fully_read", "m.push_rules"])
async def test_the_servers_own_types_cannot_be_set(office: Office, kind: str) -> None:
    anna = await office.signed_in("anna")
    for path in (ANNA, ROOM):
        answer = await anna.put(f"{path}/account_data/{kind}", {})
        assert (answer.status, answer.errcode) == (405, "M_BAD_JSON")


async def test_data_is_bounded(office: Office) -> None:
    anna = await office.signed_in("anna")
    answer = await anna.put(f"{ANNA}/account_data/big", {"text": "x" * 65_536})
    assert (answer.status, answer.errcode) == (413, "M_TOO_LARGE")
    assert (await anna.put(f"{ANNA}/account_data/{'t' * 256}", {})).status == 400
    assert (await anna.request("PUT", f"{ANNA}/account_data/list", json=[])).errcode == "M_BAD_JSON"
    assert (await anna.put(f"{ANNA}/rooms/nonsense/account_data/x", {})).status == 400


async def test_every_change_is_told_and_found_by_position(office: Office) -> None:
    heard: list[AccountDataChanged] = []
    office.bus.subscribe(AccountDataChanged, heard.append)
    anna = await office.signed_in("anna")
    await anna.put(f"{ANNA}/account_data/one", {"n": 1})
    before = heard[-1].position
    await anna.put(f"{ANNA}/account_data/two", {"n": 2})
    changed = await office.accounts.account_data(UserId(f"@anna:{SERVER}"), since=before)
    assert [(datum.type, datum.content, datum.position) for datum in changed] == [
        ("two", b'{"n":2}', heard[-1].position)
    ]
    assert await office.accounts.account_data(UserId(f"@anna:{SERVER}"), upto=before - 1) == []


async def test_tags_come_and_go(office: Office) -> None:
    anna = await office.signed_in("anna")
    assert (await anna.put(f"{ROOM}/tags/m.favourite", {"order": 0.25})).json == {}
    await anna.put(f"{ROOM}/tags/u.work", {})
    assert (await anna.get(f"{ROOM}/tags")).json == {"tags": {"m.favourite": {"order": 0.25}, "u.work": {}}}
    assert (await anna.delete(f"{ROOM}/tags/m.favourite")).json == {}
    assert (await anna.get(f"{ROOM}/account_data/m.tag")).json == {"tags": {"u.work": {}}}
    assert (await anna.put(f"{ROOM}/tags/bad", {"order": "first"})).errcode == "M_BAD_JSON"


async def test_tags_set_at_the_same_time_are_all_kept(office: Office) -> None:
    anna = await office.signed_in("anna")
    names = [f"u.{number}" for number in range(4)]
    answers = await asyncio.gather(*(anna.put(f"{ROOM}/tags/{name}", {}) for name in names))
    assert [answer.status for answer in answers] == [200] * 4
    assert sorted((await anna.get(f"{ROOM}/tags")).json["tags"]) == names
