# SPDX-License-Identifier: EUPL-1.2
"""Suspended people in a room of the whole application, and tables of routes that name real ones only."""

import re

from support.addresses import Scene, on_sqlite
from support.ministry import Ministry
from support.office import PASSWORD, SERVER
from support.people import V3, Person

from chancery.kit.ids import UserId
from chancery.modules.accounts.rules import standing

ADMIN = "/_matrix/client/v1/admin"


async def _administrator(ministry: Ministry) -> Person:
    vera = UserId(f"@vera:{SERVER}")
    accounts = ministry.modules.accounts.accounts
    await accounts.create_person(vera, password=PASSWORD, display_name="Vera", is_admin=True)
    return await ministry.on_device("vera")


async def test_the_suspended_redact_only_what_they_wrote(ministry: Ministry) -> None:
    anna, boris = await ministry.person("anna"), await ministry.person("boris")
    vera = await _administrator(ministry)
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    own, foreign = await anna.send(room, "of anna"), await boris.send(room, "of boris")
    await vera.client.put(f"{ADMIN}/suspend/{anna.user_id}", {"suspended": True})
    refused = await anna.client.put(f"{V3}/rooms/{room}/redact/{foreign}/t1")
    assert (refused.status, refused.errcode) == (403, "M_USER_SUSPENDED")
    assert (await anna.client.put(f"{V3}/rooms/{room}/redact/{own}/t2")).status == 200
    assert await boris.texts(room) == ["of boris"]


async def test_the_suspended_read_and_leave(ministry: Ministry) -> None:
    anna, boris = await ministry.person("anna"), await ministry.person("boris")
    vera = await _administrator(ministry)
    room = await boris.create(preset="public_chat")
    other = await boris.create(preset="public_chat")
    await anna.join(room)
    await vera.client.put(f"{ADMIN}/suspend/{anna.user_id}", {"suspended": True})
    await boris.send(room, "news")
    assert await anna.texts(room) == ["news"]
    assert (await anna.client.get(f"{V3}/sync")).status == 200
    for answer in (
        await anna.try_send(room, {"msgtype": "m.text", "body": "no"}),
        await anna.client.post(f"{V3}/join/{other}"),
        await anna.client.post(f"{V3}/rooms/{room}/invite", {"user_id": vera.user_id}),
        await anna.client.put(f"{V3}/rooms/{room}/state/m.room.topic", {"topic": "no"}),
        await anna.client.post(f"{V3}/createRoom"),
    ):
        assert (answer.status, answer.errcode) == (403, "M_USER_SUSPENDED")
    assert (await anna.client.post(f"{V3}/rooms/{room}/leave")).status == 200


@on_sqlite
async def test_the_tables_name_routes_that_there_are(scene: Scene) -> None:
    known = {f"{route.method} {re.sub(r'{[^}]*}', '{}', route.path)}" for route in scene.routes}
    assert sorted((standing.GUESTS | standing.SUSPENDED) - known) == []
