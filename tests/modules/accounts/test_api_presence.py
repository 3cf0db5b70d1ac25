# SPDX-License-Identifier: EUPL-1.2
"""Presence: what people say, as far as their requests confirm it."""

from support.office import SERVER, Office

V3 = "/_matrix/client/v3"


async def test_presence_is_what_requests_confirm(office: Office) -> None:
    anna, boris = await office.signed_in("anna"), await office.signed_in("boris")
    path = f"{V3}/presence/@anna:{SERVER}/status"
    assert (await anna.put(path, {"presence": "unavailable", "status_msg": "In a meeting"})).json == {}
    shown = (await boris.get(path)).json
    assert (shown["presence"], shown["status_msg"]) == ("unavailable", "In a meeting")
    office.clock.forward(seconds=301)
    assert (await boris.get(path)).json["presence"] == "offline"
    assert (await boris.get(f"{V3}/presence/@vera:{SERVER}/status")).json["presence"] == "offline"


async def test_presence_is_ones_own(office: Office) -> None:
    boris = await office.signed_in("boris")
    path = f"{V3}/presence/@anna:{SERVER}/status"
    assert (await boris.put(path, {"presence": "online"})).errcode == "M_FORBIDDEN"
    own = f"{V3}/presence/@boris:{SERVER}/status"
    assert (await boris.put(own, {"presence": "asleep"})).status == 400


async def test_nobodys_presence_is_not_found(office: Office) -> None:
    anna = await office.signed_in("anna")
    assert (await anna.get(f"{V3}/presence/@nobody:{SERVER}/status")).errcode == "M_NOT_FOUND"
    assert (await office.client.get(f"{V3}/presence/@anna:{SERVER}/status")).errcode == "M_MISSING_TOKEN"
